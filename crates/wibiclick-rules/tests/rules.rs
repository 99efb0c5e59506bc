//! What hooks.toml promises, seen by whoever writes one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use proptest::prelude::*;
use serde_json::{Value, json};
use wibiclick_hooks::{Event, Headers, Received, Request, Secrets, Signal, Timestamp, ToSign};
use wibiclick_rules::{Call, Env, Hooks, Run};

const SOURCES: &str = r#"
env = ["WEBSITE_ID", "UNSET"]

[[source]]
name = "okta"
kind = "okta"
secret = ["OKTA_HOOK_TOKEN"]

[[source]]
name = "other"
kind = "standard-webhooks"
secret = ["OTHER_SECRET", "OTHER_SECRET_NEXT"]
tolerance_seconds = 60
max_body_bytes = 1000
shards = 4
concurrency = 5
calls_per_minute = 60
"#;

/// Sources, and one rule with these lines.
fn rule(lines: &str) -> String {
    format!("{SOURCES}\n[[rule]]\nname = \"R\"\nsource = \"okta\"\non = \"person.left\"\n{lines}")
}

fn step(lines: &str) -> String {
    rule(&format!("[[rule.step]]\n{lines}"))
}

fn parse(text: &str) -> Hooks {
    Hooks::parse(text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn problems(text: &str) -> Vec<String> {
    let problems = Hooks::parse(text).expect_err("it is wrong");
    problems.all().iter().map(ToString::to_string).collect()
}

fn problem(text: &str) -> String {
    let all = problems(text);
    let [one] = all.as_slice() else {
        panic!("one problem, not {all:#?}");
    };
    one.clone()
}

fn event(value: Value) -> Event {
    serde_json::from_value(value).unwrap()
}

/// John Doe leaves.
fn leaver() -> Event {
    event(json!({
        "id": "e1", "type": "user.lifecycle.deactivate", "signal": "person.left",
        "occurredAt": "2026-01-01T00:00:00Z", "effectiveAt": null,
        "subject": { "email": "john.doe@example.com", "id": "7", "login": null, "name": "John" },
        "data": { "n": 5, "list": ["a", "b"], "nested": { "flag": true } },
    }))
}

fn env() -> Env {
    Env::from_iter([("WEBSITE_ID".to_owned(), "site_1".into())])
}

/// All calls, each replied to by this function.
fn calls(hooks: &Hooks, event: &Event, reply: impl Fn(&Call) -> Value) -> Vec<Call> {
    let rule = &hooks.rules()[0];
    let mut run = hooks.run(rule, event, &env());
    all(&mut run, reply).unwrap_or_else(|error| panic!("{error}"))
}

fn all(
    run: &mut Run<'_>,
    reply: impl Fn(&Call) -> Value,
) -> Result<Vec<Call>, wibiclick_rules::RuleError> {
    let mut calls = Vec::new();
    while let Some(call) = run.next()? {
        run.reply(&call.key, &reply(&call))?;
        calls.push(call);
    }
    Ok(calls)
}

fn refusal(hooks: &Hooks, event: &Event, reply: &Value) -> String {
    let mut run = hooks.run(&hooks.rules()[0], event, &env());
    all(&mut run, |_| reply.clone())
        .expect_err("it cannot be carried out")
        .to_string()
}

fn keys(calls: &[Call]) -> Vec<&str> {
    calls.iter().map(|call| call.key.as_str()).collect()
}

// ---- what a file says ----

#[test]
fn the_data_of_an_event_is_there_however_it_is_reached() {
    for when in [
        "event.data.n == 5",
        "event['data'].n == 5",
        "event['da' ~ 'ta'].n == 5",
        "event[env.WEBSITE_ID | replace('site_1', 'data')].n == 5",
        "(event).data.n == 5",
        "(event if true else env).data.n == 5",
        "[event][0].data.n == 5",
        "event.data",
    ] {
        let rules = rule(&format!(
            "when = \"{when}\"\n[[rule.step]]\naction = \"user.getMany\"\nwith = {{ websiteId = \"w\" }}"
        ));
        let hooks = parse(&rules);
        let matches = hooks.matches(&hooks.rules()[0], &leaver(), &env());
        assert_eq!(matches, Ok(true), "{when}");
    }
    for text in [
        "{{ event.data.n }}",
        "{% set e = event %}{{ e.data.n }}",
        "{% for e in [event] %}{{ e.data.n }}{% endfor %}",
        "{% if event.data %}5{% endif %}",
        "{% with e = event %}{{ e.data.n }}{% endwith %}",
    ] {
        let hooks = parse(&step(&format!(
            "action = \"user.getMany\"\nwith = {{ websiteId = \"{text}\" }}"
        )));
        let calls = calls(&hooks, &leaver(), |_| json!({}));
        assert_eq!(
            calls[0].params["websiteId"].to_string().trim_matches('"'),
            "5",
            "{text}"
        );
    }
}

#[test]
fn a_source_has_its_kind_its_secrets_and_its_limits() {
    let hooks = parse(SOURCES);
    let okta = hooks.source("okta").unwrap();
    assert_eq!((okta.kind.name(), okta.tolerance), ("okta", None));
    assert_eq!(okta.max_body_bytes, 1024 * 1024);
    assert_eq!((okta.shards, okta.concurrency), (1, 20));
    assert_eq!(okta.calls_per_minute, None);
    let other = hooks.source("other").unwrap();
    assert_eq!(other.secret, ["OTHER_SECRET", "OTHER_SECRET_NEXT"]);
    assert_eq!(other.tolerance.unwrap().as_secs(), 60);
    assert_eq!(other.max_body_bytes, 1000);
    assert_eq!((other.shards, other.concurrency), (4, 5));
    assert_eq!(other.calls_per_minute, Some(60));
    assert_eq!(hooks.env(), ["WEBSITE_ID", "UNSET"]);
}

#[test]
fn rules_are_found_by_source_and_by_type_or_signal() {
    let text = format!(
        "{SOURCES}{}",
        [
            ("by signal", "\"okta\"", "\"person.left\""),
            ("by type", "[\"okta\", \"other\"]", "[\"x\", \"user.lifecycle.deactivate\"]"),
            ("other source", "\"other\"", "\"person.left\""),
            ("any source", "\"*\"", "\"person.left\""),
            ("both", "\"okta\"", "[\"person.left\", \"user.lifecycle.deactivate\"]"),
            ("another signal", "\"*\"", "\"person.leaving\""),
        ]
        .map(|(name, source, on)| format!(
            "[[rule]]\nname = \"{name}\"\nsource = {source}\non = {on}\n[[rule.step]]\naction = \"website.getMany\"\n"
        ))
        .concat()
    );
    let hooks = parse(&text);
    let names = |source| -> Vec<String> {
        let rules = hooks.wants(source, &leaver());
        rules.iter().map(|rule| rule.name().to_owned()).collect()
    };
    assert_eq!(
        names("okta"),
        ["by signal", "by type", "any source", "both"]
    );
    assert_eq!(names("other"), ["by type", "other source", "any source"]);
    assert_eq!(names("elsewhere"), ["any source"]);
    assert_eq!(hooks.wanted("elsewhere"), ["person.leaving", "person.left"]);
    assert!(hooks.wanted("other").contains(&"x"));
}

#[test]
fn who_leaves_later_or_for_a_time_has_not_left() {
    let hooks = parse(&step("action = \"website.getMany\""));
    for signal in ["person.leaving", "person.onLeave", "person.suspended"] {
        let mut value = serde_json::to_value(leaver()).unwrap();
        value["signal"] = signal.into();
        assert!(hooks.wants("okta", &event(value)).is_empty(), "{signal}");
    }
}

// ---- what a rule does ----

#[test]
fn a_condition_decides() {
    let with = |when: &str| {
        parse(&rule(&format!(
            "when = {when:?}\n[[rule.step]]\naction = \"website.getMany\""
        )))
    };
    let matches = |when: &str| {
        let hooks = with(when);
        hooks.matches(&hooks.rules()[0], &leaver(), &env())
    };
    assert_eq!(
        matches("event.subject.email is endingwith '@example.com'"),
        Ok(true)
    );
    assert_eq!(matches("event.data.n > 5"), Ok(false));
    assert_eq!(matches("event.subject.login"), Ok(false));
    let error = matches("event.data.missing").unwrap_err();
    assert_eq!(error.part, "when");
}

#[test]
fn a_whole_expression_keeps_its_type_and_a_text_is_text() {
    let hooks = parse(&step(
        "action = \"contact.addOrUpdate\"\n[rule.step.with]\n\
         websiteId = \"{{ event.data.n }}\"\nname = \"No. {{ event.data.n }}\"\nphone = '{{- event.subject.name -}}'\n\
         email = \"plain\"\nvid = \"{{ event.subject.login }}\"",
    ));
    let calls = calls(&hooks, &leaver(), |_| json!({}));
    assert_eq!(
        Value::from(calls[0].params.clone()),
        json!({ "websiteId": 5, "name": "No. 5", "phone": "John", "email": "plain", "vid": null })
    );
}

#[test]
fn numbers_and_flags_of_the_file_keep_their_types() {
    let hooks = parse(&step("action = \"website.getMany\"\nwith = { limit = 5 }"));
    assert_eq!(
        calls(&hooks, &leaver(), |_| json!({}))[0].params["limit"],
        5
    );
}

#[test]
fn a_step_sees_the_replies_before_it_and_runs_per_item() {
    let hooks = parse(&rule(
        "[[rule.step]]\nname = \"user\"\naction = \"user.getMany\"\nwith = { websiteId = \"{{ env.WEBSITE_ID }}\" }\n\
         pick = \"reply.users | selectattr('email', 'sameemail', event.subject.email) | first\"\n\
         [[rule.step]]\neach = \"user.websites\"\naction = \"user.disconnectFromWebsite\"\n\
         with = { userId = \"{{ user.id }}\", websiteId = \"{{ item.id }}\" }",
    ));
    let users = json!({ "users": [
        { "id": 1, "email": "somebody@example.com", "websites": [{ "id": "x" }] },
        { "id": 2, "email": " John.Doe@EXAMPLE.com ", "websites": [{ "id": "a" }, { "id": "b" }] },
    ] });
    let calls = calls(&hooks, &leaver(), |call| {
        match call.action.spec().operation() {
            "getMany" => users.clone(),
            _ => json!({}),
        }
    });
    assert_eq!(keys(&calls), ["R/user", "R/2#0", "R/2#1"]);
    assert_eq!(calls[0].params["websiteId"], "site_1");
    assert_eq!(
        Value::from(calls[2].params.clone()),
        json!({ "userId": 2, "websiteId": "b" })
    );
}

#[test]
fn a_step_per_item_has_the_list_of_its_replies() {
    let hooks = parse(&rule(
        "[[rule.step]]\nname = \"seen\"\neach = \"event.data.list\"\naction = \"website.get\"\n\
         with = { websiteId = \"{{ item }}\" }\npick = \"reply.url\"\n\
         [[rule.step]]\naction = \"website.add\"\nwith = { url = \"{{ seen | join(',') }}\" }",
    ));
    let calls = calls(
        &hooks,
        &leaver(),
        |call| json!({ "url": call.params.get("websiteId") }),
    );
    assert_eq!(calls[2].params["url"], "a,b");
}

#[test]
fn a_step_is_skipped_where_its_condition_does_not_hold() {
    let hooks = parse(&rule(
        "[[rule.step]]\nname = \"nobody\"\naction = \"user.getMany\"\nwith = { websiteId = \"1\" }\npick = \"reply.users | first\"\n\
         [[rule.step]]\nwhen = \"nobody\"\nname = \"skipped\"\naction = \"website.add\"\nwith = { url = \"{{ nobody.id }}\" }\n\
         [[rule.step]]\nwhen = \"not skipped\"\naction = \"website.getMany\"",
    ));
    let calls = calls(&hooks, &leaver(), |_| json!({ "users": [] }));
    assert_eq!(keys(&calls), ["R/nobody", "R/3"]);
}

#[test]
fn an_empty_list_asks_for_no_call_and_no_list_is_an_error() {
    let with = |each: &str| {
        parse(&step(&format!(
            "each = {each:?}\naction = \"website.get\"\nwith = {{ websiteId = \"{{{{ item }}}}\" }}"
        )))
    };
    assert!(calls(&with("[]"), &leaver(), |_| json!({})).is_empty());
    for each in [
        "event.data.missing",
        "event.subject.login",
        "event.data.n",
        "event.subject.email",
        "event.data.nested",
    ] {
        let error = refusal(&with(each), &leaver(), &json!({}));
        assert!(error.contains("each"), "{each}: {error}");
    }
}

#[test]
fn an_undefined_value_is_an_error_that_says_where() {
    for value in [
        "{{ event.data.missing }}",
        "{{ event.data.missing.deeper }}",
        "a {{ event.data.missing }}",
        "{{ env.UNSET }}",
        "a {{ event.subject.login }}",
    ] {
        let hooks = parse(&step(&format!(
            "action = \"website.add\"\nwith = {{ url = {value:?} }}"
        )));
        let error = refusal(&hooks, &leaver(), &json!({}));
        assert!(error.contains("rule \"R\", step 1, url: "), "{error}");
        assert!(
            error.contains("missing") || error.contains("UNSET") || error.contains("login"),
            "{error}"
        );
    }
}

#[test]
fn what_never_ends_is_ended() {
    for url in [
        "{% for a in range(90000) %}{% for b in range(90000) %}x{% endfor %}{% endfor %}",
        "{{ range(99999) | map('upper') | list | length }}{% for a in range(99999) %}{{ a }}{% endfor %}",
    ] {
        let hooks = parse(&step(&format!(
            "action = \"website.add\"\nwith = {{ url = {url:?} }}"
        )));
        let error = refusal(&hooks, &leaver(), &json!({}));
        assert!(error.contains("too much"), "{error}");
    }
}

#[test]
fn the_same_replies_lead_to_the_same_calls_and_a_call_waits_for_its_reply() {
    let hooks = parse(&rule(
        "[[rule.step]]\neach = \"event.data.list\"\naction = \"website.get\"\nwith = { websiteId = \"{{ item }}\" }",
    ));
    let reply = |call: &Call| json!({ "of": call.key });
    let once = calls(&hooks, &leaver(), reply);
    let again = calls(&hooks, &leaver(), reply);
    assert_eq!(keys(&once), keys(&again));

    let event = leaver();
    let mut run = hooks.run(&hooks.rules()[0], &event, &env());
    let first = run.next().unwrap().unwrap();
    assert_eq!(run.next().unwrap().unwrap().key, first.key);
    run.reply(&first.key, &json!({})).unwrap();
    // A reply that came twice is not the next one's.
    run.reply(&first.key, &json!({})).unwrap();
    assert_eq!(run.next().unwrap().unwrap().key.as_str(), "R/1#1");
}

#[test]
fn a_plan_shows_calls_or_what_they_wait_for() {
    let hooks = parse(&rule(
        "[[rule.step]]\nname = \"user\"\naction = \"user.getMany\"\nwith = { websiteId = \"{{ env.WEBSITE_ID }}\" }\n\
         [[rule.step]]\nwhen = \"user\"\naction = \"website.getMany\"\n\
         [[rule.step]]\neach = \"event.data.list\"\naction = \"website.get\"\nwith = { websiteId = \"{{ item }}\" }\n\
         [[rule.step]]\naction = \"website.add\"\nwith = { url = \"{{ env.UNSET }}\" }",
    ));
    let plan = Value::from(hooks.plan("okta", &leaver(), &env()));
    assert_eq!(plan[0]["matches"], true);
    let steps = &plan[0]["steps"];
    assert_eq!(
        steps[0],
        json!({ "step": "user", "action": "user.getMany", "destructive": false,
                "calls": [{ "key": "R/user", "params": { "websiteId": "site_1" } }] })
    );
    assert_eq!(
        steps[1],
        json!({ "step": "2", "action": "website.getMany", "destructive": false, "waitsFor": ["user"] })
    );
    let called: Vec<&str> = steps[2]["calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| call["key"].as_str().unwrap())
        .collect();
    assert_eq!(called, ["R/3#0", "R/3#1"]);
    assert!(steps[3]["error"].as_str().unwrap().contains("UNSET"));
    assert_eq!(
        Value::from(hooks.plan("other", &leaver(), &env())),
        json!([])
    );
}

#[test]
fn a_plan_says_when_a_rule_is_carried_out_and_what_it_takes_away() {
    let hooks = parse(&rule(
        "brake = 50\nat = \"'2026-12-31' | later('18h')\"\n[[rule.step]]\naction = \"note.delete\"\n\
         with = { noteId = \"3\" }",
    ));
    assert_eq!(
        Value::from(hooks.plan("okta", &leaver(), &env())),
        json!([{
            "rule": "R", "matches": true, "at": "2026-12-31T18:00:00Z", "brake": 50,
            "steps": [{
                "step": "1", "action": "note.delete", "destructive": true,
                "calls": [{ "key": "R/1", "params": { "noteId": "3" } }],
            }],
            "error": null,
        }])
    );

    let hooks = parse(&rule(
        "when = \"false\"\nat = \"event.id\"\n[[rule.step]]\naction = \"website.getMany\"",
    ));
    assert_eq!(
        Value::from(hooks.plan("okta", &leaver(), &env())),
        json!([{ "rule": "R", "matches": false, "at": null, "brake": null, "steps": [], "error": null }])
    );

    let hooks = parse(&rule(
        "at = \"event.id\"\n[[rule.step]]\naction = \"website.getMany\"",
    ));
    let plan = Value::from(hooks.plan("okta", &leaver(), &env()));
    assert_eq!(
        (&plan[0]["matches"], &plan[0]["at"]),
        (&json!(true), &Value::Null)
    );
    let error = plan[0]["error"].as_str().unwrap();
    assert!(error.contains("rule \"R\", at: expected a time"), "{error}");
}

// ---- when a rule is carried out ----

/// When a rule with this `at`, or without one, is carried out for an event.
fn carried_out(at: Option<&str>, event: &Event) -> Result<Option<Timestamp>, String> {
    let at = at.map(|at| format!("at = {at:?}\n")).unwrap_or_default();
    let hooks = parse(&rule(&format!(
        "{at}[[rule.step]]\naction = \"website.getMany\""
    )));
    hooks
        .at(&hooks.rules()[0], event, &env())
        .map_err(|error| error.to_string())
}

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// John Doe will leave, then.
fn leaving(effective_at: Option<&str>) -> Event {
    let mut value = Value::from(leaver());
    value["signal"] = "person.leaving".into();
    value["effectiveAt"] = effective_at.into();
    event(value)
}

#[test]
fn a_departure_that_is_announced_is_carried_out_at_its_date_and_all_else_at_once() {
    assert_eq!(carried_out(None, &leaver()), Ok(None));
    let date = "2026-12-31T00:00:00Z";
    assert_eq!(
        carried_out(None, &leaving(Some(date))),
        Ok(Some(time(date)))
    );
    // A date of an event that has happened is none to wait for.
    let mut value = Value::from(leaver());
    value["effectiveAt"] = date.into();
    assert_eq!(carried_out(None, &event(value)), Ok(None));
}

#[test]
fn a_departure_without_a_date_needs_a_rule_that_says_when() {
    let error = carried_out(None, &leaving(None)).unwrap_err();
    assert_eq!(
        error,
        "rule \"R\", at: the departure is announced without a date; the rule's `at` can say when \
         in \"event.effectiveAt\""
    );
    assert_eq!(
        carried_out(Some("event.occurredAt"), &leaving(None)),
        Ok(leaver().occurred_at)
    );
    assert_eq!(carried_out(Some("now"), &leaving(None)), Ok(None));
    let date = Some("2026-12-31T00:00:00Z");
    assert_eq!(carried_out(Some("now"), &leaving(date)), Ok(None));
}

#[test]
fn what_a_rule_says_of_its_time_wins() {
    let event = leaving(Some("2026-12-31T00:00:00Z"));
    for (at, to) in [
        ("event.occurredAt", "2026-01-01T00:00:00Z"),
        ("event.effectiveAt | later('18h')", "2026-12-31T18:00:00Z"),
        (
            "event.effectiveAt | later('-2d') | later('30m')",
            "2026-12-29T00:30:00Z",
        ),
        ("'2027-01-15'", "2027-01-15T00:00:00Z"),
        ("'2027-01-15T09:00:00+02:00'", "2027-01-15T07:00:00Z"),
        (
            "event.data.day | default('2027-02-01', true)",
            "2027-02-01T00:00:00Z",
        ),
    ] {
        let day = at.contains("data.day");
        let mut value = Value::from(event.clone());
        if day {
            value["data"]["day"] = Value::Null;
        }
        let event = self::event(value);
        assert_eq!(carried_out(Some(at), &event), Ok(Some(time(to))), "{at}");
    }
}

#[test]
fn what_is_no_time_is_an_error_that_does_not_repeat_it() {
    for (at, said) in [
        ("event.data.missing", "undefined"),
        ("event.data.missing | later('1h')", "undefined"),
        ("event.subject.email", "got another text"),
        ("event.data.n", "got a value that is number"),
        ("event.effectiveAt", "got a value that is none"),
        ("'2026-02-30'", "got another text"),
        ("'31.12.2026'", "got another text"),
        ("event.subject.email | later('1h')", "got another text"),
        (
            "event.occurredAt | later('soon')",
            "expected of `later` days",
        ),
        ("event.occurredAt | later(5)", "expected of `later` days"),
        ("event.occurredAt | later('9999999d')", "the year 10000"),
    ] {
        let error = carried_out(Some(at), &leaver()).unwrap_err();
        assert!(error.starts_with("rule \"R\", at: "), "{error}");
        assert!(error.contains(said), "{at}: {error}");
        assert!(!error.contains("example.com"), "{error}");
    }
}

// ---- how long is kept what is settled ----

#[test]
fn what_is_settled_is_kept_for_a_month_unless_the_file_says_otherwise() {
    for (table, days, personal) in [
        ("", 30, 14),
        ("[retention]", 30, 14),
        ("[retention]\ndays = 90", 90, 14),
        ("[retention]\ndays = 8", 8, 8),
        (
            "[retention]\ndays = 365\npersonal_data_days = 365",
            365,
            365,
        ),
        ("[retention]\npersonal_data_days = 1", 30, 1),
    ] {
        let retention = parse(&format!("{SOURCES}\n{table}")).retention();
        assert_eq!(
            (retention.days, retention.personal_data_days),
            (days, personal),
            "{table}"
        );
    }
}

// ---- what is wrong with a file ----

#[test]
fn what_is_no_toml_is_named_with_its_place() {
    let said = problem("[[source]]\nname = \n");
    assert!(said.starts_with("hooks.toml:2:"), "{said}");
}

#[test]
fn all_that_is_wrong_is_named_at_once_in_the_order_of_the_file() {
    let said = problems(
        "[[source]]\nname = \"a b\"\nkind = \"otka\"\nsecret = []\ncolour = 1\n\
         [[rule]]\nname = \"R\"\nsource = \"octa\"\non = \"person.lef\"\n\
         [[rule.step]]\naction = \"user.disconectFromWebsite\"\n",
    );
    let starts: Vec<&str> = said
        .iter()
        .map(|line| line.split(": ").next().unwrap())
        .collect();
    assert_eq!(
        starts,
        [
            "hooks.toml:1:1",
            "hooks.toml:2:9",
            "hooks.toml:3:9",
            "hooks.toml:5:1",
            "hooks.toml:8:11",
            "hooks.toml:9:7",
            "hooks.toml:11:11",
        ],
        "{said:#?}"
    );
    assert!(said[2].ends_with("did you mean `okta`?"), "{}", said[2]);
    assert!(said[5].ends_with("did you mean `person.left`?"));
    assert!(said[6].ends_with("did you mean `user.disconnectFromWebsite`?"));
}

#[test]
fn a_misspelt_name_comes_with_the_right_one() {
    for (text, meant) in [
        (format!("{SOURCES}\n[[rules]]\nname = \"x\""), "rule"),
        (
            format!("{SOURCES}tolerance_second = 5"),
            "tolerance_seconds",
        ),
        (step("action = \"website.getMany\"\nwhith = {}"), "with"),
        (
            step("action = \"website.getMany\"\nwith = { limmit = 1 }"),
            "limit",
        ),
        (
            step("action = \"website.add\"\nwith = { url = \"{{ event.subject.emial }}\" }"),
            "email",
        ),
        (
            step("action = \"website.add\"\nwith = { url = \"{{ evnt.id }}\" }"),
            "event",
        ),
        (
            step("action = \"website.add\"\nwith = { url = \"{{ event.typ }}\" }"),
            "type",
        ),
        (
            step("action = \"website.add\"\nwith = { url = \"{{ env.WEBSITE }}\" }"),
            "WEBSITE_ID",
        ),
    ] {
        let said = problem(&text);
        assert!(
            said.ends_with(&format!("did you mean `{meant}`?")),
            "{said}"
        );
    }
}

#[test]
fn what_a_rule_cannot_do_is_refused() {
    for (text, said) in [
        (step("action = \"website.add\""), "`url` is missing"),
        (
            step("action = \"website.getMany\"\nwith = { limit = \"many\" }"),
            "expected a whole number",
        ),
        (
            step("action = \"user.login\"\nwith = { email = \"e\", password = \"p\" }"),
            "secret",
        ),
        (
            step("action = \"user.updateLogin\"\nwith = { password = \"p\" }"),
            "secret",
        ),
        (
            step("action = \"website.add\"\nwith = { url = \"{{ item }}\" }"),
            "each",
        ),
        (
            step("action = \"website.add\"\nwith = { url = \"{{ reply.x }}\" }"),
            "pick",
        ),
        (
            step("name = \"me\"\naction = \"website.add\"\nwith = { url = \"{{ me.x }}\" }"),
            "no value yet",
        ),
        (
            step("name = \"event\"\naction = \"website.getMany\""),
            "already means",
        ),
        (
            step("name = \"range\"\naction = \"website.getMany\""),
            "already means",
        ),
        (
            step("name = \"a-b\"\naction = \"website.getMany\""),
            "no name for templates",
        ),
        (
            step("action = \"website.add\"\nwith = { url = \"{{ event.id\" }"),
            "end",
        ),
        (
            step("action = \"website.add\"\nwhen = \"event.id ==\"\nwith = { url = \"u\" }"),
            "end",
        ),
        (
            step(
                "action = \"website.add\"\nwhen = \"1) %}{{ x }}{% set y = (1\"\nwith = { url = \"u\" }",
            ),
            "unexpected",
        ),
        (
            step("action = \"website.add\"\nwith = { url = \"{{ event.id | nofilter }}\" }"),
            "nofilter",
        ),
        (rule(""), "[[rule.step]]"),
        (
            rule("[rule.step]\naction = \"website.getMany\""),
            "write [[rule.step]]",
        ),
        (
            format!("{SOURCES}\n[[source]]\nname = \"okta\"\nkind = \"okta\"\nsecret = [\"X\"]"),
            "another source",
        ),
        (
            format!(
                "{SOURCES}\n[[source]]\nname = \"b\"\nkind = \"okta\"\nsecret = [\"MfKQ9r8G+KYqrTw=\"]"
            ),
            "not the value",
        ),
        (
            SOURCES.replace("\"UNSET\"", "\"OKTA_HOOK_TOKEN\""),
            "no template may read",
        ),
        (
            SOURCES.replace("\"UNSET\"", "\"WIBICLICK_API_KEY\""),
            "no template may read",
        ),
    ] {
        let found = problem(&text);
        assert!(found.contains(said), "{said}: {found}");
    }
}

#[test]
fn limits_and_times_that_cannot_be_are_refused() {
    for (text, said) in [
        (
            SOURCES.replace("seconds = 60", "seconds = -1"),
            "from 1 to 86400",
        ),
        (SOURCES.replace("shards = 4", "shards = 65"), "from 1 to 64"),
        (
            SOURCES.replace("concurrency = 5", "concurrency = 0"),
            "from 1 to 1000",
        ),
        (
            SOURCES.replace("minute = 60", "minute = 100001"),
            "from 1 to 100000",
        ),
        (
            SOURCES.replace("standard-webhooks", "scim"),
            "the users of a directory are in one journal",
        ),
        (
            rule("brake = 0\n[[rule.step]]\naction = \"website.getMany\""),
            "`brake` is no whole number from 1 to 100000",
        ),
        (
            rule("at = 5\n[[rule.step]]\naction = \"website.getMany\""),
            "`at` is no text",
        ),
        (
            rule("at = \"event.efectiveAt\"\n[[rule.step]]\naction = \"website.getMany\""),
            "did you mean `effectiveAt`?",
        ),
        (
            rule(
                "at = \"later.than\"\n[[rule.step]]\nname = \"later\"\naction = \"website.getMany\"",
            ),
            "there is nothing named `later` here",
        ),
        (format!("retention = 5\n{SOURCES}"), "expected [retention]"),
        (
            format!("{SOURCES}\n[retention]\ndays = 7"),
            "from 8 to 3650",
        ),
        (
            format!("{SOURCES}\n[retention]\npersonal_data_days = 31"),
            "from 1 to 30",
        ),
        (
            format!("{SOURCES}\n[retention]\ndays = 5000\npersonal_data_days = 60"),
            "`days` is no",
        ),
        (
            format!("{SOURCES}\n[retention]\nday = 9"),
            "did you mean `days`?",
        ),
    ] {
        let found = problem(&text);
        assert!(found.contains(said), "{said}: {found}");
    }
}

#[test]
fn a_value_that_should_have_been_a_name_is_not_repeated() {
    let text = "[[source]]\nname = \"b\"\nkind = \"okta\"\nsecret = [\"hunter2+hunter2\"]";
    assert!(!problem(text).contains("hunter2"));
}

#[test]
fn a_problem_in_a_long_template_is_on_its_own_line() {
    let text = step(
        "action = \"website.add\"\n[rule.step.with]\nurl = \"\"\"\nline\n{{ event.id | }}\n\"\"\"",
    );
    let line = text.lines().position(|line| line.contains("| }}")).unwrap() + 1;
    assert!(problem(&text).starts_with(&format!("hooks.toml:{line}:")));
}

#[test]
fn the_files_of_this_project_are_right() {
    for text in [
        include_str!("../../../hooks.toml"),
        include_str!("../../../tests/hooks.toml"),
    ] {
        parse(text);
    }
}

#[test]
fn the_examples_of_the_guides_and_the_readme_are_right() {
    for text in [
        include_str!("../../../docs/hooks.md"),
        include_str!("../../../docs/webhooks.md"),
        include_str!("../../../README.md"),
    ] {
        let examples: Vec<&str> = text
            .split("```toml\n")
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap())
            .collect();
        assert!(!examples.is_empty());
        parse(&examples.concat());
    }
}

// ---- kinds that the file describes ----

const CUSTOM: &str = r#"
[[source]]
name = "own"
kind = "custom"
secret = ["OWN_SECRET"]

[source.scheme]
algorithm = "hmac-sha256"
header = "x-signature"
encoding = "hex"

[source.event]
type = "what"
subject = { email = "person.mail" }
signals = { gone = "person.left" }
"#;

#[test]
fn a_source_may_be_of_a_kind_that_the_file_describes() {
    let hooks = parse(CUSTOM);
    let kind = &hooks.source("own").unwrap().kind;
    let body = br#"{"what":"gone","person":{"mail":"zoe@example.com"}}"#;
    let (method, url) = ("POST", "https://hooks.example/hooks/own");
    let now = Timestamp::parse("2026-11-24T12:00:00Z").unwrap();
    let to_sign = ToSign {
        method,
        url,
        body,
        id: None,
        timestamp: now,
    };
    let headers = Headers::new(kind.sign(&to_sign, "a secret of our own").unwrap());
    let request = Request {
        method,
        url,
        headers: &headers,
        body,
    };
    let secrets = Secrets::new(["a secret of our own".to_owned()]).unwrap();
    let received = kind.receive(&request, &secrets, now, None).unwrap();
    let Received::Events { events, .. } = received else {
        panic!("{received:?}");
    };
    assert_eq!(events[0].signal, Some(Signal::PersonLeft));
    let subject = events[0].subject.as_ref().unwrap();
    assert_eq!(subject.email.as_deref(), Some("zoe@example.com"));
}

#[test]
fn a_kind_that_the_file_describes_needs_no_more_than_a_scheme() {
    let (without_event, _) = CUSTOM.split_once("[source.event]").unwrap();
    let hooks = parse(without_event);
    assert_eq!(hooks.source("own").unwrap().kind.name(), "custom");
}

#[test]
fn what_is_wrong_with_a_described_kind_is_named_where_its_table_stands() {
    let (before, after) = CUSTOM.split_once("[source.scheme]").unwrap();
    let (scheme, event) = after.split_once("[source.event]").unwrap();
    for (text, place, said) in [
        (
            CUSTOM.replace("hmac-sha256", "hmac-md5"),
            "hooks.toml:7:",
            "`scheme`: expected as `algorithm` of the scheme one of hmac-sha1",
        ),
        (
            CUSTOM.replace("encoding = \"hex\"", ""),
            "hooks.toml:7:",
            "expected `encoding` in the scheme",
        ),
        (
            CUSTOM.replace("what\"", "what.\""),
            "hooks.toml:12:",
            "`event`: expected as `type` of the event where something is in the body",
        ),
        (
            CUSTOM.replace("person.left", "person.lef"),
            "hooks.toml:12:",
            "person.lef",
        ),
        (
            format!("{before}[source.event]{event}"),
            "hooks.toml:2:",
            "a source has no `scheme`; expected [source.scheme]",
        ),
        (
            format!("{before}scheme = \"hmac\""),
            "hooks.toml:7:",
            "`scheme` is no table; expected [source.scheme]",
        ),
        (
            format!(
                "{}[source.scheme]{scheme}",
                before.replace("custom", "okta")
            ),
            "hooks.toml:7:",
            "`scheme` is not for the kind `okta`, which has its own; did you mean `kind = \"custom\"`?",
        ),
        (
            format!("{}[source.event]{event}", before.replace("custom", "okta")),
            "hooks.toml:7:",
            "`event` is not for the kind `okta`, which has its own; did you mean `kind = \"custom\"`?",
        ),
        (
            CUSTOM.replace("custom", "costum"),
            "hooks.toml:4:",
            "did you mean `custom`?",
        ),
    ] {
        let all = problems(&text);
        let named = all.iter().find(|it| it.contains(said));
        assert!(
            named.is_some_and(|it| it.starts_with(place)),
            "{said}: {all:#?}"
        );
    }
}

#[test]
fn a_secret_that_stands_in_a_scheme_is_not_repeated() {
    let text = CUSTOM.replace("encoding", "secret = \"hunter2hunter2\"\nencoding");
    let said = problem(&text);
    assert!(!said.contains("hunter2"), "{said}");
    assert!(said.contains("the secret itself goes elsewhere"), "{said}");
}

// ---- corrections of the catalogue ----

const CORRECTED: &str = r#"
[override."user.reassignNotes"]
path = "/notes/reassign"
params = { oldUserId = { wire = "from" } }

[action."own.archiveJob"]
method = "POST"
path = "/jobs/{jobId}/archive"
params = { jobId = { type = "id", place = "path", required = true } }
"#;

#[test]
fn a_step_may_call_an_action_that_the_file_declares() {
    let hooks = parse(&format!(
        "{}{CORRECTED}",
        step("action = \"own.archiveJob\"\nwith = { jobId = \"{{ event.subject.id }}\" }")
    ));
    let calls = calls(&hooks, &leaver(), |_| Value::Null);
    assert_eq!(calls[0].action.spec().path, "/jobs/{jobId}/archive");
    let corrected = hooks.corrections().find("user.reassignNotes").unwrap();
    assert_eq!(corrected.spec().path, "/notes/reassign");
    assert_eq!(corrected.spec().param("oldUserId").unwrap().wire(), "from");
}

#[test]
fn what_is_wrong_with_a_correction_is_named_where_its_id_stands() {
    let text = "[override.\"user.reasignNotes\"]\npath = \"/x\"\n\n[action.\"own.archiveJob\"]\npath = \"/y\"\n";
    let found = problems(text);
    assert!(
        found[0].contains("1:12") && found[0].contains("did you mean `user.reassignNotes`?"),
        "{found:#?}"
    );
    assert!(
        found[1].contains("4:10") && found[1].contains("`method` is missing"),
        "{found:#?}"
    );
    let missing = problems(&format!(
        "{}{CORRECTED}",
        step("action = \"own.archiveJob\"")
    ));
    assert!(missing[0].contains("`jobId` is missing"), "{missing:#?}");
}

// ---- whatever comes ----

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,8}|websites|users|email|id", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_a_file_or_has_problems(text in "(?s).{0,200}") {
        let _ = Hooks::parse(&text);
    }

    #[test]
    fn any_change_of_a_file_is_a_file_or_has_problems(at in 0usize..4000, put in "(?s).{0,8}", cut in 0usize..20) {
        let text = include_str!("../../../hooks.toml");
        let floor = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) { at -= 1; }
            at
        };
        let (start, end) = (floor(at), floor(at + cut));
        let changed = format!("{}{put}{}", &text[..start], &text[end..]);
        if let Err(problems) = Hooks::parse(&changed) {
            let lines = changed.matches('\n').count() + 1;
            for problem in problems.all() {
                prop_assert!((1..=lines).contains(&problem.line), "{problem}");
            }
        }
    }

    #[test]
    fn any_replies_lead_to_calls_or_an_error(data in any_json(), reply in any_json()) {
        let hooks = parse(include_str!("../../../hooks.toml"));
        let mut value = serde_json::to_value(leaver()).unwrap();
        value["data"] = data;
        let event = event(value);
        for rule in hooks.rules() {
            let mut run = hooks.run(rule, &event, &env());
            let _ = all(&mut run, |_| reply.clone());
        }
    }
}
