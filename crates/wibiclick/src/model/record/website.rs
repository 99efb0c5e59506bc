//! Websites, and their traffic.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wibiclick_macros::Record;

use crate::model::WebsiteId;

/// Websites to choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "websites")]
pub struct Websites {
    /// The websites.
    pub websites: Vec<WebsiteEntry>,
    /// How many there are in all, where the API says so.
    pub total: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A website as lists have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct WebsiteEntry {
    /// The website's id.
    pub value: WebsiteId,
    /// The website's address.
    pub label: Option<String>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A website with its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Website {
    /// Its settings: their shape was not seen.
    pub setting: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Totals of a website.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "analytics")]
pub struct Analytics {
    /// One entry, with `views` and `clicks`.
    pub analytics: Vec<Total>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A total of views and clicks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Total {
    /// How often the widget was seen.
    pub views: Option<u64>,
    /// How often it was clicked on.
    pub clicks: Option<u64>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Clicks over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "clicks")]
pub struct Clicks {
    /// The points of the plot.
    pub clicks: Vec<Point>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Views over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "views")]
pub struct Views {
    /// The points of the plot.
    pub views: Vec<Point>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A point of a plot: the types of its values were not seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// When.
    pub x: Option<Value>,
    /// How many.
    pub y: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The latest clicks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
#[record(list = "clicks")]
pub struct RecentClicks {
    /// The clicks: the shape of one was not seen.
    pub clicks: Vec<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The visitor figures of a month: their types were not seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase")]
pub struct WebsitePerformance {
    /// How many visitors there were.
    pub unique_visitors: Option<Value>,
    /// How many of them became customers.
    pub conversion_rate: Option<Value>,
    /// Fields that we do not know.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
