//! Authentication and authorization: the signature of a handler states which accounts may call it.

use std::ops::Deref;

use auth::Account;
use auth::tokens::bearer_token;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use domain::account::{Role, UserId};
use domain::business::BusinessId;

use crate::app::App;
use crate::error::Error;

/// Any account that has a valid access token and has not been archived.
#[derive(Clone, Debug)]
pub struct Authenticated(pub Account);

impl Deref for Authenticated {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Authenticated
where
    App: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let app = App::from_ref(state);
        let token = bearer_token(&parts.headers)
            .ok_or(Error::Unauthenticated("Send an access token: `Authorization: Bearer …`."))?;
        let account = app.tokens.verify(token, app.clock.now()).map_err(Error::Unauthenticated)?;
        if app.revocations.is_revoked(account.id).await? {
            return Err(Error::Unauthenticated("This account has been deactivated."));
        }
        Ok(Self(account))
    }
}

/// Declares an extractor that requires one of these roles.
macro_rules! require_role {
    ($(#[$doc:meta])* $name:ident, $roles:pat, $refusal:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(pub Account);

        impl Deref for $name {
            type Target = Account;

            fn deref(&self) -> &Account {
                &self.0
            }
        }

        impl<S: Send + Sync> FromRequestParts<S> for $name
        where
            App: FromRef<S>,
        {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
                let Authenticated(account) = Authenticated::from_request_parts(parts, state).await?;
                Self::try_from(account)
            }
        }

        impl TryFrom<Account> for $name {
            type Error = Error;

            fn try_from(account: Account) -> Result<Self, Error> {
                match account.role {
                    $roles => Ok(Self(account)),
                    _ => Err(Error::Forbidden($refusal)),
                }
            }
        }
    };
}

require_role!(
    /// An account that may place orders: customers for themselves, and staff for guests.
    CanOrder, Role::Customer | Role::Business | Role::Waiter, "Admins can't order. Log in as a customer, waiter or owner."
);
require_role!(
    /// Staff of a business, or an admin.
    Staff, Role::Business | Role::Waiter | Role::Admin, "Only staff can see this."
);
require_role!(
    /// The operator of the installation.
    Admin, Role::Admin, "Only admins can do this."
);
require_role!(
    /// An account that may manage other accounts: owners manage their waiters, and admins manage all accounts.
    CanManageUsers, Role::Business | Role::Admin, "Only owners and admins can manage accounts."
);
require_role!(
    /// An account that may view the report by day and hour: an owner, or an admin. The report by item admits [`Staff`].
    CanViewReports, Role::Business | Role::Admin, "Only owners and admins can see this."
);

/// The owner of a business.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The account.
    pub account: Account,
    /// The business.
    pub business: BusinessId,
}

impl Owner {
    /// Returns the id of the account.
    pub fn id(&self) -> UserId {
        self.account.id
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Owner
where
    App: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Authenticated(account) = Authenticated::from_request_parts(parts, state).await?;
        match (account.role, account.business_id) {
            (Role::Business, Some(business)) => Ok(Self { account, business }),
            _ => Err(Error::Forbidden("Only the owner of the business can do this.")),
        }
    }
}
