//! The kitchen worker as its own process.

use std::net::SocketAddr;

use clap::{Args, Parser, Subcommand};
use kitchen_worker::{Worker, health};
use service::bootstrap::{Process, Resources};
use service::config::{Backends, KitchenSettings, LoggingSettings, MetricsSettings};
use service::shutdown::{Shutdown, Stage};
use service::{http, telemetry};
use tokio::task::JoinHandle;

/// Prepares accepted orders, several at a time. Start as many workers as you need.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand)]
enum Command {
    /// Exit with 0 if a worker of this host is alive.
    Health {
        #[command(flatten)]
        backends: Backends,
    },
}

#[derive(Args)]
struct Settings {
    #[command(flatten)]
    backends: Backends,
    #[command(flatten)]
    kitchen: KitchenSettings,
    #[command(flatten)]
    metrics: MetricsSettings,
    #[command(flatten)]
    logging: LoggingSettings,
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    telemetry::exit_code(run(Cli::parse()).await)
}

async fn run(Cli { command, settings }: Cli) -> anyhow::Result<()> {
    if let Some(Command::Health { backends }) = command {
        return health::check(&backends).await;
    }
    telemetry::init_logging(&settings.logging)?;
    let mut process = Process::connect(&settings.backends, Shutdown::on_signal()).await?;
    let relay = process.start_relay();
    let resources = process.resources();
    let metrics_server = match settings.metrics.metrics_addr {
        Some(addr) => Some(MetricsServer::start(addr, &resources).await?),
        None => None,
    };
    let worker = Worker::new(&settings.kitchen, resources.clone(), relay);
    let liveness_file = health::LivenessFile::create(worker.id());
    worker.run().await;
    drop(liveness_file);
    process.close().await;
    if let Some(server) = metrics_server {
        server.stop(&resources.shutdown).await;
    }
    Ok(())
}

/// The HTTP server of the metrics. It runs until the relay has stopped, so that the last values can be scraped.
struct MetricsServer {
    stop: Shutdown,
    task: JoinHandle<()>,
}

impl MetricsServer {
    async fn start(addr: SocketAddr, resources: &Resources) -> anyhow::Result<Self> {
        let listener = http::listen(addr).await?;
        tracing::info!(url = %format_args!("http://{}/metrics", listener.local_addr()?), "serving metrics");
        let stop = Shutdown::default();
        let task = tokio::spawn(http::serve(listener, health::router(resources), stop.clone()));
        Ok(Self { stop, task })
    }

    /// Stops the server by the end of the process's shutdown.
    async fn stop(self, shutdown: &Shutdown) {
        self.stop.request();
        shutdown.run_step(Stage::Disconnect, "stop the metrics server", self.task).await;
    }
}
