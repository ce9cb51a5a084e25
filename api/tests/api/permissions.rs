//! The permissions of every operation in the `OpenAPI` document. An operation without an entry in the table fails the test.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api_client::id_of;
use testkit::brokers::next_delivery;
use testkit::{ApiClient, DocumentedResponse, TIMEOUT, TestResponse, eventually};

use crate::support::{Menu, PASSWORD, TestServer, UNKNOWN_ID, contract};

/// The columns of the table.
const CLIENTS: [&str; 7] = ["anonymous", "customer A", "customer B", "waiter", "owner", "other owner", "admin"];

/// The rows of an operation: a resource of the first business, a resource of the other business, and a resource that does not
/// exist.
const RESOURCES: [&str; 3] = ["own", "foreign", "missing"];

/// An operation, and the status that it returns to each of the [`CLIENTS`]. The rows are the [`RESOURCES`]: a resource of the
/// waiter's and owner's business (orders are placed by customer A), a resource of the other business (customer B), and a resource
/// that does not exist. Operations without a resource have a single row.
type Permissions = (&'static str, &'static str, &'static [[u16; 7]]);

#[rustfmt::skip]
const TABLE: &[Permissions] = &[
    ("post",   "/api/auth/register",          &[[201, 201, 201, 201, 201, 201, 201]]),
    ("post",   "/api/auth/login",             &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/api/auth/refresh",           &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/api/auth/logout",            &[[204, 204, 204, 204, 204, 204, 204]]),
    ("get",    "/api/auth/verify",            &[[401, 200, 200, 200, 200, 200, 200]]),
    // Admins must specify the business of a new waiter.
    ("post",   "/api/users",                  &[[401, 403, 403, 403, 201, 201, 422]]),
    ("get",    "/api/users",                  &[[401, 403, 403, 403, 200, 200, 200]]),
    ("get",    "/api/users/{id}",             &[[401, 404, 404, 404, 200, 404, 200],
                                                [401, 404, 404, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("delete", "/api/users/{id}",             &[[401, 403, 403, 403, 204, 404, 204],
                                                [401, 403, 403, 403, 404, 204, 204],
                                                [401, 403, 403, 403, 404, 404, 404]]),
    ("get",    "/api/businesses",             &[[200, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/api/currencies",             &[[200, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/api/businesses/{id}",        &[[200, 200, 200, 200, 200, 200, 200],
                                                [200, 200, 200, 200, 200, 200, 200],
                                                [404, 404, 404, 404, 404, 404, 404]]),
    ("get",    "/api/businesses/{id}/items",  &[[200, 200, 200, 200, 200, 200, 200],
                                                [200, 200, 200, 200, 200, 200, 200],
                                                [404, 404, 404, 404, 404, 404, 404]]),
    ("patch",  "/api/businesses/{id}",        &[[401, 403, 403, 403, 200, 404, 200],
                                                [401, 403, 403, 403, 404, 200, 200],
                                                [401, 403, 403, 403, 404, 404, 404]]),
    ("post",   "/api/items",                  &[[401, 403, 403, 403, 201, 201, 403]]),
    ("get",    "/api/items/{id}",             &[[200, 200, 200, 200, 200, 200, 200],
                                                [200, 200, 200, 200, 200, 200, 200],
                                                [404, 404, 404, 404, 404, 404, 404]]),
    ("patch",  "/api/items/{id}",             &[[401, 403, 403, 403, 200, 404, 403],
                                                [401, 403, 403, 403, 404, 200, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    ("delete", "/api/items/{id}",             &[[401, 403, 403, 403, 204, 404, 403],
                                                [401, 403, 403, 403, 404, 204, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    ("post",   "/api/items/{id}/stock",       &[[401, 403, 403, 403, 200, 404, 403],
                                                [401, 403, 403, 403, 404, 200, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    // The resource is an item. Customers can order from any business, and staff only from their own business.
    ("post",   "/api/orders",                 &[[401, 201, 201, 201, 201, 422, 403],
                                                [401, 201, 201, 422, 422, 201, 403],
                                                [401, 422, 422, 422, 422, 422, 403]]),
    ("get",    "/api/orders",                 &[[401, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/api/orders/{id}",            &[[401, 200, 404, 200, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("get",    "/api/orders/{id}/events",     &[[401, 200, 404, 200, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    // The command is `cancel`. Waiters can cancel only orders that they placed.
    ("post",   "/api/orders/{id}/{command}",  &[[401, 200, 404, 403, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("get",    "/api/kitchen",                &[[401, 403, 403, 200, 200, 200, 200]]),
    ("get",    "/api/overview",               &[[401, 403, 403, 403, 403, 403, 200]]),
    ("get",    "/api/reports/products",       &[[401, 403, 403, 200, 200, 200, 200]]),
    ("get",    "/api/reports/summary",        &[[401, 403, 403, 403, 200, 200, 200]]),
    ("get",    "/api/dead-letters",           &[[401, 403, 403, 403, 403, 403, 200]]),
    // There is no dead letter with this id.
    ("post",   "/api/dead-letters/{id}/replay", &[[401, 403, 403, 403, 403, 403, 404]]),
    ("get",    "/api/isolated-rows",          &[[401, 403, 403, 403, 403, 403, 200]]),
    ("post",   "/user_login",                 &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/business_login",             &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/login",                      &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/register",                   &[[200, 200, 200, 200, 200, 200, 200]]),
    // The compatibility routes require the same permissions as the corresponding routes under `/api`.
    ("post",   "/order",                      &[[401, 200, 200, 200, 200, 422, 403],
                                                [401, 200, 200, 422, 422, 200, 403],
                                                [401, 422, 422, 422, 422, 422, 403]]),
    ("get",    "/order/{order_id}",           &[[401, 200, 404, 200, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("post",   "/cancel_order",               &[[401, 200, 404, 403, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("get",    "/get_orders",                 &[[401, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/set-menu-and-instore",       &[[401, 403, 403, 403, 200, 404, 403],
                                                [401, 403, 403, 403, 404, 200, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    ("post",   "/auth/login/user",            &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/auth/login/biz",             &[[200, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/auth/user/info",             &[[401, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/auth/biz/info",              &[[401, 403, 403, 403, 200, 200, 403]]),
    ("get",    "/menu/all/for/user",          &[[401, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/menu/all/for/biz",           &[[401, 403, 403, 403, 200, 200, 403]]),
    ("post",   "/menu/add/menu",              &[[401, 403, 403, 403, 200, 200, 403]]),
    ("put",    "/menu/update/{id}",           &[[401, 403, 403, 403, 200, 404, 403],
                                                [401, 403, 403, 403, 404, 200, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    ("post",   "/menu/update/stock/{id}",     &[[401, 403, 403, 403, 200, 404, 403],
                                                [401, 403, 403, 403, 404, 200, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    ("get",    "/menu/{id}/stock",            &[[401, 200, 200, 200, 200, 200, 200],
                                                [401, 200, 200, 200, 200, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("delete", "/menu/delete/{id}",           &[[401, 403, 403, 403, 200, 404, 403],
                                                [401, 403, 403, 403, 404, 200, 403],
                                                [401, 403, 403, 403, 404, 404, 403]]),
    ("get",    "/order/all/for/user",         &[[401, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/order/all/for/biz",          &[[401, 403, 403, 200, 200, 200, 200]]),
    ("post",   "/order/add/order",            &[[401, 200, 200, 200, 200, 422, 403],
                                                [401, 200, 200, 422, 422, 200, 403],
                                                [401, 422, 422, 422, 422, 422, 403]]),
    // The status is `cancelled`.
    ("put",    "/order/update/{id}",          &[[401, 200, 404, 403, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("delete", "/order/delete/{id}",          &[[401, 200, 404, 403, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("post",   "/products",                   &[[401, 403, 403, 403, 200, 200, 403]]),
    ("get",    "/products",                   &[[200, 200, 200, 200, 200, 200, 200]]),
    ("post",   "/orders",                     &[[401, 200, 200, 200, 200, 422, 403],
                                                [401, 200, 200, 422, 422, 200, 403],
                                                [401, 422, 422, 422, 422, 422, 403]]),
    ("get",    "/orders",                     &[[401, 200, 200, 200, 200, 200, 200]]),
    ("patch",  "/orders/{order_id}/confirm",  &[[401, 403, 404, 403, 200, 404, 200],
                                                [401, 404, 403, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("patch",  "/orders/{order_id}/cancel",   &[[401, 200, 404, 403, 200, 404, 200],
                                                [401, 404, 200, 404, 404, 200, 200],
                                                [401, 404, 404, 404, 404, 404, 404]]),
    ("get",    "/livez",                      &[[200, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/metrics",                    &[[401, 200, 200, 200, 200, 200, 200]]),
    ("get",    "/readyz",                     &[[200, 200, 200, 200, 200, 200, 200]]),
];

/// Two businesses, and a client for each column of the table.
struct Setup {
    menus: [Menu; 2],
    customers: [ApiClient; 2],
    clients: [ApiClient; 7],
}

impl Setup {
    async fn create(server: &TestServer) -> Self {
        let menus = [
            server.business_with_items(&[("Margherita", 950, 900)]).await,
            server.business_with_items(&[("Ramen", 1200, 900)]).await,
        ];
        let customers = [server.customer().await, server.customer().await];
        let clients = [
            server.anonymous(),
            customers[0].clone(),
            customers[1].clone(),
            server.waiter(&menus[0].owner).await,
            menus[0].owner.clone(),
            menus[1].owner.clone(),
            server.admin().await,
        ];
        Self { menus, customers, clients }
    }

    /// Returns the id of a resource for an operation and a row of the table. Creates the resource if the setup does not contain
    /// one.
    async fn create_resource(&self, server: &TestServer, path: &str, row: usize) -> String {
        let Some(menu) = self.menus.get(row) else { return UNKNOWN_ID.to_owned() };
        let kind = match path {
            "/api/orders" | "/orders" | "/order" | "/order/add/order" => "existing item",
            "/set-menu-and-instore" => "items",
            "/cancel_order" | "/order/{order_id}" | "/order/update/{id}" | "/order/delete/{id}" => "orders",
            path if path.starts_with("/menu/") => "items",
            path => path.trim_start_matches("/api").split('/').nth(1).unwrap(),
        };
        let resource = match kind {
            "businesses" => return menu.owner.business_id().to_owned(),
            "existing item" => menu[0].clone(),
            "orders" => self.customers[row].place_order(&menu[0], 1).await,
            "items" => {
                let form = json!({"name": "Dish", "price_cents": 1});
                menu.owner.post("/api/items").json(form).await.expect_status(201)
            }
            "users" => {
                let form = json!({"name": "Wanda", "username": server.unique_name("wanda"), "password": PASSWORD});
                menu.owner.post("/api/users").json(form).await.expect_status(201)
            }
            other => panic!("{path} has an unknown kind of resource: {other}"),
        };
        id_of(&resource).to_owned()
    }
}

/// Returns a valid body for an operation on a resource, or `None` if the operation needs no body.
async fn valid_body(server: &TestServer, operation: (&str, &str), id: &str) -> Option<Value> {
    let registration = || json!({"username": server.unique_name("new"), "password": PASSWORD, "role": "customer"});
    Some(match operation {
        ("post", "/api/auth/register" | "/register") => registration(),
        ("post", "/api/auth/login" | "/api/auth/refresh" | "/api/auth/logout") => {
            let form = registration();
            let session = server.anonymous().post("/api/auth/register").json(form.clone()).await.expect_status(201);
            match operation.1 {
                "/api/auth/login" => json!({"username": form["username"], "password": PASSWORD}),
                _ => json!({"refresh_token": session["refresh_token"]}),
            }
        }
        ("post", "/user_login" | "/login" | "/auth/login/user") => {
            json!({"username": server.customer().await.username(), "password": PASSWORD})
        }
        ("post", "/business_login" | "/auth/login/biz") => {
            json!({"username": server.owner().await.username(), "password": PASSWORD})
        }
        ("post", "/menu/add/menu") => json!({"name": server.unique_name("Dish "), "price": 0.01, "stock": 1}),
        ("put", "/menu/update/{id}") => json!({"price": 0.02}),
        ("post", "/menu/update/stock/{id}") => json!({"quantity": 1}),
        ("put", "/order/update/{id}") => json!({"state": "cancelled"}),
        ("post", "/order" | "/order/add/order") => json!({"menu_id": id, "quantity": 1}),
        ("post", "/orders") => json!({"items": [{"product_id": id, "quantity": 1}]}),
        ("post", "/cancel_order") => json!({"order_id": id}),
        ("post", "/set-menu-and-instore") => json!({"id": id, "stock_quantity": 900}),
        ("post", "/products") => json!({"name": "Dish", "price": 0.01}),
        ("post", "/api/users") => {
            json!({"name": "Wanda", "username": server.unique_name("wanda"), "password": PASSWORD})
        }
        ("patch", "/api/businesses/{id}") => json!({"grace_seconds": 5}),
        ("post", "/api/items") => json!({"name": "Dish", "price_cents": 1}),
        ("patch", "/api/items/{id}") => json!({"price_cents": 2}),
        ("post", "/api/items/{id}/stock") => json!({"delta": 1}),
        ("post", "/api/orders") => json!({"items": [{"item_id": id, "quantity": 1}]}),
        _ => return None,
    })
}

fn without_trace_id(response: &TestResponse) -> Value {
    let mut body = response.body.clone();
    body.as_object_mut().map(|problem| problem.remove("trace_id"));
    body
}

/// Asserts that a foreign and a missing resource are refused with equal bodies if the status is the same.
fn assert_indistinguishable(refusals: &[TestResponse], operation: &str) {
    let Some(missing) = refusals.last() else { return };
    for refusal in refusals.iter().filter(|refusal| refusal.status == missing.status) {
        assert_eq!(without_trace_id(refusal), without_trace_id(missing), "{operation}");
    }
}

/// Requests the documented responses that the table does not cover: other media types, and the replay of a dead letter.
async fn request_remaining_responses(server: &TestServer, setup: &Setup) {
    let (owner, admin) = (&setup.menus[0].owner, &setup.clients[6]);
    for DocumentedResponse { method, path, status, media_type } in contract().successes() {
        if method == "get" && status == 200 && !path.contains('{') && !media_type.ends_with("json") {
            owner.get(path).header("accept", media_type).await.expect_status(200);
        }
    }
    let order = setup.customers[0].place_order(&setup.menus[0][0], 1).await;
    owner.command("accept", &order).await.expect_status(200);
    next_delivery(&mut server.broker.consume_kitchen(1)).await.reject().await.unwrap();
    let dead_letter = eventually("a dead letter", TIMEOUT, async || {
        let dead_letters = admin.get("/api/dead-letters").await.expect_status(200);
        dead_letters["data"].as_array().unwrap().first().cloned()
    })
    .await;
    admin.post(format!("/api/dead-letters/{}/replay", id_of(&dead_letter))).await.expect_status(204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_has_exactly_the_permissions_of_the_table() {
    let server = TestServer::start().await;
    let setup = Setup::create(&server).await;
    let (mut deviations, mut requests) = (Vec::new(), 0);
    for (method, path) in contract().operations() {
        let permissions =
            TABLE.iter().find(|(table_method, table_path, _)| table_method == method && table_path == path);
        let (_, _, rows) = permissions.unwrap_or_else(|| panic!("{method} {path} is not in the table"));
        for (column, client) in setup.clients.iter().enumerate() {
            let operation = format!("{method} {path}, {}", CLIENTS[column]);
            let mut refusals = Vec::new();
            for (row, statuses) in rows.iter().enumerate() {
                let has_resource = rows.len() > 1;
                let id = if has_resource { setup.create_resource(&server, path, row).await } else { String::new() };
                let url = path.replace("{id}", &id).replace("{order_id}", &id).replace("{command}", "cancel");
                let mut request = client.request(method.to_uppercase().parse::<Method>().unwrap(), url);
                if let Some(body) = valid_body(&server, (method, path), &id).await {
                    request = request.json(body);
                }
                let response = request.await;
                if response.status != statuses[column] {
                    deviations.push(format!("{operation}, {}: {}", RESOURCES[row], response.status));
                }
                requests += 1;
                if response.status >= 400 {
                    refusals.push(response);
                }
            }
            assert_indistinguishable(&refusals, &operation);
        }
    }
    assert!(deviations.is_empty(), "{deviations:#?}");
    for (method, path, _) in TABLE {
        let is_documented = contract().operations().iter().any(|(m, p)| m == method && p == path);
        assert!(is_documented, "{method} {path} is in the table, but not in the document");
    }
    request_remaining_responses(&server, &setup).await;
    let covered = server.endpoint.coverage();
    let missing: Vec<_> = contract().successes().difference(&covered).cloned().collect();
    assert!(missing.is_empty(), "documented responses that no test received: {missing:#?}");
    println!("{requests} requests of {} operations", TABLE.len());
    server.close().await;
}
