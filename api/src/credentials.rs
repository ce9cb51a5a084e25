//! Verifies login names and passwords.

use std::net::IpAddr;

use auth::passwords::Verification;
use domain::account::UserId;
use store::users::{self, Credentials};

use crate::app::App;
use crate::error::{Error, Result, retry};

/// Maximum length of a username or email address in bytes.
const MAX_LOGIN_LENGTH: usize = 256;

/// Verifies a login name and its password. Returns the id of the account.
pub async fn verify(app: &App, address: IpAddr, login: &str, password: String) -> Result<UserId> {
    let credentials = find(app, address, login).await?;
    verify_password(app, address, login, password, credentials).await
}

/// Verifies a login name and a password that the client sends with each request. Returns the id of the account.
///
/// A correct password is not hashed again for a minute. The account is read each time, so that a changed password or an archived
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
    let hash = credentials.as_ref().map(|found| found.password_hash.clone());
    match (credentials, app.passwords.verify(password, hash).await?) {
        (Some(found), Verification::Correct) => Ok(found.id),
        (Some(found), Verification::Outdated { new_hash }) => {
            replace_hash(app, &found, &new_hash).await?;
            Ok(found.id)
        }
        (None, _) | (_, Verification::Incorrect) => {
            app.limits.count_failed_login(login, address);
            Err(Error::BadCredentials)
        }
    }
}

/// Replaces a hash that an older version of Expediter computed without normalizing the password, unless the password has changed
/// in the meantime.
async fn replace_hash(app: &App, outdated: &Credentials, new_hash: &str) -> Result<()> {
    retry(|| async {
        let mut tx = app.db.begin().await?;
        users::replace_password_hash(&mut tx, outdated.id, &outdated.password_hash, new_hash).await?;
        Ok(tx.commit().await?)
    })
    .await
}
