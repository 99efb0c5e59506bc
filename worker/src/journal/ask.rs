//! What the Worker asks of a journal, as it travels between the two.

use crate::{
    delivery::{Claim, DeliveryId, Ending},
    json::{self, Fields, Lines, object, unexpected},
};
use serde_json::Value;
use std::mem;
use worker::Result;

/// One request to the Durable Object; [`super::Journal`] says what each answers.
#[derive(Debug)]
pub(super) enum Ask {
    Claim {
        source: String,
        claims: Vec<Claim>,
    },
    Begin {
        id: DeliveryId,
    },
    Record {
        id: DeliveryId,
        attempt: u32,
        /// In JSON.
        call: String,
    },
    Finish {
        id: DeliveryId,
        attempt: u32,
        ending: Ending,
        /// What was called last and is not recorded, in JSON.
        call: Option<String>,
    },
    Abandon {
        id: DeliveryId,
        reason: String,
    },
    Pace {
        calls_per_minute: u32,
    },
    Brake {
        rule: String,
        call: String,
        limit: u32,
    },
    /// What people ask, with what they say about it.
    Look {
        look: Look,
        with: Value,
    },
}

/// What people see of a journal, and what they do to it. What each takes is in an
/// object under the names of the admin API; lists take a `limit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Deliveries that match filters, newest first; those before one of them, where
    /// `before` and `beforeId` say which.
    List,
    /// The delivery `id` with its event, attempts and calls; null, where there is none.
    Show,
    /// How many deliveries stand where, and when the last came in.
    Counts,
    /// What came of how many, by hour, since `since`.
    Statistics,
    /// Pairs of id and email that begin with `text`, those `after` one of them.
    Identities,
    /// Learns `pairs`.
    Teach,
    /// Forgets what is known of an `id`, or its pair with an `email`.
    Forget,
    /// A new attempt at settled deliveries that match filters.
    Replay,
    /// Lets held deliveries go on that match filters.
    Release,
    /// Ends waiting deliveries that match filters.
    Refuse,
    /// How much of its brake each rule has used.
    Brakes,
    /// What there is of a `kind`, by number, `after` one of them.
    Export,
    /// Puts `items` of a `kind` back.
    Import,
    /// Whether the journal answers.
    Pulse,
}

impl Look {
    const ALL: [(Self, &str); 14] = [
        (Self::List, "list"),
        (Self::Show, "show"),
        (Self::Counts, "counts"),
        (Self::Statistics, "statistics"),
        (Self::Identities, "identities"),
        (Self::Teach, "teach"),
        (Self::Forget, "forget"),
        (Self::Replay, "replay"),
        (Self::Release, "release"),
        (Self::Refuse, "refuse"),
        (Self::Brakes, "brakes"),
        (Self::Export, "export"),
        (Self::Import, "import"),
        (Self::Pulse, "pulse"),
    ];

    fn as_str(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find(|(look, _)| *look == self)
            .map_or("", |(_, name)| name)
    }

    fn from_text(text: &str) -> Result<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, name)| *name == text)
            .map(|(look, _)| look)
            .ok_or_else(|| unexpected("look"))
    }
}

impl From<Ask> for Lines {
    fn from(ask: Ask) -> Self {
        let mut enclosed = Vec::new();
        let (name, fields): (_, &mut [_]) = match ask {
            Ask::Claim { source, mut claims } => {
                for claim in &mut claims {
                    enclosed.push(mem::take(&mut claim.event));
                }
                let heads = claims.into_iter().map(Claim::head).collect();
                (
                    "Claim",
                    &mut [("source", source.into()), ("claims", Value::Array(heads))],
                )
            }
            Ask::Begin { id } => ("Begin", &mut [("id", id.into())]),
            Ask::Record { id, attempt, call } => {
                enclosed.push(call);
                (
                    "Record",
                    &mut [("id", id.into()), ("attempt", attempt.into())],
                )
            }
            Ask::Finish {
                id,
                attempt,
                ending,
                call,
            } => {
                enclosed.extend(call);
                (
                    "Finish",
                    &mut [
                        ("id", id.into()),
                        ("attempt", attempt.into()),
                        ("ending", ending.into()),
                    ],
                )
            }
            Ask::Abandon { id, reason } => (
                "Abandon",
                &mut [("id", id.into()), ("reason", reason.into())],
            ),
            Ask::Pace { calls_per_minute } => {
                ("Pace", &mut [("callsPerMinute", calls_per_minute.into())])
            }
            Ask::Brake { rule, call, limit } => (
                "Brake",
                &mut [
                    ("rule", rule.into()),
                    ("call", call.into()),
                    ("limit", limit.into()),
                ],
            ),
            Ask::Look { look, with } => (
                "Look",
                &mut [("look", look.as_str().into()), ("with", with)],
            ),
        };
        let mut lines = Self::of(&json::named(name, object(fields)));
        for json in &enclosed {
            lines.enclose(json);
        }
        lines
    }
}

impl Ask {
    /// Reads what `Lines` were made of.
    pub(super) fn read(text: &str) -> Result<Self> {
        let (head, mut enclosed) = json::lines(text)?;
        let (name, content) = json::by_name(head)?;
        let mut fields = Fields::of(content)?;
        let id = fields.take("id");
        Ok(match name.as_str() {
            "Claim" => Self::Claim {
                source: fields.text("source")?,
                claims: {
                    let mut claims = Vec::new();
                    for head in json::values(fields.take("claims"))? {
                        claims.push(Claim::read(head, enclosed.take("event")?)?);
                    }
                    claims
                },
            },
            "Begin" => Self::Begin { id: id.try_into()? },
            "Record" => Self::Record {
                id: id.try_into()?,
                attempt: fields.count("attempt")?,
                call: enclosed
                    .next()
                    .ok_or_else(|| unexpected("call"))?
                    .to_owned(),
            },
            "Finish" => Self::Finish {
                id: id.try_into()?,
                attempt: fields.count("attempt")?,
                ending: fields.take("ending").try_into()?,
                call: enclosed.next().map(str::to_owned),
            },
            "Abandon" => Self::Abandon {
                id: id.try_into()?,
                reason: fields.text("reason")?,
            },
            "Pace" => Self::Pace {
                calls_per_minute: fields.count("callsPerMinute")?,
            },
            "Brake" => Self::Brake {
                rule: fields.text("rule")?,
                call: fields.text("call")?,
                limit: fields.count("limit")?,
            },
            "Look" => Self::Look {
                look: Look::from_text(&fields.text("look")?)?,
                with: fields.take("with"),
            },
            _ => return Err(unexpected("request")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_written_as_it_was_read() {
        let head = r#"{"callsOff":false,"id":"0a","occurredAt":null,"signal":null,"subject":null,"type":"a","wanted":true}"#;
        for ask in [
            r#"{"Claim":{"claims":[],"source":"okta"}}"#,
            &format!(
                "{{\"Claim\":{{\"claims\":[{head},{head}],\"source\":\"okta\"}}}}\n{{\"a\":1}}\n{{}}"
            ),
            r#"{"Begin":{"id":"0a"}}"#,
            "{\"Record\":{\"attempt\":1,\"id\":\"0a\"}}\n{\"key\":\"a/1\"}",
            r#"{"Finish":{"attempt":1,"ending":{"at":null,"ending":"done","reason":null,"wait":null},"id":"0a"}}"#,
            "{\"Finish\":{\"attempt\":1,\"ending\":{\"at\":null,\"ending\":\"done\",\"reason\":null,\"wait\":null},\"id\":\"0a\"}}\n{}",
            r#"{"Abandon":{"id":"0a","reason":"lost"}}"#,
            r#"{"Pace":{"callsPerMinute":100}}"#,
            r#"{"Brake":{"call":"okta/0a/a/1","limit":5,"rule":"a"}}"#,
            r#"{"Look":{"look":"list","with":{"limit":100}}}"#,
        ] {
            let read = Ask::read(ask).unwrap_or_else(|error| panic!("{error}: {ask}"));
            assert_eq!(Lines::from(read).into_text(), ask);
        }
        for no_ask in [
            r#"{"Forget":{"id":"0a"}}"#,
            r#"{"Record":{"attempt":1,"id":"0a"}}"#,
        ] {
            assert!(Ask::read(no_ask).is_err(), "{no_ask}");
        }
    }
}
