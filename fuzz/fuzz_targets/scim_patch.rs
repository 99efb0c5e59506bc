//! Whatever a PATCH says, a user stays a user, and no password is kept.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::convert::Infallible;
use wibiclick_hooks::{
    Timestamp,
    scim::{Request, Users, Which, Write, answer},
};

const JANE: &str = r#"{"id":"1","userName":"jane","active":true,"meta":{"version":"W/\"1\""},"name":{"givenName":"Jane"},"emails":[{"type":"work","value":"jane@example.com","primary":true}],"urn:acme:1.0:User":{"tags":["a"]}}"#;

struct Jane;

impl Users for Jane {
    type Error = Infallible;

    fn find(&self, _: Which<'_>) -> Result<Vec<String>, Infallible> {
        Ok(vec![JANE.to_owned()])
    }

    fn count(&self) -> Result<usize, Infallible> {
        Ok(1)
    }
}

fn has_password(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| name.eq_ignore_ascii_case("password") || has_password(value)),
        Value::Array(elements) => elements.iter().any(has_password),
        _ => false,
    }
}

fuzz_target!(|body: &str| {
    let Some(now) = Timestamp::from_unix_millis(0) else {
        return;
    };
    // The same text as a body and as a filter.
    let query = format!("filter={body}");
    for (method, path) in [
        ("PATCH", "/Users/1"),
        ("PUT", "/Users/1"),
        ("GET", "/Users"),
    ] {
        let request = Request {
            method,
            base: "https://hooks.example/scim/v2/entra",
            path,
            query: &query,
            body,
        };
        let Ok((answer, change)) = answer(&request, &Jane, "2", now);
        assert!(answer.body.parse::<Value>().is_ok());
        let Some(change) = change else { continue };
        let Write::Put(stored) = &change.write else {
            panic!("deleted");
        };
        let Ok(user) = stored.json.parse::<Value>() else {
            panic!("no JSON");
        };
        assert_eq!(user["id"], "1");
        assert!(
            user["userName"]
                .as_str()
                .is_some_and(|name| !name.trim().is_empty())
        );
        assert!(user["active"].is_boolean());
        assert!(!has_password(&user));
        assert!(change.event.id.is_some());
    }
});
