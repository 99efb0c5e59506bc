//! Appliances of customers, and forecasts of their maintenance.

use serde_json::Value;
use wibiclick_macros::Action;

use crate::model::{ApplianceId, Clearable, ContactId, Date, MaintenancePrediction, WebsiteId};

const RESOURCE: &str = "appliance";

/// Adds an appliance.
#[derive(Debug, Clone, Action)]
#[action(POST "/appliances", title = "Add Appliance", evidence = Observed, reply = Value)]
pub struct Add {
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The type: `oven`, `geyser`.
    pub r#type: String,
    /// The maker.
    pub brand: Option<String>,
    /// The model.
    pub model_number: Option<String>,
    /// The number of this one.
    pub serial_number: Option<String>,
    /// When it was serviced last.
    pub last_service_date: Option<Date>,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
}

/// Deletes an appliance.
#[derive(Debug, Clone, Action)]
#[action(DELETE "/appliances/{applianceId}", title = "Delete Appliance", evidence = Observed, destructive, reply = Value)]
pub struct Delete {
    /// The appliance.
    #[param(path)]
    pub appliance_id: ApplianceId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Dismisses a maintenance alert.
#[derive(Debug, Clone, Action)]
#[action(POST "/appliances/{applianceId}/dismiss-alert", title = "Dismiss Maintenance Alert", evidence = Observed, destructive, reply = Value)]
pub struct DismissAlert {
    /// The appliance.
    #[param(path)]
    pub appliance_id: ApplianceId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Reads one appliance.
#[derive(Debug, Clone, Action)]
#[action(GET "/appliances/{applianceId}", title = "Get Appliance", evidence = Observed, reply = Value)]
pub struct Get {
    /// The appliance.
    #[param(path)]
    pub appliance_id: ApplianceId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Lists appliances of a customer.
#[derive(Debug, Clone, Action)]
#[action(GET "/appliances", title = "Get Appliances", evidence = Guessed, reply = Value)]
pub struct GetMany {
    /// The customer.
    #[param(query = "customerId")]
    pub contact_id: ContactId,
}

/// Asks the AI service for a maintenance forecast.
#[derive(Debug, Clone, Action)]
#[action(POST "/appliances/{applianceId}/predict-maintenance", title = "Predict Maintenance", evidence = Observed, reply = MaintenancePrediction)]
pub struct PredictMaintenance {
    /// The appliance.
    #[param(path)]
    pub appliance_id: ApplianceId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
}

/// Changes an appliance.
#[derive(Debug, Clone, Action)]
#[action(PUT "/appliances/{applianceId}", title = "Update Appliance", evidence = Observed, reply = Value)]
pub struct Update {
    /// The appliance.
    #[param(path)]
    pub appliance_id: ApplianceId,
    /// The website that it belongs to.
    #[param(query = "id")]
    pub website_id: WebsiteId,
    /// The type: `oven`, `geyser`.
    pub r#type: String,
    /// The maker.
    pub brand: Option<String>,
    /// The model.
    pub model_number: Option<String>,
    /// The number of this one.
    pub serial_number: Option<String>,
    /// When it was serviced last; null clears it.
    pub last_service_date: Option<Clearable<Date>>,
    /// The customer.
    #[param(name = "customerId")]
    pub contact_id: ContactId,
}
