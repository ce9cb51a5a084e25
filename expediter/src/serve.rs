//! All services in one process: each is a function, and one listener serves them all.

use anyhow::Result;
use api::{Api, Foundations};
use notifier::Notifier;
use shared::auth::Tokens;
use shared::clock::Clock;
use shared::metrics::Metrics;
use shared::outbox::Relay;
use shared::{http, telemetry};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::cli::Serve;
use crate::{demo, home, page};

/// Runs everything until the process is asked to stop, or a part of it fails: then the others finish what they do, and
/// the first error is the exit code.
pub(crate) async fn serve(settings: Serve) -> Result<()> {
    telemetry::start(&settings.home.logging)?;
    let tokens = Tokens::new(&home::secret(&settings.home, &settings.signing)?);
    let clock = Clock::system();
    let db = home::open_database(&settings.home).await?;
    let is_demo = if wants_demo(&settings)? { demo::load(&db, &clock).await? } else { demo::is_loaded(&db).await? };
    let broker = home::open_broker(&settings.home).await?;
    let listener = http::listen(settings.api.api_addr).await?;
    let address = listener.local_addr()?;

    let stop = http::stop_signal();
    let (metrics, stop_relay) = (Metrics::default(), CancellationToken::new());
    let (relay, relaying) = Relay::start(db.clone(), broker.clone(), &metrics, stop_relay.clone());
    let on = Foundations {
        db: db.clone(),
        broker: broker.clone(),
        relay: relay.clone(),
        tokens: tokens.clone(),
        clock: clock.clone(),
        metrics: metrics.clone(),
    };
    let api = Api::start(&settings.api, on, &stop);
    let options = notifier::Options {
        origins: settings.api.cors_origins.clone(),
        metrics: metrics.clone(),
        ..Default::default()
    };
    let (notifier, notifying) =
        Notifier::start(db.clone(), broker.clone(), tokens, clock.clone(), options, stop.clone()).await?;
    let router = api.serving(page::beside(api.router().merge(notifier::router(notifier)), is_demo));

    let mut services = JoinSet::new();
    let serving = stop.clone();
    services.spawn(async move {
        http::serve(listener, router, serving).await;
        api.close().await;
        Ok(())
    });
    services.spawn(async move { Ok(notifying.await?) });
    let cooking = stop.clone();
    services.spawn(kitchen_worker::run(settings.kitchen, db.clone(), broker.clone(), relay, clock, metrics, cooking));
    greet(address, is_demo);

    let mut first_error = Ok(());
    while let Some(ended) = services.join_next().await {
        stop.cancel();
        let ended = ended.map_err(anyhow::Error::from).and_then(|result| result);
        if first_error.is_ok() {
            first_error = ended;
        }
    }
    stop_relay.cancel();
    relaying.await?;
    broker.close().await;
    db.close().await;
    first_error
}

/// A database that somebody named may be a production's on its first day: known passwords get in only when asked for.
fn wants_demo(settings: &Serve) -> Result<bool> {
    let named = settings.home.backends.database()?.filter(|url| !home::is_in_memory(url.expose()));
    Ok(!settings.no_demo && (settings.demo || named.is_none()))
}

/// Says where to look.
fn greet(address: std::net::SocketAddr, is_demo: bool) {
    println!("\n  Expediter is open at http://{address}\n");
    println!("  page          http://{address}/");
    println!("  api, docs     http://{address}/docs");
    println!("  live feed     ws://{address}/ws");
    if is_demo {
        println!("\n  Log in as (the password is \"{}\"):", demo::PASSWORD);
        for login in demo::LOGINS {
            println!("  {:<12}  {}", login.username, login.what);
        }
    }
    println!();
}
