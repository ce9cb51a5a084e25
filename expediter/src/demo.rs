//! Three businesses with real menus, and people to try them with.

mod menus;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use shared::account::{Role, User, UserId, Username};
use shared::auth::Passwords;
use shared::business::{Acceptance, Business, BusinessId, DEFAULT_GRACE_SECONDS, Kitchen};
use shared::clock::Clock;
use shared::item::{Item, ItemId};
use shared::money::Cents;
use shared::store::{self, Db, Tx, businesses, counters, is_taken, items, users};

use crate::cli::Home;
use crate::home;

/// The password of every demo account.
pub(crate) const PASSWORD: &str = "expediter";

/// How long another process that loads the demo data at the same moment may take to finish.
const PATIENCE: Duration = Duration::from_secs(5);

/// A demo account.
pub(crate) struct Login {
    /// What to log in as.
    pub(crate) username: &'static str,
    name: &'static str,
    role: Role,
    business: Option<usize>,
    /// What can be done with it.
    pub(crate) what: &'static str,
}

/// The demo accounts; those of businesses in the order of [`menus::BUSINESSES`].
pub(crate) const LOGINS: &[Login] = &[
    Login {
        username: "diner",
        name: "Dana Diner",
        role: Role::Customer,
        business: None,
        what: "a customer: orders for herself",
    },
    Login {
        username: "trattoria",
        name: "Lucia Bianchi",
        role: Role::Business,
        business: Some(0),
        what: "Trattoria Lucia: accepts after 5 s, kitchen workers cook",
    },
    Login {
        username: "noodles",
        name: "Ken Sato",
        role: Role::Business,
        business: Some(1),
        what: "Noodle Bar Nine: accepts by hand, kitchen workers cook",
    },
    Login {
        username: "bakery",
        name: "Beatrice Baker",
        role: Role::Business,
        business: Some(2),
        what: "Corner Bakery: accepts after 5 s, cooks by hand",
    },
    Login {
        username: "waiter",
        name: "Walter Waiter",
        role: Role::Waiter,
        business: Some(0),
        what: "a waiter of Trattoria Lucia: orders for tables, hands over",
    },
    Login { username: "admin", name: "Ada Admin", role: Role::Admin, business: None, what: "sees everything" },
];

/// Loads the demo data if the database is empty; answers whether it is there.
pub(crate) async fn load(db: &Db, clock: &Clock) -> Result<bool> {
    let empty = businesses::is_empty(&mut db.read().await?).await? && !has_people(db).await?;
    if !empty {
        return is_loaded(db).await;
    }
    let password = PASSWORD.parse().context("the demo's password is one")?;
    let hash = Passwords::default().hash(password).await.map_err(|_| anyhow::anyhow!("nobody else hashes yet"))?;

    match fill(db, clock, &hash).await {
        // Somebody else was faster: what counts is that it is there.
        Err(error) if error.downcast_ref::<store::Error>().is_some_and(is_taken) => {
            let deadline = Instant::now() + PATIENCE;
            while !is_loaded(db).await? {
                if Instant::now() >= deadline {
                    return Ok(false);
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Ok(true)
        }
        filled => filled.map(|()| true),
    }
}

async fn fill(db: &Db, clock: &Clock, hash: &str) -> Result<()> {
    let mut tx = db.begin().await?;
    let mut ids = Vec::new();
    for menu in menus::BUSINESSES {
        ids.push(open(&mut tx, clock, menu).await?);
    }
    for login in LOGINS {
        let stamp = clock.stamp();
        let user = User {
            id: UserId(stamp.id),
            username: login.username.parse()?,
            email: Some(format!("{}@example.com", login.username).parse()?),
            name: login.name.parse()?,
            role: login.role,
            business_id: login.business.and_then(|index| ids.get(index).copied()),
            created_at: stamp.at,
        };
        users::insert(&mut tx, &user, hash).await?;
    }
    Ok(tx.commit().await?)
}

async fn open(tx: &mut Tx, clock: &Clock, menu: &menus::Menu) -> Result<BusinessId> {
    let stamp = clock.stamp();
    let business = Business {
        id: BusinessId(stamp.id),
        name: menu.name.parse()?,
        currency: "EUR".parse()?,
        timezone: menu.timezone.parse()?,
        open: true,
        acceptance: if menu.accepts_by_hand { Acceptance::Manual } else { Acceptance::Automatic },
        grace_seconds: DEFAULT_GRACE_SECONDS,
        kitchen: if menu.cooks_by_hand { Kitchen::Manual } else { Kitchen::Automatic },
        created_at: stamp.at,
    };
    businesses::insert(tx, &business).await?;
    for dish in menu.dishes {
        let stamp = clock.stamp();
        let item = Item {
            id: ItemId(stamp.id),
            number: counters::next_item(tx).await?,
            business_id: business.id,
            name: dish.name.parse()?,
            description: dish.description.parse()?,
            category: dish.category.parse()?,
            image_url: None,
            price_cents: Cents::new(dish.price_cents)?,
            currency: business.currency.clone(),
            stock_quantity: dish.stock,
            available: true,
            version: 1,
            archived_at: None,
        };
        items::insert(tx, &item, business.id.0, stamp).await?;
    }
    Ok(business.id)
}

async fn has_people(db: &Db) -> Result<bool> {
    Ok(!users::page(&mut db.read().await?, None, UserId::default(), 1).await?.is_empty())
}

/// Whether the demo accounts are in this database.
pub(crate) async fn is_loaded(db: &Db) -> Result<bool> {
    let username: Username = LOGINS[0].username.parse()?;
    let known = users::credentials(&mut db.read().await?, username.as_str()).await?;
    let Some(known) = known else { return Ok(false) };
    // A database of somebody else may have a `diner` of its own.
    Ok(Passwords::default().verify(PASSWORD.to_owned(), Some(known.password_hash)).await.unwrap_or(false))
}

/// Loads the demo data by command.
pub(crate) async fn command(home: &Home) -> Result<()> {
    shared::telemetry::start(&home.logging)?;
    let db = home::open_database(home).await?;
    let loaded = load(&db, &Clock::system()).await?;
    db.close().await;
    anyhow::ensure!(loaded, "this database is not empty, and its data is not the demo's; nothing was changed");
    println!("The demo data is there. Everybody's password is \"{PASSWORD}\":");
    for login in LOGINS {
        println!("  {:<12}  {}", login.username, login.what);
    }
    Ok(())
}
