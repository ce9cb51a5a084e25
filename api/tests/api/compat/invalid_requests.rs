//! Invalid requests to the compatibility routes.

use serde_json::{Value, json};
use testkit::api_client::id_of;

use crate::support::{PASSWORD, TestServer, UNKNOWN_ID};

/// Returns an order in the format of the food ordering clients.
fn single_item(menu_id: impl Into<Value>, quantity: impl Into<Value>) -> Value {
    json!({"menu_id": menu_id.into(), "quantity": quantity.into()})
}

/// Returns an order in the format of the order queue client.
fn item_list(user_id: impl Into<Value>, item_ids: impl Into<Value>) -> Value {
    json!({"user_id": user_id.into(), "item_ids": item_ids.into(), "total_amount": 9.5})
}

/// Returns invalid orders in both formats, each with the name of the invalid field.
fn orders_with_an_invalid_field() -> Vec<(Value, &'static str)> {
    vec![
        (json!({"menu_id": 101}), "quantity"),
        (json!({"quantity": 1}), "menu_id"),
        (single_item(101, 0), "quantity"),
        (single_item(101, -3), "quantity"),
        (single_item(101, 1.5), "quantity"),
        (single_item(101, "two"), "quantity"),
        (single_item(101, "1.5"), "quantity"),
        (single_item(101, "0"), "quantity"),
        (single_item(101, 1e300), "quantity"),
        (single_item(101, true), "quantity"),
        (single_item(101, 1_000_000_000_000_i64), "quantity"),
        (single_item(999, 1), "menu_id"),
        (single_item(-101, 1), "menu_id"),
        (single_item(UNKNOWN_ID, 1), "menu_id"),
        (single_item("pizza", 1), "menu_id"),
        (single_item(101.5, 1), "menu_id"),
        (single_item(json!({"id": 101}), 1), "menu_id"),
        (json!({"menu_id": 101, "user_id": "dana"}), "quantity"),
        (json!({"menu_id": 101, "quantity": 1, "user_id": "zoe"}), "user_id"),
        (json!({"m_id": 101, "quantity": 1, "u_id": UNKNOWN_ID}), "user_id"),
        (json!({"user_id": "dana"}), "item_ids"),
        (json!({"user_id": "dana", "item_ids": [101]}), "total_amount"),
        (json!({"user_id": "dana", "total_amount": 9.5}), "item_ids"),
        (json!({"item_ids": [101], "total_amount": 9.5}), "user_id"),
        (item_list(7, json!([101])), "user_id"),
        (item_list("zoe", json!([101])), "user_id"),
        (item_list(UNKNOWN_ID, json!([101])), "user_id"),
        (item_list("dana", json!([])), "item_ids"),
        (item_list("dana", 101), "item_ids"),
        (item_list("dana", json!([101, 999])), "item_ids[1]"),
        (item_list("dana", json!([101, 101, null])), "item_ids[2]"),
        (item_list("dana", json!(vec![101; 1000])), "item_ids"),
        (item_list("dana", json!((1..=51).collect::<Vec<_>>())), "item_ids"),
    ]
}

#[tokio::test]
async fn order_format_is_detected_from_its_fields() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 10), ("Cola", 250, 10)]).await;
    let (dana, waiter) = (server.customer_named("dana").await, server.waiter(&menu.owner).await);
    let both = json!({"menu_id": 101, "quantity": 1, "user_id": "dana", "item_ids": [101], "total_amount": 9.5});
    for (body, message) in [
        (both, "fields of both"),
        (json!({"menu_id": 101, "item_ids": [101]}), "fields of both"),
        (json!({}), "either menu_id and quantity, or user_id, item_ids and total_amount"),
        (json!({"menu": 101}), "either menu_id and quantity, or user_id, item_ids and total_amount"),
    ] {
        let problem = dana.post("/order").json(body).await.expect_problem(422, "invalid");
        assert!(problem["detail"].as_str().unwrap().contains(message), "{problem}");
    }
    for (body, field) in orders_with_an_invalid_field() {
        let response = dana.post("/order").json(body.clone()).await;
        assert_eq!(response.expect_invalid_fields(), [field], "{body}");
    }
    // By id or by case-insensitive username.
    for user in ["DANA", dana.id()] {
        dana.post("/order").json(item_list(user, json!([101]))).await.expect_status(200);
    }
    dana.post("/order").json(single_item(101, 9)).await.expect_problem(409, "sold-out");
    let problem = dana.post("/order").body("{").header("content-type", "application/json").await;
    problem.expect_problem(400, "malformed");
    dana.post("/order").json(json!([])).await.expect_problem(422, "invalid");
    dana.post("/order")
        .form(&[("menu_id", "101"), ("quantity", "1")])
        .await
        .expect_problem(415, "unsupported-media-type");

    // Waiters can order only from the menu of their own business, and all items of an order must be from one business.
    let other = server.business_with_items(&[("Ramen", 1200, 10)]).await;
    let ramen = other[0]["number"].clone();
    assert_eq!(waiter.post("/order").json(single_item(ramen.clone(), 1)).await.expect_invalid_fields(), ["menu_id"]);
    let mixed = json!({"user_id": "dana", "item_ids": [101, ramen], "total_amount": 21.5});
    dana.post("/order").json(mixed).await.expect_problem(422, "several-businesses");
    server.admin().await.post("/order").json(single_item(101, 1)).await.expect_problem(403, "forbidden");
    server.anonymous().post("/order").json(single_item(101, 1)).await.expect_problem(401, "unauthenticated");

    // Idempotency keys work as for `/api/orders`.
    let place = || dana.post("/order").json(single_item(102, 1)).header("Idempotency-Key", "k1");
    let (first, again) = (place().await, place().await);
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), (None, Some("true")));
    assert_eq!(first.expect_status(200), again.expect_status(200));
    assert_eq!(server.stock(&menu[1]).await, 9);
    server.close().await;
}

/// Uses the column names of the food ordering systems, and the number formats that `FastAPI` accepts.
#[tokio::test]
async fn order_accepts_column_names_and_lenient_numbers() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 20)]).await;
    let (dana, waiter) = (server.customer_named("dana").await, server.waiter(&menu.owner).await);
    let (item, unknown) = (&menu[0]["id"], json!(UNKNOWN_ID));
    for (body, quantity) in [
        (json!({"m_id": item, "quantity": 1, "u_id": dana.id(), "e_id": unknown, "o_state": "pending"}), 1),
        (json!({"menu_id": item, "quantity": 2, "user_id": dana.id(), "biz_id": menu.owner.business_id()}), 2),
        (json!({"menu_id": "101", "quantity": "2", "user_id": "Dana"}), 2),
        (json!({"menu_id": 101.0, "quantity": 3.0}), 3),
    ] {
        let order = dana.post("/order").json(body.clone()).await.expect_status(200);
        assert_eq!((&order["menu_id"], &order["quantity"]), (item, &json!(quantity)), "{body}");
        assert_eq!(order["user_id"], dana.id());
    }
    let order =
        dana.post("/orders").json(json!({"items": [{"product_id": "101", "quantity": "2"}]})).await.expect_status(200);
    assert_eq!(order["items"][0]["quantity"], 2);
    // If staff place the order, `user_id` is the name of the guest, as for the order queue client.
    let order = json!({"menu_id": 101, "quantity": 1, "user_id": "Mr. Rossi"});
    let order = waiter.post("/order").json(order).await.expect_status(200);
    assert_eq!(
        (&waiter.order(&order).await["customer"]["name"], server.stock(&menu[0]).await),
        (&json!("Mr. Rossi"), 9)
    );

    for (body, field) in [
        (r#"{"menu_id": 101, "quantity": 1, "user_id": "dana", "user_id": "zoe"}"#, "user_id"),
        (r#"{"m_id": 101, "menu_id": 101, "quantity": 1}"#, "menu_id"),
    ] {
        let response = dana.post("/order").header("content-type", "application/json").body(body).await;
        assert_eq!(response.expect_problem(422, "invalid")["detail"], format!("{field} must not be repeated."));
    }
    server.close().await;
}

#[tokio::test]
async fn orders_of_others_are_not_found() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 10)]).await;
    let (dana, zoe) = (server.customer_named("dana").await, server.customer_named("zoe").await);
    let order = dana.place_order(&menu[0], 1).await;
    let other = server.business_with_items(&[("Ramen", 1200, 10)]).await;
    for reference in [id_of(&order), "ORD1001", "1001", "ORD9", "999999999999999999999", UNKNOWN_ID, "x", "-1"] {
        for client in [&zoe, &other.owner] {
            client.get(format!("/order/{reference}")).await.expect_problem(404, "not-found");
            client.post("/cancel_order").json(json!({"order_id": reference})).await.expect_problem(404, "not-found");
            client.patch(format!("/orders/{reference}/cancel")).await.expect_problem(404, "not-found");
            client.patch(format!("/orders/{reference}/confirm")).await.expect_problem(404, "not-found");
        }
    }
    for (body, field) in
        [(json!({}), "order_id"), (json!({"order_id": null}), "order_id"), (json!({"order_id": [1]}), "order_id")]
    {
        assert_eq!(dana.post("/cancel_order").json(body).await.expect_invalid_fields(), [field]);
    }
    for reference in [json!(1001), json!("1001"), json!("ord1001"), json!(id_of(&order))] {
        dana.post("/cancel_order").json(json!({"order_id": reference})).await.expect_status(200);
    }
    server.close().await;
}

#[tokio::test]
async fn menu_is_set_completely_or_not_at_all() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 10), ("Cola", 250, 10)]).await;
    let other = server.business_with_items(&[("Ramen", 1200, 10)]).await;
    let set = |body: Value| menu.owner.post("/set-menu-and-instore").json(body);
    let new = |more: Value| {
        let mut entry = json!({"name": "Marinara", "price": 8.5, "stock_quantity": 3});
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        entry
    };
    // The first entry is valid and the second is invalid: neither takes effect.
    for (invalid, field) in [
        (json!({"price": 1}), "[1].name"),
        (json!({"name": "X"}), "[1].price"),
        (new(json!({"price": -1})), "[1].price"),
        (new(json!({"price": 1.005})), "[1].price"),
        (new(json!({"price": 1_000_000.01})), "[1].price"),
        (new(json!({"price": [1]})), "[1].price"),
        (new(json!({"name": ""})), "[1].name"),
        (new(json!({"name": 7})), "[1].name"),
        (new(json!({"stock_quantity": -1})), "[1].stock_quantity"),
        (new(json!({"stock_quantity": 1_000_001})), "[1].stock_quantity"),
        (new(json!({"stock_quantity": "many"})), "[1].stock_quantity"),
        (new(json!({"stock_quantity": 1.5})), "[1].stock_quantity"),
        (new(json!({"image_url": "http://example.com/x.jpg"})), "[1].image_url"),
        (new(json!({"id": true})), "[1].id"),
        (json!({"id": 102, "stock_quantity": -1}), "[1].stock_quantity"),
        (json!({"id": 101, "stock_quantity": 1}), "[1].id"),
        (json!({"id": menu[0]["id"], "stock_quantity": 1}), "[1].id"),
        (json!({"id": 102, "stock_quantity": 1, "m_instore": 2}), "[1].stock_quantity"),
        (json!({"id": 102, "m_id": 101, "stock_quantity": 1}), "[1].id"),
        (json!({"id": 102, "stock_quantity": 1, "stock": 2}), "[1].stock_quantity"),
        // Unknown fields would be lost. The other fields of the response are accepted, but cannot be changed.
        (new(json!({"stok": 3})), "[1].stok"),
        (new(json!({"category": "Pizza"})), "[1].category"),
        (new(json!({"number": 104})), "[1].number"),
        (json!({"id": 102, "number": 101}), "[1].number"),
        (new(json!({"biz_id": other.owner.business_id()})), "[1].biz_id"),
        (json!({"id": 102, "biz_id": other.owner.business_id()}), "[1].biz_id"),
        (new(json!({"currency": "USD"})), "[1].currency"),
        (json!(7), "[1]"),
    ] {
        let response = set(json!([{"id": 101, "name": "Regina", "stock_quantity": 1}, invalid])).await;
        assert_eq!(response.expect_invalid_fields(), [field], "{invalid}");
    }
    for foreign in [other[0]["number"].clone(), other[0]["id"].clone(), json!(UNKNOWN_ID), json!(-1), json!(999_999)] {
        let body = json!([{"id": 101, "stock_quantity": 1}, {"id": foreign, "stock_quantity": 1}]);
        set(body).await.expect_problem(404, "not-found");
    }
    for body in [json!([]), json!(vec![new(json!({})); 1001]), json!(null), json!("menu")] {
        set(body).await.expect_problem(422, "invalid");
    }
    assert_eq!(set(json!({"name": "X"})).await.expect_invalid_fields(), ["price"]);
    assert_eq!(set(json!([new(json!({})), new(json!({}))])).await.expect_invalid_fields(), ["[1].name"]);
    let problem = set(json!(vec![json!({"id": 101}); 1001])).await.expect_problem(422, "invalid");
    assert!(problem["detail"].as_str().unwrap().contains("another request"), "{problem}");
    menu.owner.post("/set-menu-and-instore").form(&[("name", "X")]).await.expect_problem(415, "unsupported-media-type");
    let waiter = server.waiter(&menu.owner).await;
    for client in [&waiter, &server.customer_named("dana").await] {
        client.post("/set-menu-and-instore").json(new(json!({}))).await.expect_problem(403, "forbidden");
    }
    assert_eq!((server.stock(&menu[0]).await, server.stock(&menu[1]).await), (10, 10));

    // One request creates and edits items. The response lists them in the same order, and omitted fields stay unchanged.
    let edits = [json!({"m_id": "102", "m_instore": "0"}), json!({"menu_id": menu[0]["id"], "m_price": "9.75"})];
    let items = set(json!([new(json!({})), edits[0], edits[1]])).await.expect_status(200);
    let summaries: Vec<_> =
        items.as_array().unwrap().iter().map(|item| json!([item["name"], item["price"], item["m_instore"]])).collect();
    assert_eq!(summaries, [json!(["Marinara", 8.5, 3]), json!(["Cola", 2.5, 0]), json!(["Margherita", 9.75, 10])]);
    // The response contains both names of each field, and is also a valid request.
    assert_eq!(set(items.clone()).await.expect_status(200), items);
    // An archived item cannot be edited.
    menu.owner.delete(format!("/api/items/{}", id_of(&menu[0]))).await.expect_status(204);
    set(json!({"id": 101, "stock_quantity": 1})).await.expect_problem(404, "not-found");
    server.close().await;
}

#[tokio::test]
async fn invalid_logins_and_registrations_are_refused() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[]).await;
    let (dana, waiter) = (server.customer_named("dana").await, server.waiter(&menu.owner).await);
    let anonymous = server.anonymous();
    for path in ["/user_login", "/business_login", "/login"] {
        let wrong = json!({"username": menu.owner.username(), "password": "not the right one"});
        anonymous.post(path).json(wrong).await.expect_problem(401, "bad-credentials");
        let body = json!({"username": "not registered", "password": PASSWORD});
        anonymous.post(path).json(body).await.expect_problem(401, "bad-credentials");
        assert_eq!(
            anonymous.post(path).json(json!({"password": PASSWORD})).await.expect_invalid_fields(),
            ["username"]
        );
        assert_eq!(anonymous.post(path).json(json!({"username": "dana"})).await.expect_invalid_fields(), ["password"]);
        assert_eq!(
            anonymous.post(path).json(json!({"username": 7, "password": PASSWORD})).await.expect_invalid_fields(),
            ["username"]
        );
        anonymous.post(path).json(json!(["dana", PASSWORD])).await.expect_problem(422, "invalid");
        anonymous.post(path).body("username=dana").await.expect_problem(415, "unsupported-media-type");
    }
    // Multipart forms, as sent by Postman and `FormData`.
    let multipart = |fields: &[(&str, &str)]| {
        let part = |(name, value): &(&str, &str)| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        fields.iter().map(part).collect::<String>() + "--B--\r\n"
    };
    for path in ["/user_login", "/business_login", "/login", "/api/auth/login"] {
        let post =
            |body: String| anonymous.post(path).header("content-type", "multipart/form-data; boundary=B").body(body);
        let name = menu.owner.username();
        let session = post(multipart(&[("grant_type", "password"), ("username", name), ("password", PASSWORD)])).await;
        assert_eq!(session.expect_status(200)["token_type"], "bearer");
        post(multipart(&[("username", name), ("password", "not the right one")]))
            .await
            .expect_problem(401, "bad-credentials");
        assert_eq!(post(multipart(&[("username", name)])).await.expect_invalid_fields(), ["password"]);
        let repeated = [("username", name), ("password", PASSWORD), ("username", "dana")];
        assert_eq!(post(multipart(&repeated)).await.expect_invalid_fields(), ["username"]);
        assert_eq!(anonymous.post(path).form(&repeated).await.expect_invalid_fields(), ["username"]);
        for malformed in
            [String::new(), "username=dana".to_owned(), multipart(&[("username", name)]).replace("--B--", "")]
        {
            post(malformed).await.expect_problem(400, "malformed");
        }
        let without_boundary = anonymous.post(path).header("content-type", "multipart/form-data");
        without_boundary.body(multipart(&[("username", name)])).await.expect_problem(415, "unsupported-media-type");
    }
    // Only with the correct password does the response reveal that the account is not an owner.
    for client in [&dana, &waiter, &server.admin().await] {
        let form = json!({"username": client.username(), "password": PASSWORD});
        anonymous.post("/business_login").json(form).await.expect_problem(403, "forbidden");
        let form = json!({"username": client.username(), "password": "not the right one"});
        anonymous.post("/business_login").json(form).await.expect_problem(401, "bad-credentials");
    }
    for (form, field) in [
        (json!({"username": "new", "password": "1234", "role": "customer"}), "password"),
        (json!({"username": "n", "password": PASSWORD, "role": "customer"}), "username"),
        (json!({"username": "new", "password": PASSWORD, "role": "waiter"}), "role"),
        (json!({"username": "new", "password": PASSWORD}), "role"),
        (json!({"password": PASSWORD, "role": "admin"}), "username"),
    ] {
        assert_eq!(anonymous.post("/register").json(form.clone()).await.expect_invalid_fields(), [field], "{form}");
    }
    let taken = json!({"username": "DANA", "password": PASSWORD, "role": "admin"});
    anonymous.post("/register").json(taken).await.expect_problem(409, "taken");
    server.close().await;
}

#[tokio::test]
async fn invalid_products_and_orders_are_refused() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Laptop", 5_000_000, 5)]).await;
    let dana = server.customer_named("dana").await;
    for (form, field) in [
        (json!({"price": 1}), "name"),
        (json!({"name": "X"}), "price"),
        (json!({"name": "X", "price": "cheap"}), "price"),
        (json!({"name": "X", "price": 1, "stock_quantity": -1}), "stock_quantity"),
        (json!({"name": "X", "price": 1, "stock_quantity": 1.5}), "stock_quantity"),
        (json!({"name": "X", "price": 1, "stock_quantity": 1e9}), "stock_quantity"),
    ] {
        assert_eq!(menu.owner.post("/products").json(form.clone()).await.expect_invalid_fields(), [field], "{form}");
    }
    let line = |product: Value, quantity: Value| json!({"items": [{"product_id": product, "quantity": quantity}]});
    for (form, field) in [
        (json!({}), "items"),
        (json!({"items": []}), "items"),
        (json!({"items": {"product_id": 101, "quantity": 1}}), "items"),
        (json!({"items": vec![json!({"product_id": 101, "quantity": 1}); 51]}), "items"),
        (json!({"items": [{"product_id": 101}]}), "items[0].quantity"),
        (json!({"items": [{"quantity": 1}]}), "items[0].product_id"),
        (line(json!(1), json!(1)), "items[0].product_id"),
        (line(json!(UNKNOWN_ID), json!(1)), "items[0].product_id"),
        (line(json!(101), json!(0)), "items[0].quantity"),
        (line(json!(101), json!(-2)), "items[0].quantity"),
        (line(json!(101), json!(1e12)), "items[0].quantity"),
        (
            json!({"items": [{"product_id": 101, "quantity": 1}, {"product_id": 7, "quantity": 1}]}),
            "items[1].product_id",
        ),
    ] {
        assert_eq!(dana.post("/orders").json(form.clone()).await.expect_invalid_fields(), [field], "{form}");
    }
    dana.post("/orders").json(line(json!(101), json!(6))).await.expect_problem(409, "sold-out");
    assert_eq!(server.stock(&menu[0]).await, 5);
    let repeated = json!({"items": [{"product_id": 101, "quantity": 1}, {"product_id": menu[0]["id"], "quantity": 2}]});
    assert_eq!(dana.post("/orders").json(repeated).await.expect_status(200)["items"][0]["quantity"], 3);
    server.close().await;
}
