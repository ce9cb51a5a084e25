//! An API client for servers in the test's process and in other processes.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use store::Db;

use crate::openapi_contract::{Coverage, OpenApiContract};
use crate::records::RecordCounts;
use crate::test_response::TestResponse;
use crate::wait::eventually;

/// Maximum time for a request.
const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);

/// An API server and the checks that each of its responses must pass. Shared by all clients of the server.
pub struct ApiEndpoint {
    http: reqwest::Client,
    /// Changes when the server is restarted.
    addr: Mutex<SocketAddr>,
    contract: Option<&'static OpenApiContract>,
    db: Option<Db>,
    coverage: Mutex<Coverage>,
}

impl ApiEndpoint {
    /// Creates an endpoint whose responses must be [well-formed](TestResponse::assert_well_formed).
    pub fn new(addr: SocketAddr) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(REQUEST_TIMEOUT)
            .build()
            .unwrap();
        Self { http, addr: Mutex::new(addr), contract: None, db: None, coverage: Mutex::default() }
    }

    /// Also checks each response against an `OpenAPI` document.
    #[must_use]
    pub fn with_contract(self, contract: &'static OpenApiContract) -> Self {
        Self { contract: Some(contract), ..self }
    }

    /// Also checks that a request with an error response leaves the [record counts](RecordCounts) unchanged.
    #[must_use]
    pub fn with_record_checks(self, db: Db) -> Self {
        Self { db: Some(db), ..self }
    }

    /// Returns a client that is not logged in.
    pub fn anonymous(self: &Arc<Self>) -> ApiClient {
        let endpoint = Arc::clone(self);
        ApiClient { endpoint, token: String::new(), refresh_token: String::new(), user: Value::Null }
    }

    /// Logs in.
    pub async fn log_in(self: &Arc<Self>, username: &str, password: &str) -> ApiClient {
        let credentials = json!({"username": username, "password": password});
        let session = self.anonymous().post("/api/auth/login").json(credentials).await.expect_status(200);
        self.client_of(&session)
    }

    /// Registers an account with this JSON body and returns its client.
    pub async fn register(self: &Arc<Self>, form: Value) -> ApiClient {
        let session = self.anonymous().post("/api/auth/register").json(form).await.expect_status(201);
        self.client_of(&session)
    }

    /// Returns the client for a session that the API returned.
    pub fn client_of(self: &Arc<Self>, session: &Value) -> ApiClient {
        let text = |name: &str| session[name].as_str().unwrap_or_else(|| panic!("no {name} in {session}")).to_owned();
        ApiClient {
            endpoint: Arc::clone(self),
            token: text("access_token"),
            refresh_token: text("refresh_token"),
            user: session["user"].clone(),
        }
    }

    /// Returns the address of the server.
    pub fn addr(&self) -> SocketAddr {
        *lock(&self.addr)
    }

    /// Sets the address of the server after it was restarted.
    pub fn set_addr(&self, addr: SocketAddr) {
        *lock(&self.addr) = addr;
    }

    /// Returns the URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr())
    }

    /// Returns the HTTP client, for requests without checks.
    pub const fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// Returns the documented responses received so far.
    pub fn coverage(&self) -> Coverage {
        lock(&self.coverage).clone()
    }

    fn check(&self, method: &Method, path: &str, response: &TestResponse) {
        response.assert_well_formed();
        if let Some(contract) = self.contract {
            contract.assert_documented(method.as_str(), path, response);
            lock(&self.coverage).extend(contract.locate(method.as_str(), path, response));
        }
    }
}

/// Locks a mutex and ignores poisoning, so that a panic in one request does not cause panics in others.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the id of a JSON object.
#[track_caller]
pub fn id_of(object: &Value) -> &str {
    object["id"].as_str().unwrap_or_else(|| panic!("no id in {object}"))
}

/// An API client, logged in or not.
#[derive(Clone)]
pub struct ApiClient {
    /// The server.
    pub endpoint: Arc<ApiEndpoint>,
    /// The access token; empty without a login.
    pub token: String,
    /// The refresh token; empty without a login.
    pub refresh_token: String,
    /// The account, as the API returned it; `null` without a login.
    pub user: Value,
}

impl ApiClient {
    /// Returns a copy of the client with another access token.
    #[must_use]
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self { token: token.into(), ..self.clone() }
    }

    /// Refreshes the tokens and returns a client with the new tokens.
    pub async fn refresh(&self) -> Self {
        let request = self.post("/api/auth/refresh").json(json!({"refresh_token": self.refresh_token}));
        self.endpoint.client_of(&request.await.expect_status(200))
    }

    /// Returns the id of the account.
    pub fn id(&self) -> &str {
        id_of(&self.user)
    }

    /// Returns the username of the account.
    pub fn username(&self) -> &str {
        self.user["username"].as_str().unwrap()
    }

    /// Returns the id of the account's business.
    pub fn business_id(&self) -> &str {
        self.user["business_id"].as_str().unwrap()
    }

    /// Builds a GET request.
    pub fn get(&self, path: impl Into<String>) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    /// Builds a POST request.
    pub fn post(&self, path: impl Into<String>) -> RequestBuilder {
        self.request(Method::POST, path)
    }

    /// Builds a PATCH request.
    pub fn patch(&self, path: impl Into<String>) -> RequestBuilder {
        self.request(Method::PATCH, path)
    }

    /// Builds a DELETE request.
    pub fn delete(&self, path: impl Into<String>) -> RequestBuilder {
        self.request(Method::DELETE, path)
    }

    /// Builds a request, including the access token if there is one.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RequestBuilder {
        let path = path.into();
        let mut request = self.endpoint.http.request(method.clone(), self.endpoint.url(&path));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        RequestBuilder { endpoint: Arc::clone(&self.endpoint), method, path, request, checks_records: true }
    }

    /// Builds a request to place an order for one item.
    pub fn place(&self, item: &Value, quantity: i64) -> RequestBuilder {
        self.place_lines(&[(item, quantity)])
    }

    /// Builds a request to place an order for these items and quantities.
    pub fn place_lines(&self, lines: &[(&Value, i64)]) -> RequestBuilder {
        let line = |&(item, quantity): &(&Value, i64)| json!({"item_id": id_of(item), "quantity": quantity});
        let lines: Vec<_> = lines.iter().map(line).collect();
        self.post("/api/orders").json(json!({"items": lines}))
    }

    /// Places an order for one item and returns the order.
    pub async fn place_order(&self, item: &Value, quantity: i64) -> Value {
        self.place(item, quantity).await.expect_status(201)
    }

    /// Builds a request for a command on an order, such as `accept`.
    pub fn command(&self, command: &str, order: &Value) -> RequestBuilder {
        self.post(format!("/api/orders/{}/{command}", id_of(order)))
    }

    /// Builds a request to cancel an order.
    pub fn cancel(&self, order: &Value) -> RequestBuilder {
        self.command("cancel", order)
    }

    /// Returns the current state of an order.
    pub async fn order(&self, order: &Value) -> Value {
        self.get(format!("/api/orders/{}", id_of(order))).await.expect_status(200)
    }

    /// Returns the events of an order, oldest first.
    pub async fn events(&self, order: &Value) -> Vec<Value> {
        let events = self.get(format!("/api/orders/{}/events", id_of(order))).await.expect_status(200);
        events["data"].as_array().unwrap().clone()
    }

    /// Returns the kinds of the events of an order, oldest first.
    pub async fn event_kinds(&self, order: &Value) -> Vec<String> {
        self.events(order).await.iter().map(|event| event["kind"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until an order has this status and returns the order.
    pub async fn wait_for_status(&self, order: &Value, status: &str, timeout: Duration) -> Value {
        eventually(&format!("the order to be {status}"), timeout, async || {
            Some(self.order(order).await).filter(|order| order["status"] == status)
        })
        .await
    }

    /// Returns the items on the menu of the first business whose name contains `search`.
    pub async fn menu(&self, search: &str) -> Vec<Value> {
        let found = self.get(format!("/api/businesses?q={search}")).await.expect_status(200);
        let path = format!("/api/businesses/{}/items?limit=100", id_of(&found["data"][0]));
        let menu = self.get(path).await.expect_status(200);
        menu["data"].as_array().unwrap().clone()
    }

    /// Returns the number of portions of an item in stock.
    pub async fn stock(&self, item: &Value) -> i64 {
        let item = self.get(format!("/api/items/{}", id_of(item))).await.expect_status(200);
        item["stock_quantity"].as_i64().unwrap()
    }
}

/// A request that is sent when it is awaited. Awaiting panics without a response, or if the response fails a check of the
/// endpoint.
#[must_use = "a request is sent when it is awaited"]
pub struct RequestBuilder {
    endpoint: Arc<ApiEndpoint>,
    method: Method,
    path: String,
    request: reqwest::RequestBuilder,
    checks_records: bool,
}

impl RequestBuilder {
    /// Sets a JSON body.
    #[expect(clippy::needless_pass_by_value, reason = "tests write bodies as literals")]
    pub fn json(mut self, body: Value) -> Self {
        self.request = self.request.json(&body);
        self
    }

    /// Sets a URL-encoded form as the body.
    pub fn form(mut self, form: &[(&str, &str)]) -> Self {
        self.request = self.request.form(form);
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<reqwest::Body>) -> Self {
        self.request = self.request.body(body);
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.request = self.request.header(name, value.as_ref());
        self
    }

    /// Skips the check that a refused request changes nothing. Needed for requests that run concurrently with others, and for
    /// requests that change something although they are refused.
    pub fn skip_record_check(mut self) -> Self {
        self.checks_records = false;
        self
    }

    async fn send(self) -> TestResponse {
        let Self { endpoint, method, path, request, checks_records } = self;
        let db = endpoint.db.as_ref().filter(|_| checks_records);
        let before = match db {
            Some(db) => Some(RecordCounts::read(db).await),
            None => None,
        };
        let response = request.send().await.unwrap_or_else(|error| panic!("{method} {path}: {error:?}"));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let response = TestResponse::new(format!("{method} {path}"), status, headers, text);
        endpoint.check(&method, &path, &response);
        if let (Some(db), Some(before)) = (db, before)
            && status >= 400
        {
            assert_eq!(RecordCounts::read(db).await, before, "{} was refused, but changed something", response.request);
        }
        response
    }
}

impl IntoFuture for RequestBuilder {
    type Output = TestResponse;
    type IntoFuture = Pin<Box<dyn Future<Output = TestResponse> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
