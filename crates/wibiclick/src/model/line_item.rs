//! A line of an invoice or an estimate, as it is written.

use wibiclick_macros::Fields;

use crate::model::LineItemId;

/// A line of an invoice or an estimate, as it is written.
#[derive(Debug, Clone, PartialEq, Fields)]
pub struct LineItemInput {
    /// The line to change; left out, a new one is added.
    #[param(name = "id")]
    pub line_item_id: Option<LineItemId>,
    /// What is sold; read back as `item`.
    #[param(name = "item")]
    pub name: String,
    /// More about it.
    pub description: Option<String>,
    /// The price of one, in units of the currency, not cents.
    pub amount: f64,
    /// How many; 1 if left out.
    pub quantity: Option<f64>,
}
