//! Password hashing with argon2id.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use domain::Invalid;
use domain::account::Password;
use secrecy::ExposeSecret as _;
use tokio::sync::Semaphore;

/// Maximum number of hash operations that wait for a core.
const MAX_QUEUED: usize = 64;

/// Hashes and verifies passwords with argon2id and the minimum parameters that OWASP recommends. Uses at most one blocking thread
/// per core and a short queue, so that a flood of logins cannot use all memory and all blocking threads.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// Minimum number of characters of a new password.
    min_length: u8,
    cores: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// The hash that is verified for unknown accounts, so that the response takes as long as for known accounts.
    decoy_hash: Arc<str>,
}

/// The result of verifying a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verification {
    /// The password is incorrect, or the account does not exist.
    Incorrect,
    /// The password is correct.
    Correct,
    /// The password is correct, but an older version of Expediter hashed it without normalizing it to Unicode NFKC. Contains the
    /// hash of the normalized password, which replaces the stored hash.
    Outdated {
        /// The new hash: a PHC string.
        new_hash: String,
    },
}

/// The error for a full queue of hash operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saturated;

/// The reason why a new password was not hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HashError {
    /// The password is too short.
    TooShort(Invalid),
    /// The queue of hash operations is full.
    Saturated,
}

impl From<Saturated> for HashError {
    fn from(_: Saturated) -> Self {
        Self::Saturated
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new(Password::DEFAULT_MIN_LENGTH)
    }
}

impl Passwords {
    /// Creates a hasher that requires this minimum number of characters for new passwords. Existing passwords stay valid.
    pub fn new(min_length: u8) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            min_length,
            cores: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(cores + MAX_QUEUED)),
            decoy_hash: hash("decoy password").into(),
        }
    }

    /// Checks a new password.
    ///
    /// # Errors
    /// The password is too short.
    pub fn check(&self, password: &Password) -> Result<(), Invalid> {
        password.check_length(self.min_length)
    }

    /// Hashes a new password. Returns a PHC string.
    ///
    /// # Errors
    /// The password is too short, or the queue is full.
    pub async fn hash(&self, password: Password) -> Result<String, HashError> {
        self.check(&password).map_err(HashError::TooShort)?;
        Ok(self.run_on_core(move || hash(password.expose())).await?)
    }

    /// Verifies a password against the account's hash, or against a decoy if `hash` is `None` because the account does not exist.
    /// The time to reject an incorrect password therefore does not reveal whether the account exists.
    ///
    /// # Errors
    /// The queue is full.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<Verification, Saturated> {
        let decoy_hash = Arc::clone(&self.decoy_hash);
        self.run_on_core(move || {
            let is_known = hash.is_some();
            let hash = hash.unwrap_or_else(|| decoy_hash.to_string());
            let normalized = Password::normalize(&password);
            if matches(normalized.expose_secret(), &hash) {
                return if is_known { Verification::Correct } else { Verification::Incorrect };
            }
            if password != normalized.expose_secret() && matches(&password, &hash) && is_known {
                return Verification::Outdated { new_hash: self::hash(normalized.expose_secret()) };
            }
            Verification::Incorrect
        })
        .await
    }

    async fn run_on_core<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Saturated> {
        let _queue_permit = self.queue.try_acquire().map_err(|_| Saturated)?;
        let core_permit = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| Saturated)?;
        let work = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(core_permit);
            result
        });
        work.await.map_err(|_| Saturated)
    }
}

fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

fn hash(password: &str) -> String {
    Argon2::default()
        .hash_password(password.as_bytes())
        .expect("the default parameters of argon2 are valid")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn passwords_are_verified_and_the_decoy_never_matches() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse".parse().unwrap()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        let verify = async |password: &str, hash: Option<&String>| {
            passwords.verify(password.to_owned(), hash.cloned()).await.unwrap()
        };
        assert_eq!(verify("correct horse", Some(&hash)).await, Verification::Correct);
        assert_eq!(verify("incorrect horse", Some(&hash)).await, Verification::Incorrect);
        assert_eq!(verify("decoy password", None).await, Verification::Incorrect);
    }

    #[tokio::test]
    async fn passwords_match_in_every_normalization_form() {
        let passwords = Passwords::default();
        let (composed, decomposed) = ("crème brûlée", "cre\u{300}me bru\u{302}le\u{301}e");
        let hash = passwords.hash(decomposed.parse().unwrap()).await.unwrap();
        for password in [composed, decomposed, "ｃrème brûlée"] {
            let verified = passwords.verify(password.to_owned(), Some(hash.clone())).await;
            assert_eq!(verified, Ok(Verification::Correct), "{password}");
        }
        // Older versions hashed passwords as they were entered.
        let old_hash = super::hash(decomposed);
        let verified = passwords.verify(decomposed.to_owned(), Some(old_hash.clone())).await.unwrap();
        let Verification::Outdated { new_hash } = verified else { panic!("{verified:?}") };
        let verified = passwords.verify(composed.to_owned(), Some(new_hash)).await;
        assert_eq!(verified, Ok(Verification::Correct));
        let other = "cre\u{300}me brulee".to_owned();
        assert_eq!(passwords.verify(other, Some(old_hash)).await, Ok(Verification::Incorrect));
        assert_eq!(passwords.verify(decomposed.to_owned(), None).await, Ok(Verification::Incorrect));
    }

    #[tokio::test]
    async fn only_new_passwords_must_have_the_minimum_length() {
        let hash = Passwords::new(4).hash("1234".parse().unwrap()).await.unwrap();
        let verified = Passwords::default().verify("1234".to_owned(), Some(hash)).await.unwrap();
        assert!(matches!(verified, Verification::Correct));
        for (min_length, password) in [(8, "1234567"), (8, "äöüß"), (4, "123"), (4, "")] {
            let refused = Passwords::new(min_length).hash(password.parse().unwrap()).await;
            let reason = Invalid(format!("must have {min_length} to 128 characters"));
            assert_eq!(refused, Err(HashError::TooShort(reason)), "{password}");
        }
    }
}
