//! Services in separate processes, with PostgreSQL, RabbitMQ and the demo data.

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::json;

use crate::api_client::{ApiClient, ApiEndpoint, id_of};
use crate::brokers::Namespace;
use crate::databases::{Engine, database_url};
use crate::fixture::SIGNING_KEY;
use crate::process::{Process, command};

/// The password of all demo accounts.
pub const DEMO_PASSWORD: &str = "expediter";

/// An installation with an API process. Tests add kitchen workers and notifiers.
pub struct ServiceProcesses {
    /// The API process.
    pub api: Process,
    /// The endpoint of the API.
    pub endpoint: Arc<ApiEndpoint>,
    database_url: String,
    broker_url: String,
    namespace: Namespace,
}

impl ServiceProcesses {
    /// Loads the demo data into a new database and starts the API. `broker_url` is the URL of RabbitMQ or of a proxy in front of
    /// it.
    pub async fn start(broker_url: &str) -> Self {
        let (database_url, namespace) = (database_url(Engine::Postgres).await, Namespace::on_rabbitmq());
        let demo = command("expediter").arg("demo").env("DATABASE_URL", &database_url).output().unwrap();
        assert!(demo.status.success(), "{}", String::from_utf8_lossy(&demo.stderr));
        let settings = settings(&database_url, broker_url, &namespace);
        let mut api = Process::start("api", &[&settings[..], &[("API_ADDR", "127.0.0.1:0")]].concat());
        let endpoint = Arc::new(ApiEndpoint::new(api.wait_for_addr().await));
        Self { api, endpoint, database_url, broker_url: broker_url.to_owned(), namespace }
    }

    /// Starts a notifier. Returns the process and its address.
    pub async fn start_notifier(&self) -> (Process, SocketAddr) {
        let mut notifier = self.start_process("notifier", &[("NOTIFIER_ADDR", "127.0.0.1:0")]);
        let addr = notifier.wait_for_addr().await;
        (notifier, addr)
    }

    /// Starts a kitchen worker and waits until it is registered.
    pub async fn start_kitchen_worker(&self, name: &str, prep_seconds: &str) -> Process {
        let settings = [("KITCHEN_PREP_SECONDS", prep_seconds), ("KITCHEN_NAME", name)];
        let mut worker = self.start_process("kitchen-worker", &settings);
        worker.wait_for_log("kitchen worker started").await;
        worker
    }

    /// Starts a service with the settings of this installation and additional settings.
    pub fn start_process(&self, binary: &str, additional: &[(&str, &str)]) -> Process {
        let settings = settings(&self.database_url, &self.broker_url, &self.namespace);
        Process::start(binary, &[&settings[..], additional].concat())
    }

    /// Returns the URL of the database.
    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// Logs in to a demo account.
    pub async fn log_in(&self, username: &str) -> ApiClient {
        self.endpoint.log_in(username, DEMO_PASSWORD).await
    }

    /// Configures all businesses to accept orders immediately and to have them prepared by kitchen workers, so that tests need
    /// not wait. Returns the admin's client.
    pub async fn accept_immediately(&self) -> ApiClient {
        let admin = self.log_in("admin").await;
        let businesses = admin.get("/api/businesses").await.expect_status(200);
        for business in businesses["data"].as_array().unwrap() {
            let settings = json!({"grace_seconds": 0, "acceptance": "automatic", "kitchen": "automatic"});
            admin.patch(format!("/api/businesses/{}", id_of(business))).json(settings).await.expect_status(200);
        }
        admin
    }
}

fn settings<'a>(database_url: &'a str, broker_url: &'a str, namespace: &'a Namespace) -> [(&'static str, &'a str); 4] {
    [
        ("DATABASE_URL", database_url),
        ("BROKER_URL", broker_url),
        ("BROKER_NAMESPACE", namespace.as_str()),
        ("JWT_SECRET", SIGNING_KEY),
    ]
}
