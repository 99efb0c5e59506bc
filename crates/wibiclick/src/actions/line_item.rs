//! Lines of invoices and estimates.

use wibiclick_macros::Action;

use crate::model::{
    ContactId, EstimateId, InvoiceId, LineItem, LineItemId, LineItemNames, ParsedLineItems,
    WebsiteId,
};

const RESOURCE: &str = "lineItem";

/// Creates a line item, or updates it when an id is given.
#[derive(Debug, Clone, Action)]
#[action(POST "/add-lineitem", title = "Add or Update Line Item", evidence = Guessed, reply = LineItem)]
pub struct AddOrUpdate {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The line item to update; left out, a new one is created.
    #[param(body = "id")]
    pub line_item_id: Option<LineItemId>,
    /// What is sold; invoices and estimates call it `item`.
    pub name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The price of one, in units of the currency, not cents.
    pub amount: Option<f64>,
    /// How many; 1 if left out.
    pub quantity: Option<f64>,
    /// The invoice that it stands on.
    pub invoice_id: Option<InvoiceId>,
    /// The estimate that it stands on.
    pub estimate_id: Option<EstimateId>,
}

/// Lists known line items of a website.
#[derive(Debug, Clone, Action)]
#[action(GET "/lineitems", title = "Get Line Items", evidence = Observed, reply = LineItemNames)]
pub struct GetMany {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Turns free text into line items with AI.
#[derive(Debug, Clone, Action)]
#[action(POST "/parse-line-items", title = "Parse Line Items", evidence = Observed, reply = ParsedLineItems)]
pub struct Parse {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: Option<ContactId>,
    /// The text to read.
    pub raw_text: String,
}
