//! Whether all peers answer alike. They are compared before they are timed.

use crate::cases::{grants, tokens};
use crate::core::Full;
use crate::facts::Facts;
use crate::peer::Peer;

/// The answers of livechat-core's full decision, and how many questions they are.
pub struct Agreement {
    expected: Vec<bool>,
    peers: Vec<&'static str>,
}

impl Agreement {
    /// Asks livechat-core about every method, by every token, without grant and under every grant, and about a method that isn't there.
    pub fn new(facts: &Facts) -> Self {
        let expected: Vec<bool> = answers::<Full>(facts).into_iter().map(|(_, answer)| answer).collect();
        assert!(expected.iter().any(|a| *a) && expected.iter().any(|a| !a), "questions that tell nothing");
        Self { expected, peers: vec![Full::NAME] }
    }

    /// Asks a peer the same, and stops the program where it answers otherwise.
    pub fn check<P: Peer>(&mut self, facts: &Facts) {
        for ((question, answer), expected) in answers::<P>(facts).into_iter().zip(&self.expected) {
            assert_eq!(answer, *expected, "{} disagrees about {question}", P::NAME);
        }
        self.peers.push(P::NAME);
    }

    /// How many questions each of them answered.
    pub fn questions(&self) -> usize {
        self.expected.len()
    }

    /// Those that agree.
    pub fn peers(&self) -> &[&'static str] {
        &self.peers
    }
}

fn answers<P: Peer>(facts: &Facts) -> Vec<(String, bool)> {
    let mut peer = P::new(facts);
    let (tokens, grants) = (tokens(facts), grants());
    let methods = || facts.methods.iter().map(|m| m.name).chain(["agent/no_such_method"]);
    let mut answers = Vec::new();
    for (t, scopes) in tokens.iter().enumerate() {
        for (g, given) in std::iter::once(None).chain(grants.iter().map(Some)).enumerate() {
            let holder = peer.holder(facts, scopes, given);
            for method in methods() {
                let question = peer.question(&holder, method);
                answers.push((format!("{method}, token {t}, grant {g}"), peer.ask(&question)));
            }
        }
    }
    answers
}
