//! Refresh tokens: opaque random values, stored as hashes.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Lifetime of a refresh token.
pub const REFRESH_TOKEN_TTL: Duration = Duration::from_hours(30 * 24);

/// Generates a refresh token of 256 random bits. Returns the token for the client and its hash for the database.
pub fn new_refresh_token() -> (String, [u8; 32]) {
    let token = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    let hash = hash_refresh_token(&token);
    (token, hash)
}

/// Returns the SHA-256 hash that is stored in the database instead of the refresh token.
pub fn hash_refresh_token(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
