//! Figures: what came in, what was spent, and what remained.

use serde_json::{Value, json};
use wibiclick::action::ActionSpec;

use super::{Answer, Call, records::unknown};
use crate::{
    store::{Record, is, number, picked, text},
    world::World,
};

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.id {
        "employee.getMonthlySummary" => monthly_summary(world, call),
        "report.getFinancialOverview" => Ok(overview(world, call)),
        "report.getCompanyEarningsHistory" => Ok(history(world, call)),
        "billing.getCredits" => Ok(json!({ "used": 120, "total": 500, "lifetime": false })),
        _ => return None,
    })
}

/// A sum, which is 0 of nothing: the standard library's is -0.
pub(super) fn total(amounts: impl Iterator<Item = f64>) -> f64 {
    amounts.fold(0.0, |sum, amount| sum + amount)
}

/// The sum of a field.
pub(super) fn sum<'a>(records: impl Iterator<Item = &'a Record>, field: &str) -> f64 {
    total(records.map(|record| number(record, field)))
}

/// What arrived of payments, in units of the currency.
pub(super) fn received<'a>(payments: impl Iterator<Item = &'a Record>) -> f64 {
    sum(payments.filter(|it| has_arrived(it)), "amountInCents") / 100.0
}

pub(super) fn has_arrived(payment: &Record) -> bool {
    is(payment, "status", "successful")
}

/// What a technician gets of what a customer paid: a third, to the cent.
pub(super) fn technicians_share(paid: f64) -> f64 {
    (paid * 100.0 / 3.0).round() / 100.0
}

/// The records of a month, by the field that says when.
pub(super) fn month_of<'a>(
    records: impl Iterator<Item = &'a Record>,
    dated: &'a str,
    month: &'a str,
) -> impl Iterator<Item = &'a Record> {
    records.filter(move |record| text(record, dated).starts_with(month))
}

/// A figure of the month that the call asks for, and of the one before.
pub(super) fn change_of(call: &Call, figure: impl Fn(&str) -> f64) -> Value {
    json!({ "current": figure(&call.month()), "previous": figure(&call.month_before()) })
}

fn earned(world: &World, website: &str, month: &str) -> f64 {
    let payments = world.store.of("payments", "websiteId", website);
    received(month_of(payments, "paymentDate", month))
}

fn spent(world: &World, website: &str, month: &str) -> f64 {
    let expenses = world.store.of("expenses", "websiteId", website);
    sum(month_of(expenses, "date", month), "amount")
}

fn overview(world: &World, call: &Call) -> Value {
    let website = call.text("websiteId");
    json!({
        "totalEarnings": change_of(call, |month| earned(world, &website, month)),
        "totalExpenses": change_of(call, |month| spent(world, &website, month)),
        "netProfit": change_of(call, |month| {
            earned(world, &website, month) - spent(world, &website, month)
        }),
    })
}

/// A bare list, as the API has it: the months in which something came in.
fn history(world: &World, call: &Call) -> Value {
    let website = call.text("websiteId");
    let payments = world.store.of("payments", "websiteId", &website);
    let mut months: Vec<&str> = payments
        .filter_map(|it| text(it, "paymentDate").get(..7))
        .collect();
    months.sort_unstable();
    months.dedup();
    months
        .into_iter()
        .map(|month| {
            let (year, of_year) = month.split_once('-').unwrap_or((month, ""));
            json!({
                "year": year.parse::<u32>().unwrap_or_default(),
                "month": of_year.parse::<u32>().unwrap_or_default(),
                "companyEarnings": earned(world, &website, month),
            })
        })
        .collect()
}

fn monthly_summary(world: &World, call: &Call) -> Answer {
    let (id, month) = (call.text("employeeId"), call.month());
    let employee = world
        .store
        .find("employees", &id)
        .ok_or_else(|| unknown("employee", &id))?;
    let jobs = month_of(
        world.store.of("jobs", "employeeId", &id),
        "slotStart",
        &month,
    );
    let jobs: Vec<&Record> = jobs.collect();
    let payments = month_of(
        world.store.of("payments", "employeeId", &id),
        "paymentDate",
        &month,
    );
    let payments = received(payments);
    let expenses = sum(
        month_of(
            world.store.of("expenses", "employeeId", &id),
            "date",
            &month,
        ),
        "amount",
    );
    Ok(json!({
        "employeeDetails": picked(employee, &["id", "firstName", "lastName"]),
        "jobsForMonth": jobs,
        "monthlySummary": {
            "totalPayments": payments,
            "totalExpenses": expenses,
            "netRevenue": payments - expenses,
            "jobCount": jobs.len(),
        },
    }))
}
