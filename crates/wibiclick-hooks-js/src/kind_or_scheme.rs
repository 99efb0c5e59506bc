//! A kind by its name, or by a record of the caller's own, and what can be said of
//! it beforehand.

use serde_json::{Map, Value};
use wibiclick_hooks::{
    Custom, EventAt, HeaderNames, Kind, Proof, Scheme, SecretForm, kind, nearest,
};

use crate::{json, thrown::Failure};

/// A name, or the JSON text of a record: a scheme, and in it as `event` where in a
/// body is what.
pub(crate) fn read(text: &str) -> Result<Kind, Failure> {
    if let Some(kind) = kind(text).filter(Kind::sends_webhooks) {
        return Ok(kind);
    }
    if let Some(Value::Object(record)) = json::read(text) {
        // Taken apart, since what removes from a map is two kilobytes of wasm.
        let (mut scheme, mut event) = (Map::new(), Ok(EventAt::default()));
        for (key, value) in record {
            if key != "event" {
                scheme.insert(key, value);
            } else if !value.is_null() {
                event = EventAt::try_from(value);
            }
        }
        let scheme = Scheme::try_from(Value::Object(scheme));
        let cannot_be = |error| Failure::arguments(&format!("the scheme cannot be: {error}"));
        return Ok(Kind::custom(Custom {
            scheme: scheme.map_err(cannot_be)?,
            event: event.map_err(cannot_be)?,
        }));
    }
    // What is near no name is not repeated: it may be a secret.
    Err(match nearest(text) {
        Some(near) => Failure::arguments(&format!(
            "there is no kind `{text}`; did you mean `{near}`?"
        )),
        None => Failure::arguments(
            "there is no such kind; `sources()` lists all, and a scheme record describes one of \
             your own",
        ),
    })
}

/// Whether any of its schemes signs the URL.
pub(crate) fn signs_url(kind: &Kind) -> bool {
    kind.schemes().iter().any(Scheme::signs_url)
}

/// Whether the key is the secret decoded, not the secret itself: then there are
/// texts that are no secrets.
pub(crate) fn decodes_secret(kind: &Kind) -> bool {
    kind.schemes().iter().any(|scheme| match &scheme.proof {
        Proof::Code(code) => code.ways.iter().any(|way| way.secret != SecretForm::Text),
        _ => false,
    })
}

/// The names of the headers that make a request a genuine one.
pub(crate) fn headers(kind: &Kind) -> Vec<&str> {
    let mut names = Vec::new();
    for scheme in kind.schemes() {
        let id = scheme.id.as_ref().map(HeaderNames::usual);
        let time = scheme.timestamp.as_ref().map(|at| at.header.usual());
        for name in [id, time, scheme.header()] {
            if let Some(name) = name
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
    }
    names
}
