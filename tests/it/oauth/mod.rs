//! Signing in: what goes out, what comes back, and what is refused.

mod answers;
mod authorize;
mod personal;
mod redirect_uris;
mod redirects;
mod requests;
mod secrets;

use livechat_core::oauth::{ClientId, RedirectUri, State};

const CLIENT: &str = "9cbf3a968289727cb3cdfe83ab1d9836";
const ORGANIZATION: &str = "390e44e6-f1e6-0368-86dd-74a14508c2ef";
const STATE: &str = "i8XNjC4b8KVok4uw5RftR38Wgp2BFwql";

fn client() -> ClientId {
    ClientId::parse(CLIENT).expect("a client ID")
}

fn redirect_uri() -> RedirectUri {
    RedirectUri::parse("https://my-application.com").expect("a redirect URI")
}

fn state() -> State {
    State::parse(STATE).expect("a state")
}

/// Percent-encodes everything but letters and digits, written anew here.
fn encode(text: &str) -> String {
    let encoded =
        text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") });
    encoded.collect()
}

/// The other way round; `plus` says whether a plus sign is a space, as in forms.
fn decode(text: &str, plus: bool) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(b) = rest.next() {
        bytes.push(match b {
            b'%' => {
                let hex = [rest.next().expect("a digit"), rest.next().expect("a digit")];
                u8::from_str_radix(std::str::from_utf8(&hex).expect("ASCII"), 16).expect("hexadecimal")
            }
            b'+' if plus => b' ',
            b => b,
        });
    }
    String::from_utf8(bytes).expect("UTF-8")
}

fn pairs(text: &str, plus: bool) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').expect("a value");
        (decode(name, plus), decode(value, plus))
    };
    text.split('&').map(pair).collect()
}
