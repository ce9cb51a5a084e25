//! Runs all services in one process, behind one listener.

use std::net::SocketAddr;

use anyhow::Result;
use api::Api;
use auth::tokens::Tokens;
use domain::clock::Clock;
use notifier::Notifier;
use secrecy::ExposeSecret as _;
use service::bootstrap::{Process, Resources};
use service::clock_sync::synchronize;
use service::relay::Relay;
use service::shutdown::Shutdown;
use service::{http, telemetry};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::cli::ServeArgs;
use crate::{data_dir, demo, web_app};

/// Runs all services until the process receives a signal or a service fails. Then stops them gracefully, and returns the first
/// error.
pub(crate) async fn serve(args: ServeArgs) -> Result<()> {
    telemetry::init_logging(&args.data_dir.logging)?;
    let tokens = Tokens::new(&data_dir::signing_key(&args.data_dir, &args.jwt)?);
    let clock = Clock::system();
    let db = data_dir::open_database(&args.data_dir).await?;
    synchronize(&db, &clock).await?;
    let is_demo = if loads_demo(&args)? { demo::load(&db, &clock).await? } else { demo::is_loaded(&db).await? };
    let broker = data_dir::open_broker(&args.data_dir).await?;
    let listener = http::listen(args.api.api_addr).await?;

    let mut process = Process::new(db, broker, clock, Shutdown::on_signal());
    let relay = process.start_relay();
    let result = run_services(&args, listener, process.resources(), relay, tokens, is_demo).await;
    process.close().await;
    result
}

async fn run_services(
    args: &ServeArgs,
    listener: TcpListener,
    resources: Resources,
    relay: Relay,
    tokens: Tokens,
    is_demo: bool,
) -> Result<()> {
    let shutdown = resources.shutdown.clone();
    let addr = listener.local_addr()?;
    let options = notifier::Options { origins: args.api.cors_origins.clone(), ..notifier::Options::default() };
    let (notifier, notifier_task) = Notifier::start(options, resources.clone(), tokens.clone()).await?;
    let api = Api::start(&args.api, resources.clone(), relay.clone(), tokens);
    let services_routes = api.router().merge(notifier::router(notifier));
    let router = api.with_layers(web_app::mount(services_routes, is_demo));

    let mut services = JoinSet::new();
    let server = http::serve(listener, router, shutdown.clone());
    services.spawn(async move {
        server.await;
        api.close().await;
        Ok(())
    });
    services.spawn(async move { Ok(notifier_task.await?) });
    let kitchen = args.kitchen.clone();
    services.spawn(async move {
        kitchen_worker::run(&kitchen, resources, relay).await;
        Ok(())
    });
    print_banner(addr, is_demo);

    let mut first_error = Ok(());
    while let Some(result) = services.join_next().await {
        shutdown.request();
        let result = result.map_err(anyhow::Error::from).and_then(|result| result);
        if first_error.is_ok() {
            first_error = result;
        }
    }
    first_error
}

/// Returns `true` if the demo data is to be loaded into an empty database. A persistent database at `DATABASE_URL` may be a new
/// production database. The demo passwords are public, so demo data is loaded into such a database only on request.
fn loads_demo(args: &ServeArgs) -> Result<bool> {
    let configured = args.data_dir.backends.database_url()?;
    let is_persistent = configured.is_some_and(|url| !data_dir::is_in_memory(url.expose_secret()));
    Ok(!args.no_demo && (args.demo || !is_persistent))
}

fn print_banner(addr: SocketAddr, is_demo: bool) {
    println!("\n  Expediter is running at http://{addr}\n");
    println!("  web app       http://{addr}/");
    println!("  API docs      http://{addr}/docs");
    println!("  live feed     ws://{addr}/ws");
    if is_demo {
        println!("\n  Demo accounts (the password is \"{}\"):", demo::PASSWORD);
        for login in demo::LOGINS {
            println!("  {:<12}  {}", login.username, login.description);
        }
    }
    println!();
}
