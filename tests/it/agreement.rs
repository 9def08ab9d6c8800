//! Core and the independent models give the same decisions, and find the same faults.

use livechat_core::codec::{MAX_FAULTS, Options, UnknownFields, validate};
use livechat_core::{Method, Version};
use proptest::prelude::*;
use serde_json::Value;

use crate::{model, validation};

/// What of core's answer carries meaning, in the model's form.
fn essence(question: &Value) -> Value {
    let answer = livechat_core::door::answer("decide", &question.to_string());
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let mut out = serde_json::Map::new();
    for key in ["effect", "code", "limits", "missing", "pointer"] {
        if let Some(value) = answer.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(Value::Array(limits)) = out.get_mut("limits") {
        limits.sort_by_key(ToString::to_string);
    }
    if out.is_empty() { answer } else { Value::Object(out) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn core_agrees_with_the_model(question in model::generate::question()) {
        prop_assert_eq!(essence(&question), model::decide(&question));
    }
}

/// Every method in every version and on every transport, with tokens made for it.
#[test]
fn core_agrees_with_the_model_on_every_method() {
    let mut asked = 0u32;
    for method in livechat_core::Method::all() {
        for version in livechat_core::Version::ALL {
            for transport in livechat_core::Transport::ALL {
                for seed in 0..12u64 {
                    let mut question = model::generate::from_seed(u64::from(asked).wrapping_mul(31).wrapping_add(seed));
                    question["method"] = method.name().into();
                    question["version"] = version.as_str().into();
                    question["transport"] = transport.as_str().into();
                    assert_eq!(essence(&question), model::decide(&question), "{question}");
                    asked += 1;
                }
            }
        }
    }
    assert_eq!(asked, 189 * 4 * 2 * 12);
}

/// Faults and warnings of core, in the form of the model.
fn faults(method: Method, version: Version, body: &str, unknown_fields: UnknownFields) -> [Vec<(String, String)>; 2] {
    let verdict = validate(method, version, body, Options { unknown_fields });
    [verdict.faults(), verdict.warnings()]
        .map(|list| list.iter().map(|f| (f.code().to_string(), f.pointer().to_owned())).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn validation_agrees_with_the_model((method, version, body) in validation::generate::question()) {
        for unknown in UnknownFields::ALL {
            let [found, warnings] = faults(method, version, &body, unknown);
            prop_assert_eq!(&found, &validation::model::validate(method, version, &body, unknown.as_str()));
            if unknown == UnknownFields::Warn && !found.iter().any(|(code, _)| code == "not_json") {
                let mut expected = validation::model::warnings(method, version, &body);
                expected.truncate(MAX_FAULTS);
                prop_assert_eq!(warnings, expected);
            }
        }
    }
}
