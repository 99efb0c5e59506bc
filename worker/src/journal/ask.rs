//! What the Worker asks of a journal, as it travels between the two.

use crate::{
    delivery::{CallRecord, Claim, DeliveryId, Ending},
    json::{self, Fields, object, unexpected},
};
use serde_json::Value;
use worker::{Error, Result};

/// One request to the Durable Object; [`super::Journal`] says what each answers.
#[derive(Debug)]
pub(super) enum Ask {
    Claim {
        source: String,
        claims: Vec<Claim>,
    },
    Queued {
        ids: Vec<DeliveryId>,
    },
    Begin {
        id: DeliveryId,
    },
    Record {
        id: DeliveryId,
        call: Box<CallRecord>,
    },
    Finish {
        id: DeliveryId,
        attempt: u32,
        ending: Ending,
    },
    Abandon {
        id: DeliveryId,
        reason: String,
    },
    Latest {
        limit: u32,
    },
    Show {
        id: DeliveryId,
    },
}

impl From<Ask> for Value {
    fn from(ask: Ask) -> Self {
        let (name, fields): (_, &mut [_]) = match ask {
            Ask::Claim { source, claims } => (
                "Claim",
                &mut [("source", source.into()), ("claims", json::list(claims))],
            ),
            Ask::Queued { ids } => ("Queued", &mut [("ids", json::list(ids))]),
            Ask::Begin { id } => ("Begin", &mut [("id", id.into())]),
            Ask::Record { id, call } => {
                ("Record", &mut [("id", id.into()), ("call", (*call).into())])
            }
            Ask::Finish {
                id,
                attempt,
                ending,
            } => (
                "Finish",
                &mut [
                    ("id", id.into()),
                    ("attempt", attempt.into()),
                    ("ending", ending.into()),
                ],
            ),
            Ask::Abandon { id, reason } => (
                "Abandon",
                &mut [("id", id.into()), ("reason", reason.into())],
            ),
            Ask::Latest { limit } => ("Latest", &mut [("limit", limit.into())]),
            Ask::Show { id } => ("Show", &mut [("id", id.into())]),
        };
        json::named(name, object(fields))
    }
}

impl TryFrom<Value> for Ask {
    type Error = Error;

    fn try_from(value: Value) -> Result<Self> {
        let (name, content) = json::by_name(value)?;
        let mut fields = Fields::of(content)?;
        let id = fields.take("id");
        Ok(match name.as_str() {
            "Claim" => Self::Claim {
                source: fields.text("source")?,
                claims: json::items(fields.take("claims"))?,
            },
            "Queued" => Self::Queued {
                ids: json::items(fields.take("ids"))?,
            },
            "Begin" => Self::Begin { id: id.try_into()? },
            "Record" => Self::Record {
                id: id.try_into()?,
                call: Box::new(fields.take("call").try_into()?),
            },
            "Finish" => Self::Finish {
                id: id.try_into()?,
                attempt: fields.count("attempt")?,
                ending: fields.take("ending").try_into()?,
            },
            "Abandon" => Self::Abandon {
                id: id.try_into()?,
                reason: fields.text("reason")?,
            },
            "Latest" => Self::Latest {
                limit: fields.count("limit")?,
            },
            "Show" => Self::Show { id: id.try_into()? },
            _ => return Err(unexpected("request")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_asked_is_written_as_it_was_read() {
        for ask in [
            json!({ "Claim": { "source": "okta", "claims": [] } }),
            json!({ "Queued": { "ids": ["0a", "0b"] } }),
            json!({ "Begin": { "id": "0a" } }),
            json!({ "Record": { "id": "0a", "call": {
                "key": "a/1", "rule": "a", "step": "1", "action": "user.list", "params": {},
                "outcome": "done", "status": 200, "message": null, "kept": [], "attempt": 1,
                "endedAt": 2,
            } } }),
            json!({ "Finish": { "id": "0a", "attempt": 1, "ending": "Done" } }),
            json!({ "Abandon": { "id": "0a", "reason": "lost" } }),
            json!({ "Latest": { "limit": 100 } }),
            json!({ "Show": { "id": "0a" } }),
        ] {
            let read = Ask::try_from(ask.clone()).unwrap_or_else(|error| panic!("{error}: {ask}"));
            assert_eq!(Value::from(read), ask);
        }
        assert!(Ask::try_from(json!({ "Forget": { "id": "0a" } })).is_err());
    }
}
