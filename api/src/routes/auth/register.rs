use axum::extract::State;
use axum::http::StatusCode;
use domain::account::{Email, Password, Role, User, UserId, Username};
use domain::business::{Acceptance, Business, BusinessId, DEFAULT_GRACE_SECONDS, KitchenMode};
use domain::calendar::Timezone;
use domain::money::Currency;
use domain::text::Name;
use serde::Deserialize;
use service::problem::Problem;
use store::{Tx, businesses, users};
use utoipa::ToSchema;

use super::session::Session;
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::Json;

/// A registration.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Register)]
pub(in crate::routes) struct Registration {
    /// The login name.
    pub username: Username,
    /// The password.
    pub password: Password,
    /// An email address, which can also be used to log in.
    pub email: Option<Email>,
    /// The person's name. Defaults to the username.
    pub name: Option<Name>,
    /// `customer` or `business`.
    pub role: Role,
    /// The name under which customers see the business. Required if `role` is `business`.
    pub business_name: Option<Name>,
    /// The currency of the business's prices. Defaults to EUR.
    pub currency: Option<Currency>,
    /// The time zone of the business. Defaults to UTC.
    pub timezone: Option<Timezone>,
}

/// Create an account
///
/// Creates a customer, or an owner together with a business. Waiters and admins are created with `POST /api/users`; admins can
/// also be created on the command line.
#[utoipa::path(
    post, path = "/api/auth/register", tag = "auth", request_body = Registration,
    responses(
        (status = 201, description = "The account, logged in", body = Session),
        (status = 403, description = "Accounts of this role cannot be registered", body = Problem),
        (status = 409, description = "The username or email address is taken", body = Problem),
    )
)]
pub(super) async fn register(
    State(app): State<App>,
    Json(form): Json<Registration>,
) -> Result<(StatusCode, axum::Json<Session>)> {
    let session = register_account(&app, form, Acceptance::Automatic, KitchenMode::Automatic).await?;
    Ok((StatusCode::CREATED, axum::Json(session)))
}

/// Creates an account and logs it in. For an owner, also creates a business with this acceptance and kitchen mode.
pub(in crate::routes) async fn register_account(
    app: &App,
    form: Registration,
    acceptance: Acceptance,
    kitchen: KitchenMode,
) -> Result<Session> {
    let stamp = app.clock.stamp();
    if let Some(currency) = &form.currency {
        currency.check_in_circulation().map_err(Error::for_field("currency"))?;
    }
    let business = match form.role {
        Role::Customer => None,
        Role::Business => Some(Business {
            id: BusinessId(app.clock.new_id()),
            name: form.business_name.ok_or_else(|| Error::field("business_name", "is missing"))?,
            currency: form.currency.unwrap_or_default(),
            timezone: form.timezone.unwrap_or_else(|| "UTC".parse().expect("UTC is a time zone")),
            open: true,
            acceptance,
            grace_seconds: DEFAULT_GRACE_SECONDS,
            kitchen,
            created_at: stamp.at,
        }),
        Role::Waiter => {
            return Err(Error::Forbidden("Waiters are created by the owner of their business or by an admin."));
        }
        Role::Admin => return Err(Error::Forbidden("Admins are created by an admin or on the command line.")),
    };
    let name = match form.name {
        Some(name) => name,
        None => form.username.as_str().parse().map_err(Error::for_field("name"))?,
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

    retry(|| async {
        let mut tx = app.db.begin().await?;
        if let Some(business) = &business {
            businesses::create(&mut tx, business).await?;
        }
        insert_user(&mut tx, &user, &hash).await?;
        let session = Session::issue(app, &mut tx, user.clone(), stamp.id).await?;
        tx.commit().await?;
        Ok(session)
    })
    .await
}

/// Inserts an account. Returns [`Error::Taken`] if its username or email address is taken.
pub(in crate::routes) async fn insert_user(tx: &mut Tx, user: &User, hash: &str) -> Result<()> {
    match users::create_unless_taken(tx, user, hash).await? {
        Some(field) => Err(Error::Taken(field)),
        None => Ok(()),
    }
}
