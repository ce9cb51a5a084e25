//! Demo data: three businesses with menus, and accounts with all roles.

mod menus;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, ensure};
use auth::passwords::{Passwords, Verification};
use domain::account::{Role, User, UserId, Username};
use domain::business::{Business, BusinessId, DEFAULT_GRACE_SECONDS};
use domain::clock::Clock;
use domain::item::{ItemId, NewItem};
use domain::money::Price;
use service::telemetry;
use store::{Db, Tx, businesses, is_unique_violation, items, sequences, users};

use crate::cli::DataDirArgs;
use crate::data_dir;
use menus::DemoBusiness;

/// The password of all demo accounts.
pub(crate) const PASSWORD: &str = "expediter";

/// Maximum time to wait for another process that is loading the demo data.
const CONCURRENT_LOAD_TIMEOUT: Duration = Duration::from_secs(5);
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// A demo account.
pub(crate) struct DemoLogin {
    pub(crate) username: &'static str,
    name: &'static str,
    role: Role,
    /// Index of the business in [`menus::BUSINESSES`].
    business: Option<usize>,
    pub(crate) description: &'static str,
}

/// All demo accounts.
pub(crate) const LOGINS: &[DemoLogin] = &[
    DemoLogin { username: "diner", name: "Dana Diner", role: Role::Customer, business: None, description: "customer" },
    DemoLogin {
        username: "trattoria",
        name: "Lucia Bianchi",
        role: Role::Business,
        business: Some(0),
        description: "owner of Trattoria Lucia, which accepts and prepares orders automatically",
    },
    DemoLogin {
        username: "noodles",
        name: "Ken Sato",
        role: Role::Business,
        business: Some(1),
        description: "owner of Noodle Bar Nine, which accepts orders manually",
    },
    DemoLogin {
        username: "bakery",
        name: "Beatrice Baker",
        role: Role::Business,
        business: Some(2),
        description: "owner of Corner Bakery, whose staff prepare orders",
    },
    DemoLogin {
        username: "waiter",
        name: "Walter Waiter",
        role: Role::Waiter,
        business: Some(0),
        description: "waiter of Trattoria Lucia",
    },
    DemoLogin { username: "admin", name: "Ada Admin", role: Role::Admin, business: None, description: "admin" },
];

/// Loads the demo data into an empty database. Returns `true` if the database contains the demo data.
pub(crate) async fn load(db: &Db, clock: &Clock) -> Result<bool> {
    let is_empty = businesses::is_empty(&mut db.read().await?).await? && !has_users(db).await?;
    if !is_empty {
        return is_loaded(db).await;
    }
    let password = PASSWORD.parse().context("the demo password is invalid")?;
    let hash = Passwords::default().hash(password).await.map_err(|_| anyhow!("too many passwords are being hashed"))?;
    match insert_all(db, clock, &hash).await {
        // Another process is loading the demo data. Wait until it has finished.
        Err(error) if error.downcast_ref::<store::Error>().is_some_and(is_unique_violation) => {
            let deadline = Instant::now() + CONCURRENT_LOAD_TIMEOUT;
            while !is_loaded(db).await? {
                if Instant::now() >= deadline {
                    return Ok(false);
                }
                tokio::time::sleep(POLL_INTERVAL).await;
            }
            Ok(true)
        }
        result => result.map(|()| true),
    }
}

async fn insert_all(db: &Db, clock: &Clock, hash: &str) -> Result<()> {
    let mut tx = db.begin().await?;
    let mut business_ids = Vec::new();
    for business in menus::BUSINESSES {
        business_ids.push(insert_business(&mut tx, clock, business).await?);
    }
    for login in LOGINS {
        let stamp = clock.stamp();
        let user = User {
            id: UserId(stamp.id),
            username: login.username.parse()?,
            email: Some(format!("{}@example.com", login.username).parse()?),
            name: login.name.parse()?,
            role: login.role,
            business_id: login.business.and_then(|index| business_ids.get(index).copied()),
            created_at: stamp.at,
        };
        users::create(&mut tx, &user, hash).await?;
    }
    Ok(tx.commit().await?)
}

async fn insert_business(tx: &mut Tx, clock: &Clock, demo: &DemoBusiness) -> Result<BusinessId> {
    let stamp = clock.stamp();
    let business = Business {
        id: BusinessId(stamp.id),
        name: demo.name.parse()?,
        currency: "EUR".parse()?,
        timezone: demo.timezone.parse()?,
        open: true,
        acceptance: demo.acceptance,
        grace_seconds: DEFAULT_GRACE_SECONDS,
        kitchen: demo.kitchen,
        created_at: stamp.at,
    };
    businesses::create(tx, &business).await?;
    for item in demo.items {
        let stamp = clock.stamp();
        let new_item = NewItem {
            description: Some(item.description.parse()?),
            category: Some(item.category.parse()?),
            stock_quantity: item.stock,
            ..NewItem::new(item.name.parse()?, Price::new(item.price_cents)?)
        };
        let number = sequences::next_item_number(tx).await?;
        let item = new_item.into_item(ItemId(stamp.id), number, &business);
        items::create(tx, &item, business.id.0, stamp).await?;
    }
    Ok(business.id)
}

async fn has_users(db: &Db) -> Result<bool> {
    Ok(!users::list(&mut db.read().await?, None, UserId::default(), 1).await?.is_empty())
}

/// Returns `true` if the database contains the demo data: the first demo account exists and has the demo password.
pub(crate) async fn is_loaded(db: &Db) -> Result<bool> {
    let username: Username = LOGINS[0].username.parse()?;
    let credentials = users::find_credentials(&mut db.read().await?, username.as_str()).await?;
    let Some(credentials) = credentials else { return Ok(false) };
    // Check the password: without the demo data, another account may have this name.
    let verified = Passwords::default().verify(PASSWORD.to_owned(), Some(credentials.password_hash)).await;
    Ok(verified == Ok(Verification::Correct))
}

/// Runs `expediter demo`.
pub(crate) async fn run_command(args: &DataDirArgs) -> Result<()> {
    telemetry::init_logging(&args.logging)?;
    let db = data_dir::open_database(args).await?;
    let is_loaded = load(&db, &Clock::system()).await?;
    db.close().await;
    ensure!(is_loaded, "the database is not empty and does not contain the demo data; nothing was changed");
    println!("The demo data is loaded. Demo accounts (the password is \"{PASSWORD}\"):");
    for login in LOGINS {
        println!("  {:<12}  {}", login.username, login.description);
    }
    Ok(())
}
