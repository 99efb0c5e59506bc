//! A person leaves: disconnected from every website, with notes and activities
//! handed over.
//!
//!     WIBICLICK_API_KEY=… cargo run --features native --example offboard -- john.doe@example.com user_2

use std::{env, error::Error};

use wibiclick::{
    actions::user::{DisconnectFromWebsite, GetMany, ReassignActivities, ReassignNotes},
    actions::website::GetForUser,
    client::{Client, Config},
    error::ErrorKind,
    transport::Native,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let leaver = arguments.next().ok_or("whose email?")?;
    let successor = arguments.next().ok_or("who takes over? a user's id")?;
    let base_url = env::var("WIBICLICK_BASE_URL").ok();
    let key = env::var("WIBICLICK_API_KEY")?;
    let client = Client::new(
        Config::new(base_url.as_deref(), Some(&key))?,
        Native::new()?,
    );

    let users = client.send(&GetMany::new("site_1")).await?.users;
    let user = users
        .into_iter()
        .find(|user| user.email.as_deref() == Some(&leaver))
        .ok_or("nobody has this email")?;
    for website in client
        .send(&GetForUser::new(user.id.clone()))
        .await?
        .websites
    {
        let disconnect = DisconnectFromWebsite::new(website.value, user.id.clone());
        match client.send(&disconnect).await {
            Ok(_) => println!("disconnected from {}", website.label.unwrap_or_default()),
            Err(error) if error.kind == ErrorKind::NotFound => println!("was disconnected already"),
            Err(error) => return Err(error.into()),
        }
    }
    client
        .send(&ReassignNotes::new(user.id.clone(), successor.as_str()))
        .await?;
    client
        .send(&ReassignActivities::new(user.id, successor.as_str()))
        .await?;
    println!("notes and activities are with {successor}");
    Ok(())
}
