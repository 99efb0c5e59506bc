//! Provisioning, end to end: directories play what they really send against the
//! built Worker in workerd, with the sandbox API behind it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use wibiclick_tests::{alone, payload, unique};

const TOKEN: &str = "test-scim-token-0123456789-0123456789";
const TOKEN_NEXT: &str = "test-scim-token-next-0123456789-01234";
const OKTA: &str = "test-okta-token-0123456789-0123456789";
const DISCONNECT: &str = "/disconnect-user-from-website";

#[test]
fn entra_creates_looks_up_renames_deactivates_restores_and_deletes() -> Result<()> {
    on_stage(async |stage| {
        let (name, entra) = (user_name(), stage.directory("entra", &bearer(TOKEN)));
        let by_name = format!("/Users?filter=userName+eq+%22{name}%22");
        let none = entra.get(&by_name).await?;
        assert_eq!((none.status, &none.body["totalResults"]), (200, &json!(0)));

        let created = entra.post("/Users", &entra_user(&name)).await?;
        assert_eq!(created.status, 201);
        let id = created.body["id"].as_str().context("id")?;
        let at = format!("/Users/{id}");
        assert_eq!(created.location, format!("{}{at}", entra.base));
        assert_eq!(created.body["meta"]["location"], json!(created.location));
        let joined = stage
            .worker
            .until("entra", created.delivery()?, "done")
            .await?;
        assert_eq!(joined["event"]["signal"], "person.joined");

        let again = entra
            .post("/Users", &entra_user(&name.to_uppercase()))
            .await?;
        assert_eq!(
            (again.status, &again.body["scimType"]),
            (409, &json!("uniqueness"))
        );
        let upper = format!(
            "/Users?filter=USERNAME%20EQ%20%22{}%22",
            name.to_uppercase()
        );
        let found = entra.get(&upper).await?;
        assert_eq!(found.body["Resources"][0], created.body, "in any case");

        let patch = payload("scim/entra.patch.two-attributes.json")?;
        let renamed = entra.send("PATCH", &at, &patch).await?;
        assert_eq!(
            renamed.body["emails"][0]["value"],
            "updatedEmail@microsoft.com"
        );
        assert_eq!(renamed.body["name"]["familyName"], "updatedFamilyName");
        let back = entra
            .patch(
                &at,
                "Replace",
                "emails[type eq \"work\"].value",
                &json!("John.Doe@example.com"),
            )
            .await?;
        assert_eq!(back.status, 200);
        let changed = stage.worker.delivery("entra", back.delivery()?).await?;
        assert_eq!(changed["event"]["signal"], "person.changed");
        assert_eq!(changed["status"], "ignored", "no rule is on it");

        let left = entra
            .patch(&at, "Replace", "active", &json!("False"))
            .await?;
        assert_eq!((left.status, &left.body["active"]), (200, &json!(false)));
        stage
            .worker
            .until("entra", left.delivery()?, "done")
            .await?;
        assert_eq!(stage.websites_of("user_1")?, json!([]));
        let once = stage.requests_to(DISCONNECT);
        assert!(once > 0);

        // Entra says it again, in its other words; nobody leaves twice.
        for again in [
            "entra.patch.active-false.flag.json",
            "entra.patch.disable.doc.json",
        ] {
            let again = entra
                .send("PATCH", &at, &payload(&format!("scim/{again}"))?)
                .await?;
            assert_eq!((again.status, again.deliveries), (200, json!(null)));
        }
        let still = entra.get(&at).await?;
        assert_eq!(
            still.body["active"], false,
            "who is inactive is still there"
        );

        let returned = entra
            .patch(&at, "Replace", "active", &json!("True"))
            .await?;
        let returned = stage
            .worker
            .until("entra", returned.delivery()?, "done")
            .await?;
        assert_eq!(returned["event"]["signal"], "person.returned");
        let deleted = entra.send("DELETE", &at, b"").await?;
        assert_eq!((deleted.status, &deleted.body), (204, &json!(null)));
        let deleted = stage
            .worker
            .until("entra", deleted.delivery()?, "done")
            .await?;
        assert_eq!(deleted["event"]["type"], "user.deleted");
        assert_eq!(deleted["event"]["signal"], "person.left");
        assert_eq!(stage.requests_to(DISCONNECT), once, "from nothing more");
        assert_eq!(entra.send("DELETE", &at, b"").await?.status, 404);
        assert_eq!(entra.get(&at).await?.status, 404);
        Ok(())
    })
}

#[test]
fn okta_creates_updates_and_deactivates_by_put_and_by_patch() -> Result<()> {
    on_stage(async |stage| {
        // Okta can be set to send the token alone.
        let (name, okta) = (user_name(), stage.directory("okta", OKTA));
        let query = format!("/Users?filter=userName%20eq%20%22{name}%22&startIndex=1&count=100");
        assert_eq!(okta.get(&query).await?.body["totalResults"], 0);
        let mut user = okta_user(&name);
        let created = okta.post("/Users", &user).await?;
        assert_eq!(created.status, 201);
        assert!(!created.text.contains("1mz050nq"), "the password came back");
        let at = format!("/Users/{}", created.body["id"].as_str().context("id")?);

        user["name"]["givenName"] = json!("Another");
        user["id"] = created.body["id"].clone();
        let updated = okta.put(&at, &user).await?;
        assert_eq!(updated.body["name"]["givenName"], "Another");
        assert_eq!(
            okta.put(&at, &user).await?.deliveries,
            json!(null),
            "nothing new"
        );

        user["active"] = json!(false);
        let left = okta.put(&at, &user).await?;
        stage.worker.until("okta", left.delivery()?, "done").await?;
        assert_eq!(stage.websites_of("user_1")?, json!([]));
        let once = stage.requests_to(DISCONNECT);

        user["active"] = json!(true);
        assert_eq!(okta.put(&at, &user).await?.body["active"], true);
        let patch = payload("scim/okta.patch.active-false.json")?;
        let left = okta.send("PATCH", &at, &patch).await?;
        let left = stage.worker.until("okta", left.delivery()?, "done").await?;
        assert_eq!(left["event"]["type"], "user.deactivated");
        assert_eq!(left["event"]["subject"]["email"], "john.doe@example.com");
        assert_eq!(stage.requests_to(DISCONNECT), once, "from nothing more");
        Ok(())
    })
}

#[test]
fn who_does_not_know_the_token_is_told_nothing() -> Result<()> {
    on_stage(async |stage| {
        for wrong in [
            "",
            "Bearer ",
            "Bearer wrong",
            &format!("Basic {TOKEN}"),
            &format!("{TOKEN}x"),
        ] {
            let answer = stage.directory("entra", wrong).get("/Users").await?;
            assert_eq!(answer.status, 401, "{wrong}");
            assert_eq!(answer.body["status"], "401");
            assert_eq!(
                answer.body["schemas"][0],
                "urn:ietf:params:scim:api:messages:2.0:Error"
            );
        }
        for right in [TOKEN, TOKEN_NEXT] {
            assert_eq!(
                stage
                    .directory("entra", &bearer(right))
                    .get("/Users")
                    .await?
                    .status,
                200
            );
        }
        Ok(())
    })
}

#[test]
fn only_sources_that_are_directories_are_provisioned_to() -> Result<()> {
    on_stage(async |stage| {
        for (source, status) in [("nowhere", 404), ("clerk", 404), ("unset", 500)] {
            let answer = stage
                .directory(source, &bearer(TOKEN))
                .get("/Users")
                .await?;
            assert_eq!(answer.status, status, "{source}");
            assert_eq!(answer.body["status"], status.to_string());
        }
        let small = stage.directory("small", &bearer(TOKEN));
        let large = small
            .send("POST", "/Users", "x".repeat(1_001).as_bytes())
            .await?;
        assert_eq!(large.status, 413);
        let (status, _) = stage
            .worker
            .send("entra", "scim", None, b"{}", TOKEN)
            .await?;
        assert_eq!(status, 404, "a directory sends no webhooks");
        Ok(())
    })
}

#[test]
fn what_there_is_can_be_found_out_and_what_is_not_is_said() -> Result<()> {
    on_stage(async |stage| {
        let entra = stage.directory("entra", &bearer(TOKEN));
        for (path, status) in [
            ("/ServiceProviderConfig", 200),
            ("/Schemas", 200),
            ("/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", 200),
            ("/ResourceTypes/User", 200),
            ("/Groups", 200),
            ("/Me", 501),
            ("/Elsewhere", 404),
            ("", 404),
        ] {
            assert_eq!(entra.get(path).await?.status, status, "{path}");
        }
        assert_eq!(entra.post("/Groups", &json!({})).await?.status, 501);
        let put = entra.put("/Users", &json!({})).await?;
        assert_eq!((put.status, put.allow.as_str()), (405, "GET, POST"));
        let options = entra.send("OPTIONS", "/Users", b"").await?;
        assert_eq!(
            (options.status, &options.body["status"]),
            (405, &json!("405"))
        );
        for broken in [&b"{"[..], b"\xff", b"[]", b""] {
            let answer = entra.send("POST", "/Users", broken).await?;
            assert_eq!(
                (answer.status, &answer.body["scimType"]),
                (400, &json!("invalidSyntax"))
            );
        }
        Ok(())
    })
}

#[test]
fn twenty_deactivations_at_once_are_one_departure() -> Result<()> {
    on_stage(async |stage| {
        let entra = stage.directory("entra", &bearer(TOKEN));
        let created = entra.post("/Users", &entra_user(&user_name())).await?;
        let at = format!("/Users/{}", created.body["id"].as_str().context("id")?);
        let off = json!(false);
        let all = (0..20).map(|_| entra.patch(&at, "replace", "active", &off));
        let answers = futures_util::future::try_join_all(all).await?;
        assert!(answers.iter().all(|answer| answer.status == 200));
        let events = answers.iter().filter(|answer| !answer.deliveries.is_null());
        assert_eq!(events.count(), 1);
        Ok(())
    })
}

#[test]
fn pages_show_every_user_once_and_the_log_shows_nobody() -> Result<()> {
    on_stage(async |stage| {
        let small = stage.directory("small", &bearer(TOKEN));
        for _ in 0..3 {
            let user = json!({ "userName": user_name() });
            assert_eq!(small.post("/Users", &user).await?.status, 201);
        }
        let mut seen = Vec::new();
        for start in 1..=3 {
            let page = small
                .get(&format!("/Users?startIndex={start}&count=1"))
                .await?;
            assert_eq!(page.body["totalResults"], 3);
            assert_eq!(
                (&page.body["startIndex"], &page.body["itemsPerPage"]),
                (&json!(start), &json!(1))
            );
            seen.push(page.body["Resources"][0]["id"].to_string());
        }
        seen.dedup();
        assert_eq!(seen.len(), 3);
        let with_id = format!(
            "/Users?filter=emails%5Btype%20eq%20%22work%22%5D.value%20eq%20%22x%22%20and%20id%20eq%20{}",
            seen[0].replace('"', "%22")
        );
        assert_eq!(small.get(&with_id).await?.body["totalResults"], 0);
        let log = std::fs::read_to_string(stage.worker.log())?;
        assert!(!log.contains(TOKEN), "the token is in the log");
        assert!(!log.contains("john.doe"), "a person is in the log");
        Ok(())
    })
}

// ---- the stage ----

fn entra_user(name: &str) -> Value {
    json!({
        "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        ],
        "externalId": format!("external-{name}"),
        "userName": name,
        "active": true,
        "emails": [{ "primary": true, "type": "work", "value": "john.doe@example.com" }],
        "meta": { "resourceType": "User" },
        "name": { "formatted": "John Doe", "familyName": "Doe", "givenName": "John" },
        "roles": [],
    })
}

/// As in okta-developer-docs, `docs/reference/scim/scim-20`.
fn okta_user(name: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": name,
        "name": { "givenName": "Test", "familyName": "User" },
        "emails": [{ "primary": true, "value": "john.doe@example.com", "type": "work" }],
        "displayName": "Test User",
        "locale": "en-US",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": true,
    })
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

/// A directory that provisions to a source.
struct Directory<'s> {
    stage: &'s Stage,
    source: String,
    base: String,
    authorization: String,
}

/// What it is answered.
struct Answered {
    status: u16,
    location: String,
    allow: String,
    deliveries: Value,
    text: String,
    body: Value,
}

impl Answered {
    /// The event that the request was.
    fn delivery(&self) -> Result<&str> {
        let id = self.deliveries[0]["id"].as_str();
        id.with_context(|| format!("no event: {}", self.text))
    }
}

impl Directory<'_> {
    async fn get(&self, path: &str) -> Result<Answered> {
        self.send("GET", path, b"").await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Answered> {
        self.send("POST", path, &serde_json::to_vec(body)?).await
    }

    async fn put(&self, path: &str, body: &Value) -> Result<Answered> {
        self.send("PUT", path, &serde_json::to_vec(body)?).await
    }

    async fn patch(&self, at: &str, op: &str, path: &str, value: &Value) -> Result<Answered> {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": op, "path": path, "value": value }],
        });
        self.send("PATCH", at, &serde_json::to_vec(&body)?).await
    }

    async fn send(&self, method: &str, path: &str, body: &[u8]) -> Result<Answered> {
        let path = format!("/scim/v2/{}{path}", self.source);
        let mut request = self.stage.worker.request(method, &path)?;
        if !self.authorization.is_empty() {
            request = request.header("authorization", &self.authorization);
        }
        if method != "GET" {
            request = request
                .header("content-type", "application/scim+json")
                .body(body.to_vec());
        }
        let response = request.send().await?;
        let header = |name: &str| {
            let value = response.headers().get(name);
            value
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let (location, allow) = (header("location"), header("allow"));
        assert_eq!(
            header("content-type"),
            "application/scim+json",
            "{method} {path}"
        );
        let deliveries = header("wibiclick-deliveries");
        let status = response.status().as_u16();
        let text = response.text().await?;
        let json = |text: &str| match text {
            "" => Ok(Value::Null),
            text => serde_json::from_str(text),
        };
        Ok(Answered {
            status,
            location,
            allow,
            deliveries: json(&deliveries)?,
            body: json(&text).with_context(|| text.clone())?,
            text,
        })
    }
}

struct Stage(wibiclick_tests::Stage);

impl std::ops::Deref for Stage {
    type Target = wibiclick_tests::Stage;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Stage {
    async fn start() -> Result<Self> {
        let hooks = include_str!("../hooks-scim.toml").to_owned();
        let secrets = vec![
            ("SCIM_TOKEN", TOKEN.to_owned()),
            ("SCIM_TOKEN_NEXT", TOKEN_NEXT.to_owned()),
            ("OKTA_TOKEN", OKTA.to_owned()),
        ];
        wibiclick_tests::Stage::start("scim", hooks, secrets)
            .await
            .map(Self)
    }

    fn directory(&self, source: &str, authorization: &str) -> Directory<'_> {
        Directory {
            stage: self,
            source: source.to_owned(),
            base: format!("{}/scim/v2/{source}", self.worker.url()),
            authorization: authorization.to_owned(),
        }
    }
}

/// Plays one test on the one stage of this file, alone, on fresh data.
fn on_stage(test: impl AsyncFnOnce(&Stage) -> Result<()>) -> Result<()> {
    static STAGE: OnceCell<Stage> = OnceCell::const_new();
    alone(async {
        let stage = STAGE.get_or_try_init(Stage::start).await?;
        stage.clear().await?;
        test(stage).await
    })
}

/// A user name that no other call gives.
fn user_name() -> String {
    format!("user-{}", unique())
}
