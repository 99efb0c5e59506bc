//! Who is let in below `/admin`, and what anybody else is told: nothing. That no answer
//! and no log has a secret in it, every test sees to (`tests/src/request.rs`) and at the
//! end `leaks`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::sync::OnceCell;
use wibiclick_hooks::hmac_sha256;
use wibiclick_tests::{Response, Setup, Stage, Worker, alone, root, unique};

const TOKEN: &str = Worker::ADMIN_TOKEN;
const STANDARD: &str = "whsec_dGVzdC1zdGFuZGFyZC1zZWNyZXQtMDEyMzQ1Njc=";
const HOOKS: &str = r#"
[[source]]
name = "standard"
kind = "standard-webhooks"
secret = ["STANDARD_WEBHOOK_SECRET"]

[[source]]
name = "other"
kind = "standard-webhooks"
secret = ["STANDARD_WEBHOOK_SECRET"]
"#;
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/// What the dashboard has besides its API; the form's own style is anybody's, and the
/// form is where the token is shown.
const PAGES: [&str; 7] = [
    "/admin",
    "/admin/",
    "/admin/index.html",
    "/admin/deliveries/standard/0a",
    "/admin/assets/index.js",
    "/admin/session/end",
    "/admin/api",
];

// ---- the token ----

#[test]
fn nothing_below_admin_is_there_for_a_stranger() -> Result<()> {
    on_stage(async |stage| {
        for path in everywhere()? {
            for method in METHODS {
                let answer = stage.worker.request(method, &path)?.send().await?;
                assert_eq!(answer.status(), 401, "{method} {path}");
                guarded(&answer, &path)?;
                let wrong = stage.worker.request(method, &path)?;
                let answer = wrong.bearer_auth("a-wrong-token-0123456789").send().await?;
                assert_eq!(answer.status(), 401, "{method} {path} with a wrong token");
            }
        }
        Ok(())
    })
}

#[test]
fn only_the_token_itself_is_the_token() -> Result<()> {
    on_stage(async |stage| {
        let (almost, longer) = (&TOKEN[..TOKEN.len() - 1], format!("{TOKEN}0"));
        for authorization in [
            String::new(),
            "Bearer".to_owned(),
            "Bearer ".to_owned(),
            TOKEN.to_owned(),
            format!("Basic {TOKEN}"),
            format!("Bearer {almost}"),
            format!("Bearer {longer}"),
            format!("Bearer {}", TOKEN.to_uppercase()),
            format!("Bearer {TOKEN}, Bearer {TOKEN}"),
        ] {
            let request = stage.worker.request("GET", "/admin/api/overview")?;
            let answer = request
                .header("authorization", &authorization)
                .send()
                .await?;
            assert_eq!(answer.status(), 401, "{authorization}");
        }
        let query = format!("/admin/api/overview?token={TOKEN}&access_token={TOKEN}");
        let answer = stage.worker.request("GET", &query)?.send().await?;
        assert_eq!(answer.status(), 401, "not from a query, which is in logs");
        let answer = stage
            .worker
            .admin("GET", "/admin/api/overview")?
            .send()
            .await?;
        assert_eq!(answer.status(), 200);
        Ok(())
    })
}

#[test]
fn the_dashboards_files_are_all_that_is_served() -> Result<()> {
    on_stage(async |stage| {
        for name in ["no.js", "__proto__", "constructor", "toString"] {
            let path = format!("/admin/assets/{name}");
            let answer = stage.worker.admin("GET", &path)?.send().await?;
            assert_eq!(answer.status(), 404, "{name}");
        }
        Ok(())
    })
}

#[tokio::test]
async fn without_a_strong_token_there_is_no_such_place() -> Result<()> {
    let weak = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let mut setup = setup("security-closed");
    setup.variables.push(("ADMIN_TOKEN", weak.to_owned()));
    let mut worker = Worker::start(&setup).await?;
    let nowhere = worker
        .request("GET", "/nowhere")?
        .send()
        .await?
        .text()
        .await?;
    for (token, faults) in [
        (
            Some(weak),
            json!(["ADMIN_TOKEN is weak, so nobody is let in"]),
        ),
        (
            Some("short-0123456789"),
            json!(["ADMIN_TOKEN is weak, so nobody is let in"]),
        ),
        (Some(""), json!([])),
        (None, json!([])),
    ] {
        worker.restart(|folder| set_token(folder, token)).await?;
        for path in everywhere()? {
            for method in ["GET", "POST"] {
                let request = worker.request(method, &path)?;
                let request = request.bearer_auth(token.unwrap_or_default());
                let answer = request.send().await?;
                assert_eq!(answer.status(), 404, "{method} {path} with {token:?}");
                assert_eq!(answer.text().await?, nowhere, "{method} {path}");
            }
        }
        let form = worker.request("POST", "/admin/session")?;
        let form = form.body(format!("token={}", token.unwrap_or_default()));
        assert_eq!(form.send().await?.status(), 404);
        let health = worker.request("GET", "/health")?.send().await?;
        let health: Value = health.json().await?;
        assert_eq!(health["faults"], faults, "{token:?}");
    }
    Ok(())
}

// ---- sessions ----

#[test]
fn the_form_gives_a_session_for_the_token_alone() -> Result<()> {
    on_stage(async |stage| {
        for form in [
            String::new(),
            "token=".to_owned(),
            "token=wrong".to_owned(),
            format!("tokens={TOKEN}"),
            format!("token={}", "x".repeat(20_000)),
        ] {
            let request = stage.worker.request("POST", "/admin/session")?;
            let answer = request.body(form.clone()).send().await?;
            assert_eq!(answer.status(), 303, "{form}");
            assert_eq!(answer.header("location"), "/admin?refused");
            assert!(!answer.headers().contains_key("set-cookie"), "{form}");
            guarded(&answer, &form)?;
        }
        let answer = sign_in(&stage.worker, TOKEN).await?;
        assert_eq!(
            (answer.status().as_u16(), answer.header("location")),
            (303, "/admin")
        );
        guarded(&answer, "sign in")?;
        let flags = flags(&answer);
        for flag in [
            "HttpOnly",
            "SameSite=Strict",
            "Path=/admin",
            "Max-Age=43200",
        ] {
            assert!(flags.iter().any(|it| it == flag), "{flag}: {flags:?}");
        }
        let seen = look(&stage.worker, &cookie(&answer)).await?;
        assert_eq!(seen.status(), 200);
        Ok(())
    })
}

#[tokio::test]
async fn over_https_the_cookie_is_for_https_alone() -> Result<()> {
    let mut worker = Worker::start(&setup("security-https")).await?;
    let http = sign_in(&worker, TOKEN).await?;
    assert!(
        !flags(&http).contains(&"Secure".to_owned()),
        "{:?}",
        flags(&http)
    );
    worker
        .restart(|folder| {
            let file = folder.join("wrangler.toml");
            let text = fs::read_to_string(&file)? + "\n[dev]\nupstream_protocol = \"https\"\n";
            Ok(fs::write(file, text)?)
        })
        .await?;
    let https = sign_in(&worker, TOKEN).await?;
    assert!(
        flags(&https).contains(&"Secure".to_owned()),
        "{:?}",
        flags(&https)
    );
    Ok(())
}

#[test]
fn a_session_that_is_over_forged_or_of_another_token_is_none() -> Result<()> {
    on_stage(async |stage| {
        let now = now()?;
        let real = session(TOKEN, now + 60);
        assert_eq!(look(&stage.worker, &real).await?.status(), 200);
        let (_, code) = real.split_once('.').context("a code")?;
        for none in [
            session(TOKEN, now - 1),
            session("another-token-0123456789-abcdefgh", now + 60),
            format!("{}.{code}", now + 600),
            format!("{}.", now + 60),
            format!("{real}0"),
            real.to_uppercase(),
            format!(".{code}"),
            TOKEN.to_owned(),
            String::new(),
        ] {
            let answer = look(&stage.worker, &none).await?;
            assert_eq!(answer.status(), 401, "{none}");
        }
        Ok(())
    })
}

#[test]
fn another_site_changes_nothing_with_somebodys_session() -> Result<()> {
    on_stage(async |stage| {
        let session = cookie(&sign_in(&stage.worker, TOKEN).await?);
        let own = stage.worker.url();
        for path in [
            "/admin/api/replay",
            "/admin/session/end",
            "/admin/api/identities",
        ] {
            for origin in [None, Some("https://evil.example"), Some("null")] {
                let request = stage.worker.request("POST", path)?;
                let mut request = request.header("cookie", format!("wibiclick-session={session}"));
                if let Some(origin) = origin {
                    request = request.header("origin", origin);
                }
                let answer = request.send().await?;
                assert_eq!(answer.status(), 403, "{path} from {origin:?}");
                guarded(&answer, path)?;
            }
        }
        let request = stage.worker.request("POST", "/admin/api/replay")?;
        let request = request.header("cookie", format!("a=b; wibiclick-session={session}"));
        let answer = request
            .header("origin", &own)
            .json(&json!({}))
            .send()
            .await?;
        assert_eq!(answer.status(), 200, "{}", answer.text().await?);
        Ok(())
    })
}

#[test]
fn signing_out_takes_the_cookie_back() -> Result<()> {
    on_stage(async |stage| {
        let session = cookie(&sign_in(&stage.worker, TOKEN).await?);
        let request = stage.worker.request("POST", "/admin/session/end")?;
        let request = request.header("cookie", format!("wibiclick-session={session}"));
        let answer = request.header("origin", stage.worker.url()).send().await?;
        assert_eq!(
            (answer.status().as_u16(), answer.header("location")),
            (303, "/admin")
        );
        let flags = flags(&answer);
        for flag in ["wibiclick-session=", "Path=/admin", "Max-Age=0"] {
            assert!(flags.iter().any(|it| it == flag), "{flag}: {flags:?}");
        }
        Ok(())
    })
}

// ---- what every answer has ----

#[test]
fn every_answer_below_admin_has_the_headers_that_keep_it_to_itself() -> Result<()> {
    on_stage(async |stage| {
        for (method, path, body, status) in [
            ("GET", "/admin/api/overview", "", 200),
            ("GET", "/admin/api/export", "", 200),
            ("POST", "/admin/api/check", "", 200),
            ("POST", "/admin/api/replay", "[]", 400),
            ("GET", "/admin/api/nowhere", "", 404),
            ("GET", "/admin/api/deliveries/standard/0a", "", 404),
            ("PUT", "/admin/api/deliveries", "", 405),
            ("PUT", "/admin/anything", "", 405),
        ] {
            let request = stage.worker.admin(method, path)?;
            let answer = request.body(body).send().await?;
            assert_eq!(answer.status(), status, "{method} {path}");
            guarded(&answer, path)?;
            assert_eq!(
                answer.headers().contains_key("allow"),
                status == 405,
                "{path}"
            );
        }
        Ok(())
    })
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() -> Result<()> {
    on_stage(async |stage| {
        for path in [
            "/admin/api/check",
            "/admin/api/dry-run",
            "/admin/api/import",
            "/admin/api/replay",
            "/admin/api/identities?source=standard",
        ] {
            let request = stage.worker.admin("POST", path)?;
            let request = request.header("content-type", "text/csv");
            let answer = request.body("x".repeat(8_000_001)).send().await?;
            assert_eq!(answer.status(), 413, "{path}");
            guarded(&answer, path)?;
        }
        Ok(())
    })
}

// ---- floods and guesses ----

/// Of which an address may ask three times a minute.
fn limited(name: &'static str) -> Setup {
    Setup {
        limit: Some(3),
        ..setup(name)
    }
}

#[tokio::test]
async fn a_flood_is_turned_away_before_it_is_verified() -> Result<()> {
    let worker = Worker::start(&limited("security-limited")).await?;
    within_a_minute().await?;
    let post = async |source: &str, address: &str| {
        let request = worker.request("POST", &format!("/hooks/{source}"))?;
        let request = request.header("cf-connecting-ip", address);
        request.body("{}").send().await
    };
    for _ in 0..3 {
        assert_eq!(post("standard", "203.0.113.1").await?.status(), 401);
    }
    let flooded = post("standard", "203.0.113.1").await?;
    assert_eq!(flooded.status(), 429);
    assert_eq!(flooded.header("retry-after"), "60");
    // Others, and another source, are not held up by it.
    assert_eq!(post("standard", "203.0.113.2").await?.status(), 401);
    assert_eq!(post("other", "203.0.113.1").await?.status(), 401);
    // What is genuine is turned away as well: nothing of it was looked at.
    let send = async |id: &str| {
        let body = br#"{"type":"x"}"#;
        let id = format!("{id}-{}", unique());
        let sent = worker.send("standard", "standard-webhooks", Some(&id), body, STANDARD);
        anyhow::Ok(sent.await?.0)
    };
    for _ in 0..3 {
        assert_eq!(send("msg").await?, 200);
    }
    assert_eq!(send("msg").await?, 429);
    Ok(())
}

#[tokio::test]
async fn whoever_guesses_the_token_is_slowed_down_and_whoever_has_it_is_not() -> Result<()> {
    let worker = Worker::start(&limited("security-guessed")).await?;
    within_a_minute().await?;
    let path = "/admin/api/overview";
    for guess in 0..5 {
        let request = worker.request("GET", path)?;
        let answer = request
            .bearer_auth(&format!("guess-{guess}"))
            .send()
            .await?;
        let expected = if guess < 3 { 401 } else { 429 };
        assert_eq!(answer.status(), expected, "{guess}");
        guarded(&answer, path)?;
        if expected == 429 {
            assert_eq!(answer.header("retry-after"), "60");
        }
    }
    let answer = sign_in(&worker, "guessed").await?;
    assert_eq!(answer.status(), 429, "the form is no way around it");
    assert_eq!(answer.header("retry-after"), "60");
    assert_eq!(worker.admin("GET", path)?.send().await?.status(), 200);
    Ok(())
}

// ---- how secrets are compared ----

/// Comparisons in lines that name a secret, a token or a code, and compare none.
const HARMLESS: &[&str] = &[
    "if response.status_code() == 500 {",
    "if (handshake.shown_by == ShownBy::Signature) == signed",
    "Proof::Token(_) if secret.trim() != secret => Some(Weakness::Unusable {",
    "if (secret == SecretForm::Whpk) != is_asymmetric {",
    "&& code.separator == at.separator",
    "let expected = if key == \"secret\" {",
    "([\"session\"], _) if request.method() == Method::Post => {",
    "([\"session\", \"end\"], _) if request.method() == Method::Post => session::sign_out()?,",
];

#[test]
fn what_is_secret_is_compared_in_constant_time() -> Result<()> {
    let words = [
        "secret",
        "token",
        "signature",
        "candidate",
        "code",
        "session",
        "bearer",
    ];
    let (mut files, mut comparisons) = (Vec::new(), 0);
    sources(&root().join("worker/src"), &mut files)?;
    sources(&root().join("crates/wibiclick-hooks/src"), &mut files)?;
    for file in files {
        let text = fs::read_to_string(&file)?;
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        comparisons += code.matches(".ct_eq(").count();
        for line in code.lines().map(str::trim) {
            let compares = ["==", "!=", ".eq(", ".ne("]
                .iter()
                .any(|it| line.contains(it));
            let names = {
                let line = line.to_lowercase();
                let mut parts = line.split(|c: char| !c.is_ascii_alphanumeric());
                parts.any(|part| words.contains(&part.trim_end_matches('s')))
            };
            ensure!(
                !compares || !names || line.starts_with("//") || HARMLESS.contains(&line),
                "{}: compare secrets with `ct_eq` of `subtle`, or say why not in HARMLESS: {line}",
                file.display()
            );
        }
    }
    assert_eq!(
        comparisons, 3,
        "tokens and codes of sources, and the admin token"
    );
    Ok(())
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

// ---- the stage ----

fn setup(name: &'static str) -> Setup {
    Setup {
        name,
        hooks: HOOKS.to_owned(),
        variables: vec![
            ("WIBICLICK_API_KEY", Stage::API_KEY.to_owned()),
            ("STANDARD_WEBHOOK_SECRET", STANDARD.to_owned()),
        ],
        ..Setup::default()
    }
}

/// Plays one test on the one stage of this file, alone.
fn on_stage(test: impl AsyncFnOnce(&Stage) -> Result<()>) -> Result<()> {
    static STAGE: OnceCell<Stage> = OnceCell::const_new();
    alone(async {
        let secrets = vec![("STANDARD_WEBHOOK_SECRET", STANDARD.to_owned())];
        let start = || Stage::start("security", HOOKS.to_owned(), secrets);
        test(STAGE.get_or_try_init(start).await?).await
    })
}

/// Every path of the dashboard and of the API's description.
fn everywhere() -> Result<Vec<String>> {
    let text = fs::read_to_string(root().join("docs/admin-api.openapi.yaml"))?;
    let paths = text.lines().skip_while(|line| *line != "paths:").skip(1);
    let paths = paths.take_while(|line| line.starts_with(' '));
    let mut all: Vec<String> = paths
        .filter_map(|line| line.strip_prefix("  /")?.strip_suffix(':'))
        .map(|path| path.replace("{source}", "standard").replace("{id}", "0a"))
        .map(|path| format!("/admin/api/{path}"))
        .collect();
    ensure!(all.len() >= 14, "paths in the description: {all:?}");
    all.extend(PAGES.map(str::to_owned));
    Ok(all)
}

fn guarded(answer: &Response, what: &str) -> Result<()> {
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        ensure!(policy.contains(part), "{what}: {part} in {policy}");
    }
    ensure!(!policy.contains("unsafe"), "{what}: {policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        ensure!(
            answer.header(name) == value,
            "{what}: {name} in {:?}",
            answer.headers()
        );
    }
    ensure!(
        !answer.headers().contains_key("access-control-allow-origin"),
        "{what}"
    );
    Ok(())
}

async fn sign_in(worker: &Worker, token: &str) -> Result<Response> {
    let request = worker.request("POST", "/admin/session")?;
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.body(format!("token={token}")).send().await
}

/// The overview, as a browser with that session asks for it.
async fn look(worker: &Worker, session: &str) -> Result<Response> {
    let request = worker.request("GET", "/admin/api/overview")?;
    let request = request.header("cookie", format!("wibiclick-session={session}"));
    request.send().await
}

fn flags(answer: &Response) -> Vec<String> {
    let cookie = answer.header("set-cookie").split("; ");
    cookie.map(str::to_owned).collect()
}

fn cookie(answer: &Response) -> String {
    let cookie = flags(answer).swap_remove(0);
    let session = cookie.strip_prefix("wibiclick-session=");
    session.unwrap_or_default().to_owned()
}

/// A session as the Worker makes them.
fn session(token: &str, until: u64) -> String {
    let code = hmac_sha256(
        token.as_bytes(),
        format!("wibiclick-session {until}").as_bytes(),
    );
    code.iter().fold(format!("{until}."), |session, byte| {
        format!("{session}{byte:02x}")
    })
}

fn set_token(folder: &Path, token: Option<&str>) -> Result<()> {
    let file = folder.join(".dev.vars");
    let text = fs::read_to_string(&file)?;
    let mut lines: Vec<_> = text
        .lines()
        .filter(|line| !line.starts_with("ADMIN_TOKEN"))
        .collect();
    let line = token.map(|token| format!("ADMIN_TOKEN=\"{token}\""));
    lines.extend(line.as_deref());
    Ok(fs::write(file, lines.join("\n") + "\n")?)
}

fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

/// Waits, should the minute in which requests are counted be nearly over.
async fn within_a_minute() -> Result<()> {
    let left = 60 - now()? % 60;
    if left < 20 {
        tokio::time::sleep(Duration::from_secs(left)).await;
    }
    Ok(())
}
