//! `expediter user create`: creates accounts, such as the first admin.

use std::io::IsTerminal as _;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use auth::passwords::Passwords;
use domain::account::{Password, Role, User, UserId};
use domain::business::{Acceptance, Business, BusinessId, DEFAULT_GRACE_SECONDS, KitchenMode};
use domain::clock::{Clock, Stamp};
use secrecy::ExposeSecret as _;
use service::telemetry;
use store::{Tx, businesses, users};

use crate::cli::CreateUserArgs;
use crate::data_dir;

/// The business that the new account belongs to.
enum Membership {
    /// No business.
    None,
    /// An existing business.
    Existing(BusinessId),
    /// A new business, to be created with the account.
    New(Business),
}

/// Creates an account with any role.
pub(crate) async fn create(args: CreateUserArgs) -> Result<()> {
    telemetry::init_logging(&args.data_dir.logging)?;
    let clock = Clock::system();
    let stamp = clock.stamp();
    let passwords = Passwords::new(args.passwords.password_min_length);
    let password = read_password(&args)?;
    passwords.check(&password).map_err(|invalid| anyhow!("the password {invalid}"))?;
    let membership = resolve_membership(&args, &clock, stamp)?;

    let db = data_dir::open_database(&args.data_dir).await?;
    let hash = passwords.hash(password).await.map_err(|_| anyhow!("too many passwords are being hashed"))?;
    let mut tx = db.begin().await?;
    let user = User {
        id: UserId(stamp.id),
        name: args.name.map_or_else(|| args.username.as_str().parse(), Ok)?,
        username: args.username,
        email: args.email,
        role: args.role,
        business_id: apply_membership(&mut tx, membership).await?,
        created_at: stamp.at,
    };
    if let Some(field) = users::create_unless_taken(&mut tx, &user, &hash).await? {
        bail!("this {field} is taken");
    }
    tx.commit().await?;
    db.close().await;
    println!("Created the {} account {} ({}).", user.role, user.username, user.id);
    Ok(())
}

fn resolve_membership(args: &CreateUserArgs, clock: &Clock, stamp: Stamp) -> Result<Membership> {
    match (args.role, args.business, args.business_name.clone()) {
        (Role::Customer | Role::Admin, None, None) => Ok(Membership::None),
        (Role::Waiter | Role::Business, Some(id), None) => Ok(Membership::Existing(id)),
        (Role::Business, None, Some(name)) => Ok(Membership::New(Business {
            id: BusinessId(clock.new_id()),
            name,
            currency: "EUR".parse()?,
            timezone: "UTC".parse()?,
            open: true,
            acceptance: Acceptance::Automatic,
            grace_seconds: DEFAULT_GRACE_SECONDS,
            kitchen: KitchenMode::Automatic,
            created_at: stamp.at,
        })),
        (Role::Waiter, ..) => bail!("a waiter needs --business, the id of a business"),
        (Role::Business, ..) => {
            bail!("an owner needs --business-name for a new business, or --business with the id of an existing one")
        }
        (Role::Customer | Role::Admin, ..) => bail!("customers and admins do not belong to a business"),
    }
}

async fn apply_membership(tx: &mut Tx, membership: Membership) -> Result<Option<BusinessId>> {
    match membership {
        Membership::None => Ok(None),
        Membership::Existing(id) => {
            let business = businesses::find(tx, id).await?.context("there is no business with this id")?;
            Ok(Some(business.id))
        }
        Membership::New(business) => {
            businesses::create(tx, &business).await?;
            Ok(Some(business.id))
        }
    }
}

fn read_password(args: &CreateUserArgs) -> Result<Password> {
    let text = if let Some(password) = &args.password {
        password.expose_secret().to_owned()
    } else if std::io::stdin().is_terminal() {
        let unreadable = "cannot read the password from the terminal";
        let password = rpassword::prompt_password("Password: ").context(unreadable)?;
        let repeated = rpassword::prompt_password("Repeat the password: ").context(unreadable)?;
        ensure!(password == repeated, "the passwords differ");
        password
    } else {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).context("cannot read the password from standard input")?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    text.parse().map_err(|invalid| anyhow!("the password {invalid}"))
}
