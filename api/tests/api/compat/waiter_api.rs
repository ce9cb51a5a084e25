//! The requests of the waiter client, which uses the routes of `/api`.

use serde_json::{Value, json};
use testkit::ApiClient;
use testkit::api_client::id_of;

use super::client_of_token;
use crate::support::{Menu, PASSWORD, TestServer};

/// Tests `POST /api/users`, `GET /api/users`, `GET /api/users/{id}`, `POST /api/auth/login` with an email address, and
/// `GET /api/auth/verify`. Returns the waiter's account and client.
async fn create_waiter(server: &TestServer, menu: &Menu) -> (Value, ApiClient) {
    let form = json!({"name": "Wanda", "email": "wanda@example.com", "password": PASSWORD});
    let wanda = menu.owner.post("/api/users").json(form).await.expect_status(201);
    assert_eq!((&wanda["name"], &wanda["role"]), (&json!("Wanda"), &json!("waiter")));
    let all = menu.owner.get("/api/users").await.expect_status(200);
    assert!(all["data"].as_array().unwrap().contains(&wanda), "{all}");
    assert_eq!(menu.owner.get(format!("/api/users/{}", id_of(&wanda))).await.expect_status(200), wanda);

    let login = json!({"email": "wanda@example.com", "password": PASSWORD});
    let session = server.anonymous().post("/api/auth/login").json(login).await.expect_status(200);
    let waiter = client_of_token(server, &session);
    let verified = waiter.get("/api/auth/verify").await.expect_status(200);
    assert_eq!((&verified["valid"], &verified["user"]), (&json!(true), &wanda));
    server.anonymous().get("/api/auth/verify").await.expect_problem(401, "unauthenticated");
    (wanda, waiter)
}

#[tokio::test]
async fn waiters_order_for_guests_and_read_the_report() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 10), ("Cola", 250, 10)]).await;
    let other = server.business_with_items(&[("Ramen", 1200, 10)]).await;
    let (wanda, waiter) = create_waiter(&server, &menu).await;

    // POST /api/orders with several products and customer details; GET /api/orders; GET /api/orders/{id}
    let order = json!({
        "items": [{"item_id": menu[0]["id"], "quantity": 2}, {"item_id": menu[1]["id"], "quantity": 1}],
        "customer": {"name": "Mr. Rossi", "phone": "+39 06 1234", "table": "12"},
    });
    let order = waiter.post("/api/orders").json(order).await.expect_status(201);
    assert_eq!(order["customer"], json!({"name": "Mr. Rossi", "phone": "+39 06 1234", "table": "12"}));
    assert_eq!((&order["total_cents"], &order["order_type"]), (&json!(2150), &json!("dine_in")));
    assert_eq!((&order["placed_by"], &order["customer_id"]), (&wanda["id"], &json!(null)));
    assert_eq!(waiter.get("/api/orders").await.expect_status(200)["data"][0]["id"], order["id"]);
    assert_eq!(waiter.order(&order).await["lines"], order["lines"]);

    // Waiters can see only the orders of their own business, and order only its items.
    let foreign = server.customer().await.place_order(&other[0], 1).await;
    waiter.get(format!("/api/orders/{}", id_of(&foreign))).await.expect_problem(404, "not-found");
    assert_eq!(waiter.get("/api/orders").await.expect_status(200)["data"].as_array().unwrap().len(), 1);
    assert_eq!(waiter.place(&other[0], 1).await.expect_invalid_fields(), ["items[0].item_id"]);
    let other_waiter = server.waiter(&other.owner).await;
    other_waiter.get(format!("/api/orders/{}", id_of(&order))).await.expect_problem(404, "not-found");
    other_waiter.cancel(&order).await.expect_problem(404, "not-found");

    // GET /api/reports/products?start_date=&end_date=
    for command in ["accept", "start", "complete"] {
        menu.owner.command(command, &order).await.expect_status(200);
    }
    let report = waiter.get("/api/reports/products?start_date=2026-11-21&end_date=2026-11-21").await.expect_status(200);
    let rows = report["data"].as_array().unwrap();
    let row = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("no {name}: {report}"));
    assert_eq!((&row("Margherita")["quantity"], &row("Cola")["quantity"]), (&json!(2), &json!(1)));
    server.close().await;
}
