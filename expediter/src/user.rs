//! Accounts by command: how the first admin is made.

use std::io::IsTerminal as _;

use anyhow::{Context as _, Result, bail, ensure};
use shared::account::{Password, Role, User, UserId};
use shared::auth::Passwords;
use shared::business::{Acceptance, Business, BusinessId, DEFAULT_GRACE_SECONDS, Kitchen};
use shared::clock::Clock;
use shared::store::{businesses, users};

use crate::cli::CreateUser;
use crate::home;

/// Makes an account of any role.
pub(crate) async fn create(form: CreateUser) -> Result<()> {
    shared::telemetry::start(&form.home.logging)?;
    let clock = Clock::system();
    let stamp = clock.stamp();
    let password: Password = password(&form)?;
    let business = match (form.role, form.business, form.business_name) {
        (Role::Customer | Role::Admin, None, None) => None,
        (Role::Waiter | Role::Business, Some(business), None) => Some(Err(business)),
        (Role::Business, None, Some(name)) => Some(Ok(Business {
            id: BusinessId(clock.new_id()),
            name,
            currency: "EUR".parse()?,
            timezone: "UTC".parse()?,
            open: true,
            acceptance: Acceptance::Automatic,
            grace_seconds: DEFAULT_GRACE_SECONDS,
            kitchen: Kitchen::Automatic,
            created_at: stamp.at,
        })),
        (Role::Waiter, ..) => bail!("a waiter needs --business, the id of the business it works for"),
        (Role::Business, ..) => bail!("an owner needs --business-name (of a new business) or --business (an id)"),
        (Role::Customer | Role::Admin, ..) => bail!("customers and admins belong to no business"),
    };

    let db = home::open_database(&form.home).await?;
    let hash = Passwords::default().hash(password).await.map_err(|_| anyhow::anyhow!("nobody else hashes yet"))?;
    let mut tx = db.begin().await?;
    let business_id = match business {
        None => None,
        Some(Ok(new)) => {
            businesses::insert(&mut tx, &new).await?;
            Some(new.id)
        }
        Some(Err(id)) => Some(businesses::find(&mut tx, id).await?.context("there is no business with this id")?.id),
    };
    let user = User {
        id: UserId(stamp.id),
        name: form.name.map_or_else(|| form.username.as_str().parse(), Ok)?,
        username: form.username,
        email: form.email,
        role: form.role,
        business_id,
        created_at: stamp.at,
    };
    if let Some(field) = users::insert_unless_taken(&mut tx, &user, &hash).await? {
        bail!("somebody has this {field} already");
    }
    tx.commit().await?;
    db.close().await;
    println!("Made the {} account {} ({}).", user.role, user.username, user.id);
    Ok(())
}

fn password(form: &CreateUser) -> Result<Password> {
    let text = if let Some(password) = &form.password {
        password.expose().to_owned()
    } else if std::io::stdin().is_terminal() {
        let unreadable = "cannot read the password from the terminal";
        let once = rpassword::prompt_password("Password: ").context(unreadable)?;
        let twice = rpassword::prompt_password("Once more: ").context(unreadable)?;
        ensure!(once == twice, "the two passwords differ");
        once
    } else {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).context("cannot read the password from standard input")?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    text.parse().map_err(|invalid| anyhow::anyhow!("the password {invalid}"))
}
