//! What a developer probably did, of the usual mistakes.
//!
//! A hint goes by what a request and the secrets look like: nothing is tried, so
//! that it costs nothing and says nothing of what would have been right. It
//! holds nothing of a secret, a signature or a body, and is for the owner alone.

use wibiclick_hooks::{Headers, Kind, Request, Secrets, WebhookError, kinds};

use crate::{asked::ToVerify, kind_or_scheme};

/// What was probably done.
pub(crate) struct Hint {
    /// A word for programs.
    pub(crate) about: &'static str,
    /// A sentence for people.
    pub(crate) text: String,
}

impl Hint {
    fn new(about: &'static str, text: &str) -> Self {
        let text = text.to_owned();
        Self { about, text }
    }
}

/// The likeliest mistake.
pub(crate) fn of(
    error: &WebhookError,
    request: &Request<'_>,
    asked: &ToVerify,
    secrets: &Secrets,
) -> Option<Hint> {
    match error {
        WebhookError::MissingHeader { .. } => headers(request.headers, &asked.from),
        WebhookError::BadSecret { .. } => secret(asked),
        WebhookError::BadSignature { .. } => url(asked)
            .or_else(|| cut(request))
            .or_else(|| secret(asked))
            .or_else(|| weak(asked, secrets))
            .or_else(|| rewritten(request)),
        _ => None,
    }
}

fn headers(headers: &Headers, from: &Kind) -> Option<Hint> {
    if *headers == Headers::default() {
        let text = "No header was given at all; give `headers` as they came";
        return Some(Hint::new("headers", text));
    }
    let own = kind_or_scheme::headers(from);
    // What says whom one speaks to, not who speaks.
    let is_telling = |name: &&str| *name != "authorization" && !own.contains(name);
    let mut others = String::new();
    for other in kinds() {
        let theirs = kind_or_scheme::headers(&other);
        let has = |name: &&str| is_telling(name) && headers.get(name).is_some();
        if theirs.iter().any(has) {
            if !others.is_empty() {
                others.push_str("` or `");
            }
            others.push_str(other.name());
        }
    }
    (!others.is_empty()).then(|| Hint {
        about: "another-kind",
        text: format!("It looks like a request of the kind `{others}`; is that the kind?"),
    })
}

fn url(asked: &ToVerify) -> Option<Hint> {
    let is_whole = |url: &String| url.starts_with("http");
    if asked.head.url.as_ref().is_some_and(is_whole) || !kind_or_scheme::signs_url(&asked.from) {
        return None;
    }
    let text =
        "This kind signs the URL; give `url`, the whole one that is configured at the sender";
    Some(Hint::new("url", text))
}

/// The body is not as long as the sender said.
fn cut(request: &Request<'_>) -> Option<Hint> {
    let (body, sent) = (request.body.len(), request.headers.get("content-length"));
    // A body that came compressed has another length now.
    if request.headers.get("content-encoding").is_none()
        && let Some(sent) = sent.and_then(|it| it.trim().parse::<usize>().ok())
        && sent != body
    {
        let text = format!(
            "The body came with {sent} bytes, and {body} were given; give it as it came, not parsed \
             and written again"
        );
        return Some(Hint::new("body", &text));
    }
    if body == 0 {
        let text = "The body is empty; did something read it before?";
        return Some(Hint::new("body", text));
    }
    None
}

/// Without a length to go by: the body is written as `JSON.stringify` writes.
/// Many senders do so, too.
fn rewritten(request: &Request<'_>) -> Option<Hint> {
    if request.headers.get("content-length").is_some() || !is_compact(request.body) {
        return None;
    }
    let text = "If the body was parsed and written again (JSON.stringify), give it as it came";
    Some(Hint::new("body", text))
}

fn is_compact(json: &[u8]) -> bool {
    let (mut in_text, mut escaped) = (false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            byte if byte.is_ascii_whitespace() && !in_text => return false,
            _ => {}
        }
    }
    json.starts_with(b"{") || json.starts_with(b"[")
}

/// With what keys for an API start: they are pasted where the secret for
/// webhooks belongs.
const API_KEYS: &[&str] = &[
    "sk_",
    "pk_",
    "rk_",
    "ghp_",
    "gho_",
    "github_pat_",
    "glpat-",
    "xox",
    "xapp-",
];

fn secret(asked: &ToVerify) -> Option<Hint> {
    let mut numbered = asked.secrets.iter().zip(1_usize..);
    numbered.find_map(|(secret, number)| {
        let problem = problem(secret, &asked.from)?;
        Some(Hint::new("secret", &format!("Secret {number} {problem}")))
    })
}

fn problem(secret: &str, from: &Kind) -> Option<&'static str> {
    let bare = secret.trim();
    let is_quoted = |quote| bare.len() > 1 && bare.starts_with(quote) && bare.ends_with(quote);
    let all = |is: fn(&u8) -> bool| secret.as_bytes().iter().all(is);
    if bare != secret {
        Some("has white space around it; a line break from a file?")
    } else if is_quoted('"') || is_quoted('\'') {
        Some("has quotation marks around it; give it without")
    } else if API_KEYS.iter().any(|start| secret.starts_with(start)) {
        Some("looks like an API key; expected the secret that the sender shows for webhooks")
    } else if secret.as_bytes().contains(&b'_')
        && all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || *it == b'_')
    {
        Some("looks like the name of a variable; give its value")
    } else if from.name() == "stripe" && !secret.starts_with("whsec_") {
        Some("does not start with `whsec_`; give the endpoint's signing secret whole")
    } else if kind_or_scheme::decodes_secret(from) {
        (secret.len() >= 32 && secret.len().is_multiple_of(2) && all(u8::is_ascii_hexdigit))
            .then_some("is of hex digits only, where base64 is expected; is it the right one?")
    } else if !["stripe", Kind::CUSTOM].contains(&from.name()) && secret.starts_with("whsec_") {
        Some(
            "starts with `whsec_`, as secrets of Standard Webhooks and Stripe do; is it this sender's?",
        )
    } else {
        None
    }
}

/// What would be refused for being no good secret is often not all of one.
fn weak(asked: &ToVerify, secrets: &Secrets) -> Option<Hint> {
    let weakness = asked.from.weakness(secrets)?;
    Some(Hint::new(
        "secret",
        &format!("Perhaps it is this: {weakness}"),
    ))
}
