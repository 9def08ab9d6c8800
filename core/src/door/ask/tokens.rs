//! Commands about tokens as they are: personal ones in a header, the data centre that one names, and whether it is time to refresh one.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use super::super::no_answer::NoAnswer;
use super::super::parts::must;
use super::super::reader::{Form, Keys, Part, bad};
use super::super::writer::Writer;
use crate::Timestamp;
use crate::caller::{AccessToken, AccountId, Region};
use crate::oauth::{PersonalToken, refresh_due, region_of};

#[inline(never)]
pub(super) fn personal_token(json: &str) -> Result<String, NoAnswer> {
    let ask = Part::read(json, &[("account_id", Form::Text), ("token", Form::Text)], &["account_id", "token"])?;
    let account = must(&ask, "account_id", AccountId::parse)?;
    let header = PersonalToken::of(account, must(&ask, "token", AccessToken::parse)?).header_value();
    let mut w = Writer::new();
    w.text("authorization", &header);
    w.maybe("base64", header.strip_prefix("Basic "));
    Ok(w.finish())
}

#[inline(never)]
pub(super) fn read_personal_token(json: &str) -> Result<String, NoAnswer> {
    let ask = Part::read(json, &[("authorization", Form::Text), ("base64", Form::Text)], &[])?;
    let (pointer, read) = match (ask.text("authorization"), ask.text("base64")) {
        (Some(_), Some(_)) => return Err(bad("/base64", "has no place beside `authorization`").into()),
        (Some(header), None) => ("/authorization", PersonalToken::from_header(&header)),
        (None, Some(encoded)) => ("/base64", PersonalToken::from_base64(&encoded)),
        (None, None) => return Err(bad("/authorization", "missing").into()),
    };
    let token = read.map_err(|e| NoAnswer::new(e.code().as_str(), format!("{e}.")).at(pointer))?;
    let mut w = Writer::new();
    w.text("account_id", token.account_id().as_str());
    w.text("token", token.token().expose());
    Ok(w.finish())
}

#[inline(never)]
pub(super) fn region(json: &str) -> Result<String, NoAnswer> {
    let ask = Part::read(json, &[("token", Form::Text)], &["token"])?;
    let mut w = Writer::new();
    w.nullable("region", region_of(&ask.text("token").unwrap_or_default()).map(Region::as_str));
    Ok(w.finish())
}

#[inline(never)]
pub(super) fn due(json: &str) -> Result<String, NoAnswer> {
    const KEYS: Keys = &[("expires_at", Form::Time), ("now", Form::Time), ("margin_ms", Form::Whole)];
    let ask = Part::read(json, KEYS, &["expires_at", "now"])?;
    let time = |key| ask.time(key).unwrap_or(Timestamp::from_seconds(0));
    let margin = Duration::from_millis(ask.whole("margin_ms").unwrap_or_default());
    let mut w = Writer::new();
    w.flag("due", refresh_due(time("expires_at"), time("now"), margin));
    Ok(w.finish())
}
