//! The passwords that were verified for HTTP Basic recently, so that their expensive hashes are not computed for each request.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::clock::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Time for which the verification of a password is not repeated.
const VERIFIED_TTL: Duration = Duration::from_mins(1);
/// Maximum number of remembered passwords.
const MAX_VERIFIED: usize = 1_024;

/// Identifies a password and its stored hash.
pub type Fingerprint = [u8; 32];

/// The fingerprints of at most `MAX_VERIFIED` passwords that were verified for HTTP Basic in the last minute.
#[derive(Debug)]
pub struct VerifiedPasswords {
    /// Makes fingerprints useless outside of this process.
    secret: [Uuid; 2],
    verified_at: Mutex<HashMap<Fingerprint, Timestamp>>,
}

impl Default for VerifiedPasswords {
    fn default() -> Self {
        Self { secret: [Uuid::new_v4(), Uuid::new_v4()], verified_at: Mutex::default() }
    }
}

impl VerifiedPasswords {
    /// Returns the fingerprint of a password. `hash` is the stored hash of the account, unique because of its salt.
    pub fn fingerprint(&self, hash: &str, password: &str) -> Fingerprint {
        let mut digest = Sha256::new();
        for part in [self.secret[0].as_bytes(), self.secret[1].as_bytes(), hash.as_bytes(), b"\0", password.as_bytes()]
        {
            digest.update(part);
        }
        digest.finalize().into()
    }

    /// Returns `true` if a password with this fingerprint was inserted less than a minute ago.
    pub fn contains(&self, fingerprint: &Fingerprint, now: Timestamp) -> bool {
        self.lock().get(fingerprint).is_some_and(|verified_at| now.since(*verified_at) < VERIFIED_TTL)
    }

    /// Remembers a verified password for a minute, unless `MAX_VERIFIED` others are remembered.
    pub fn insert(&self, fingerprint: Fingerprint, now: Timestamp) {
        let mut verified_at = self.lock();
        if verified_at.len() >= MAX_VERIFIED {
            verified_at.retain(|_, verified_at| now.since(*verified_at) < VERIFIED_TTL);
        }
        if verified_at.len() < MAX_VERIFIED {
            verified_at.insert(fingerprint, now);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Fingerprint, Timestamp>> {
        self.verified_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verified_passwords_expire_and_are_limited() {
        let verified = VerifiedPasswords::default();
        let now = Timestamp::EPOCH;
        let fingerprint = verified.fingerprint("hash", "password");
        verified.insert(fingerprint, now);
        assert!(verified.contains(&fingerprint, now + VERIFIED_TTL.saturating_sub(Duration::from_millis(1))));
        assert!(!verified.contains(&fingerprint, now + VERIFIED_TTL));
        for (hash, password) in [("hash", "passwore"), ("other hash", "password"), ("", "hash\0password")] {
            assert!(!verified.contains(&verified.fingerprint(hash, password), now), "{hash} {password}");
        }
        assert_ne!(VerifiedPasswords::default().fingerprint("hash", "password"), fingerprint);
        let number = |number: usize| verified.fingerprint("hash", &number.to_string());
        for n in 0..MAX_VERIFIED {
            verified.insert(number(n), now);
        }
        assert!(!verified.contains(&number(MAX_VERIFIED - 1), now), "the limit is exceeded");
        verified.insert(number(MAX_VERIFIED), now + VERIFIED_TTL);
        assert!(verified.contains(&number(MAX_VERIFIED), now + VERIFIED_TTL), "expired passwords are not replaced");
    }
}
