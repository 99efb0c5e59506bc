//! Jobs, and the technicians who do them.

use serde_json::{Value, json};
use wibiclick::action::ActionSpec;

use super::{
    Answer, Call, Refusal, checks,
    lists::{EMPLOYEES, JOBS},
    made_up,
    money::{change_of, has_arrived, month_of, received, sum, technicians_share},
    records::{existing, unknown},
};
use crate::{
    store::{Record, is, text},
    world::World,
};

/// When technicians begin, by the hour.
const HOURS: [u32; 4] = [8, 10, 12, 14];

pub(super) fn answer(spec: &ActionSpec<'_>, world: &mut World, call: &Call) -> Option<Answer> {
    Some(match spec.id {
        "job.updateCalloutFee" => update_callout_fee(world, call),
        "job.sendToTechnician" => send_to_technician(world, call),
        "job.matchTechnician" => Ok(match_technician(world, call)),
        "job.getAnalytics" => Ok(analytics(world, call)),
        "job.aiBooking" => ai_booking(world, call),
        "job.getFinancials" => financials(world, call),
        "job.generateSurvey" => survey(world, call),
        "technician.calculateSalary" => salary(world, call),
        "technician.getMonthlyReport" => monthly_report(world, call),
        "technician.getPerformance" => Ok(performance(world, call)),
        "technician.checkAvailability" => Ok(availability(world, call)),
        _ => return None,
    })
}

fn update_callout_fee(world: &mut World, call: &Call) -> Answer {
    let fee = call.params.get("calloutFee").cloned().unwrap_or_default();
    let job = existing(&JOBS, world, &call.text("jobId"))?;
    job.insert("calloutFee".to_owned(), fee.clone());
    Ok(json!({ "success": true, "updatedJob": { "id": job.get("id"), "calloutFee": fee } }))
}

fn send_to_technician(world: &mut World, call: &Call) -> Answer {
    let id = call
        .params
        .get("job")
        .and_then(|job| job.get("id"))
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let job = existing(&JOBS, world, &id)?.clone();
    checks::check_record(&JOBS, &id, &job, world, call)?;
    let technician = world
        .store
        .find("employees", text(&job, "employeeId"))
        .ok_or_else(|| Refusal::new(400, "the job has no technician"))?;
    let to = text(technician, "phone").to_owned();
    let website = text(&job, "websiteId");
    world.add_message(
        website,
        &to,
        &format!("Your job: {}", text(&job, "issue")),
        None,
    );
    Ok(json!({ "message": "The job is sent." }))
}

fn match_technician(world: &World, call: &Call) -> Value {
    let issue = call.text("issueDescription");
    let mut all = world.seen(EMPLOYEES.name, call).map(|technician| {
        let name = format!(
            "{} {}",
            text(technician, "firstName"),
            text(technician, "lastName")
        );
        json!({
            "technicianId": technician.get("id"),
            "technicianName": name,
            "reasoning": [made_up(format!("Could see to: {issue}"))],
        })
    });
    let best = all.next();
    json!({ "recommendations": { "primaryRecommendation": best, "alternatives": all.collect::<Vec<_>>() } })
}

fn analytics(world: &World, call: &Call) -> Value {
    let website = call.text("websiteId");
    let of = |month: &str| -> Vec<&Record> {
        let jobs = world.store.of("jobs", "websiteId", &website);
        jobs.filter(|it| text(it, "slotStart").starts_with(month))
            .collect()
    };
    let count = |jobs: usize| f64::from(u32::try_from(jobs).unwrap_or(u32::MAX));
    let finished = |it: &&&Record| matches!(text(it, "jobStatus"), "done" | "paid" | "invoiced");
    json!({
        "totalJobs": change_of(call, |month| count(of(month).len())),
        "jobCompletionRate": change_of(call, |month| {
            let jobs = of(month);
            let done = jobs.iter().filter(finished).count();
            if jobs.is_empty() { 0.0 } else { 100.0 * count(done) / count(jobs.len()) }
        }),
    })
}

fn ai_booking(world: &mut World, call: &Call) -> Answer {
    let contact = world
        .store
        .find("contacts", &call.text("contactId"))
        .ok_or_else(|| unknown("contact", &call.text("contactId")))?
        .clone();
    let id = world.add_job(
        &contact,
        &call.text("websiteId"),
        "AI-Draft",
        text(&contact, "message"),
    );
    Ok(json!({ "message": "A draft is booked.", "id": id }))
}

fn financials(world: &mut World, call: &Call) -> Answer {
    let id = call.text("jobId");
    existing(&JOBS, world, &id)?;
    let payments = received(world.store.of("payments", "jobId", &id));
    let expenses = sum(world.store.of("expenses", "jobId", &id), "amount");
    Ok(json!({ "payments": payments, "expenses": expenses, "profit": payments - expenses }))
}

fn survey(world: &mut World, call: &Call) -> Answer {
    let job = existing(&JOBS, world, &call.text("jobId"))?;
    let text = format!("How was our visit about: {}?", text(job, "issue"));
    Ok(json!({ "message": made_up(text) }))
}

fn salary(world: &mut World, call: &Call) -> Answer {
    let id = technician(world, call)?;
    let payments = world.store.of("payments", "employeeId", &id);
    let paid = received(month_of(payments, "paymentDate", &call.month()));
    Ok(json!({ "salary": technicians_share(paid) }))
}

fn technician(world: &World, call: &Call) -> Result<String, Refusal> {
    let id = call.text("technicianId");
    match world.store.find("employees", &id) {
        Some(_) => Ok(id),
        None => Err(unknown("technician", &id)),
    }
}

fn monthly_report(world: &mut World, call: &Call) -> Answer {
    let (id, month) = (technician(world, call)?, call.month());
    let payments = month_of(
        world.store.of("payments", "employeeId", &id),
        "paymentDate",
        &month,
    );
    let payments: Vec<Value> = payments
        .filter(|it| has_arrived(it))
        .map(|it| json!({ "total": crate::store::number(it, "amountInCents") / 100.0, "createdAt": it.get("createdAt") }))
        .collect();
    let expenses = month_of(
        world.store.of("expenses", "employeeId", &id),
        "date",
        &month,
    );
    let expenses: Vec<Value> = expenses
        .map(|it| json!({ "type": it.get("type"), "date": it.get("date"), "amount": it.get("amount") }))
        .collect();
    let jobs = month_of(
        world.store.of("jobs", "employeeId", &id),
        "slotStart",
        &month,
    );
    let jobs: Vec<&Record> = jobs.collect();
    Ok(json!({ "payments": payments, "expenses": expenses, "jobs": jobs }))
}

/// A bare list, as the API has it.
fn performance(world: &World, call: &Call) -> Value {
    let month = call.month();
    let website = call.text("websiteId");
    world
        .store
        .of("employees", "websiteId", &website)
        .map(|technician| {
            let id = text(technician, "id");
            let jobs = month_of(world.store.of("jobs", "employeeId", id), "slotStart", &month);
            let done = jobs.filter(|it| matches!(text(it, "jobStatus"), "done" | "paid" | "invoiced"));
            let payments = month_of(world.store.of("payments", "employeeId", id), "paymentDate", &month);
            json!({
                "technicianId": id,
                "name": format!("{} {}", text(technician, "firstName"), text(technician, "lastName")),
                "jobsCompleted": done.count(),
                "totalEarnings": received(payments),
            })
        })
        .collect()
}

/// The two hours of the day in which somebody has no job.
fn availability(world: &World, call: &Call) -> Value {
    let (employee, date) = (call.text("employeeId"), call.text("date"));
    let technicians: Vec<&str> = world
        .seen(EMPLOYEES.name, call)
        .map(|it| text(it, "id"))
        .filter(|id| employee == "all" || *id == employee)
        .collect();
    let is_free = |hour: u32| {
        let is_busy = |id: &&&str| {
            let mut jobs = world.store.of(JOBS.name, "employeeId", id);
            jobs.any(|job| takes(job, &date, hour * 60, (hour + 2) * 60))
        };
        technicians.iter().filter(is_busy).count() < technicians.len()
    };
    let slots: Vec<Value> = HOURS
        .into_iter()
        .filter(|hour| is_free(*hour))
        .map(|hour| {
            let at = |hour: u32| format!("{date}T{hour:02}:00:00.000Z");
            json!({ "start": at(hour), "end": at(hour + 2) })
        })
        .collect();
    json!({ "availableSlots": slots })
}

/// Whether a job takes some of the time between two minutes of a day.
fn takes(job: &Record, date: &str, from: u32, until: u32) -> bool {
    let start = text(job, "slotStart");
    let Some(begins) = minute(start).filter(|_| start.starts_with(date)) else {
        return false;
    };
    !is(job, "jobStatus", "cancelled") && begins < until && begins + minutes(job) > from
}

/// The minute of the day of a date and time.
fn minute(moment: &str) -> Option<u32> {
    let (hour, minute) = (moment.get(11..13)?, moment.get(14..16)?);
    Some(hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?)
}

/// How long a job takes: `2hrs`.
fn minutes(job: &Record) -> u32 {
    let hours = text(job, "slotTime").chars().next();
    60 * hours.and_then(|it| it.to_digit(10)).unwrap_or(1)
}

/// Says when a job ends: on the day on which it begins.
pub(super) fn set_slot_end(job: &mut Record) {
    let start = text(job, "slotStart");
    let (Some(begins), Some(date), Some(zone)) = (minute(start), start.get(..11), start.get(16..))
    else {
        return;
    };
    let ends = (begins + minutes(job)).min(24 * 60 - 1);
    let end = format!("{date}{:02}:{:02}{zone}", ends / 60, ends % 60);
    job.insert("slotEnd".to_owned(), end.into());
}
