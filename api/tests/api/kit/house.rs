//! The house itself, and who comes to it.

use std::ops::Index;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::state::App;
use api::{Api, Foundations, Patience};
use serde_json::{Value, json};
use shared::account::{Role, User, UserId};
use shared::auth::Tokens;
use shared::broker::Broker;
use shared::clock::Clock;
use shared::config::{self, RateLimit, Secret};
use shared::metrics::Metrics;
use shared::outbox::Relay;
use shared::store::{Db, users};
use shared::testing::{EVENING, Engine, database, good, memory_broker};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::person::Wire;
use super::{PASSWORD, Person, books, id};

pub const SECRET: &str = "c0ffee5ea50ned5a1ad0b57er5c0ffee";

/// How a house is set up.
pub struct Plan {
    pub rate_limit: Option<u32>,
    pub behind_proxy: bool,
    pub cors: Vec<String>,
    pub accept_timeout_seconds: u64,
    pub patience: Patience,
    /// Routes beside those of the api.
    pub beside: axum::Router,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            rate_limit: None,
            behind_proxy: false,
            cors: Vec::new(),
            accept_timeout_seconds: 900,
            patience: Patience::default(),
            beside: axum::Router::new(),
        }
    }
}

/// An api that is running, with all that it stands on. To be [closed](Self::close) at the end of its test.
pub struct House {
    pub db: Db,
    pub clock: Clock,
    pub tokens: Tokens,
    pub app: App,
    pub wire: Arc<Wire>,
    plan: Plan,
    pub broker: Broker,
    running: Option<Running>,
    guests: AtomicU32,
}

struct Running {
    api: Api,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    stop_relay: CancellationToken,
    relaying: JoinHandle<()>,
}

impl House {
    /// On SQLite, as anyone would set it up.
    pub async fn open() -> Self {
        Self::on(database(Engine::Sqlite).await).await
    }

    pub async fn on(db: Db) -> Self {
        Self::with(db, Plan::default()).await
    }

    pub async fn planned(plan: Plan) -> Self {
        Self::with(database(Engine::Sqlite).await, plan).await
    }

    pub async fn with(db: Db, plan: Plan) -> Self {
        let (clock, tokens) = (Clock::manual(EVENING), Tokens::new(&Secret::new(SECRET)));
        let broker = memory_broker().await;
        let (running, addr) = run(&db, &broker, &clock, &tokens, &plan).await;
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let wire = Arc::new(Wire { http, addr: Mutex::new(addr), db: db.clone(), seen: Mutex::default() });
        let (app, running, guests) = (running.api.app.clone(), Some(running), AtomicU32::new(0));
        Self { db, clock, tokens, app, wire, plan, broker, running, guests }
    }

    /// Stops everything but the database, and opens again: what was only remembered is gone.
    pub async fn reopen(&mut self) {
        self.stop().await;
        let (running, addr) = run(&self.db, &self.broker, &self.clock, &self.tokens, &self.plan).await;
        self.app = running.api.app.clone();
        self.running = Some(running);
        *self.wire.addr.lock().unwrap() = addr;
    }

    /// Closes for the night, and looks at the books.
    pub async fn close(mut self) {
        books::audit(&self.db).await;
        self.stop().await;
        self.db.close().await;
    }

    /// Closes one of several houses on a database, and leaves the database to the others.
    pub async fn leave(mut self) {
        self.stop().await;
    }

    async fn stop(&mut self) {
        let running = self.running.take().unwrap();
        running.stop.cancel();
        running.serving.await.unwrap();
        running.api.close().await;
        running.stop_relay.cancel();
        running.relaying.await.unwrap();
    }

    /// The routes of the api alone.
    pub fn router(&self) -> axum::Router {
        self.running.as_ref().unwrap().api.router()
    }

    /// Time goes by.
    pub fn later(&self, span: Duration) {
        self.clock.advance(span);
        self.app.clockwork.notify_one();
    }

    /// Somebody who has not logged in.
    pub fn stranger(&self) -> Person {
        let wire = Arc::clone(&self.wire);
        Person { wire, token: String::new(), refresh_token: String::new(), user: Value::Null }
    }

    /// A name that nobody in this house has.
    pub fn name(&self, what: &str) -> String {
        format!("{what}{}", self.guests.fetch_add(1, Ordering::Relaxed))
    }

    /// A new customer.
    pub async fn diner(&self) -> Person {
        let form = json!({"username": self.name("diner"), "password": PASSWORD, "role": "customer"});
        let session = self.stranger().post("/api/auth/register").json(form).await.expect(201);
        Person::of(&self.wire, &session)
    }

    /// A new business.
    pub async fn owner(&self) -> Person {
        let (username, name) = (self.name("owner"), self.name("Trattoria "));
        let form = json!({"username": username, "password": PASSWORD, "role": "business", "business_name": name});
        let session = self.stranger().post("/api/auth/register").json(form).await.expect(201);
        Person::of(&self.wire, &session)
    }

    /// A new waiter of this business.
    pub async fn waiter(&self, owner: &Person) -> Person {
        let (username, name) = (self.name("waiter"), self.name("Waiter "));
        let form = json!({"name": name, "username": username, "password": PASSWORD});
        owner.post("/api/users").json(form).await.expect(201);
        self.login(&username).await
    }

    pub async fn login(&self, username: &str) -> Person {
        let form = json!({"username": username, "password": PASSWORD});
        let session = self.stranger().post("/api/auth/login").json(form).await.expect(200);
        Person::of(&self.wire, &session)
    }

    /// Whoever operates the installation; made as the command line makes one.
    pub async fn admin(&self) -> Person {
        let stamp = self.clock.stamp();
        let user = User {
            id: UserId(stamp.id),
            username: good(&self.name("admin")),
            email: None,
            name: good("Ada"),
            role: Role::Admin,
            business_id: None,
            created_at: stamp.at,
        };
        let hash = self.app.passwords.hash(good(PASSWORD)).await.unwrap();
        let mut tx = self.db.begin().await.unwrap();
        users::insert(&mut tx, &user, &hash).await.unwrap();
        tx.commit().await.unwrap();
        self.login(user.username.as_str()).await
    }

    /// A new business with these items: name, cents, stock.
    pub async fn menu(&self, items: &[(&str, i64, i64)]) -> Menu {
        let owner = self.owner().await;
        let mut menu = Menu { owner, items: Vec::new() };
        for (name, price, stock) in items {
            let form = json!({"name": name, "price_cents": price, "stock_quantity": stock});
            menu.items.push(menu.owner.post("/api/items").json(form).await.expect(201));
        }
        menu
    }

    /// How many are left.
    pub async fn stock(&self, item: &Value) -> i64 {
        let item = self.stranger().get(format!("/api/items/{}", id(item))).await.expect(200);
        item["stock_quantity"].as_i64().unwrap()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let left_open = self.running.is_some() && !std::thread::panicking();
        assert!(!left_open, "close the house at the end of its test: that is when the books are looked at");
    }
}

async fn run(db: &Db, broker: &Broker, clock: &Clock, tokens: &Tokens, plan: &Plan) -> (Running, std::net::SocketAddr) {
    let (stop, stop_relay) = (CancellationToken::new(), CancellationToken::new());
    let metrics = Metrics::default();
    let (relay, relaying) = Relay::start(db.clone(), broker.clone(), &metrics, stop_relay.clone());
    let settings = config::Api {
        api_addr: ([127, 0, 0, 1], 0).into(),
        accept_timeout_seconds: plan.accept_timeout_seconds,
        rate_limit: RateLimit(plan.rate_limit.and_then(std::num::NonZeroU32::new)),
        behind_proxy: plan.behind_proxy,
        cors_origins: plan.cors.clone(),
    };
    let (db, broker, tokens, clock) = (db.clone(), broker.clone(), tokens.clone(), clock.clone());
    let mut api = Api::start(&settings, Foundations { db, broker, relay, tokens, clock, metrics }, &stop);
    api.patience = plan.patience;
    let router = api.serving(api.router().merge(plan.beside.clone()));
    let listener = TcpListener::bind(settings.api_addr).await.unwrap();
    let addr = listener.local_addr().unwrap();
    let serving = tokio::spawn(shared::http::serve(listener, router, stop.clone()));
    (Running { api, stop, serving, stop_relay, relaying }, addr)
}

/// A business and what it offers.
pub struct Menu {
    pub owner: Person,
    pub items: Vec<Value>,
}

impl Menu {
    /// Changes the business's settings.
    pub async fn set(&self, change: Value) {
        self.owner.patch(format!("/api/businesses/{}", self.owner.business_id())).json(change).await.expect(200);
    }
}

impl Index<usize> for Menu {
    type Output = Value;

    fn index(&self, index: usize) -> &Value {
        &self.items[index]
    }
}
