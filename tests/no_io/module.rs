//! Reaches all of core's public face, so that nothing of it is left out of the module whose imports are looked at.

use livechat_core::catalogue::{NamedType, changes};
use livechat_core::door::Session;
use livechat_core::policy::{Rules, difference, smallest_scopes, unneeded_scopes};
use livechat_core::{Method, Token, Transport, Version, door};

/// Does something with everything and returns how much there was.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export keeps its name")]
pub extern "C" fn everything(length: usize) -> usize {
    let text = "x".repeat(length);
    let token = Token::from_list(&text);
    let methods: Vec<Method> = Method::all().collect();
    let mut total = door::answer(&text, &text).len() + door::answer("decide", &text).len();
    total += Session::new().line(text.as_bytes(), |_| 1).unwrap_or_default();
    total += changes(Version::V3_4, Version::V3_7).len() + NamedType::all().count();
    total += smallest_scopes(&methods, Version::DEFAULT, Rules::Guide).len();
    total += unneeded_scopes(&token, &methods, Version::DEFAULT, Rules::Reference).len();
    let change = difference((&token, None), (&token, None), Version::DEFAULT, Transport::Rtm);
    total + change.gained.iter().count() + methods.iter().map(|m| m.summary().len()).sum::<usize>()
}
