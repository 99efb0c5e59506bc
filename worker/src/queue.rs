//! Messages of the queue: each names a delivery, and carries nothing of it.

use crate::delivery::DeliveryId;
use worker::{
    BatchMessageBuilder, Env, QueueContentType, RawMessageBuilder, Result, wasm_bindgen::JsValue,
};

/// What the platform takes in one `sendBatch`.
const SEND_BATCH: usize = 100;

/// A message: which delivery of which source.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) source: String,
    pub(crate) id: DeliveryId,
}

impl Message {
    /// Reads a message's text; `None` where it is none of ours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (source, id) = text.split_once('/')?;
        Some(Self {
            source: source.to_owned(),
            id: DeliveryId::from_text(id),
        })
    }
}

/// Queues deliveries of a source.
pub(crate) async fn send(env: &Env, source: &str, ids: &[DeliveryId]) -> Result<()> {
    let queue = env.queue("DELIVERIES")?;
    for ids in ids.chunks(SEND_BATCH) {
        let messages = ids.iter().map(|id| {
            // Text: a serde value would reach the consumer as an empty object.
            RawMessageBuilder::new(JsValue::from(format!("{source}/{}", id.as_str())))
                .build_with_content_type(QueueContentType::Text)
        });
        queue
            .send_raw_batch(BatchMessageBuilder::new().messages(messages).build())
            .await?;
    }
    Ok(())
}
