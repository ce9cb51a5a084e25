use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use shared::account::{Email, Name, Password, Role, User, UserId, Username};
use shared::business::{Acceptance, Business, BusinessId, DEFAULT_GRACE_SECONDS, Kitchen, Timezone};
use shared::money::Currency;
use shared::problem::Problem;
use shared::store::{Tx, businesses, users};
use utoipa::ToSchema;

use super::Session;
use crate::error::{Error, Result, retried};
use crate::extract::Json;
use crate::state::App;

/// Whoever opens an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Register)]
pub(in crate::routes) struct Registration {
    /// The login name.
    pub username: Username,
    /// The password.
    pub password: Password,
    /// An address that logs in as well.
    pub email: Option<Email>,
    /// What to call the person; the username by default.
    pub name: Option<Name>,
    /// `customer` or `business`.
    pub role: Role,
    /// What guests call the business; wanted when `role` is `business`.
    pub business_name: Option<Name>,
    /// The currency of its prices; EUR by default.
    pub currency: Option<Currency>,
    /// Where its days begin and end; UTC by default.
    pub timezone: Option<Timezone>,
}

/// Open an account
///
/// A customer's, or a business's together with its business. Admins are made by an admin or on the command line.
#[utoipa::path(
    post, path = "/api/auth/register", tag = "auth", request_body = Registration,
    responses(
        (status = 201, description = "The account, logged in", body = Session),
        (status = 403, description = "This role cannot be registered", body = Problem),
        (status = 409, description = "The name or address is taken", body = Problem),
    )
)]
pub(super) async fn register(
    State(app): State<App>,
    Json(form): Json<Registration>,
) -> Result<(StatusCode, axum::Json<Session>)> {
    let session = open(&app, form, (Acceptance::Automatic, Kitchen::Automatic)).await?;
    Ok((StatusCode::CREATED, axum::Json(session)))
}

/// Opens an account; a business that comes with it accepts and cooks in this way.
pub(in crate::routes) async fn open(
    app: &App,
    form: Registration,
    (acceptance, kitchen): (Acceptance, Kitchen),
) -> Result<Session> {
    let stamp = app.clock.stamp();
    let business = match form.role {
        Role::Customer => None,
        Role::Business => Some(Business {
            id: BusinessId(app.clock.new_id()),
            name: form.business_name.ok_or_else(|| Error::field("business_name", "is missing"))?,
            currency: form.currency.unwrap_or_else(|| "EUR".parse().expect("EUR is a currency")),
            timezone: form.timezone.unwrap_or_else(|| "UTC".parse().expect("UTC is a time zone")),
            open: true,
            acceptance,
            grace_seconds: DEFAULT_GRACE_SECONDS,
            kitchen,
            created_at: stamp.at,
        }),
        Role::Waiter => return Err(Error::Forbidden("Waiters are made by their business.")),
        Role::Admin => return Err(Error::Forbidden("Admins are made by an admin or on the command line.")),
    };
    let name = match form.name {
        Some(name) => name,
        None => form.username.as_str().parse().map_err(crate::extract::field("name"))?,
    };
    let user = User {
        id: UserId(stamp.id),
        username: form.username,
        email: form.email,
        name,
        role: form.role,
        business_id: business.as_ref().map(|business| business.id),
        created_at: stamp.at,
    };
    let hash = app.passwords.hash(form.password).await?;

    retried(|| async {
        let mut tx = app.db.begin().await?;
        if let Some(business) = &business {
            businesses::insert(&mut tx, business).await?;
        }
        insert(&mut tx, &user, &hash).await?;
        let session = Session::open(app, &mut tx, user.clone(), stamp.id).await?;
        tx.commit().await?;
        Ok(session)
    })
    .await
}

/// Adds an account, unless one of its names is taken.
pub(in crate::routes) async fn insert(tx: &mut Tx, user: &User, hash: &str) -> Result<()> {
    match users::insert_unless_taken(tx, user, hash).await? {
        Some(field) => Err(Error::Taken(field)),
        None => Ok(()),
    }
}
