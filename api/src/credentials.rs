//! Verifies login names and passwords.

use std::net::IpAddr;

use domain::account::UserId;
use store::users::{self, Credentials};

use crate::app::App;
use crate::error::{Error, Result};

/// Maximum length of a username or email address in bytes.
const MAX_LOGIN_LENGTH: usize = 256;

/// Verifies a password. Returns the id of its account.
pub async fn verify(app: &App, address: IpAddr, login: &str, password: String) -> Result<UserId> {
    let credentials = find(app, address, login).await?;
    verify_password(app, address, login, password, credentials).await
}

/// Verifies a password that the client sends with each request. Returns the id of its account.
///
/// The hash of a correct password is computed once a minute. The account is read each time, so a changed password or an archived
/// account takes effect immediately.
pub async fn verify_repeated(app: &App, address: IpAddr, login: &str, password: String) -> Result<UserId> {
    let credentials = find(app, address, login).await?;
    let Some(found) = &credentials else {
        return verify_password(app, address, login, password, None).await;
    };
    let fingerprint = app.verified_passwords.fingerprint(&found.password_hash, &password);
    if app.verified_passwords.contains(&fingerprint, app.clock.now()) {
        return Ok(found.id);
    }
    let id = verify_password(app, address, login, password, credentials).await?;
    app.verified_passwords.insert(fingerprint, app.clock.now());
    Ok(id)
}

async fn find(app: &App, address: IpAddr, login: &str) -> Result<Option<Credentials>> {
    // No account has such a login name, and PostgreSQL cannot search for NUL characters.
    if login.len() > MAX_LOGIN_LENGTH || login.contains('\0') {
        return Err(Error::BadCredentials);
    }
    app.limits.check_login(login, address)?;
    Ok(users::find_credentials(&mut app.db.read().await?, login).await?)
}

async fn verify_password(
    app: &App,
    address: IpAddr,
    login: &str,
    password: String,
    credentials: Option<Credentials>,
) -> Result<UserId> {
    let (id, hash) = credentials.map(|found| (found.id, found.password_hash)).unzip();
    let is_correct = app.passwords.verify(password, hash).await?;
    id.filter(|_| is_correct).ok_or_else(|| {
        app.limits.count_failed_login(login, address);
        Error::BadCredentials
    })
}
