//! A rule, checked and compiled.

use wibiclick::notation::Entry;

use crate::template::{Expression, Text};

/// When something happens, what is done about it.
#[derive(Debug)]
pub struct Rule {
    pub(crate) name: String,
    pub(crate) when: Option<Expression>,
    /// Whether `when` reads the event's data.
    pub(crate) when_reads_data: bool,
    /// Whether anything of it does.
    pub(crate) reads_data: bool,
    pub(crate) at: Option<At>,
    pub(crate) brake: Option<u32>,
    pub(crate) steps: Vec<Step>,
}

impl Rule {
    /// The name, which no other rule has.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many destructive calls it may make in an hour; beyond that its deliveries
    /// are held until a person lets them go on. None where it may make any number.
    pub fn brake(&self) -> Option<u32> {
        self.brake
    }
}

/// When a rule says that it is carried out.
#[derive(Debug)]
pub(crate) enum At {
    /// At once, whatever the event says.
    Now,
    /// At the time that the expression gives.
    Time(Expression),
}

/// One action, once or per item of a list.
#[derive(Debug)]
pub(crate) struct Step {
    /// The name under which later steps find its value.
    pub(crate) name: Option<String>,
    /// The name, or else the number, counted from 1.
    pub(crate) label: String,
    pub(crate) action: Entry,
    pub(crate) when: Option<Expression>,
    pub(crate) each: Option<Expression>,
    pub(crate) pick: Option<Expression>,
    pub(crate) with: Vec<(String, Template)>,
    /// Names of the earlier steps whose values it reads.
    pub(crate) reads: Vec<String>,
}

/// What becomes of a param.
#[derive(Debug)]
pub(crate) enum Template {
    Literal(serde_json::Value),
    Expression(Expression),
    Text(Text),
    List(Vec<Template>),
    Table(Vec<(String, Template)>),
}
