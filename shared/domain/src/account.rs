//! Accounts, their roles, and the actors that change orders.

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize};
use unicode_security::MixedScript as _;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Invalid;
use crate::business::BusinessId;
use crate::clock::Timestamp;
use crate::text::{Name, check_marks, is_invisible, is_noncharacter, strip_invisible, to_nfkc};

id! {
    /// The id of an account.
    UserId
}

text_enum! {
    /// The role of an account.
    Role {
        /// Browses menus and places orders for itself.
        Customer = "customer",
        /// Owns one business.
        Business = "business",
        /// Works for one business.
        Waiter = "waiter",
        /// Operates the installation.
        Admin = "admin",
    }
}

text! {
    /// A login name of 3 to 64 characters: letters of one script, digits, `.`, `_`, `-` and `+`. Converted to lower case and
    /// Unicode NFKC. For an account without a chosen name, its email address.
    #[schema(min_length = 3, max_length = 64, example = "dana")]
    Username, |raw| {
        let name = normalize_login(raw);
        check_username(&name, "._-+", "may contain only letters, digits and . _ - +")?;
        if strip_invisible(&name) != name {
            return Err(Invalid::new("must not contain invisible characters"));
        }
        check_marks(&name)?;
        // Letters of different scripts can look the same: Latin and Cyrillic `a`.
        if !name.is_single_script() {
            return Err(Invalid::new("must not mix letters of different scripts"));
        }
        Ok(name)
    }
}

impl Username {
    /// Returns the username of an account that has only an email address: the address itself. Other accounts
    /// cannot choose it as their username, because chosen usernames do not contain `@`.
    ///
    /// # Errors
    /// The address is too long, or contains characters that usernames cannot contain.
    pub fn from_email(email: &Email) -> Result<Self, Invalid> {
        check_username(
            &email.0,
            "._-+@",
            "may contain only letters, digits and . _ - + @, because it is the username",
        )?;
        Ok(Self(email.0.clone()))
    }
}

fn check_username(name: &str, symbols: &str, reason: &str) -> Result<(), Invalid> {
    match name.chars().count() {
        3..=64 if name.chars().all(|c| c.is_alphanumeric() || symbols.contains(c)) => Ok(()),
        3..=64 => Err(Invalid::new(reason)),
        length => Err(Invalid(format!("must have 3 to 64 characters, not {length}"))),
    }
}

/// Returns the form in which usernames and email addresses are stored and compared: without surrounding whitespace, in lower
/// case, and normalized to Unicode NFKC.
pub fn normalize_login(raw: &str) -> String {
    to_nfkc(&to_nfkc(raw.trim()).to_lowercase()).trim().to_owned()
}

text! {
    /// An email address. Converted to lower case and Unicode NFKC. Only the format is checked, not whether the address exists.
    #[schema(max_length = 254, example = "dana@example.com")]
    Email, |raw| {
        let email = normalize_login(raw);
        let is_forbidden = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c) || is_noncharacter(c);
        let fits = email.len() <= 254 && !email.chars().any(is_forbidden);
        match email.rsplit_once('@') {
            Some((local, domain)) if fits && !local.is_empty() && domain.contains('.')
                && !domain.starts_with('.') && !domain.ends_with('.') => Ok(email),
            _ => Err(Invalid::new("must be an email address, such as dana@example.com")),
        }
    }
}

/// A new password in plain text: at least `PASSWORD_MIN_LENGTH` (by default 8) and at most 128 characters. Converted to Unicode
/// NFKC, so that its form does not depend on how a device composes characters.
// The minimum is a setting, so it is checked where the password is hashed. The `Debug` output is redacted.
#[derive(Clone, Debug, ToSchema)]
#[schema(value_type = String, format = Password, min_length = 4, max_length = 128)]
pub struct Password(SecretString);

impl Password {
    /// Default minimum length in characters.
    pub const DEFAULT_MIN_LENGTH: u8 = 8;
    /// Maximum length in characters.
    pub const MAX_LENGTH: u8 = 128;

    /// Checks the minimum length of the password. The maximum is checked when the password is parsed.
    ///
    /// # Errors
    /// The password has fewer than `min` characters.
    pub fn check_length(&self, min: u8) -> Result<(), Invalid> {
        if self.expose().chars().count() < usize::from(min) {
            return Err(Invalid(format!("must have {min} to {} characters", Self::MAX_LENGTH)));
        }
        Ok(())
    }

    /// Returns the password, for hashing only.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Returns a password in the form in which new passwords are hashed.
    pub fn normalize(raw: &str) -> SecretString {
        to_nfkc(raw).into()
    }
}

impl std::str::FromStr for Password {
    type Err = Invalid;

    fn from_str(raw: &str) -> Result<Self, Invalid> {
        let password = Self::normalize(raw);
        if password.expose_secret().chars().count() > usize::from(Self::MAX_LENGTH) {
            return Err(Invalid(format!("must have at most {} characters", Self::MAX_LENGTH)));
        }
        Ok(Self(password))
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An account, without its password.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct User {
    /// The id of the account. It never changes.
    pub id: UserId,
    /// The login name, in lower case. If none was chosen, the email address.
    pub username: Username,
    /// The email address, if any. The user can also log in with it.
    pub email: Option<Email>,
    /// The person's name.
    pub name: Name,
    /// The role of the account.
    pub role: Role,
    /// The business that the account owns or works for.
    pub business_id: Option<BusinessId>,
    /// Time of creation.
    pub created_at: Timestamp,
}

text_enum! {
    /// The role in which an actor changed an order.
    ActorRole {
        /// The customer.
        Customer = "customer",
        /// The owner of the business.
        Business = "business",
        /// A waiter.
        Waiter = "waiter",
        /// An admin.
        Admin = "admin",
        /// A kitchen worker.
        Kitchen = "kitchen",
        /// The scheduler, which runs due commands.
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

/// The author of a change. It is stored with every event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    /// The role in which the actor made the change.
    pub role: ActorRole,
    /// The id of the account or kitchen worker; `null` for the system.
    pub id: Option<Uuid>,
    /// The name of the actor at the time of the change.
    pub name: String,
}

impl Actor {
    /// Returns the actor for changes by the scheduler.
    pub fn system() -> Self {
        Self { role: ActorRole::System, id: None, name: "Expediter".to_owned() }
    }

    /// Returns the actor for changes by a kitchen worker.
    pub fn kitchen(worker: Uuid, name: &str) -> Self {
        Self { role: ActorRole::Kitchen, id: Some(worker), name: name.to_owned() }
    }
}
