//! livechat-core, in its three ways of asking.

use livechat_core::{Grant, Method, Question, Token};

use crate::cases::Given;
use crate::facts::{Facts, TRANSPORT, VERSION};
use crate::peer::Peer;

/// A token and a grant.
pub struct Holder {
    pub token: Token,
    pub grant: Option<Grant>,
}

impl Holder {
    /// Made from names.
    pub fn new(scopes: &[&str], given: Option<&Given>) -> Self {
        Self { token: Token::new(scopes), grant: given.map(Given::grant) }
    }
}

/// `Token::allows_at` and `Grant::grants_at`.
pub struct Handle;

impl Peer for Handle {
    type Holder = Holder;
    type Question<'a> = (&'a Holder, Option<Method>);

    const NAME: &'static str = "livechat-core, by handle";

    fn new(_: &Facts) -> Self {
        Self
    }

    fn holder(&mut self, _: &Facts, scopes: &[&str], given: Option<&Given>) -> Holder {
        Holder::new(scopes, given)
    }

    fn question<'a>(&self, holder: &'a Holder, method: &'a str) -> (&'a Holder, Option<Method>) {
        (holder, Method::from_name(method))
    }

    #[inline]
    fn ask(&mut self, (holder, method): &(&Holder, Option<Method>)) -> bool {
        method.is_some_and(|m| {
            holder.token.allows_at(m, VERSION, TRANSPORT)
                && holder.grant.as_ref().is_none_or(|g| g.grants_at(m, VERSION, TRANSPORT))
        })
    }
}

/// `Token::allows_named`, and the grant by the handle of the name.
pub struct Name;

impl Peer for Name {
    type Holder = Holder;
    type Question<'a> = (&'a Holder, &'a str);

    const NAME: &'static str = "livechat-core, by name";

    fn new(_: &Facts) -> Self {
        Self
    }

    fn holder(&mut self, _: &Facts, scopes: &[&str], given: Option<&Given>) -> Holder {
        Holder::new(scopes, given)
    }

    fn question<'a>(&self, holder: &'a Holder, method: &'a str) -> (&'a Holder, &'a str) {
        (holder, method)
    }

    #[inline]
    fn ask(&mut self, (holder, method): &(&Holder, &str)) -> bool {
        match &holder.grant {
            None => holder.token.allows_named(method),
            Some(grant) => Method::from_name(method).is_some_and(|m| holder.token.allows(m) && grant.grants(m)),
        }
    }
}

/// `Question::decide`, with code, scopes used and limits.
pub struct Full;

impl Peer for Full {
    type Holder = Holder;
    type Question<'a> = Question<'a>;

    const NAME: &'static str = "livechat-core, full decision";

    fn new(_: &Facts) -> Self {
        Self
    }

    fn holder(&mut self, _: &Facts, scopes: &[&str], given: Option<&Given>) -> Holder {
        Holder::new(scopes, given)
    }

    #[inline]
    fn question<'a>(&self, holder: &'a Holder, method: &'a str) -> Question<'a> {
        let question = Question::named(method, &holder.token);
        holder.grant.as_ref().map_or(question, |grant| question.grant(grant))
    }

    #[inline]
    fn ask(&mut self, question: &Question<'_>) -> bool {
        std::hint::black_box(question.decide()).is_allowed()
    }
}
