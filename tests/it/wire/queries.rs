//! Parameters in a query: as the reference writes them, there and back, and nothing that servers could read in two ways.

use livechat_core::codec::Options;
use livechat_core::request::{
    BuildErrorCode, HttpMethod, Incoming, OrganizationId, ReadErrorCode, ReadOptions, Request, WebOptions, read_http,
};
use livechat_core::{Method, Version};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::read_back;

fn options() -> WebOptions {
    WebOptions {
        organization_id: Some(OrganizationId::parse("org").unwrap()),
        http_method: Some(HttpMethod::Get),
        ..WebOptions::default()
    }
}

fn built(method: &str, body: &Value) -> Result<String, (BuildErrorCode, String)> {
    let method = Method::from_name(method).unwrap();
    let request = Request::new(method, Version::V3_6, &body.to_string(), Options::default()).unwrap();
    let http = request.http(&options()).map_err(|e| (e.code(), e.pointer().to_owned()))?;
    let read = read_back(&http).unwrap();
    assert_eq!(serde_json::from_str::<Value>(read.body()).unwrap(), *body, "{}", http.url());
    assert_eq!(http.body(), None);
    Ok(http.url().split_once('?').unwrap_or_default().1.to_owned())
}

fn read(path: &str, query: &str) -> Result<Value, ReadErrorCode> {
    let target = format!("/v3.6/{path}?{query}");
    let read = read_http(Incoming { method: "GET", target: &target, headers: &[], body: &[] }, &ReadOptions::default());
    read.map(|read| serde_json::from_str(read.body()).unwrap()).map_err(|e| e.code())
}

/// The sample of the reference of the Reports API, with what a query has to encode encoded.
#[test]
fn filters_as_the_reference_writes_them() {
    let body = json!({"filters": {
        "from": "2021-03-01T23:59:59-00:00",
        "to": "2021-04-13T23:59:59-00:00",
        "properties": {"routing": {"continuous": {"values": [true]}}},
        "agents": {"values": ["joe@acme.com", "alice@acme.com"]},
        "tags": {"exclude_values": ["spam"]},
        "event_types": {"values": ["file"]},
    }});
    let sample = [
        "filters.from=2021-03-01T23:59:59-00:00",
        "&filters.to=2021-04-13T23:59:59-00:00",
        "&filters.properties[routing][continuous].values=true",
        "&filters.agents.values=joe@acme.com",
        "&filters.agents.values=alice@acme.com",
        "&filters.tags.exclude_values=spam",
        "&filters.event_types.values=file",
    ]
    .concat();
    assert_eq!(read("reports/chats/tags", &sample), Ok(body.clone()));
    // serde_json sorts the keys, so the parameters come in another order.
    let query = built("reports/chats/tags", &body).unwrap();
    let sorted = |query: &str| {
        let mut parts: Vec<String> =
            query.replace("%5B", "[").replace("%5D", "]").split('&').map(str::to_owned).collect();
        parts.sort();
        parts
    };
    assert_eq!(sorted(&query), sorted(&sample));
}

#[test]
fn methods_that_are_get() {
    for (method, body, query) in [
        ("customer/list_license_properties", json!({}), "organization_id=org"),
        (
            "customer/list_group_properties",
            json!({"id": 1, "namespace": "a b", "name": "ż+&=%"}),
            "organization_id=org&id=1&name=%C5%BC%2B%26%3D%25&namespace=a%20b",
        ),
        (
            "customer/get_dynamic_configuration",
            json!({"group_id": 0, "test": true, "url": "https://example.com/?a=b#c"}),
            "organization_id=org&group_id=0&test=true&url=https:%2F%2Fexample.com%2F%3Fa%3Db%23c",
        ),
        (
            "customer/get_localization",
            json!({"group_id": 0, "language": "en", "version": "79cc87"}),
            "organization_id=org&group_id=0&language=en&version=79cc87",
        ),
        (
            "reports/chats/duration",
            json!({"distribution": "hour", "timezone": "Europe/Warsaw"}),
            "distribution=hour&timezone=Europe%2FWarsaw",
        ),
        (
            "reports/chats/duration",
            json!({"filters": {"from": "2026-01-01T00:00:00+01:00", "to": "2026-01-02T00:00:00+01:00"}}),
            "filters.from=2026-01-01T00:00:00%2B01:00&filters.to=2026-01-02T00:00:00%2B01:00",
        ),
    ] {
        assert_eq!(built(method, &body).as_deref(), Ok(query), "{method}");
    }
}

/// Methods of 3.4 whose organization is a parameter of their own.
#[test]
fn an_organization_that_is_a_parameter() {
    let method = Method::from_name("configuration/get_license_id").unwrap();
    let request = Request::new(method, Version::V3_4, r#"{"organization_id":"142cf3ad"}"#, Options::default()).unwrap();
    let http = request.http(&WebOptions::default()).unwrap();
    assert_eq!(
        http.url(),
        "https://api.livechatinc.com/v3.4/configuration/action/get_license_id?organization_id=142cf3ad"
    );
    let read = read_back(&http).unwrap();
    assert_eq!((read.body(), read.organization_id()), (r#"{"organization_id":"142cf3ad"}"#, None));
}

#[test]
fn what_a_query_can_not_carry() {
    let chats = |filters: Value| built("reports/chats/duration", &json!({ "filters": filters }));
    let period = |more: Value| {
        let mut filters = json!({"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"});
        filters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        chats(filters)
    };
    let refused = |pointer: &str| Err((BuildErrorCode::NotInQuery, pointer.to_owned()));
    let forms = json!({"forms": [{"type": "pre_chat", "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"}]});
    assert_eq!(chats(forms), refused("/body/filters/forms"));
    assert_eq!(period(json!({"tags": {}})), refused("/body/filters/tags"));
    assert_eq!(period(json!({"tags": {"values": []}})), refused("/body/filters/tags/values"));
    let property = |value: Value| period(json!({"properties": {"a": {"b": {"values": [value]}}}}));
    // Of a property's value the query doesn't say the type; these would come back as another one.
    for value in [json!("true"), json!("5"), json!("-0")] {
        assert_eq!(property(value), refused("/body/filters/properties/a/b/values/0"));
    }
    for value in [json!("5.0"), json!("05"), json!("True"), json!(""), json!(5), json!(true), json!(" 5")] {
        assert!(property(value.clone()).is_ok(), "{value}");
    }
    for key in ["", "a[", "a]"] {
        let named = period(json!({"properties": {"ns": {key: {"exists": true}}}}));
        assert_eq!(named, refused(&format!("/body/filters/properties/ns/{key}")));
    }
    assert!(period(json!({"properties": {"a.b=c&d": {"ż.": {"exists": true}}}})).is_ok());
    // A field that nobody knows, let through by the options.
    let body = r#"{"colour": "red"}"#;
    let ignore = Options { unknown_fields: livechat_core::codec::UnknownFields::Ignore };
    let request = Request::new(Method::from_name("reports/chats/tags").unwrap(), Version::V3_6, body, ignore).unwrap();
    assert_eq!(request.http(&options()).unwrap_err().pointer(), "/body/colour");
}

#[test]
fn what_a_query_can_not_say() {
    use ReadErrorCode::{BadQuery, DuplicateParameter, UnknownParameter};
    let tags = |query: &str| read("reports/chats/tags", query);
    for (query, code) in [
        ("", BadQuery),
        ("distribution", BadQuery),
        ("distribution=day&", BadQuery),
        ("&distribution=day", BadQuery),
        ("=day", BadQuery),
        ("timezone=a+b", BadQuery),
        ("timezone=a;b=c", BadQuery),
        ("timezone=%", BadQuery),
        ("timezone=%4", BadQuery),
        ("timezone=%zz", BadQuery),
        ("timezone=%+1", BadQuery),
        ("timezone=%ff", BadQuery),
        ("timezone=%c0%af", BadQuery),
        ("timezone=ż", BadQuery),
        ("timezone=a b", BadQuery),
        ("timezone=a\\b", BadQuery),
        ("timezone=a\0", BadQuery),
        ("distribution=day&distribution=day", DuplicateParameter),
        ("distribution=day&distribut%69on=hour", DuplicateParameter),
        ("filters.from=a&filters.from=b", DuplicateParameter),
        ("Distribution=day", UnknownParameter),
        ("colour=red", UnknownParameter),
        ("version=3.7", UnknownParameter),
        ("v=3.7", UnknownParameter),
        ("organization_id=org", UnknownParameter),
        ("_method=POST", UnknownParameter),
        ("filters=a", UnknownParameter),
        ("filters.=a", UnknownParameter),
        ("filters[from]=a", UnknownParameter),
        ("filters.from.x=a", UnknownParameter),
        ("filters.from[]=a", UnknownParameter),
        ("filters.tags.values[]=a", UnknownParameter),
        ("filters.tags.values[0]=a", UnknownParameter),
        ("filters.properties[a].values=1", UnknownParameter),
        ("filters.properties[a][b]=1", UnknownParameter),
        ("filters.properties[a][b].values.x=1", UnknownParameter),
        ("filters.properties[a][].values=1", UnknownParameter),
        ("filters.properties[a][[b]].values=1", UnknownParameter),
        ("filters.properties[a]x[b].values=1", UnknownParameter),
        ("filters.properties.a.b.values=1", UnknownParameter),
        ("filters.forms=a", UnknownParameter),
        ("filters.forms.type=pre_chat", UnknownParameter),
        ("filters.groups.values=one", BadQuery),
        ("filters.groups.values=01", BadQuery),
        ("filters.groups.values=1.0", BadQuery),
        ("filters.groups.values=", BadQuery),
        ("filters.groups.values=%201", BadQuery),
        ("filters.groups.exists=1", BadQuery),
        ("filters.groups.exists=True", BadQuery),
    ] {
        assert_eq!(tags(query), Err(code), "{query}");
    }
    assert_eq!(tags("timezone=a=b"), Ok(json!({"timezone": "a=b"})));
    assert_eq!(tags("timezone="), Ok(json!({"timezone": ""})));
    assert_eq!(
        tags("filters.tags.values=a&timezone=b&filters.tags.values=a"),
        Ok(json!({"filters": {"tags": {"values": ["a", "a"]}}, "timezone": "b"}))
    );
    let many = vec!["filters.tags.values=a"; 1_000].join("&");
    assert!(tags(&many).is_ok());
    assert_eq!(tags(&format!("{many}&filters.tags.values=a")), Err(ReadErrorCode::TooMany));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_goes_through_a_query(text in any::<String>(), key in any::<String>(), number in any::<i64>(), flag in any::<bool>()) {
        let filters = json!({"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z",
            "tags": {"values": [text, text], "require_every_value": flag},
            "sales": {"exclude_values": [number]},
            "properties": {key.clone(): {"name": {"exclude_values": [number, flag, format!("x{text}")]}}}});
        let done = built("reports/chats/duration", &json!({"timezone": text, "filters": filters}));
        prop_assert_eq!(done.is_err(), key.is_empty() || key.contains(['[', ']']), "{:?}", done);
    }
}
