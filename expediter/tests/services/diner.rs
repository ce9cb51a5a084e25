//! Somebody who uses the api.

use std::time::Duration;

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use shared::testing::eventually;

/// An account that has logged in.
#[derive(Clone)]
pub(crate) struct Person {
    client: Client,
    api: String,
    pub(crate) token: String,
}

/// The demo's password.
pub(crate) const PASSWORD: &str = "expediter";

impl Person {
    /// Logs in at the api at this address.
    pub(crate) async fn log_in(address: &str, username: &str) -> Self {
        let (client, api) = (Client::new(), format!("http://{address}"));
        let login = json!({"username": username, "password": PASSWORD});
        let answer = client.post(format!("{api}/api/auth/login")).json(&login).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let session: Value = answer.json().await.unwrap();
        Self { client, api, token: session["access_token"].as_str().unwrap().to_owned() }
    }

    /// One request; the status and the JSON of its answer.
    pub(crate) async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let request = self.client.request(method, format!("{}{path}", self.api)).bearer_auth(&self.token);
        let request = if let Some(body) = body { request.json(&body) } else { request };
        let answer = request.timeout(Duration::from_mins(1)).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap_or(Value::Null))
    }

    /// The menu of the business with this name.
    pub(crate) async fn menu(&self, business: &str) -> Vec<Value> {
        let (_, found) = self.ask(Method::GET, &format!("/api/businesses?q={business}"), None).await;
        let id = found["data"][0]["id"].as_str().unwrap();
        let (_, menu) = self.ask(Method::GET, &format!("/api/businesses/{id}/items?limit=100"), None).await;
        menu["data"].as_array().unwrap().clone()
    }

    /// Asks for so many of each of these items.
    pub(crate) async fn order(&self, lines: &[(&Value, i64)]) -> (StatusCode, Value) {
        let items: Vec<_> = lines.iter().map(|(item, n)| json!({"item_id": item["id"], "quantity": n})).collect();
        self.ask(Method::POST, "/api/orders", Some(json!({"items": items}))).await
    }

    /// Places an order.
    pub(crate) async fn orders(&self, lines: &[(&Value, i64)]) -> Value {
        let (status, order) = self.order(lines).await;
        assert_eq!(status, StatusCode::CREATED, "{order}");
        order
    }

    /// Gives a command for an order.
    pub(crate) async fn command(&self, order: &Value, command: &str) -> (StatusCode, Value) {
        self.ask(Method::POST, &format!("/api/orders/{}/{command}", order["id"].as_str().unwrap()), None).await
    }

    /// How many of an item are left.
    pub(crate) async fn stock(&self, item: &Value) -> i64 {
        let (_, item) = self.ask(Method::GET, &format!("/api/items/{}", item["id"].as_str().unwrap()), None).await;
        item["stock_quantity"].as_i64().unwrap()
    }

    /// What an order went through: the kinds of its events, oldest first.
    pub(crate) async fn history(&self, order: &Value) -> Vec<String> {
        let path = format!("/api/orders/{}/events", order["id"].as_str().unwrap());
        let (_, history) = self.ask(Method::GET, &path, None).await;
        history["data"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until the order is in this state.
    pub(crate) async fn waits_for(&self, order: &Value, status: &str, within: Duration) -> Value {
        let path = format!("/api/orders/{}", order["id"].as_str().unwrap());
        eventually(&format!("the order to be {status}"), within, async || {
            let (_, order) = self.ask(Method::GET, &path, None).await;
            (order["status"] == status).then_some(order)
        })
        .await
    }
}
