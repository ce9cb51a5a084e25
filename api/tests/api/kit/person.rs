//! Somebody with a browser.

use std::future::{Future, IntoFuture};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use reqwest::Method;
use serde_json::{Value, json};
use shared::store::Db;

use super::contract::Seen;
use super::{Answer, books, contract};

/// The line to the house. It stays the same when the house is opened again elsewhere.
pub struct Wire {
    pub http: reqwest::Client,
    pub addr: Mutex<SocketAddr>,
    pub db: Db,
    /// What was answered so far.
    pub seen: Mutex<Seen>,
}

impl Wire {
    pub fn base(&self) -> String {
        format!("http://{}", self.addr.lock().unwrap())
    }
}

/// Somebody, logged in or not.
#[derive(Clone)]
pub struct Person {
    pub wire: Arc<Wire>,
    /// The access token; empty if nobody is logged in.
    pub token: String,
    pub refresh_token: String,
    /// The account as the api tells it.
    pub user: Value,
}

/// The id of whatever has one.
pub fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap_or_else(|| panic!("no id in {thing}"))
}

impl Person {
    /// Whoever these tokens are for.
    pub fn of(wire: &Arc<Wire>, session: &Value) -> Self {
        let text = |name: &str| session[name].as_str().unwrap_or_else(|| panic!("no {name} in {session}")).to_owned();
        let (token, refresh_token) = (text("access_token"), text("refresh_token"));
        Self { wire: Arc::clone(wire), token, refresh_token, user: session["user"].clone() }
    }

    /// The same with another token.
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self { token: token.into(), ..self.clone() }
    }

    /// The same after the access token was renewed.
    pub async fn refreshed(&self) -> Self {
        let answer = self.post("/api/auth/refresh").json(json!({"refresh_token": self.refresh_token})).await;
        Self::of(&self.wire, &answer.expect(200))
    }

    pub fn id(&self) -> &str {
        id(&self.user)
    }

    pub fn name(&self) -> &str {
        self.user["username"].as_str().unwrap()
    }

    pub fn business_id(&self) -> &str {
        self.user["business_id"].as_str().unwrap()
    }

    pub fn get(&self, path: impl Into<String>) -> Ask {
        self.ask(Method::GET, path)
    }

    pub fn post(&self, path: impl Into<String>) -> Ask {
        self.ask(Method::POST, path)
    }

    pub fn patch(&self, path: impl Into<String>) -> Ask {
        self.ask(Method::PATCH, path)
    }

    pub fn delete(&self, path: impl Into<String>) -> Ask {
        self.ask(Method::DELETE, path)
    }

    pub fn ask(&self, method: Method, path: impl Into<String>) -> Ask {
        let path = path.into();
        let mut request = self.wire.http.request(method.clone(), self.wire.base() + &path);
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        Ask { wire: Arc::clone(&self.wire), method, path, request, watched: true }
    }

    /// Asks for so many of an item.
    pub fn places(&self, item: &Value, quantity: i64) -> Ask {
        self.post("/api/orders").json(json!({"items": [{"item_id": id(item), "quantity": quantity}]}))
    }

    /// Orders so many of an item, and gets them.
    pub async fn orders(&self, item: &Value, quantity: i64) -> Value {
        self.places(item, quantity).await.expect(201)
    }

    /// Moves an order on.
    pub fn does(&self, command: &str, order: &Value) -> Ask {
        self.post(format!("/api/orders/{}/{command}", id(order)))
    }

    pub fn cancels(&self, order: &Value) -> Ask {
        self.does("cancel", order)
    }

    /// The order as this person sees it now.
    pub async fn sees(&self, order: &Value) -> Value {
        self.get(format!("/api/orders/{}", id(order))).await.expect(200)
    }

    /// The order's history.
    pub async fn history(&self, order: &Value) -> Vec<Value> {
        let history = self.get(format!("/api/orders/{}/events", id(order))).await.expect(200);
        history["data"].as_array().unwrap().clone()
    }
}

/// A request that is sent when it is awaited.
pub struct Ask {
    wire: Arc<Wire>,
    method: Method,
    path: String,
    request: reqwest::RequestBuilder,
    watched: bool,
}

impl Ask {
    #[expect(clippy::needless_pass_by_value, reason = "bodies are written where they are sent")]
    pub fn json(mut self, body: Value) -> Self {
        self.request = self.request.json(&body);
        self
    }

    pub fn form(mut self, form: &[(&str, &str)]) -> Self {
        self.request = self.request.form(form);
        self
    }

    pub fn body(mut self, body: impl Into<reqwest::Body>) -> Self {
        self.request = self.request.body(body);
        self
    }

    pub fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.request = self.request.header(name, value.as_ref());
        self
    }

    /// One of many at once, or one that changes something although it is refused: the books are not compared.
    pub fn among_others(mut self) -> Self {
        self.watched = false;
        self
    }

    /// Sends it; a refusal that has changed anything is a failure of the test.
    async fn send(self) -> Answer {
        let Self { wire, method, path, request, watched } = self;
        let before = if watched { Some(books::read(&wire.db).await) } else { None };
        let response = request.send().await.unwrap_or_else(|error| panic!("{method} {path}: {error:?}"));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or_default();
        let answer = Answer { what: format!("{method} {path}"), status, headers, text, body };
        answer.is_well_formed();
        contract().holds(method.as_str(), &path, &answer);
        contract().note(&wire.seen, method.as_str(), &path, &answer);
        if let Some(before) = before.filter(|_| status >= 400) {
            assert_eq!(books::read(&wire.db).await, before, "{} was refused, but changed something", answer.what);
        }
        answer
    }
}

impl IntoFuture for Ask {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
