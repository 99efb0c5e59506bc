//! What the Worker asks of a journal, as it travels between the two.

use crate::delivery::{CallRecord, Claim, DeliveryId, Ending};
use serde::{Deserialize, Serialize};

/// One request to the Durable Object; [`super::Journal`] says what each answers.
#[derive(Serialize, Deserialize)]
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
