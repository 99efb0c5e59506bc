//! Identities: what is known, and teaching more.

use super::{Asked, Query, ask, everywhere, hooks, of_source, refuse, shards, transfer::Walk};
use crate::{
    delivery::shard_of,
    journal::{Journal, Look},
    json::{self, object},
};
use serde_json::Value;
use worker::{Env, Request};

const PAGE: i64 = 50;
const LONGEST_PAGE: i64 = 500;
/// What an id or an email is at most, in bytes.
const LONGEST: usize = 500;

pub(super) async fn list(request: &Request, env: &Env) -> Asked<Value> {
    let query = Query::of(request)?;
    let limit = query.number("limit", PAGE, LONGEST_PAGE)?;
    let shards = shards(env, hooks(env)?.as_ref(), query.text("source").as_deref())?;
    let mut walk = Walk::from(&query, shards.len())?;
    let mut identities = Vec::new();
    while let Some(shard) = shards.get(walk.shard) {
        let room = limit - i64::try_from(identities.len()).unwrap_or(limit);
        let asked = object(&mut [
            ("text", query.text("text").into()),
            ("after", walk.after.as_str().into()),
            ("limit", room.into()),
        ]);
        let page = json::values(shard.journal.look(Look::Identities, asked).await?)?;
        let full = i64::try_from(page.len()).unwrap_or(0) == room;
        for identity in page {
            let part = |name| identity.get(name).and_then(Value::as_str).unwrap_or("");
            walk.after = format!("{}\n{}", part("id"), part("email"));
            identities.push(of_source(&shard.source, identity));
        }
        if full {
            break;
        }
        walk.next_shard();
    }
    Ok(object(&mut [
        ("identities", identities.into()),
        ("cursor", walk.cursor(shards.len()).into()),
    ]))
}

pub(super) async fn teach(request: &mut Request, env: &Env) -> Asked<Value> {
    let name = Query::of(request)?.required("source")?;
    let hooks = hooks(env)?;
    let Some(source) = hooks.source(&name) else {
        return refuse(404, "no such source");
    };
    let kind = request.headers().get("content-type")?.unwrap_or_default();
    let text = ask::text(request).await?;
    let pairs = if kind.starts_with("text/csv") {
        pairs_of_csv(&text)?
    } else if kind.starts_with("application/json") {
        pairs_of_json(&text)?
    } else {
        return refuse(400, "expected content-type text/csv or application/json");
    };
    let mut by_shard: Vec<Vec<Value>> = Vec::new();
    by_shard.resize_with(source.shards as usize, Vec::new);
    for (id, email) in pairs {
        let shard = shard_of(&name, &id.to_ascii_lowercase(), source.shards);
        if let Some(pairs) = by_shard.get_mut(shard as usize) {
            pairs.push(object(&mut [("id", id.into()), ("email", email.into())]));
        }
    }
    let (mut imported, mut known, mut conflicting) = (0, 0, Vec::new());
    for (shard, pairs) in (0..).zip(by_shard) {
        if pairs.is_empty() {
            continue;
        }
        let journal = Journal::of(env, &name, shard)?;
        let taught = journal
            .look(Look::Teach, object(&mut [("pairs", pairs.into())]))
            .await?;
        let mut taught = json::Fields::of(taught)?;
        imported += taught.number("imported")?;
        known += taught.number("known")?;
        conflicting.extend(json::values(taught.take("conflicting"))?);
    }
    Ok(object(&mut [
        ("imported", imported.into()),
        ("known", known.into()),
        ("conflicting", conflicting.into()),
    ]))
}

pub(super) async fn forget(request: &Request, env: &Env) -> Asked<Value> {
    let query = Query::of(request)?;
    let (source, id) = (query.required("source")?, query.required("id")?);
    let mut forgotten = 0;
    let shards = shards(env, hooks(env)?.as_ref(), Some(&source))?;
    let which = object(&mut [("id", id.into()), ("email", query.text("email").into())]);
    for (_, answer) in everywhere(shards, Look::Forget, &which).await {
        forgotten += json::Fields::of(answer?)?.number("forgotten")?;
    }
    Ok(object(&mut [("forgotten", forgotten.into())]))
}

type Pair = (String, String);

fn pairs_of_json(text: &str) -> Asked<Vec<Pair>> {
    let Ok(Value::Array(items)) = json::read(text) else {
        return refuse(400, "expected a JSON list of objects with `id` and `email`");
    };
    let mut pairs = Vec::new();
    for (number, item) in (1..).zip(&items) {
        let part = |name| item.get(name).and_then(Value::as_str).unwrap_or("");
        pairs.push(pair(part("id"), part("email"), "item", number)?);
    }
    Ok(pairs)
}

/// RFC 4180, with a first line that names the columns.
fn pairs_of_csv(text: &str) -> Asked<Vec<Pair>> {
    let mut lines = csv(text.trim_start_matches('\u{feff}')).into_iter();
    let (_, names) = lines.next().unwrap_or_default();
    let column = |name: &str| {
        let mut names = names.iter();
        names.position(|known| known.trim().eq_ignore_ascii_case(name))
    };
    let (Some(id), Some(email)) = (column("id"), column("email")) else {
        return refuse(
            400,
            "expected a first line that names the columns `id` and `email`",
        );
    };
    let mut pairs = Vec::new();
    for (number, cells) in lines {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        pairs.push(pair(cell(id), cell(email), "line", number)?);
    }
    Ok(pairs)
}

fn pair(id: &str, email: &str, what: &str, number: usize) -> Asked<Pair> {
    let is_email = email
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    if id.is_empty() || !is_email || id.len() > LONGEST || email.len() > LONGEST {
        return refuse(
            400,
            format!("{what} {number}: expected an id and an email; nothing was imported"),
        );
    }
    Ok((id.to_owned(), email.to_owned()))
}

/// Lines with something in them, each with its number and its cells. A quote that
/// nobody closes goes to the end, where the line will not fit.
fn csv(text: &str) -> Vec<(usize, Vec<String>)> {
    let (mut lines, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut number, mut began, mut quoted) = (1, 1, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        number += usize::from(letter == '\n');
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell));
                lines.push((began, std::mem::take(&mut cells)));
                began = number;
            }
            letter => cell.push(letter),
        }
    }
    cells.push(cell);
    lines.push((began, cells));
    lines.retain(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    lines
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::{pairs_of_csv, pairs_of_json};

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs
            .map(|(id, email)| ((*id).to_owned(), (*email).to_owned()))
            .collect()
    }

    #[test]
    fn columns_are_found_by_their_names() {
        let text = "\u{feff}Name,EMAIL,id\r\n\"Doe, John\",john@example.com,7\r\n\r\n,a@b,8";
        assert_eq!(
            pairs_of_csv(text).expect("pairs"),
            owned(&[("7", "john@example.com"), ("8", "a@b")])
        );
    }

    #[test]
    fn a_cell_in_quotes_may_have_commas_lines_and_quotes() {
        let text = "id,email\n\"a,\"\"b\"\"\nc\",x@y\n";
        assert_eq!(
            pairs_of_csv(text).expect("pairs"),
            owned(&[("a,\"b\"\nc", "x@y")])
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, place) in [
            ("id,mail\n1,a@b\n", "first line"),
            ("", "first line"),
            ("id,email\n1,a@b\n\n2,nobody\n", "line 4"),
            ("id,email\n,a@b\n", "line 2"),
            ("id,email\n\"1,a@b\n", "line 2"),
            ("id,email\n1\n", "line 2"),
        ] {
            let refusal = pairs_of_csv(text).expect_err(text);
            assert!(refusal.message.contains(place), "{}", refusal.message);
            assert_eq!(refusal.status, 400);
        }
        for text in [
            "",
            "{}",
            "[1]",
            r#"[{"id":"1"}]"#,
            r#"[{"id":1,"email":"a@b"}]"#,
        ] {
            assert!(pairs_of_json(text).is_err(), "{text}");
        }
    }

    #[test]
    fn json_is_a_list_of_pairs() {
        let text = r#"[{"id":"1","email":"a@b","more":true}]"#;
        assert_eq!(pairs_of_json(text).expect("pairs"), owned(&[("1", "a@b")]));
    }
}
