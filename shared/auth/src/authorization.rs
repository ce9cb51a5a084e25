//! The authenticated account, and the orders that it may see.

use domain::account::{Actor, Role, UserId};
use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::order::OrderScope;

/// The account of an authenticated client: as in the access token, or as in the database (HTTP Basic).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The id of the account.
    pub id: UserId,
    /// The role of the account.
    pub role: Role,
    /// The business that the account owns or works for; `None` for customers and admins.
    pub business_id: Option<BusinessId>,
    /// The name of the account.
    pub name: String,
    /// Time at which the token expires. For HTTP Basic, the time at which a token issued for the request would.
    pub expires_at: Timestamp,
}

impl Account {
    /// Returns the account as the author of a change.
    pub fn actor(&self) -> Actor {
        Actor { role: self.role.into(), id: Some(self.id.0), name: self.name.clone() }
    }

    /// Returns the orders that the account may see: customers see their own, staff see those of their business, and admins see
    /// all.
    pub fn scope(&self) -> OrderScope {
        match (self.role, self.business_id) {
            (Role::Admin, _) => OrderScope::All,
            (Role::Business | Role::Waiter, Some(business)) => OrderScope::Business(business),
            // Staff accounts always have a business. Without one, they would see only the orders that they placed as customers.
            (Role::Customer | Role::Business | Role::Waiter, _) => OrderScope::Customer(self.id),
        }
    }
}
