//! An invoice with line items, under the next number, and paid.
//!
//!     WIBICLICK_API_KEY=… cargo run --features native --example invoice

use std::{env, error::Error};

use wibiclick::{
    actions::{invoice, payment},
    client::{Client, Config},
    model::LineItemInput,
    transport::Native,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let base_url = env::var("WIBICLICK_BASE_URL").ok();
    let key = env::var("WIBICLICK_API_KEY")?;
    let client = Client::new(
        Config::new(base_url.as_deref(), Some(&key))?,
        Native::new()?,
    );

    // The counter has the last number that was used.
    let counter = client.send(&invoice::GetNumber::new("site_1")).await?;
    let last = counter.invoice_number.map_or(0.0, |number| number.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "numbers of invoices are whole, and small"
    )]
    let next = last as u32 + 1;
    let labour = LineItemInput {
        quantity: Some(1.5),
        ..LineItemInput::new("Labour", 400.0)
    };
    let draft = invoice::AddOrUpdate {
        contact_id: Some("contact_3".into()),
        number: Some(next),
        status: Some("sent".into()),
        issued_at: Some("2026-01-15T09:00:00Z".into()),
        items: Some(vec![LineItemInput::new("Tap washer", 12.5), labour]),
        ..invoice::AddOrUpdate::new("site_1")
    };
    let saved = client.send(&draft).await?;
    let invoice = saved.invoice.ok_or("the reply has no invoice")?;
    println!(
        "{}: invoice {next} is {}",
        saved.message.unwrap_or_default(),
        invoice.id
    );

    // In cents, as the name says: 612.50.
    let paid = payment::Add {
        invoice_id: Some(invoice.id.clone()),
        payment_method: Some("eft".into()),
        ..payment::Add::new("site_1", 61_250_i64, "INVOICE", "successful", "contact_3")
    };
    client.send(&paid).await?;
    client
        .send(&invoice::UpdateStatus::new("site_1", invoice.id, "paid"))
        .await?;
    println!("paid");
    Ok(())
}
