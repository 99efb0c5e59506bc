//! Many customers at once, where one that fails does not stop the others; then
//! all of them, page by page.
//!
//!     WIBICLICK_API_KEY=… cargo run --features native --example import

use std::{env, error::Error, pin::pin};

use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use wibiclick::{
    batch::{BatchCall, BatchOptions},
    client::{Client, Config},
    transport::Native,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let base_url = env::var("WIBICLICK_BASE_URL").ok();
    let key = env::var("WIBICLICK_API_KEY")?;
    let config = Config::new(base_url.as_deref(), Some(&key))?.with_website_id("site_2")?;
    let client = Client::new(config, Native::new()?);

    let rows = [
        json!({ "name": "Ada", "phone": "+27825550121" }),
        json!({ "name": "Grace", "phone": "+27825550122" }),
        // A row with a column that is not known.
        json!({ "nmae": "Katherine" }),
    ];
    let calls: Vec<BatchCall> = rows
        .iter()
        .filter_map(Value::as_object)
        .map(|row| BatchCall {
            action: "contact.addOrUpdate".to_owned(),
            params: row.clone(),
        })
        .collect();
    let options = BatchOptions {
        continue_on_fail: true,
        ..BatchOptions::default()
    };
    let results = client
        .batch(&calls, options, |progress| {
            println!(
                "{} of {}, {} failed",
                progress.done, progress.total, progress.failed
            );
        })
        .await?;
    for (row, result) in rows.iter().zip(results) {
        if let Err(error) = result {
            println!("{row}: {error}");
        }
    }

    let limit = json!({ "limit": 1 });
    let params = limit.as_object().cloned().unwrap_or_default();
    let mut contacts = pin!(client.all("contact.getMany", params));
    while let Some(contact) = contacts.try_next().await? {
        println!("{} is there", contact.get("name").unwrap_or(&Value::Null));
    }
    Ok(())
}
