//! Secrets of webhooks: accepted when they are equal to one, refused otherwise, and never shown.

use livechat_core::Version;
use livechat_core::answer::{Secrets, SecretsError, WebhookError, WebhookMessage};
use livechat_core::codec::InputLimits;
use proptest::prelude::*;
use serde_json::json;

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn just_the_secrets_are_accepted(
        secrets in proptest::collection::vec(".{1,12}", 1..4), other in ".{0,12}", which in any::<prop::sample::Index>(),
    ) {
        let own = Secrets::new(&secrets).unwrap();
        let read = |key: &str| {
            let text = json!({"payload": {"secret_key": secrets[0]}, "action": "a", "secret_key": key}).to_string();
            let read = WebhookMessage::parse(&own, Version::DEFAULT, &text, InputLimits::default());
            read.map(|w| w.action().map(std::borrow::Cow::into_owned))
        };
        prop_assert_eq!(read(which.get::<String>(&secrets)), Ok(Some("a".to_owned())));
        let known = secrets.contains(&other);
        prop_assert_eq!(own.accept(&other), known);
        prop_assert_eq!(read(&other).is_ok(), known);
        // One character more, one less, one other.
        let secret: &String = which.get(&secrets);
        for near in [format!("{secret}x"), format!("x{secret}"), secret.chars().skip(1).collect(), secret.replace(char::is_alphanumeric, "_")] {
            prop_assert_eq!(own.accept(&near), secrets.contains(&near));
        }
    }
}

#[test]
fn there_is_a_secret_and_it_is_not_empty() {
    assert_eq!(Secrets::new::<&str>([]).err(), Some(SecretsError::NoSecret));
    assert_eq!(Secrets::new(["a", ""]).err(), Some(SecretsError::EmptySecret));
    assert_eq!((SecretsError::NoSecret.code(), SecretsError::EmptySecret.code()), ("no_secret", "empty_secret"));
}

#[test]
fn secrets_are_not_shown() {
    let secrets = Secrets::new(["s3cret", "s3cret2"]).unwrap();
    assert_eq!(format!("{secrets:?}"), "Secrets(2)");
    let text = r#"{"secret_key": "s3cret0", "action": "s3cret"}"#;
    let error = WebhookMessage::parse(&secrets, Version::DEFAULT, text, InputLimits::default()).err().unwrap();
    assert_eq!(error, WebhookError::WrongSecret);
    assert!(!format!("{error} {error:?}").contains("s3cret"));
}

#[test]
fn errors_have_their_codes() {
    let secrets = Secrets::new(["s"]).unwrap();
    for (text, code) in [
        ("{", "not_json"),
        (r#"{"secret_key": "t"}"#, "wrong_secret"),
        (r#"{"secret_key": "s", "secret_key": "s"}"#, "duplicate_field"),
        (r#"{"secret_key": "s", "action": "a", "\u0061ction": "b"}"#, "duplicate_field"),
    ] {
        let error = WebhookMessage::parse(&secrets, Version::DEFAULT, text, InputLimits::default()).err().unwrap();
        assert_eq!(error.code(), code, "{text}");
        assert!(error.to_string().starts_with(code), "{error}");
    }
}
