use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{
    action::Action,
    actions::{contact, note, user, website},
    catalogue,
};

fn config() -> Config {
    Config::new(Some("https://api.example/base/"), Some("the-key")).unwrap()
}

fn params(value: Value) -> Params {
    match value {
        Value::Object(params) => params,
        _ => panic!("params are an object"),
    }
}

fn build_json(spec: &ActionSpec<'_>, value: Value) -> (String, Value) {
    let request = build(spec, &params(value), &config()).unwrap();
    let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    (format!("{} {}", request.method, request.url), body)
}

#[test]
fn query_and_body_params_go_to_their_places_under_the_apis_names() {
    let (line, body) = build_json(
        &user::Update::spec(),
        json!({ "websiteId": "site 1/ä", "userId": 7, "firstName": "Ada", "lifetime": false }),
    );
    assert_eq!(
        line,
        "POST https://api.example/base/update-user?id=site%201%2F%C3%A4"
    );
    assert_eq!(
        body,
        json!({ "id": "7", "firstName": "Ada", "lifetime": false })
    );
}

#[test]
fn trap_id_in_the_query_is_the_user_for_the_websites_of_a_user() {
    let (line, body) = build_json(
        &website::GetForUser::spec(),
        json!({ "userId": "u", "limit": 5 }),
    );
    assert_eq!(
        line,
        "GET https://api.example/base/get-websites-for-user?id=u&limit=5"
    );
    assert_eq!(body, Value::Null);
}

#[test]
fn trap_a_contact_is_wrapped_in_data_with_capital_keys() {
    let (line, body) = build_json(
        &contact::AddOrUpdate::spec(),
        json!({ "websiteId": "s", "contactId": "c", "phone": "1", "email": "e", "reply": "Reply me by Email",
                "message": "m", "foreignId": "f" }),
    );
    assert_eq!(line, "POST https://api.example/base/add-customer?id=s");
    assert_eq!(
        body,
        json!({ "data": { "id": "c", "Phone": "1", "Email": "e", "Reply": "Reply me by Email",
                          "Message": "m", "foreignID": "f" } })
    );
}

#[test]
fn trap_id_in_the_body_of_a_note_is_the_contact() {
    let (line, body) = build_json(
        &note::Add::spec(),
        json!({ "websiteId": "s", "contactId": "c", "notes": "n", "isFav": true }),
    );
    assert_eq!(line, "POST https://api.example/base/add-notes?id=s");
    assert_eq!(body, json!({ "id": "c", "notes": "n", "isFav": true }));
}

#[test]
fn trap_the_password_is_confirmed_under_another_key_in_a_reset() {
    let (_, reset) = build_json(
        &user::ResetPassword::spec(),
        json!({ "password": "p", "token": "t", "passwordConfirm": "p" }),
    );
    assert_eq!(
        reset,
        json!({ "password": "p", "token": "t", "password-confirm": "p" })
    );
    let (_, update) = build_json(
        &user::UpdateLogin::spec(),
        json!({ "passwordConfirm": "p" }),
    );
    assert_eq!(update, json!({ "password_confirm": "p" }));
}

#[test]
fn all_that_is_wrong_is_reported_at_once() {
    let error = build(
        &user::Update::spec(),
        &params(json!({ "userid": "7", "lifetime": "yes", "websiteId": " ", "colour": 1 })),
        &config(),
    )
    .unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidParams);
    let mut problems: Vec<_> = error
        .issues
        .iter()
        .map(|issue| (issue.param.as_str(), issue.problem))
        .collect();
    problems.sort_by_key(|(param, _)| *param);
    assert_eq!(
        problems,
        [
            ("colour", ParamProblem::Unknown),
            ("lifetime", ParamProblem::WrongType),
            ("userId", ParamProblem::Missing),
            ("userid", ParamProblem::Unknown),
            ("websiteId", ParamProblem::Empty),
        ]
    );
    for part in [
        "user.update: ",
        "did you mean `userId`?",
        "`lifetime` is text; expected true or false",
        "`websiteId` is empty",
        "it takes websiteId, userId",
    ] {
        assert!(error.message.contains(part), "{part}: {}", error.message);
    }
}

#[test]
fn null_means_left_out() {
    let (_, body) = build_json(
        &user::UpdateLogin::spec(),
        json!({ "email": null, "password": "p" }),
    );
    assert_eq!(body, json!({ "password": "p" }));
    let missing = check(
        &user::DisconnectFromWebsite::spec(),
        &params(json!({ "userId": null, "websiteId": "s" })),
    );
    assert_eq!(missing[0].problem, ParamProblem::Missing);
}

#[test]
fn a_website_left_out_is_the_configs_where_the_action_takes_one() {
    let config = config().with_website_id("site_9").unwrap();
    let built = |spec: ActionSpec<'_>, value| build(&spec, &params(value), &config).unwrap();
    assert!(
        built(user::GetMany::spec(), json!({}))
            .url
            .ends_with("/users?id=site_9")
    );
    assert!(
        built(user::GetMany::spec(), json!({ "websiteId": "a" }))
            .url
            .ends_with("/users?id=a")
    );
    assert!(
        built(website::GetMany::spec(), json!({}))
            .url
            .ends_with("/get-websites")
    );
}

#[test]
fn whole_numbers_are_taken_also_as_javascript_may_write_them() {
    let built = |limit: Value| {
        build(
            &website::GetMany::spec(),
            &params(json!({ "limit": limit })),
            &config(),
        )
    };
    assert!(built(json!(3.0)).unwrap().url.ends_with("?limit=3"));
    for wrong in [json!(3.5), json!("3"), json!(1e300), json!([])] {
        assert!(built(wrong.clone()).is_err(), "{wrong}");
    }
}

#[test]
fn an_unknown_value_warns_and_is_sent() {
    let given = json!({ "websiteId": "s", "contactId": "c", "notes": "n", "tag": "importent" });
    let preview = preview(&note::Add::spec(), &params(given), &config()).unwrap();
    let [warning] = preview.warnings.as_slice() else {
        panic!("one warning");
    };
    assert_eq!(warning.problem, ParamProblem::UnknownValue);
    assert_eq!(warning.suggestion.as_deref(), Some("important"));
    assert_eq!(preview.body.unwrap()["tag"], "importent");
}

#[test]
fn the_key_goes_with_what_needs_it_and_is_shown_nowhere() {
    let spec = user::DisconnectFromWebsite::spec();
    let given = params(json!({ "websiteId": "s", "userId": "u" }));
    let request = build(&spec, &given, &config()).unwrap();
    assert!(
        request
            .exposed_headers()
            .any(|it| it == ("authorization", "Bearer the-key"))
    );
    assert!(!format!("{request:?}{:?}", config()).contains("the-key"));
    let preview = preview(&spec, &given, &config()).unwrap();
    assert_eq!(preview.headers["authorization"], "Bearer [redacted]");

    let login = build(
        &user::Login::spec(),
        &params(json!({ "email": "e", "password": "p" })),
        &config(),
    );
    assert!(login.unwrap().authorization.is_none());
}

#[test]
fn a_preview_shows_neither_passwords_nor_the_bytes_of_a_file() {
    let given = params(json!({ "email": "e", "password": "hunter2" }));
    let shown = preview(&user::Login::spec(), &given, &config()).unwrap();
    assert_eq!(
        shown.body.unwrap(),
        json!({ "email": "e", "password": "[redacted]" })
    );

    let logo = json!({ "fileName": "l.png", "contentType": "image/png", "data": "AAEC" });
    let given = params(json!({ "websiteId": "s", "logo": logo }));
    let shown = preview(&user::UploadLogo::spec(), &given, &config()).unwrap();
    assert_eq!(
        shown.body.unwrap()["logo"],
        json!({ "fileName": "l.png", "contentType": "image/png", "bytes": 3 })
    );
}

#[test]
fn empty_passwords_are_refused_even_where_they_are_optional() {
    let issues = check(
        &user::UpdateLogin::spec(),
        &params(json!({ "password": "" })),
    );
    assert_eq!(issues[0].problem, ParamProblem::Empty);
}

#[test]
fn a_typed_action_and_its_params_by_name_are_the_same() {
    let typed = user::Update {
        first_name: Some("Ada".into()),
        ..user::Update::new("s", "u")
    };
    assert_eq!(
        typed.params(),
        params(json!({ "websiteId": "s", "userId": "u", "firstName": "Ada" }))
    );
}

#[test]
fn secrets_of_a_typed_action_do_not_print() {
    let login = user::Login::new("e", "hunter2");
    assert!(!format!("{login:?}").contains("hunter2"));
}

#[test]
fn a_raw_request_stays_below_the_base_url() {
    let raw = |path: &str| RawRequest {
        method: Method::Get,
        path: path.into(),
        query: params(json!({ "q": "a b", "n": 1, "left out": null })),
        body: None,
    };
    let request = build_raw(&raw("/api/search"), &config()).unwrap();
    assert_eq!(
        request.url,
        "https://api.example/base/api/search?n=1&q=a%20b"
    );
    for outside in [
        "",
        "search",
        "https://evil.example/",
        "/a?b=c",
        "/a#b",
        "/a\nb",
        "\\a",
        "/../a",
        "/%2E./a",
    ] {
        let error = build_raw(&raw(outside), &config()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidParams, "{outside}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(".*", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_values_give_a_request_below_the_base_url_or_issues(
        at in 0..catalogue::all().len(),
        values in prop::collection::vec(any_json(), 20),
    ) {
        let spec = &catalogue::all().nth(at).unwrap();
        let given: Params = spec
            .params
            .iter()
            .zip(values)
            .map(|(param, value)| (param.name.to_owned(), value))
            .collect();
        match build(spec, &given, &config()) {
            Ok(request) => {
                prop_assert!(request.url.starts_with("https://api.example/base/"));
                prop_assert!(request.url.is_ascii());
            }
            Err(error) => prop_assert!(!error.issues.is_empty()),
        }
    }
}
