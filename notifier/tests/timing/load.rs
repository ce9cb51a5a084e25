//! A thousand clients on one notifier, which is a process of its own so that its memory can be told from theirs.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use shared::account::Role;
use shared::broker::Broker;
use shared::clock::Clock;
use shared::store::Db;
use shared::testing::{Engine, Stall, database_url, eventually, namespace, rabbitmq_url};

use crate::kit::{Client, SECRET, SOON};

const CROWD: usize = 1_000;

/// A notifier as it is installed.
struct Process(Child);

impl Process {
    async fn start(database: &str, namespace: &str) -> (Self, SocketAddr) {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = free.local_addr().unwrap();
        drop(free);
        let child = Command::new(env!("CARGO_BIN_EXE_notifier"))
            .env("DATABASE_URL", database)
            .env("BROKER_URL", rabbitmq_url())
            .env("BROKER_NAMESPACE", namespace)
            .env("JWT_SECRET", SECRET)
            .env("NOTIFIER_ADDR", addr.to_string())
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let process = Self(child);
        let url = format!("http://{addr}/readyz");
        eventually("the notifier is ready", SOON, async || reqwest::get(&url).await.ok()?.error_for_status().ok())
            .await;
        (process, addr)
    }

    /// In KiB.
    fn memory(&self) -> i64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    fn health(addr: SocketAddr) -> bool {
        let mut health = Command::new(env!("CARGO_BIN_EXE_notifier"));
        health.arg("health").env("NOTIFIER_ADDR", addr.to_string()).stderr(Stdio::null());
        health.status().unwrap().success()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_sockets_hear_of_one_event() {
    let (url, namespace) = (database_url(Engine::Postgres).await, namespace());
    let stall = Stall::open(Db::connect(&url, 4).await.unwrap()).await;
    let broker = Broker::connect(&rabbitmq_url(), &namespace).await.unwrap();
    let tokens = shared::auth::Tokens::new(&shared::config::Secret::new(SECRET));
    let (mut process, addr) = Process::start(&url, &namespace).await;
    assert!(Process::health(addr));

    let owner = stall.hire(Role::Business).await;
    let token = tokens.issue(&owner, Clock::system().now());
    // The first ones warm up what is there once.
    let mut clients = Vec::with_capacity(CROWD + 100);
    for _ in 0..100 {
        clients.push(listen(addr, &token).await);
    }
    let before = process.memory();
    for _ in 0..CROWD {
        clients.push(listen(addr, &token).await);
    }
    let after = process.memory();
    let each = (after - before) * 1024 / i64::try_from(CROWD).unwrap();
    println!(
        "memory of a notifier: {before} KiB with 100 sockets, {after} KiB with 1,100: {each} bytes for each at rest"
    );

    let order = stall.place(1).await.remove(0);
    let told = Instant::now();
    while shared::outbox::step(&stall.db, &broker).await.unwrap_or(0) == 0 {}
    for client in &mut clients {
        client.hears_next(&order).await;
    }
    println!("one event, from the outbox over RabbitMQ to 1,100 sockets: {:?}", told.elapsed());
    println!("memory afterwards: {} KiB", process.memory());
    assert!(each <= 16 * 1024, "{each} bytes for each socket at rest");

    terminate(&process);
    for client in &mut clients {
        assert_eq!(client.closed().await, 1012);
    }
    let waiting = std::sync::Mutex::new(&mut process.0);
    let ended = async || waiting.lock().unwrap().try_wait().unwrap();
    let ended = eventually("the notifier ends", Duration::from_secs(15), ended).await;
    assert!(ended.success(), "{ended}");
    assert!(!Process::health(addr));
    broker.close().await;
}

async fn listen(addr: SocketAddr, token: &str) -> Client {
    let mut client = Client::connect(addr).await;
    client.auth(token, None).await;
    client.ready().await;
    client
}

fn terminate(process: &Process) {
    let asked = Command::new("kill").arg(process.0.id().to_string()).status().unwrap();
    assert!(asked.success());
}
