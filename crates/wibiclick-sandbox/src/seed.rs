//! What the sandbox starts with: a small firm of plumbers and repairers of
//! appliances in two towns. Its records are in `seed.json`; everybody in it is
//! made up.

use serde_json::{Map, json};

use crate::world::{Day, OWNER, PASSWORD, User, Website, World};

/// What time it is in the sandbox, unless told otherwise.
pub(crate) const NOW: &str = "2026-01-15T09:00:00.000Z";

/// Four users of three websites, and the records of the first.
///
/// # Errors
/// When `seed.json` is no store.
pub(crate) fn world(now: &str) -> serde_json::Result<World> {
    let mut world = World {
        now: now.to_owned(),
        store: serde_json::from_str(include_str!("seed.json"))?,
        last_number: 100,
        ..World::default()
    };
    for (number, name) in [(1, "north"), (2, "south"), (3, "west")] {
        world.websites.push(Website {
            id: format!("site_{number}"),
            url: format!("https://{name}.example"),
            traffic: (1..=3)
                .map(|day| Day {
                    date: format!("2026-01-{day:02}"),
                    views: 10 * number + day,
                    clicks: number,
                })
                .collect(),
        });
    }
    let users: [(&str, &str, &str, &[&str]); 4] = [
        ("John", "Doe", "john.doe@example.com", &["site_1", "site_2"]),
        (
            "Jane",
            "Roe",
            "jane.roe@example.com",
            &["site_1", "site_2", "site_3"],
        ),
        (
            "Casey",
            "Clerk",
            "casey.clerk@example.com",
            &["site_1", "site_3"],
        ),
        // The actor in the real payloads of Okta: nothing may happen to this one.
        ("Okta", "Trainer", "okta.trainer@okta.com", &["site_1"]),
    ];
    for (number, (first, last, email, websites)) in (1..).zip(users) {
        let user = world.new_user(first, last, email, PASSWORD);
        let id = format!("user_{number}");
        let role = if id == OWNER { "admin" } else { "user" };
        world.users.push(User {
            id,
            role: role.to_owned(),
            websites: websites.iter().map(|&id| id.to_owned()).collect(),
            ..user
        });
    }
    let company = json!({
        "company_name": "Harbour Plumbing & Repairs", "slogan": "On time, and dry",
        "email": "office@harbourplumbing.example", "currency_symbol": "R",
        "address1": "7 Quay Street", "address2": "", "city": "Northport", "state": "Coast",
        "postal_code": "7100", "country": "ZA", "account_name": "Harbour Plumbing & Repairs",
        "bank": "First Bank of Northport", "account_number": "0000000000",
        "account_type": "current", "branch_code": "000000",
    });
    world.company = company.as_object().cloned().unwrap_or_else(Map::new);
    Ok(world)
}
