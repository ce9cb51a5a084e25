//! Tests the routes that the web app of the two food ordering systems calls. The documents of these systems describe other
//! routes.

use serde_json::{Value, json};
use testkit::ApiClient;
use testkit::api_client::id_of;

use super::client_of_token;
use crate::support::{Menu, PASSWORD, TestConfig, TestServer};

/// Sends a `PUT` request like the web app of the food ordering systems, which repeats the `id` of the path in the query. Returns
/// the body of the response.
async fn put(client: &ApiClient, path: &str, id: &str, body: Value) -> Value {
    client.request(reqwest::Method::PUT, format!("{path}/{id}?id={id}")).json(body).await.expect_status(200)
}

/// Logs in as the customer `dana` and as the owner.
async fn log_in(server: &TestServer, menu: &Menu) -> (ApiClient, ApiClient) {
    let mut clients = Vec::new();
    for (path, username) in [("/auth/login/user", "dana"), ("/auth/login/biz", menu.owner.username())] {
        let response = server.anonymous().post(path).json(json!({"username": username, "password": PASSWORD})).await;
        assert_eq!(response.header("cache-control"), Some("no-store"));
        clients.push(client_of_token(server, &response.expect_status(200)));
    }
    let wrong_role = json!({"username": "dana", "password": PASSWORD});
    server.anonymous().post("/auth/login/biz").json(wrong_role).await.expect_problem(403, "forbidden");
    (clients.remove(0), clients.remove(0))
}

#[tokio::test]
async fn app_shows_accounts_and_manages_the_menu() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[]).await;
    let customer = server.customer_named("dana").await;
    let (dana, owner) = log_in(&server, &menu).await;
    let user = dana.get("/auth/user/info").await.expect_status(200);
    assert_eq!(user, json!({"id": customer.id(), "user_name": "dana", "name": "dana", "role": "user"}));
    let business = owner.get("/auth/biz/info").await.expect_status(200);
    assert_eq!((&business["id"], &business["role"]), (&json!(menu.owner.business_id()), &json!("biz")));
    assert!(business["biz_name"].is_string());

    let new = json!({"name": "Margherita", "price": 9.5, "stock": 10, "image_url": ""});
    let item = owner.post("/menu/add/menu").json(new.clone()).await.expect_status(200);
    assert_eq!(
        item,
        json!({
            "id": item["id"], "name": "Margherita", "image_url": null, "price": 9.5, "currency": "EUR", "stock": 10,
            "status": "available", "biz_id": menu.owner.business_id(),
        })
    );
    assert_eq!(owner.post("/menu/add/menu").json(new).await.expect_status(200), item);
    for (client, path) in [(&dana, "/menu/all/for/user"), (&owner, "/menu/all/for/biz")] {
        assert_eq!(client.get(path).await.expect_status(200), json!([item]));
    }
    let id = id_of(&item);
    let picture = "https://example.com/m.jpg";
    let edit = json!({"name": "Regina", "image_url": picture, "price": 11.25});
    let edited = put(&owner, "/menu/update", id, edit).await;
    assert_eq!((&edited["id"], &edited["name"], &edited["price"]), (&item["id"], &json!("Regina"), &json!(11.25)));
    assert_eq!((&edited["image_url"], &edited["stock"]), (&json!(picture), &json!(10)));
    let stock = owner.post(format!("/menu/update/stock/{id}?id={id}")).json(json!({"quantity": 5})).await;
    assert_eq!(stock.expect_status(200), json!({"menu_id": id, "stock_quantity": 15}));
    for reference in [id, "101"] {
        assert_eq!(dana.get(format!("/menu/{reference}/stock")).await.expect_status(200), json!(15));
    }
    for quantity in [json!(-16), json!(1_000_000), json!(1.5), json!(null)] {
        let response = owner.post("/menu/update/stock/101").json(json!({"quantity": quantity})).await;
        assert_eq!(response.expect_invalid_fields(), ["quantity"], "{quantity}");
    }
    let other_id = json!({"id": 102, "price": 1});
    let response = owner.request(reqwest::Method::PUT, "/menu/update/101").json(other_id).await;
    assert_eq!(response.expect_invalid_fields(), ["id"]);
    let done = owner.delete(format!("/menu/delete/{id}?id={id}")).await.expect_status(200);
    assert!(done["message"].as_str().unwrap().contains("Regina"));
    for (client, path) in [(&dana, "/menu/all/for/user"), (&owner, "/menu/all/for/biz")] {
        assert_eq!(client.get(path).await.expect_status(200), json!([]));
    }
    for path in ["/menu/101/stock", "/menu/pizza/stock"] {
        dana.get(path).await.expect_problem(404, "not-found");
    }
    server.close().await;
}

#[tokio::test]
async fn app_places_accepts_completes_and_cancels_orders() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 10), ("Cola", 250, 10)]).await;
    menu.update_settings(json!({"acceptance": "manual", "kitchen": "manual"})).await;
    let customer = server.customer_named("dana").await;
    let (dana, owner) = log_in(&server, &menu).await;

    let list = json!([{"menu_id": menu[0]["id"], "quantity": 2}, {"menu_id": menu[1]["id"], "quantity": 1}]);
    let placed = dana.post("/order/add/order").json(list).await.expect_status(200);
    assert_eq!(placed, json!({"message": "success"}));
    let orders = owner.get("/order/all/for/biz").await.expect_status(200);
    let (cola, pizza) = (&orders[0], &orders[1]);
    assert_eq!(
        *pizza,
        json!({
            "id": pizza["id"], "state": "waiting", "status": "pending", "quantity": 2, "menu_id": menu[0]["id"],
            "menu": {"id": menu[0]["id"], "name": "Margherita", "price": 9.5, "stock": 8, "image_url": null},
            "biz_id": menu.owner.business_id(), "biz_name": pizza["biz_name"], "user_id": customer.id(),
            "user_name": "dana",
        })
    );
    assert_eq!(dana.get("/order/all/for/user").await.expect_status(200), orders);
    assert_eq!(server.customer_named("zoe").await.get("/order/all/for/user").await.expect_status(200), json!([]));
    dana.get("/order/all/for/biz").await.expect_problem(403, "forbidden");

    // The buttons of the business. Completing an accepted order starts it first.
    let update =
        async |order: &Value, state: &str| put(&owner, "/order/update", id_of(order), json!({"state": state})).await;
    for (state, status) in [("pending", "accepted"), ("complate", "completed")] {
        for _ in 0..2 {
            let order = update(pizza, state).await;
            assert_eq!((&order["state"], &order["status"]), (&json!(state), &json!(status)));
        }
    }
    let kinds = dana.event_kinds(pizza).await;
    assert_eq!(kinds, ["order.placed", "order.accepted", "order.processing", "order.completed"]);
    for state in ["accepted", "processing", "completed"] {
        assert_eq!(update(cola, state).await["status"], state);
    }
    let change = |state: Value| {
        let request = owner.request(reqwest::Method::PUT, format!("/order/update/{}", id_of(pizza)));
        request.json(json!({"state": state}))
    };
    change(json!("cancelled")).await.expect_problem(409, "wrong-state");
    for state in [json!("waiting"), json!("eaten"), json!(null)] {
        assert_eq!(change(state.clone()).await.expect_invalid_fields(), ["state"], "{state}");
    }

    // `delete` cancels: the order is kept, and its stock is restored.
    dana.post("/order/add/order").json(json!({"menu_id": 101, "quantity": 3})).await.expect_status(200);
    assert_eq!(server.stock(&menu[0]).await, 5);
    let order = dana.get("/order/all/for/user").await.expect_status(200)[0].clone();
    let path = format!("/order/delete/{0}?id={0}", id_of(&order));
    let done = dana.delete(&path).await.expect_status(200);
    assert_eq!(done, json!({"message": "ORD1003 is cancelled."}));
    assert_eq!(server.stock(&menu[0]).await, 8);
    let orders = dana.get("/order/all/for/user").await.expect_status(200);
    assert_eq!((&orders[0]["id"], &orders[0]["state"]), (&order["id"], &json!("cancelled")));

    let response = dana.post("/order/add/order").json(json!([{"menu_id": 101, "quantity": 1}, {"menu_id": 9}])).await;
    assert_eq!(response.expect_invalid_fields(), ["[1].quantity"]);
    let sold_out = json!([{"menu_id": 102, "quantity": 1}, {"menu_id": 101, "quantity": 9}]);
    dana.post("/order/add/order").json(sold_out).await.expect_problem(409, "sold-out");
    assert_eq!(server.stock(&menu[1]).await, 9);
    server.close().await;
}

/// The passwords in the documentation of the food ordering systems have four characters (`1234`, `rgt1`).
#[tokio::test]
async fn documented_passwords_can_be_used_if_the_minimum_length_allows_it() {
    let server = TestServer::start_with(TestConfig { password_min_length: 4, ..TestConfig::default() }).await;
    let anonymous = server.anonymous();
    for (username, role) in [("admin1", "admin"), ("customer1", "customer")] {
        let form = json!({"username": username, "password": "1234", "role": role});
        anonymous.post("/register").json(form).await.expect_status(200);
        anonymous.post("/login").form(&[("username", username), ("password", "1234")]).await.expect_status(200);
    }
    let form = json!({"username": "new", "password": "123", "role": "customer"});
    for path in ["/register", "/api/auth/register"] {
        let problem = anonymous.post(path).json(form.clone()).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"], json!([{"field": "password", "message": "must have 4 to 128 characters"}]));
    }
    let owner = server.owner().await;
    let waiter = json!({"name": "Walter", "username": "walter", "password": "123"});
    assert_eq!(owner.post("/api/users").json(waiter).await.expect_invalid_fields(), ["password"]);
    server.close().await;

    let server = TestServer::start_with(TestConfig { password_min_length: 12, ..TestConfig::default() }).await;
    let form = json!({"username": "new", "password": "12345678901", "role": "customer"});
    assert_eq!(server.anonymous().post("/register").json(form).await.expect_invalid_fields(), ["password"]);
    server.close().await;
}
