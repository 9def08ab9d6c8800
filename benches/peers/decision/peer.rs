//! What a peer can be asked, in the same steps as livechat-core: make the holder once, make a question, ask it.

use crate::cases::Given;
use crate::facts::Facts;

/// Somebody who answers the question.
pub trait Peer {
    /// A token, and a grant where there is one, in the form that suits the peer best.
    type Holder;
    /// A question that is ready to be asked.
    type Question<'a>;

    /// As the tables call it.
    const NAME: &'static str;

    /// Takes the policy in.
    fn new(facts: &Facts) -> Self;

    /// Makes a holder from the names of scopes.
    fn holder(&mut self, facts: &Facts, scopes: &[&str], given: Option<&Given>) -> Self::Holder;

    /// Makes a question from the name of a method.
    fn question<'a>(&self, holder: &'a Self::Holder, method: &'a str) -> Self::Question<'a>;

    /// Answers it.
    fn ask(&mut self, question: &Self::Question<'_>) -> bool;
}
