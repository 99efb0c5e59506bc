//! What directories ask of the SCIM server, what they are answered, and what their
//! changes mean.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use proptest::prelude::*;
use serde_json::{Value, json};
use std::{cell::RefCell, convert::Infallible};
use wibiclick_hooks::{
    Event, Headers, Secrets, Signal, Timestamp,
    scim::{Answer, Change, Request, Stored, Users, Which, Write, answer, is_genuine},
};

const BASE: &str = "https://hooks.example/scim/v2/entra";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Users in memory, as the journal keeps them.
#[derive(Default)]
struct Directory {
    users: RefCell<Vec<Stored>>,
    requests: RefCell<u32>,
}

impl Users for Directory {
    type Error = Infallible;

    fn find(&self, which: Which<'_>) -> Result<Vec<String>, Infallible> {
        let all = self.users.borrow();
        let fits = |user: &&Stored| match which {
            Which::Id(id) => user.id == id,
            Which::UserName(name) => user.user_name.eq_ignore_ascii_case(name),
            Which::ExternalId(id) => user.external_id.as_deref() == Some(id),
            Which::Holding(text) => {
                let (json, text) = (user.json.to_ascii_lowercase(), text.to_ascii_lowercase());
                json.contains(&text)
            }
            Which::Page { .. } => true,
        };
        let (skip, take) = match which {
            Which::Page { skip, take } => (skip, take),
            _ => (0, usize::MAX),
        };
        let found = all.iter().filter(fits).skip(skip).take(take);
        Ok(found.map(|user| user.json.clone()).collect())
    }

    fn count(&self) -> Result<usize, Infallible> {
        Ok(self.users.borrow().len())
    }
}

/// What came of a request.
struct Done {
    answer: Answer,
    body: Value,
    event: Option<Event>,
}

impl Done {
    fn status(&self) -> (u16, &str) {
        let kind = self.body["scimType"].as_str().unwrap_or_default();
        (self.answer.status, kind)
    }

    fn what(&self) -> (&str, Option<Signal>) {
        match &self.event {
            Some(event) => (&event.kind, event.signal),
            None => ("nothing", None),
        }
    }

    fn subject(&self) -> Value {
        json!(self.event.as_ref().unwrap().subject)
    }
}

impl Directory {
    fn send(&self, method: &str, path: &str, body: &str) -> Done {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        *self.requests.borrow_mut() += 1;
        let count = *self.requests.borrow();
        let request = Request {
            method,
            base: BASE,
            path,
            query,
            body,
        };
        let now = Timestamp::from_unix_millis(i64::from(count) * 1_000).unwrap();
        let Ok((answer, change)) = answer(&request, self, &format!("id-{count}"), now);
        let event = change.map(|change| {
            let Change { write, event } = *change;
            let mut users = self.users.borrow_mut();
            match write {
                Write::Put(user) => match users.iter_mut().find(|it| it.id == user.id) {
                    Some(known) => *known = user,
                    None => users.push(user),
                },
                Write::Delete(id) => users.retain(|user| user.id != id),
            }
            event
        });
        let body = match answer.body.as_str() {
            "" => Value::Null,
            text => text.parse().unwrap_or_else(|_| panic!("no JSON: {text}")),
        };
        Done {
            answer,
            body,
            event,
        }
    }

    fn get(&self, path: &str) -> Done {
        self.send("GET", path, "")
    }

    fn create(&self, user: &Value) -> Done {
        self.send("POST", "/Users", &user.to_string())
    }

    fn put(&self, id: &str, user: &Value) -> Done {
        self.send("PUT", &format!("/Users/{id}"), &user.to_string())
    }

    fn patch(&self, id: &str, operations: &Value) -> Done {
        let body = json!({ "Operations": operations }).to_string();
        self.send("PATCH", &format!("/Users/{id}"), &body)
    }

    /// One of Entra's operations.
    fn set(&self, id: &str, path: &str, value: &Value) -> Done {
        self.patch(
            id,
            &json!([{ "op": "Replace", "path": path, "value": value }]),
        )
    }

    fn remove(&self, id: &str, path: &str) -> Done {
        self.patch(id, &json!([{ "op": "Remove", "path": path }]))
    }

    fn names_found(&self, query: &str) -> Vec<String> {
        let found = self.get(&format!("/Users?{query}"));
        assert_eq!(found.answer.status, 200, "{query}: {}", found.body);
        let users = found.body["Resources"].as_array().unwrap();
        users
            .iter()
            .map(|user| user["userName"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A directory with one user in it, and the user's id.
fn with(user: &Value) -> (Directory, String) {
    let directory = Directory::default();
    let created = directory.create(user);
    assert_eq!(created.answer.status, 201, "{}", created.body);
    let id = created.body["id"].as_str().unwrap().to_owned();
    (directory, id)
}

fn jane() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "userName": "Jane@Example.com",
        "externalId": "ext-1",
        "displayName": "Jane Roe",
        "active": true,
        "name": { "givenName": "Jane", "familyName": "Roe" },
        "emails": [
            { "type": "work", "value": "jane@example.com", "primary": true },
            { "type": "home", "value": "jane@home.example" },
        ],
        ENTERPRISE: { "department": "Sales" },
    })
}

fn payload(name: &str) -> String {
    let path = format!(
        "{}/../../tests/payloads/scim/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read_to_string(path).unwrap()
}

// ---- users ----

#[test]
fn a_user_is_created_with_an_id_a_place_and_a_version() {
    let directory = Directory::default();
    let created = directory.create(&jane());
    assert_eq!(created.answer.status, 201);
    let location = format!("{BASE}/Users/id-1");
    assert_eq!(created.answer.header, Some(("location", location.clone())));
    let mut expected = jane();
    expected["id"] = json!("id-1");
    expected["meta"] = json!({
        "resourceType": "User",
        "created": "1970-01-01T00:00:01Z",
        "lastModified": "1970-01-01T00:00:01Z",
        "version": "W/\"1\"",
        "location": location,
    });
    assert_eq!(created.body, expected);
    assert_eq!(directory.get("/Users/id-1").body, expected);
    let changed = directory.set("id-1", "title", &json!("Boss")).body;
    assert_eq!(changed["meta"]["version"], "W/\"2\"");
    assert_eq!(changed["meta"]["created"], "1970-01-01T00:00:01Z");
    assert_eq!(changed["meta"]["lastModified"], "1970-01-01T00:00:03Z");
}

#[test]
fn a_user_name_is_one_persons_in_any_case() {
    let (directory, id) = with(&jane());
    let taken = directory.create(&json!({ "userName": "JANE@example.COM" }));
    assert_eq!(taken.status(), (409, "uniqueness"));
    let other = directory.create(&json!({ "userName": "other" })).body["id"].clone();
    let other = other.as_str().unwrap();
    assert_eq!(
        directory
            .set(other, "userName", &json!("jane@example.com"))
            .status()
            .0,
        409
    );
    assert_eq!(directory.put(other, &jane()).status(), (409, "uniqueness"));
    // One's own name in another case is nobody else's.
    assert_eq!(
        directory
            .set(&id, "userName", &json!("JANE@example.com"))
            .answer
            .status,
        200
    );
}

#[test]
fn a_password_is_neither_stored_nor_answered() {
    let mut user = jane();
    user["password"] = json!("hunter2");
    user["Password"] = json!("hunter2");
    user["emails"][0]["password"] = json!("hunter2");
    user["urn:acme:1.0:User"] =
        json!({ "password": "hunter2", "list": [{ "passWord": "hunter2" }] });
    let (directory, id) = with(&user);
    let quiet = directory.patch(
        &id,
        &json!([{ "op": "replace", "value": { "password": "hunter2" } }]),
    );
    assert_eq!(quiet.what(), ("nothing", None));
    directory.set(&id, "password", &json!("hunter2"));
    directory.set(&id, "urn:acme:1.0:User:password", &json!("hunter2"));
    directory.set(&id, "title", &json!("Boss"));
    assert!(!directory.users.borrow()[0].json.contains("hunter2"));
}

#[test]
fn what_only_the_server_writes_is_passed_over_in_a_whole_user_and_refused_in_a_path() {
    let mut user = jane();
    user["id"] = json!("mine");
    user["meta"] = json!({ "version": "W/\"9\"" });
    user["groups"] = json!([{ "value": "g" }]);
    let (directory, id) = with(&user);
    assert_eq!(id, "id-1");
    let shown = directory.get("/Users/id-1").body;
    assert_eq!(
        (&shown["meta"]["version"], &shown["groups"]),
        (&json!("W/\"1\""), &Value::Null)
    );
    assert_eq!(directory.put(&id, &shown).what(), ("nothing", None));
    user["id"] = json!("other");
    assert_eq!(directory.put(&id, &user).status(), (400, "mutability"));
    for path in ["id", "meta", "meta.version", "groups", "schemas", "ID"] {
        assert_eq!(
            directory.set(&id, path, &json!("x")).status(),
            (400, "mutability"),
            "{path}"
        );
    }
    for path in ["active", "id"] {
        assert_eq!(
            directory.remove(&id, path).status(),
            (400, "mutability"),
            "{path}"
        );
    }
    assert_eq!(directory.set(&id, "id", &json!("id-1")).answer.status, 200);
}

#[test]
fn values_that_cannot_be_are_refused_and_change_nothing() {
    let (directory, id) = with(&jane());
    let before = directory.get(&format!("/Users/{id}")).body;
    for (path, value) in [
        ("active", json!("perhaps")),
        ("active", json!(1)),
        ("userName", json!("  ")),
        ("userName", json!(7)),
        ("userName", Value::Null),
        ("emails", json!([7])),
        ("emails[type eq \"work\"].primary", json!("very")),
        ("name", json!("Jane")),
        ("title", json!({ "a": 1 })),
        ("title", json!(["a", "b"])),
        (
            "emails",
            (0..1_001)
                .map(|n| json!({ "value": n.to_string() }))
                .collect(),
        ),
        ("title", json!("x".repeat(100_001))),
    ] {
        let refused = directory.patch(
            &id,
            &json!([
                { "op": "Replace", "path": "nickName", "value": "half" },
                { "op": "Replace", "path": path, "value": value },
            ]),
        );
        assert_eq!(refused.status(), (400, "invalidValue"), "{path}");
        assert!(refused.event.is_none());
    }
    assert_eq!(directory.get(&format!("/Users/{id}")).body, before);
    for user in [
        json!({}),
        json!({ "userName": "" }),
        json!({ "userName": ["a", "b"] }),
    ] {
        assert_eq!(
            directory.create(&user).status(),
            (400, "invalidValue"),
            "{user}"
        );
    }
}

#[test]
fn what_a_put_leaves_out_is_gone_but_nobody_comes_or_goes_by_silence() {
    let (directory, id) = with(&jane());
    let put = directory.put(&id, &json!({ "userName": "jane" }));
    assert_eq!(put.body["emails"], Value::Null);
    assert_eq!(put.body["active"], true);
    directory.set(&id, "active", &json!(false));
    let put = directory.put(&id, &jane()).body["active"].clone();
    assert_eq!(put, true, "it says so");
    directory.set(&id, "active", &json!(false));
    assert_eq!(
        directory.put(&id, &json!({ "userName": "jane" })).body["active"],
        false
    );
    assert_eq!(directory.put("nobody", &jane()).status(), (404, ""));
}

#[test]
fn a_user_is_deleted_once() {
    let (directory, id) = with(&jane());
    let path = format!("/Users/{id}");
    assert_eq!(
        directory.send("DELETE", &path, "").answer,
        Answer {
            status: 204,
            header: None,
            body: String::new()
        }
    );
    for method in ["DELETE", "GET", "PATCH", "PUT"] {
        let gone = directory.send(method, &path, "{\"Operations\":[]}");
        assert_eq!(gone.status(), (404, ""), "{method}");
        assert_eq!(gone.body["status"], "404");
        assert_eq!(
            gone.body["schemas"],
            json!(["urn:ietf:params:scim:api:messages:2.0:Error"])
        );
    }
}

// ---- PATCH ----

#[test]
fn both_dialects_deactivate() {
    for name in [
        "entra.patch.active-false.flag.json",
        "entra.patch.disable.doc.json",
        "okta.patch.active-false.json",
    ] {
        let (directory, id) = with(&jane());
        let left = directory.send("PATCH", &format!("/Users/{id}"), &payload(name));
        assert_eq!(left.answer.status, 200, "{name}");
        assert_eq!(left.body["active"], false, "{name}");
        assert_eq!(
            left.what(),
            ("user.deactivated", Some(Signal::PersonLeft)),
            "{name}"
        );
    }
    for value in [
        json!("False"),
        json!("false"),
        json!(false),
        json!(["False"]),
        json!([{ "value": "False" }]),
    ] {
        for op in ["Replace", "add", "REPLACE"] {
            let (directory, id) = with(&jane());
            let left = directory.patch(
                &id,
                &json!([{ "OP": op, "Path": "Active", "VALUE": value }]),
            );
            assert_eq!(left.what().0, "user.deactivated", "{op} {value}");
        }
    }
}

#[test]
fn two_attributes_are_changed_at_once() {
    let (directory, id) = with(&jane());
    let changed = directory.send(
        "PATCH",
        &format!("/Users/{id}"),
        &payload("entra.patch.two-attributes.json"),
    );
    assert_eq!(
        changed.body["emails"][0]["value"],
        "updatedEmail@microsoft.com"
    );
    assert_eq!(
        changed.body["emails"][1],
        jane()["emails"][1],
        "the other stays"
    );
    assert_eq!(
        changed.body["name"],
        json!({ "givenName": "Jane", "familyName": "updatedFamilyName" })
    );
    assert_eq!(
        changed.what(),
        ("user.updated", Some(Signal::PersonChanged))
    );
}

#[test]
fn entras_keys_of_a_value_are_paths() {
    let (directory, id) = with(&jane());
    let body = directory
        .patch(
            &id,
            &json!([{ "op": "replace", "value": {
                "displayName": "Bjfe",
                "name.givenName": "Kkom",
                "name.familyName": "Unua",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber": "Aklq",
            }}]),
        )
        .body;
    assert_eq!(body["displayName"], "Bjfe");
    assert_eq!(
        body["name"],
        json!({ "givenName": "Kkom", "familyName": "Unua" })
    );
    assert_eq!(
        body[ENTERPRISE],
        json!({ "department": "Sales", "employeeNumber": "Aklq" })
    );
}

#[test]
fn an_element_that_is_not_there_is_made() {
    for op in ["Add", "Replace"] {
        let (directory, id) = with(&json!({ "userName": "jane" }));
        let body = directory.patch(&id, &json!([
            { "op": op, "path": "emails[type eq \"work\"].value", "value": "a@example.com" },
            { "op": op, "path": "emails[type eq \"work\"].primary", "value": "True" },
            { "op": op, "path": "roles[primary eq \"True\"].value", "value": "admin" },
            { "op": op, "path": "roles[primary eq \"True\"].display", "value": "Admin" },
            { "op": op, "path": "addresses[type eq \"work\"].country", "value": "NL" },
            { "op": op, "path": "phoneNumbers[type eq \"mobile\"]", "value": { "value": "1" } },
        ])).body;
        assert_eq!(
            body["emails"],
            json!([{ "type": "work", "value": "a@example.com", "primary": true }])
        );
        assert_eq!(
            body["roles"],
            json!([{ "primary": true, "value": "admin", "display": "Admin" }])
        );
        assert_eq!(
            body["addresses"],
            json!([{ "type": "work", "country": "NL" }])
        );
        assert_eq!(
            body["phoneNumbers"],
            json!([{ "type": "mobile", "value": "1" }])
        );
    }
}

#[test]
fn adding_to_several_adds_each_once_and_replacing_replaces_all() {
    let (directory, id) = with(&jane());
    let role = |value: &str| json!({ "value": value, "display": value });
    let add = |roles: Value| {
        directory
            .patch(
                &id,
                &json!([{ "op": "Add", "path": "roles", "value": roles }]),
            )
            .body["roles"]
            .clone()
    };
    assert_eq!(
        add(json!([role("a"), role("b")])),
        json!([role("a"), role("b")])
    );
    assert_eq!(
        add(json!([role("b"), role("c")])),
        json!([role("a"), role("b"), role("c")])
    );
    assert_eq!(add(json!({ "value": "d" }))[3], json!({ "value": "d" }));
    assert_eq!(add(json!("e"))[4], json!({ "value": "e" }));
    assert_eq!(
        directory.set(&id, "roles", &json!([role("z")])).body["roles"],
        json!([role("z")])
    );
    assert_eq!(
        directory.set(&id, "roles", &json!([])).body["roles"],
        Value::Null
    );
}

#[test]
fn what_is_removed_is_gone_and_what_is_not_there_is_no_matter() {
    let (directory, id) = with(&jane());
    for path in [
        "displayName",
        "name.givenName",
        "emails[type eq \"home\"]",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        "title",
        "emails[type eq \"other\"].value",
    ] {
        assert_eq!(directory.remove(&id, path).answer.status, 200, "{path}");
    }
    let body = directory.get(&format!("/Users/{id}")).body;
    assert_eq!(body["displayName"], Value::Null);
    assert_eq!(body["name"], json!({ "familyName": "Roe" }));
    assert_eq!(body["emails"].as_array().unwrap().len(), 1);
    assert_eq!(body[ENTERPRISE], Value::Null);
    assert_eq!(body["schemas"].as_array().unwrap().len(), 1);
    // Entra names what to remove in the value.
    directory.set(&id, "roles", &json!([{ "value": "a" }, { "value": "b" }]));
    let removed = directory.patch(
        &id,
        &json!([{ "op": "Remove", "path": "roles", "value": [{ "value": "a" }] }]),
    );
    assert_eq!(removed.body["roles"], json!([{ "value": "b" }]));
    assert_eq!(
        directory
            .patch(&id, &json!([{ "op": "Remove", "value": "x" }]))
            .status(),
        (400, "noTarget")
    );
}

#[test]
fn a_manager_may_be_a_bare_text() {
    let (directory, id) = with(&jane());
    let path = format!("{ENTERPRISE}:manager");
    for value in [
        json!("m-1"),
        json!({ "value": "m-1" }),
        json!([{ "$ref": null, "value": "m-1" }]),
    ] {
        let body = directory
            .patch(&id, &json!([{ "op": "Add", "path": path, "value": value }]))
            .body;
        assert_eq!(
            body[ENTERPRISE]["manager"],
            json!({ "value": "m-1" }),
            "{value}"
        );
    }
    assert_eq!(
        directory.set(&id, &path, &json!("")).body[ENTERPRISE]["manager"],
        Value::Null
    );
    let sub = directory.set(&id, &format!("{path}.value"), &json!("m-2"));
    assert_eq!(sub.body[ENTERPRISE]["manager"]["value"], "m-2");
    assert_eq!(
        directory.remove(&id, &path).body[ENTERPRISE]["manager"],
        Value::Null
    );
}

#[test]
fn one_address_is_the_primary_one() {
    let (directory, id) = with(&jane());
    let body = directory
        .set(&id, "emails[type eq \"home\"].primary", &json!(true))
        .body;
    assert_eq!(body["emails"][0]["primary"], false);
    let added = directory.patch(&id, &json!([{ "op": "add", "value": { "emails": [{ "value": "n@example.com", "primary": true }] } }]));
    assert_eq!(added.body["emails"][1]["primary"], false);
    assert_eq!(added.subject()["email"], "n@example.com");
}

#[test]
fn extensions_of_others_are_kept_as_they_are() {
    let mut user = jane();
    user["urn:okta:app:1.0:user:custom"] = json!({ "Level": 7, "tags": ["a", "b"] });
    let (directory, id) = with(&user);
    let body = directory.get(&format!("/Users/{id}")).body;
    assert_eq!(
        body["urn:okta:app:1.0:user:custom"],
        user["urn:okta:app:1.0:user:custom"]
    );
    let path = "urn:acme:2.0:User:tag";
    let body = directory.set(&id, path, &json!("701984")).body;
    assert_eq!(body["urn:acme:2.0:User"]["tag"], "701984");
    let body = directory.patch(&id, &json!([{ "op": "replace", "path": "urn:okta:app:1.0:user:custom", "value": { "level": 8 } }])).body;
    assert_eq!(
        body["urn:okta:app:1.0:user:custom"]["Level"], 8,
        "in any case"
    );
    assert_eq!(
        directory.remove(&id, "urn:okta:app:1.0:user:custom").body["urn:okta:app:1.0:user:custom"],
        Value::Null
    );
}

#[test]
fn paths_that_cannot_be_read_are_refused() {
    let (directory, id) = with(&jane());
    for path in [
        "name..givenName",
        "a.b.c",
        "emails[type eq \"work\"",
        "emails[type eq \"work\"]value",
        "emails[type eq \"work\"].a.b",
        "x y",
        ".",
        "title[value eq \"a\"]",
        "active.value",
        "userName.x",
        "a:b",
        "urn:x:",
        "emails[]",
    ] {
        let refused = directory.set(&id, path, &json!("x"));
        assert_eq!(refused.answer.status, 400, "{path}");
        let kind = refused.status().1;
        assert!(
            matches!(kind, "invalidPath" | "invalidFilter"),
            "{path}: {kind}"
        );
    }
    assert_eq!(
        directory
            .patch(&id, &json!([{ "op": "add", "path": 7, "value": 1 }]))
            .status(),
        (400, "invalidPath")
    );
    assert_eq!(
        directory
            .patch(
                &id,
                &json!([{ "op": "move", "path": "title", "value": "x" }])
            )
            .status(),
        (400, "invalidSyntax")
    );
    assert_eq!(
        directory.patch(&id, &json!({})).status(),
        (400, "invalidSyntax")
    );
    assert_eq!(
        directory
            .patch(&id, &json!([{ "op": "add", "path": "title" }]))
            .status(),
        (400, "invalidValue")
    );
    assert_eq!(
        directory
            .patch(&id, &json!([{ "op": "add", "value": "title" }]))
            .status(),
        (400, "invalidValue")
    );
    // Entra's validator sends no operation at all.
    assert_eq!(directory.patch(&id, &json!([])).status(), (200, ""));
}

// ---- lists ----

#[test]
fn users_are_found_by_what_directories_ask_for() {
    let (directory, id) = with(&jane());
    directory.create(&json!({ "userName": "quo\"ted", "active": false, "externalId": "EXT-1" }));
    for (filter, expected) in [
        ("userName eq \"jane@example.com\"", true),
        ("USERNAME EQ \"JANE@EXAMPLE.COM\"", true),
        ("userName eq \"nobody\"", false),
        ("externalId eq \"ext-1\"", true),
        (
            "emails[type eq \"work\"].value eq \"JANE@example.com\"",
            true,
        ),
        (
            "emails[type eq \"home\"].value eq \"jane@example.com\"",
            false,
        ),
        ("emails.value eq \"jane@home.example\"", true),
        ("emails eq \"jane@home.example\"", true),
        (
            "urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"jane@example.com\"",
            true,
        ),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"sales\"",
            true,
        ),
        ("name.familyName eq \"roe\" and active eq true", true),
        (
            "active eq \"True\" and userName eq \"jane@example.com\"",
            true,
        ),
        (
            "userName eq \"jane@example.com\" and active eq false",
            false,
        ),
        (&format!("id eq \"{id}\"") as &str, true),
        ("id eq \"ID-1\"", false),
    ] {
        let query = format!("filter={}", filter.replace('"', "%22").replace(' ', "+"));
        let expected: &[&str] = if expected { &["Jane@Example.com"] } else { &[] };
        assert_eq!(directory.names_found(&query), expected, "{filter}");
    }
    assert_eq!(
        directory.names_found("filter=userName eq \"quo\\\"ted\""),
        ["quo\"ted"]
    );
    assert_eq!(
        directory.names_found("filter=displayName eq \"quo\\\"ted\""),
        [""; 0]
    );
}

#[test]
fn filters_that_are_not_understood_are_refused() {
    let (directory, _) = with(&jane());
    for filter in [
        "userName sw \"j\"",
        "userName pr",
        "userName eq",
        "userName",
        "",
        "userName eq jane",
        "userName eq \"j",
        "userName eq \"j\" or active eq true",
        "(userName eq \"j\")",
        "not (active eq true)",
        "userName eq null",
        "userName eq \"j\" and",
        "userName eq \"j\"x",
        "emails[type eq \"work\"] eq",
        "a b \"c\"",
        "emails[type eq \"work\" eq \"x\"",
    ] {
        let refused = directory.get(&format!("/Users?filter={filter}"));
        assert_eq!(refused.status(), (400, "invalidFilter"), "{filter}");
    }
    assert_eq!(
        directory.get("/Users?filter=%ff").status(),
        (400, "invalidFilter")
    );
}

#[test]
fn pages_are_as_asked_and_the_total_is_of_all() {
    let directory = Directory::default();
    for number in 0..5 {
        directory.create(&json!({ "userName": format!("u{number}"), "title": "Boss" }));
    }
    for filter in ["", "&filter=title%20eq%20%22boss%22"] {
        let page = directory.get(&format!("/Users?startIndex=2&count=2{filter}"));
        assert_eq!(page.body["totalResults"], 5);
        assert_eq!(
            (&page.body["startIndex"], &page.body["itemsPerPage"]),
            (&json!(2), &json!(2))
        );
        assert_eq!(
            directory.names_found(&format!("startIndex=2&count=2{filter}")),
            ["u1", "u2"]
        );
        assert_eq!(
            directory.names_found(&format!("startIndex=5&count=100{filter}")),
            ["u4"]
        );
        let none = directory.get(&format!("/Users?count=0{filter}"));
        assert_eq!(
            (&none.body["totalResults"], &none.body["Resources"]),
            (&json!(5), &json!([]))
        );
    }
    let none = directory.get("/Users?filter=userName+eq+%22x%22");
    assert_eq!(
        none.body,
        json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": 0, "startIndex": 1, "itemsPerPage": 0, "Resources": [],
        })
    );
    assert_eq!(
        directory.get("/Users?count=many").status(),
        (400, "invalidValue")
    );
}

// ---- events ----

#[test]
fn each_change_is_one_event_and_no_change_is_none() {
    let (directory, id) = with(&jane());
    let joined = Directory::default().create(&jane());
    assert_eq!(joined.what(), ("user.created", Some(Signal::PersonJoined)));
    let mut keys = vec![joined.event.unwrap().id];
    for (path, value, expected) in [
        ("active", json!(true), ("nothing", None)),
        (
            "title",
            json!("Boss"),
            ("user.updated", Some(Signal::PersonChanged)),
        ),
        ("title", json!("Boss"), ("nothing", None)),
        (
            "active",
            json!("False"),
            ("user.deactivated", Some(Signal::PersonLeft)),
        ),
        ("active", json!(false), ("nothing", None)),
        (
            "title",
            json!("None"),
            ("user.updated", Some(Signal::PersonChanged)),
        ),
        (
            "active",
            json!("True"),
            ("user.reactivated", Some(Signal::PersonReturned)),
        ),
    ] {
        let done = directory.set(&id, path, &value);
        assert_eq!(done.what(), expected, "{path} {value}");
        keys.extend(done.event.map(|event| event.id));
    }
    let path = format!("/Users/{id}");
    let deleted = directory.send("DELETE", &path, "");
    assert_eq!(deleted.what(), ("user.deleted", Some(Signal::PersonLeft)));
    keys.extend(deleted.event.map(|event| event.id));
    let keys: Vec<_> = keys.into_iter().flatten().collect();
    assert_eq!(
        keys,
        ["id-1.1", "id-1.2", "id-1.3", "id-1.4", "id-1.5", "id-1.6"]
    );
}

#[test]
fn who_was_never_active_neither_joins_nor_leaves() {
    let mut user = jane();
    user["active"] = json!("False");
    let directory = Directory::default();
    assert_eq!(directory.create(&user).what(), ("user.created", None));
    let deleted = directory.send("DELETE", "/Users/id-1", "");
    assert_eq!(deleted.what(), ("user.deleted", None));
    let silent = directory.create(&json!({ "userName": "j" }));
    assert_eq!(silent.body["active"], true, "unless it is said");
}

#[test]
fn the_subject_is_the_person_by_the_directorys_own_id() {
    let subject = |user: &Value| Directory::default().create(user).subject();
    assert_eq!(
        subject(&jane()),
        json!({
            "email": "jane@example.com", "id": "ext-1", "login": "Jane@Example.com", "name": "Jane Roe",
        })
    );
    assert_eq!(
        subject(
            &json!({ "userName": "Jane@Example.com", "name": { "givenName": "J", "familyName": "R" } })
        ),
        json!({
            "email": "jane@example.com", "id": "id-1", "login": "Jane@Example.com", "name": "J R",
        })
    );
    for (emails, expected) in [
        (
            json!([{ "value": "a@x.example", "type": "home" }, { "value": "B@x.example", "type": "Work" }]),
            json!("b@x.example"),
        ),
        (
            json!([{ "value": "a@x.example", "type": "home", "primary": true }, { "value": "b@x.example", "type": "work" }]),
            json!("a@x.example"),
        ),
        (json!([{ "value": "a@x.example" }]), json!("a@x.example")),
        (json!(["a@x.example"]), json!("a@x.example")),
        (
            json!([{ "value": "a@x.example", "type": "home" }]),
            Value::Null,
        ),
        // Where several could be meant, it is nobody.
        (
            json!([{ "value": "a@x.example", "type": "work" }, { "value": "b@x.example", "type": "work" }]),
            Value::Null,
        ),
        (
            json!([{ "value": "no address", "type": "work" }]),
            Value::Null,
        ),
        (json!([]), Value::Null),
    ] {
        let user = json!({ "userName": "jane", "emails": emails });
        assert_eq!(subject(&user)["email"], expected, "{emails}");
    }
}

#[test]
fn who_leaves_is_whom_we_knew_even_if_renamed_in_the_same_breath() {
    let (directory, id) = with(&jane());
    let left = directory.patch(&id, &json!([
        { "op": "Replace", "path": "userName", "value": "0f0f-jane@example.com" },
        { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "0f0f-jane@example.com" },
        { "op": "Replace", "path": "active", "value": "False" },
    ]));
    assert_eq!(left.subject()["email"], "jane@example.com");
    let data = left.event.unwrap().data;
    assert_eq!(data["operation"], "PATCH");
    assert_eq!(data["user"]["userName"], "0f0f-jane@example.com");
    assert_eq!(data["before"]["userName"], "Jane@Example.com");
}

// ---- the rest ----

#[test]
fn what_there_is_can_be_found_out() {
    let directory = Directory::default();
    let config = directory.get("/ServiceProviderConfig").body;
    for (feature, supported) in [
        ("patch", true),
        ("filter", true),
        ("bulk", false),
        ("sort", false),
        ("etag", false),
        ("changePassword", false),
    ] {
        assert_eq!(config[feature]["supported"], supported, "{feature}");
    }
    assert_eq!(
        config["authenticationSchemes"][0]["type"],
        "oauthbearertoken"
    );
    let schemas = directory.get("/Schemas").body;
    assert_eq!(
        (&schemas["totalResults"], &schemas["itemsPerPage"]),
        (&json!(2), &json!(2))
    );
    for schema in schemas["Resources"].as_array().unwrap() {
        let one = directory.get(&format!(
            "/schemas/{}",
            schema["id"].as_str().unwrap().replace(':', "%3A")
        ));
        assert_eq!(&one.body, schema);
        assert!(!schema.to_string().contains("password"));
    }
    let user = &schemas["Resources"][0]["attributes"];
    let named = |name: &str| {
        user.as_array()
            .unwrap()
            .iter()
            .find(|it| it["name"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(named("userName")["uniqueness"], "server");
    assert_eq!(named("emails")["multiValued"], true);
    assert_eq!(named("emails")["subAttributes"][3]["type"], "boolean");
    let types = directory.get("/ResourceTypes").body;
    assert_eq!(
        types["Resources"][0],
        directory.get("/ResourceTypes/User").body
    );
    for path in [
        "/Schemas/urn:x",
        "/ResourceTypes/Group",
        "/",
        "",
        "/Users/1/2",
        "/Groups/1",
        "/ServiceProviderConfig/x",
    ] {
        assert_eq!(directory.get(path).answer.status, 404, "{path}");
    }
}

#[test]
fn what_is_not_supported_is_said() {
    let directory = Directory::default();
    assert_eq!(
        directory.get("/Groups?filter=displayName eq \"x\"").body["totalResults"],
        0
    );
    for (method, path) in [
        ("POST", "/Groups"),
        ("PATCH", "/Groups/1"),
        ("GET", "/Me"),
        ("POST", "/Bulk"),
        ("POST", "/Users/.search"),
        ("POST", "/.search"),
    ] {
        assert_eq!(
            directory.send(method, path, "{}").answer.status,
            501,
            "{method} {path}"
        );
    }
    for (method, path, allow) in [
        ("PUT", "/Users", "GET, POST"),
        ("POST", "/Users/1", "GET, PUT, PATCH, DELETE"),
        ("POST", "/Schemas", "GET"),
    ] {
        let refused = directory.send(method, path, "{}").answer;
        assert_eq!(
            (refused.status, refused.header),
            (405, Some(("allow", allow.to_owned())))
        );
    }
    for body in ["", "{", "[]", "null", "\"x\""] {
        assert_eq!(
            directory.send("POST", "/Users", body).status(),
            (400, "invalidSyntax"),
            "{body}"
        );
    }
}

#[test]
fn a_token_is_one_of_the_secrets_with_bearer_or_alone() {
    let secrets = Secrets::new(["one".to_owned(), "two".to_owned()]).unwrap();
    let genuine = |value: &str| is_genuine(&Headers::new([("Authorization", value)]), &secrets);
    for right in ["Bearer one", "bearer two", "BEARER one", "one"] {
        assert!(genuine(right), "{right}");
    }
    for wrong in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer three",
        "Basic one",
        "One",
        "one two",
        "Bearer onetwo",
    ] {
        assert!(!genuine(wrong), "{wrong}");
    }
    assert!(!is_genuine(&Headers::default(), &secrets));
    let twice = Headers::new([("authorization", "one"), ("authorization", "one")]);
    assert!(!is_genuine(&twice, &secrets));
}

// ---- whatever comes ----

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "True|False|[a-z@.]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(any_path(), inner, 0..4)
                .prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

fn any_path() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "active",
            "Active",
            "userName",
            "password",
            "id",
            "meta",
            "schemas",
            "emails",
            "name",
            "name.givenName",
            "value",
            "primary",
            "type",
            "title",
            "userName.x",
            "active.value",
            "emails[type eq \"work\"].value",
            "emails[primary eq \"True\"]",
            "roles.value",
            "urn:ietf:params:scim:schemas:core:2.0:User:userName",
            "urn:x:y:User:password",
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
            "urn:x:y:User",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z.:\\[\\]\" ]{0,12}",
    ]
}

proptest! {
    #[test]
    fn no_patch_leaves_anything_but_a_user(
        operations in prop::collection::vec(
            (prop::sample::select(vec!["add", "Replace", "remove"]), prop::option::of(any_path()), any_value()),
            0..4,
        )
    ) {
        let (directory, id) = with(&jane());
        let operations: Vec<Value> = operations
            .into_iter()
            .map(|(op, path, value)| json!({ "op": op, "path": path, "value": value }))
            .collect();
        let before = directory.get(&format!("/Users/{id}")).body;
        let done = directory.patch(&id, &json!(operations));
        let after = directory.get(&format!("/Users/{id}")).body;
        prop_assert_eq!(&after["id"], &json!(id));
        prop_assert!(after["userName"].as_str().is_some_and(|name| !name.trim().is_empty()));
        prop_assert!(after["active"].is_boolean());
        prop_assert!(!after.to_string().to_ascii_lowercase().contains("\"password\""));
        prop_assert_eq!(done.event.is_some(), before != after);
        if done.answer.status == 200 {
            prop_assert_eq!(&done.body, &after);
        } else {
            prop_assert_eq!(&before, &after);
        }
    }

    #[test]
    fn any_filter_is_understood_or_refused(filter in "[a-zA-Z\\[\\]\". eqand\\\\é]{0,40}") {
        let (directory, _) = with(&jane());
        let found = directory.get(&format!("/Users?filter={filter}"));
        prop_assert!(matches!(found.answer.status, 200 | 400));
    }
}
