//! The requests of the mini order client.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::ApiClient;

use super::client_of_token;
use crate::support::{PASSWORD, TestServer};

/// Registers an account with `POST /register`. Returns its client.
async fn register(server: &TestServer, username: &str, role: &str) -> ApiClient {
    let form = json!({"username": username, "password": PASSWORD, "role": role});
    let account = server.anonymous().post("/register").json(form).await.expect_status(200);
    assert_eq!((&account["username"], &account["role"]), (&json!(username), &json!(role)));
    assert_eq!(account["business_id"].is_string(), role == "admin");
    let client = client_of_token(server, &account);
    client.get("/api/auth/verify").await.expect_status(200);
    client
}

/// Logs in with `POST /login` and a form. The API accepts `Bearer Bearer <token>`: Swagger UI adds `Bearer` to the pasted token,
/// which may already contain it.
async fn log_in(server: &TestServer, username: &str) -> ApiClient {
    let anonymous = server.anonymous();
    let form = [("username", username), ("password", PASSWORD)];
    let session = anonymous.post("/login").form(&form).await.expect_status(200);
    assert_eq!(session["token_type"], "bearer");
    let token = session["access_token"].as_str().unwrap().to_owned();
    let authorization = format!("Bearer Bearer {token}");
    anonymous.get("/orders").header("Authorization", authorization).await.expect_status(200);
    anonymous.with_token(token)
}

/// Tests `POST /products`, which requires an owner (registered with the role `admin`), and `GET /products`. Returns the two
/// products.
async fn create_products(server: &TestServer, admin: &ApiClient, customer: &ApiClient) -> (Value, Value) {
    let form = json!({"name": "Laptop", "price": 50000, "stock_quantity": 5});
    let laptop = admin.post("/products").json(form).await.expect_status(200);
    let form = json!({"name": "Mouse", "price": 500, "stock_quantity": 10});
    let mouse = admin.post("/products").json(form.clone()).await.expect_status(200);
    assert_eq!(
        laptop,
        json!({
            "id": 101, "item_id": laptop["item_id"], "name": "Laptop", "price": 50000, "currency": "EUR",
            "stock_quantity": 5, "available": true, "business_id": laptop["business_id"],
        })
    );
    customer.post("/products").json(form).await.expect_problem(403, "forbidden");
    for client in [&server.anonymous(), customer, admin] {
        assert_eq!(client.get("/products?page=1&limit=10").await.expect_status(200), json!([laptop, mouse]));
    }
    (laptop, mouse)
}

#[tokio::test]
async fn mini_order_client_registers_sells_orders_confirms_and_cancels() {
    let server = TestServer::start().await;
    let anonymous = server.anonymous();
    for (username, role) in [("admin1", "admin"), ("customer1", "customer")] {
        register(&server, username, role).await;
    }
    let (admin, customer) = (log_in(&server, "admin1").await, log_in(&server, "customer1").await);
    let (laptop, _) = create_products(&server, &admin, &customer).await;

    // POST /orders reduces the stock; the status is PENDING. Product 1 of the documentation is 101 here.
    let form = json!({"items": [{"product_id": 101, "quantity": 2}]});
    let order = customer.post("/orders").json(form).await.expect_status(200);
    assert_eq!(
        order,
        json!({
            "id": 1001, "number": "ORD1001", "order_id": order["order_id"], "user_id": order["user_id"],
            "status": "PENDING", "total_amount": 100_000, "currency": "EUR", "created_at": order["created_at"],
            "items": [{
                "product_id": 101, "item_id": laptop["item_id"], "name": "Laptop", "quantity": 2, "price": 50000,
            }],
        })
    );
    let stock = async || anonymous.get("/products").await.expect_status(200)[0]["stock_quantity"].clone();
    assert_eq!(stock().await, 3);

    // GET /orders: customers see their own orders, and the admin sees the orders of its business.
    let other = register(&server, "customer2", "customer").await;
    let form =
        json!({"items": [{"product_id": laptop["item_id"], "quantity": 1}, {"product_id": "102", "quantity": 3}]});
    let second = other.post("/orders").json(form).await.expect_status(200);
    assert_eq!(customer.get("/orders").await.expect_status(200), json!([order]));
    assert_eq!(other.get("/orders").await.expect_status(200), json!([second]));
    for query in ["", "?status=PENDING", "?page=1&limit=10"] {
        assert_eq!(admin.get(format!("/orders{query}")).await.expect_status(200), json!([second, order]), "{query}");
    }

    // PATCH /orders/{id}/confirm: this business accepts orders manually, however long it takes.
    server.advance(Duration::from_mins(1));
    customer.patch("/orders/1001/confirm").await.expect_problem(403, "forbidden");
    let confirmed = admin.patch("/orders/1001/confirm").await.expect_status(200);
    assert_eq!(confirmed["status"], "CONFIRMED");
    assert_eq!(admin.get("/orders?status=CONFIRMED").await.expect_status(200), json!([confirmed]));
    assert_eq!(admin.get("/orders?status=pending").await.expect_status(200), json!([second]));

    // PATCH /orders/{id}/cancel restores the stock once.
    let path = format!("/orders/{}/cancel", second["order_id"].as_str().unwrap());
    for _ in 0..2 {
        assert_eq!(other.patch(&path).await.expect_status(200)["status"], "CANCELLED");
        assert_eq!(stock().await, 3);
    }
    customer.patch("/orders/ORD1001/cancel").await.expect_problem(409, "wrong-state");
    assert_eq!(admin.patch("/orders/ORD1001/cancel").await.expect_status(200)["status"], "CANCELLED");
    assert_eq!(stock().await, 5);

    // Swagger UI
    assert_eq!(anonymous.get("/docs").await.status, 303);
    anonymous.get("/docs/").await.expect_status(200);
    server.close().await;
}
