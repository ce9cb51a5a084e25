//! People: who they are, what they may be called, and on whose behalf they act.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Invalid;
use crate::business::BusinessId;
use crate::clock::Timestamp;
use crate::values::plain;

id! {
    /// A person's account.
    UserId
}

text_enum! {
    /// What an account may do.
    Role {
        /// Browses menus and orders for itself.
        Customer = "customer",
        /// Owns one business.
        Business = "business",
        /// Staff of one business.
        Waiter = "waiter",
        /// Operates the installation.
        Admin = "admin",
    }
}

text! {
    /// A login name, kept in lower case: 3 to 64 letters, digits, `.`, `_`, `-` or `@`.
    #[schema(min_length = 3, max_length = 64, example = "dana")]
    Username, |raw| {
        let name = raw.trim().to_lowercase();
        match name.chars().count() {
            3..=64 if name.chars().all(|c| c.is_alphanumeric() || "._-@+".contains(c)) => Ok(name),
            3..=64 => Err(Invalid::new("may hold only letters, digits and . _ - + @")),
            length => Err(Invalid(format!("must have 3 to 64 characters, not {length}"))),
        }
    }
}

text! {
    /// An email address, kept in lower case. Only its shape is checked: the one proof of an address is a letter to it.
    #[schema(max_length = 254, example = "dana@example.com")]
    Email, |raw| {
        let email = raw.trim().to_lowercase();
        let fits = email.len() <= 254 && !email.chars().any(|c| c.is_whitespace() || c.is_control());
        match email.rsplit_once('@') {
            Some((local, domain)) if fits && !local.is_empty() && domain.contains('.')
                && !domain.starts_with('.') && !domain.ends_with('.') => Ok(email),
            _ => Err(Invalid::new("must be an email address, like dana@example.com")),
        }
    }
}

text! {
    /// What a person or a business is called: 1 to 200 characters.
    #[schema(min_length = 1, max_length = 200, example = "Dana")]
    Name, |raw| plain(raw, 1, 200)
}

/// A password as it came in: 8 to 128 characters, never shown.
#[derive(Clone, ToSchema)]
#[schema(value_type = String, format = Password, min_length = 8, max_length = 128)]
pub struct Password(String);

impl Password {
    /// The secret itself, for hashing only.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Password {
    type Err = Invalid;

    fn from_str(raw: &str) -> Result<Self, Invalid> {
        match raw.chars().count() {
            8..=128 => Ok(Self(raw.to_owned())),
            _ => Err(Invalid::new("must have 8 to 128 characters")),
        }
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A person's account, as others may see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct User {
    /// Identifies the account for ever.
    pub id: UserId,
    /// The login name, in lower case.
    pub username: Username,
    /// The address, if there is one; it logs in as well.
    pub email: Option<Email>,
    /// What to call the person.
    pub name: Name,
    /// What the account may do.
    pub role: Role,
    /// The business that it owns or works for.
    pub business_id: Option<BusinessId>,
    /// When it was made.
    pub created_at: Timestamp,
}

text_enum! {
    /// Who makes a change happen: people by their role, or the house itself.
    ActorRole {
        /// The customer.
        Customer = "customer",
        /// The business's owner.
        Business = "business",
        /// A waiter.
        Waiter = "waiter",
        /// An admin.
        Admin = "admin",
        /// A kitchen worker.
        Kitchen = "kitchen",
        /// The clockwork: a grace was over, an order was forgotten.
        System = "system",
    }
}

impl From<Role> for ActorRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Customer => Self::Customer,
            Role::Business => Self::Business,
            Role::Waiter => Self::Waiter,
            Role::Admin => Self::Admin,
        }
    }
}

/// Who made a change: kept with every event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    /// In which capacity.
    pub role: ActorRole,
    /// The account, or the kitchen worker; nobody for the system.
    pub id: Option<Uuid>,
    /// What it is called, at that time.
    pub name: String,
}

impl Actor {
    /// The house itself, by its clockwork.
    pub fn system() -> Self {
        Self { role: ActorRole::System, id: None, name: "Expediter".to_owned() }
    }

    /// A kitchen worker.
    pub fn kitchen(worker: Uuid, name: &str) -> Self {
        Self { role: ActorRole::Kitchen, id: Some(worker), name: name.to_owned() }
    }
}
