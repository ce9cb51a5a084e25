//! `expediter doctor`: looks at everything that a start needs, and says what is wrong, in words.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use shared::broker::Broker;
use shared::store::{Db, businesses};

use crate::cli::Serve;
use crate::home;

/// Checks settings, database, broker and address.
///
/// # Errors
/// Something is wrong; what, was printed.
pub(crate) async fn examine(settings: &Serve) -> Result<()> {
    let findings = [
        ("secret", secret(settings)),
        ("database", database(settings).await),
        ("broker", broker(settings).await),
        ("address", address(settings).await),
    ];
    let mut wrong = 0;
    for (what, finding) in findings {
        match finding {
            Ok(fine) => println!("  ok     {what:<9} {fine}"),
            Err(error) => {
                wrong += 1;
                println!("  WRONG  {what:<9} {error:#}");
            }
        }
    }
    anyhow::ensure!(wrong == 0, "{wrong} of 4 checks failed");
    Ok(())
}

/// Looks only: whoever asks for a diagnosis wants nothing made.
fn secret(settings: &Serve) -> Result<String> {
    if settings.signing.secret()?.is_none() && !settings.home.data_dir.join("jwt-secret").exists() {
        return Ok("will be made at the start".to_owned());
    }
    home::secret(&settings.home, &settings.signing).map(|_| "good".to_owned())
}

async fn database(settings: &Serve) -> Result<String> {
    if settings.home.backends.database()?.is_none() && !settings.home.data_dir.join("expediter.db").exists() {
        return Ok("SQLite, will be made at the start".to_owned());
    }
    let url = home::database_url(&settings.home)?;
    if home::is_in_memory(url.expose()) {
        return Ok("SQLite in memory: everything is gone when the process ends".to_owned());
    }
    let db = Db::connect(url.expose(), 2).await.map_err(|error| {
        anyhow::anyhow!(
            "cannot be reached: {error}. Check DATABASE_URL, and that the server runs and takes connections"
        )
    })?;
    let schema = migrations::compare(url.expose()).await;
    let migrated = async { businesses::is_empty(&mut db.read().await?).await }.await;
    let engine = db.engine();
    db.close().await;
    let schema = match schema {
        Ok(differences) => differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        Err(error) => bail!("{engine} answers, but has no tables of ours ({error}). Run `expediter migrate`"),
    };
    anyhow::ensure!(schema.is_empty(), "{engine} answers, but its schema is another one: {schema}");
    match migrated {
        Ok(true) => Ok(format!("{engine}, up to date and empty")),
        Ok(false) => Ok(format!("{engine}, up to date, with businesses")),
        Err(error) => bail!("{engine} answers, but has no tables of ours ({error}). Run `expediter migrate`"),
    }
}

async fn broker(settings: &Serve) -> Result<String> {
    let url = home::broker_url(&settings.home)?;
    let broker = Broker::connect(url.expose(), &settings.home.backends.broker_namespace).await?;
    // It connects in the background, and keeps trying.
    let deadline = Instant::now() + Duration::from_secs(6);
    let health = loop {
        match broker.health() {
            Err(_) if Instant::now() < deadline => tokio::time::sleep(Duration::from_millis(100)).await,
            health => break health,
        }
    };
    let waiting = broker.waiting().await;
    broker.close().await;
    match (health, waiting) {
        (Ok(()), Ok(waiting)) if url.expose().starts_with("memory:") => {
            Ok(format!("within this process, {waiting} orders waiting"))
        }
        (Ok(()), Ok(waiting)) => Ok(format!("RabbitMQ, {waiting} orders waiting for the kitchen")),
        (Err(why), _) => bail!("cannot be reached: {why}. Check BROKER_URL, and that RabbitMQ runs"),
        (_, Err(error)) => bail!("answers, but its queues cannot be used: {error}"),
    }
}

async fn address(settings: &Serve) -> Result<String> {
    let address = settings.api.api_addr;
    match shared::http::listen(address).await {
        Ok(_) => Ok(format!("{address} is free")),
        Err(_) if shared::http::probe(address).await.is_ok() => {
            Ok(format!("an Expediter answers at {address} already"))
        }
        Err(error) => Err(error),
    }
}
