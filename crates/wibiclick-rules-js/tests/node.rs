//! What the binding promises, in Node.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use wibiclick_rules_js::{check, dry_run};

const HOOKS: &str = r#"
env = ["WEBSITE_ID"]

[[source]]
name   = "okta"
kind   = "okta"
secret = ["OKTA_HOOK_TOKEN", "OKTA_HOOK_TOKEN_NEXT"]

[[rule]]
name   = "A leaver loses the website"
source = "okta"
on     = "person.left"
brake  = 10

  [[rule.step]]
  name   = "user"
  action = "user.getMany"
  with   = { websiteId = "{{ env.WEBSITE_ID }}" }
  pick   = "reply.users | selectattr('email', 'sameemail', event.subject.email) | first"

  [[rule.step]]
  action = "user.disconnectFromWebsite"
  with   = { websiteId = "{{ env.WEBSITE_ID }}", userId = "{{ user.id }}" }
"#;

const LEAVER: &[u8] = include_bytes!("../../../tests/payloads/okta/user.lifecycle.deactivate.json");
const ENV: &str = r#"{ "WEBSITE_ID": "site_1" }"#;

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn thrown(hooks: &str, source: &str, payload: &[u8], env: &str) -> Value {
    let thrown = dry_run(hooks, source, "", payload, env).unwrap_err();
    value(&thrown.as_string().unwrap())
}

#[wasm_bindgen_test]
fn a_right_file_is_told_by_what_is_in_it() {
    assert_eq!(
        value(&check(HOOKS)),
        json!({
            "problems": [],
            "sources": [{
                "name": "okta", "kind": "okta", "rules": 1,
                "secrets": ["OKTA_HOOK_TOKEN", "OKTA_HOOK_TOKEN_NEXT"],
            }],
            "rules": [{ "name": "A leaver loses the website", "brake": 10 }],
            "env": ["WEBSITE_ID"],
        })
    );
}

#[wasm_bindgen_test]
fn all_that_is_wrong_has_its_place_and_a_suggestion() {
    let wrong = HOOKS
        .replace("user.getMany", "user.getMani")
        .replace("kind   = \"okta\"", "kind   = \"oktra\"");
    let problems = value(&check(&wrong));
    let problems = problems["problems"].as_array().unwrap();
    let lines: Vec<&Value> = problems.iter().map(|problem| &problem["line"]).collect();
    assert_eq!(lines, [6, 11, 17], "{problems:?}");
    assert_eq!(problems[0]["suggestion"], "okta");
    assert_eq!(problems[1]["message"], "there is no source `okta`");
    assert_eq!(problems[2]["suggestion"], "user.getMany");
}

#[wasm_bindgen_test]
fn a_payload_is_told_by_its_events_and_their_plans() {
    let rehearsal = value(&dry_run(HOOKS, "okta", "", LEAVER, ENV).unwrap());
    let events = rehearsal["events"].as_array().unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["event"]["signal"], "person.left");
    let plan = &events[0]["plan"][0];
    assert_eq!(plan["matches"], true);
    assert_eq!(
        plan["steps"],
        json!([
            {
                "step": "user", "action": "user.getMany", "destructive": false,
                "calls": [{ "key": plan["steps"][0]["calls"][0]["key"], "params": { "websiteId": "site_1" } }],
            },
            {
                "step": "2", "action": "user.disconnectFromWebsite", "destructive": true,
                "waitsFor": ["user"],
            },
        ])
    );
}

#[wasm_bindgen_test]
fn headers_say_what_the_payload_does_not() {
    let hooks = "[[source]]\nname = \"hub\"\nkind = \"github\"\nsecret = [\"HUB\"]\n";
    let payload = br#"{"action":"member_removed"}"#;
    let headers = "X-GitHub-Event: organization\nx-github-delivery: 7";
    let rehearsal = value(&dry_run(hooks, "hub", headers, payload, "{}").unwrap());
    let event = &rehearsal["events"][0]["event"];
    assert_eq!(event["type"], "organization.member_removed");
    assert_eq!(event["id"], "7");
}

#[wasm_bindgen_test]
fn what_cannot_be_tried_says_why() {
    let unknown = thrown(HOOKS, "clerk", LEAVER, ENV);
    let message = "there is no source `clerk`; the hooks.toml has `okta`";
    assert_eq!(unknown, json!({ "message": message, "problems": [] }));

    let message = thrown(HOOKS, "okta", LEAVER, r#"{ "PATH": "/" }"#)["message"].take();
    assert!(message.as_str().unwrap().contains("`PATH`"), "{message}");

    let message = thrown(HOOKS, "okta", b"no JSON", ENV)["message"].take();
    assert!(message.as_str().unwrap().contains("JSON"), "{message}");

    let wrong = thrown("sauce = 1", "okta", LEAVER, ENV);
    assert_eq!(wrong["problems"][0]["line"], 1, "{wrong}");
}
