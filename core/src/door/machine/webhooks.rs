//! The kind `webhooks`: what the vendor posts, read once its secret is one of those that are accepted.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::no_answer::NoAnswer;
use super::super::reader::{Form, Keys, Part, bad};
use super::super::writer::Writer;
use super::super::{ErrorCode, LineError, parse, parts};
use crate::answer::{Secrets, WebhookError, WebhookMessage};
use crate::codec::InputLimits;
use crate::version::Version;

pub(super) struct Webhooks {
    secrets: Secrets,
    version: Version,
}

fn secrets(ask: &Part<'_>) -> Result<(Secrets, u64), LineError> {
    let given: Vec<_> = ask.texts("secrets").unwrap_or_default();
    if let Some(index) = given.iter().position(|s| s.is_empty()) {
        let what = "empty; whoever sends an empty secret would be accepted";
        return Err(bad(&format!("/secrets/{index}"), what));
    }
    let count = u64::try_from(given.len()).unwrap_or(u64::MAX);
    let secrets = Secrets::new(&given).map_err(|_| bad("/secrets", "no secret to compare with"))?;
    Ok((secrets, count))
}

impl Webhooks {
    #[inline(never)]
    pub(super) fn open(json: &str) -> Result<Self, LineError> {
        const KEYS: Keys = &[("secrets", Form::Texts), ("version", Form::Text)];
        let ask = Part::read(json, KEYS, &["secrets"])?;
        Ok(Self { secrets: secrets(&ask)?.0, version: parts::version(&ask)? })
    }

    #[inline(never)]
    pub(super) fn tell(&mut self, command: &str, json: &str) -> Result<String, NoAnswer> {
        let mut w = Writer::new();
        match command {
            "parse" => {
                let ask = Part::read(json, &[("text", Form::Text)], &["text"])?;
                return self.parse(&ask.text("text").unwrap_or_default());
            }
            "accepts" => {
                let ask = Part::read(json, &[("secret", Form::Text)], &["secret"])?;
                w.flag("accepted", self.secrets.accept(&ask.text("secret").unwrap_or_default()));
            }
            "rotate" => {
                let ask = Part::read(json, &[("secrets", Form::Texts)], &["secrets"])?;
                let (secrets, count) = secrets(&ask)?;
                self.secrets = secrets;
                w.whole("secrets", count);
            }
            _ => return Err(super::no_command()),
        }
        Ok(w.finish())
    }

    fn parse(&self, text: &str) -> Result<String, NoAnswer> {
        let read = WebhookMessage::parse(&self.secrets, self.version, text, InputLimits::default());
        if let Err(WebhookError::WrongSecret) = read {
            let message = "The webhook's `secret_key` is absent or isn't one of `secrets`.";
            return Err(NoAnswer::new(ErrorCode::WrongSecret.as_str(), message).at("/text"));
        }
        // Its secret is right, or it can't be read, which the command says in its own way.
        let verified = read.is_ok();
        let mut question = Writer::new();
        question.text("kind", "webhook");
        question.text("version", self.version.as_str());
        question.text("text", text);
        let mut answer = parse::answer(&question.finish())?;
        if verified && answer.pop() == Some('}') {
            answer.push_str(",\"verified\":true}");
            return Ok(answer);
        }
        Err(bad("/text", "not a webhook").into())
    }
}
