//! The journal as lines of JSON, out and in again: for backups, and for moving.

use super::{Asked, Query, ask, hooks, refuse, shards};
use crate::{
    delivery::{DeliveryId, shard_of},
    journal::{Journal, Look},
    json::{self, object},
};
use serde_json::Value;
use worker::{Env, Request, Response, Result};

const PAGE: i64 = 200;
const LONGEST_PAGE: i64 = 500;
/// How long a page may be before it ends; a journal's part of one may be as long again.
const PAGE_BYTES: usize = 2_000_000;
/// What there is, in the order in which it is exported.
const KINDS: [&str; 3] = ["delivery", "identity", "user"];

/// A place on the way through all shards, as a cursor has it.
pub(super) struct Walk {
    pub(super) shard: usize,
    kind: usize,
    pub(super) after: String,
}

impl Walk {
    /// From the cursor of a query, or from the beginning.
    pub(super) fn from(query: &Query, shards: usize) -> Asked<Self> {
        let Some(cursor) = query.text("cursor") else {
            return Ok(Self {
                shard: 0,
                kind: 0,
                after: String::new(),
            });
        };
        let mut parts = cursor.splitn(3, '.');
        let mut number = || parts.next().and_then(|part| part.parse().ok());
        match (number(), number()) {
            (Some(shard), Some(kind)) if shard < shards && kind < KINDS.len() => Ok(Self {
                shard,
                kind,
                after: parts.next().unwrap_or_default().to_owned(),
            }),
            _ => refuse(400, "expected a `cursor` as an answer gave it"),
        }
    }

    pub(super) fn next_shard(&mut self) {
        self.shard += 1;
        self.kind = 0;
        self.after.clear();
    }

    /// The cursor of the place; `None` at the end.
    pub(super) fn cursor(&self, shards: usize) -> Option<String> {
        let (shard, kind, after) = (self.shard, self.kind, &self.after);
        (shard < shards).then(|| format!("{shard}.{kind}.{after}"))
    }
}

pub(super) async fn export(request: &Request, env: &Env) -> Result<Response> {
    match page(request, env).await {
        Err(refusal) => refusal.response(),
        Ok((lines, next)) => {
            let response = Response::ok(lines)?;
            let headers = response.headers();
            headers.set("content-type", "application/x-ndjson")?;
            if let Some(next) = next {
                headers.set("link", &format!("<{next}>; rel=\"next\""))?;
            }
            Ok(response)
        }
    }
}

/// A page, and where the next is.
async fn page(request: &Request, env: &Env) -> Asked<(String, Option<String>)> {
    let query = Query::of(request)?;
    let limit = query.number("limit", PAGE, LONGEST_PAGE)?;
    let source = query.text("source");
    let shards = shards(env, hooks(env)?.as_ref(), source.as_deref())?;
    let mut walk = Walk::from(&query, shards.len())?;
    let mut lines = String::new();
    let mut room = limit;
    while let Some(shard) = shards.get(walk.shard).filter(|_| room > 0) {
        let kind = KINDS.get(walk.kind).copied().unwrap_or_default();
        let asked = object(&mut [
            ("kind", kind.into()),
            ("after", walk.after.parse().unwrap_or(0_i64).into()),
            ("limit", room.into()),
        ]);
        let page = json::values(shard.journal.look(Look::Export, asked).await?)?;
        let rest_is_elsewhere = page.is_empty();
        room -= i64::try_from(page.len()).unwrap_or(room);
        for item in page {
            let number = item.get("number").and_then(Value::as_i64);
            walk.after = number.unwrap_or(0).to_string();
            let line = object(&mut [("source", shard.source.as_str().into()), (kind, item)]);
            lines += &json::text(&line);
            lines.push('\n');
        }
        if lines.len() > PAGE_BYTES {
            break;
        }
        if !rest_is_elsewhere {
            continue;
        }
        walk.kind += 1;
        walk.after.clear();
        if walk.kind == KINDS.len() {
            walk.next_shard();
        }
    }
    let next = walk.cursor(shards.len()).map(|cursor| {
        let source = source.map_or_else(String::new, |source| format!("&source={source}"));
        format!("/admin/api/export?cursor={cursor}&limit={limit}{source}")
    });
    Ok((lines, next))
}

pub(super) async fn import(request: &mut Request, env: &Env) -> Asked<Value> {
    let text = ask::text(request).await?;
    let hooks = hooks(env)?;
    let mut groups: Vec<(String, u32, &str, Vec<Value>)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let Some((source, kind, item)) = read(line) else {
            return refuse(
                400,
                format!("line {number}: expected a line of an export; nothing was imported"),
            );
        };
        let Some(known) = hooks.source(&source) else {
            return refuse(
                400,
                format!("line {number}: there is no source `{source}`; nothing was imported"),
            );
        };
        let id = item.get("id").and_then(Value::as_str).unwrap_or_default();
        let shard = match kind {
            "delivery" => DeliveryId::from_text(id).shard(),
            "identity" => shard_of(&source, &id.to_ascii_lowercase(), known.shards),
            _ => 0,
        };
        let mut all = groups.iter_mut();
        match all.find(|(name, at, what, _)| (name, *at, *what) == (&source, shard, kind)) {
            Some((_, _, _, items)) => items.push(item),
            None => groups.push((source, shard, kind, vec![item])),
        }
    }
    let mut new = [0; KINDS.len()];
    for (source, shard, kind, items) in groups {
        let asked = object(&mut [
            ("source", source.as_str().into()),
            ("kind", kind.into()),
            ("items", items.into()),
        ]);
        let journal = Journal::of(env, &source, shard)?;
        let imported = journal.look(Look::Import, asked).await?;
        for (sum, name) in new.iter_mut().zip(KINDS) {
            *sum += if name == kind {
                imported.as_i64().unwrap_or(0)
            } else {
                0
            };
        }
    }
    let [deliveries, identities, users] = new;
    Ok(object(&mut [
        ("deliveries", deliveries.into()),
        ("identities", identities.into()),
        ("users", users.into()),
    ]))
}

/// What a line of an export says.
fn read(line: &str) -> Option<(String, &'static str, Value)> {
    let mut line = json::Fields::of(json::read(line).ok()?).ok()?;
    let source = line.text("source").ok()?;
    for kind in KINDS {
        let item = line.take(kind);
        if item.get("id").is_some_and(Value::is_string) {
            return Some((source, kind, item));
        }
    }
    None
}
