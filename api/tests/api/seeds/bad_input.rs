//! What the seeds' clients may get wrong: each is told what, and nothing is half done. (Every refusal is held against the
//! books by the kit.)

use serde_json::{Value, json};

use super::{bearer, customer};
use crate::kit::{House, NOBODY, PASSWORD, id};

#[tokio::test]
async fn an_order_is_told_from_another_by_its_fields() {
    let house = House::open().await;
    let shop = house.menu(&[("Margherita", 950, 10), ("Cola", 250, 10)]).await;
    let (dana, waiter) = (customer(&house, "dana").await, house.waiter(&shop.owner).await);
    let both = json!({"menu_id": 101, "quantity": 1, "user_id": "dana", "item_ids": [101], "total_amount": 9.5});
    for (body, words) in [
        (both, "fields of both"),
        (json!({"menu_id": 101, "item_ids": [101]}), "fields of both"),
        (json!({}), "either menu_id and quantity, or user_id, item_ids and total_amount"),
        (json!({"menu": 101}), "either menu_id and quantity, or user_id, item_ids and total_amount"),
    ] {
        let problem = dana.post("/order").json(body).await.refused(422, "invalid");
        assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
    }
    let s1 = |menu_id: Value, quantity: Value| json!({"menu_id": menu_id, "quantity": quantity});
    let s3 = |user: Value, items: Value| json!({"user_id": user, "item_ids": items, "total_amount": 9.5});
    for (body, field) in [
        (json!({"menu_id": 101}), "quantity"),
        (json!({"quantity": 1}), "menu_id"),
        (s1(json!(101), json!(0)), "quantity"),
        (s1(json!(101), json!(-3)), "quantity"),
        (s1(json!(101), json!(1.5)), "quantity"),
        (s1(json!(101), json!("two")), "quantity"),
        (s1(json!(101), json!("1.5")), "quantity"),
        (s1(json!(101), json!("0")), "quantity"),
        (s1(json!(101), json!(1e300)), "quantity"),
        (s1(json!(101), json!(true)), "quantity"),
        (s1(json!(101), json!(1_000_000_000_000_i64)), "quantity"),
        (s1(json!(999), json!(1)), "menu_id"),
        (s1(json!(-101), json!(1)), "menu_id"),
        (s1(json!(NOBODY), json!(1)), "menu_id"),
        (s1(json!("pizza"), json!(1)), "menu_id"),
        (s1(json!(101.5), json!(1)), "menu_id"),
        (s1(json!({"id": 101}), json!(1)), "menu_id"),
        (json!({"menu_id": 101, "user_id": "dana"}), "quantity"),
        (json!({"menu_id": 101, "quantity": 1, "user_id": "zoe"}), "user_id"),
        (json!({"m_id": 101, "quantity": 1, "u_id": NOBODY}), "user_id"),
        (json!({"user_id": "dana"}), "item_ids"),
        (json!({"user_id": "dana", "item_ids": [101]}), "total_amount"),
        (json!({"user_id": "dana", "total_amount": 9.5}), "item_ids"),
        (json!({"item_ids": [101], "total_amount": 9.5}), "user_id"),
        (s3(json!(7), json!([101])), "user_id"),
        (s3(json!("zoe"), json!([101])), "user_id"),
        (s3(json!(NOBODY), json!([101])), "user_id"),
        (s3(json!("dana"), json!([])), "item_ids"),
        (s3(json!("dana"), json!(101)), "item_ids"),
        (s3(json!("dana"), json!([101, 999])), "item_ids[1]"),
        (s3(json!("dana"), json!([101, 101, null])), "item_ids[2]"),
        (s3(json!("dana"), json!(vec![101; 1000])), "item_ids"),
        (s3(json!("dana"), json!((1..=51).collect::<Vec<_>>())), "item_ids"),
    ] {
        let answer = dana.post("/order").json(body.clone()).await;
        assert_eq!(answer.invalid(), [field], "{body}");
    }
    // By id as well as by name, in any case.
    for user in ["DANA", dana.id()] {
        dana.post("/order").json(s3(json!(user), json!([101]))).await.expect(200);
    }
    dana.post("/order").json(s1(json!(101), json!(9))).await.refused(409, "sold-out");
    let problem = dana.post("/order").body("{").header("content-type", "application/json").await;
    problem.refused(400, "malformed");
    dana.post("/order").json(json!([])).await.refused(422, "invalid");
    dana.post("/order").form(&[("menu_id", "101"), ("quantity", "1")]).await.refused(415, "unsupported-media-type");

    // What is on another menu is no item of a waiter's; of several businesses is no order at all.
    let other = house.menu(&[("Ramen", 1200, 10)]).await;
    let ramen = other[0]["number"].clone();
    assert_eq!(waiter.post("/order").json(s1(ramen.clone(), json!(1))).await.invalid(), ["menu_id"]);
    let mixed = json!({"user_id": "dana", "item_ids": [101, ramen], "total_amount": 21.5});
    dana.post("/order").json(mixed).await.refused(422, "several-businesses");
    house.admin().await.post("/order").json(s1(json!(101), json!(1))).await.refused(403, "forbidden");
    house.stranger().post("/order").json(s1(json!(101), json!(1))).await.refused(401, "unauthenticated");

    // The same request twice is one order, in either's words.
    let twice = || dana.post("/order").json(s1(json!(102), json!(1))).header("Idempotency-Key", "k1");
    let (first, again) = (twice().await, twice().await);
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), (None, Some("true")));
    assert_eq!(first.expect(200), again.expect(200));
    assert_eq!(house.stock(&shop[1]).await, 9);
    house.close().await;
}

/// As S0's and S1's tables of orders have it, and with numbers as `FastAPI` takes them.
#[tokio::test]
async fn an_order_may_come_as_its_table_has_it() {
    let house = House::open().await;
    let shop = house.menu(&[("Margherita", 950, 20)]).await;
    let (dana, waiter) = (customer(&house, "dana").await, house.waiter(&shop.owner).await);
    let (item, nobody) = (&shop[0]["id"], json!(NOBODY));
    for (body, quantity) in [
        (json!({"m_id": item, "quantity": 1, "u_id": dana.id(), "e_id": nobody, "o_state": "pending"}), 1),
        (json!({"menu_id": item, "quantity": 2, "user_id": dana.id(), "biz_id": shop.owner.business_id()}), 2),
        (json!({"menu_id": "101", "quantity": "2", "user_id": "Dana"}), 2),
        (json!({"menu_id": 101.0, "quantity": 3.0}), 3),
    ] {
        let order = dana.post("/order").json(body.clone()).await.expect(200);
        assert_eq!((&order["menu_id"], &order["quantity"]), (item, &json!(quantity)), "{body}");
        assert_eq!(order["user_id"], dana.id());
    }
    let order = dana.post("/orders").json(json!({"items": [{"product_id": "101", "quantity": "2"}]})).await.expect(200);
    assert_eq!(order["items"][0]["quantity"], 2);
    // From behind the counter it is the guest's name, as in S3's.
    let order = json!({"menu_id": 101, "quantity": 1, "user_id": "Mr. Rossi"});
    let order = waiter.post("/order").json(order).await.expect(200);
    assert_eq!((&waiter.sees(&order).await["customer"]["name"], house.stock(&shop[0]).await), (&json!("Mr. Rossi"), 9));

    for (body, field) in [
        (r#"{"menu_id": 101, "quantity": 1, "user_id": "dana", "user_id": "zoe"}"#, "user_id"),
        (r#"{"m_id": 101, "menu_id": 101, "quantity": 1}"#, "menu_id"),
    ] {
        let answer = dana.post("/order").header("content-type", "application/json").body(body).await;
        assert_eq!(answer.refused(422, "invalid")["detail"], format!("{field} is given twice."));
    }
    house.close().await;
}

#[tokio::test]
async fn what_is_not_theirs_is_not_there() {
    let house = House::open().await;
    let shop = house.menu(&[("Margherita", 950, 10)]).await;
    let (dana, zoe) = (customer(&house, "dana").await, customer(&house, "zoe").await);
    let order = dana.orders(&shop[0], 1).await;
    let other = house.menu(&[("Ramen", 1200, 10)]).await;
    for reference in [id(&order), "ORD1001", "1001", "ORD9", "999999999999999999999", NOBODY, "x", "-1"] {
        for stranger in [&zoe, &other.owner] {
            stranger.get(format!("/order/{reference}")).await.refused(404, "not-found");
            stranger.post("/cancel_order").json(json!({"order_id": reference})).await.refused(404, "not-found");
            stranger.patch(format!("/orders/{reference}/cancel")).await.refused(404, "not-found");
            stranger.patch(format!("/orders/{reference}/confirm")).await.refused(404, "not-found");
        }
    }
    for (body, field) in
        [(json!({}), "order_id"), (json!({"order_id": null}), "order_id"), (json!({"order_id": [1]}), "order_id")]
    {
        assert_eq!(dana.post("/cancel_order").json(body).await.invalid(), [field]);
    }
    for reference in [json!(1001), json!("1001"), json!("ord1001"), json!(id(&order))] {
        dana.post("/cancel_order").json(json!({"order_id": reference})).await.expect(200);
    }
    house.close().await;
}

#[tokio::test]
async fn a_menu_is_set_all_or_not_at_all() {
    let house = House::open().await;
    let shop = house.menu(&[("Margherita", 950, 10), ("Cola", 250, 10)]).await;
    let other = house.menu(&[("Ramen", 1200, 10)]).await;
    let set = |body: Value| shop.owner.post("/set-menu-and-instore").json(body);
    let new = |more: Value| {
        let mut entry = json!({"name": "Marinara", "price": 8.5, "stock_quantity": 3});
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        entry
    };
    // The first would be fine; the second is not, so neither is done.
    for (bad, field) in [
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
        (json!({"id": shop[0]["id"], "stock_quantity": 1}), "[1].id"),
        (json!({"id": 102, "stock_quantity": 1, "m_instore": 2}), "[1].stock_quantity"),
        (json!({"id": 102, "m_id": 101, "stock_quantity": 1}), "[1].id"),
        (json!(7), "[1]"),
    ] {
        let answer = set(json!([{"id": 101, "name": "Regina", "stock_quantity": 1}, bad])).await;
        assert_eq!(answer.invalid(), [field], "{bad}");
    }
    for foreign in [other[0]["number"].clone(), other[0]["id"].clone(), json!(NOBODY), json!(-1), json!(999_999)] {
        let body = json!([{"id": 101, "stock_quantity": 1}, {"id": foreign, "stock_quantity": 1}]);
        set(body).await.refused(404, "not-found");
    }
    for body in [json!([]), json!(vec![new(json!({})); 101]), json!(null), json!("menu")] {
        set(body).await.refused(422, "invalid");
    }
    assert_eq!(set(json!({"name": "X"})).await.invalid(), ["price"]);
    shop.owner.post("/set-menu-and-instore").form(&[("name", "X")]).await.refused(415, "unsupported-media-type");
    let waiter = house.waiter(&shop.owner).await;
    for nobody in [&waiter, &customer(&house, "dana").await] {
        nobody.post("/set-menu-and-instore").json(new(json!({}))).await.refused(403, "forbidden");
    }
    assert_eq!((house.stock(&shop[0]).await, house.stock(&shop[1]).await), (10, 10));

    // New ones and edits in one list, answered in its order; an edit without a figure changes nothing but its fields.
    let done =
        set(json!([new(json!({})), {"m_id": "102", "m_instore": "0"}, {"menu_id": shop[0]["id"], "m_price": "9.75"}]))
            .await;
    let done = done.expect(200);
    let told: Vec<_> =
        done.as_array().unwrap().iter().map(|dish| json!([dish["name"], dish["price"], dish["m_instore"]])).collect();
    assert_eq!(told, [json!(["Marinara", 8.5, 3]), json!(["Cola", 2.5, 0]), json!(["Margherita", 9.75, 10])]);
    // What was answered can be sent back, each field under both its names.
    assert_eq!(set(done.clone()).await.expect(200), done);
    // An item that was taken off the menu cannot be set any more.
    shop.owner.delete(format!("/api/items/{}", id(&shop[0]))).await.expect(204);
    set(json!({"id": 101, "stock_quantity": 1})).await.refused(404, "not-found");
    house.close().await;
}

#[tokio::test]
async fn logins_and_registrations_are_checked() {
    let house = House::open().await;
    let shop = house.menu(&[]).await;
    let (dana, waiter) = (customer(&house, "dana").await, house.waiter(&shop.owner).await);
    let nobody = house.stranger();
    for path in ["/user_login", "/business_login", "/login"] {
        let wrong = json!({"username": shop.owner.name(), "password": "not the right one"});
        nobody.post(path).json(wrong).await.refused(401, "bad-credentials");
        let body = json!({"username": "nobody at all", "password": PASSWORD});
        nobody.post(path).json(body).await.refused(401, "bad-credentials");
        assert_eq!(nobody.post(path).json(json!({"password": PASSWORD})).await.invalid(), ["username"]);
        assert_eq!(nobody.post(path).json(json!({"username": "dana"})).await.invalid(), ["password"]);
        assert_eq!(nobody.post(path).json(json!({"username": 7, "password": PASSWORD})).await.invalid(), ["username"]);
        nobody.post(path).json(json!(["dana", PASSWORD])).await.refused(422, "invalid");
        nobody.post(path).body("username=dana").await.refused(415, "unsupported-media-type");
    }
    // Forms may come in parts as well, as Postman and `FormData` send them.
    let parts = |fields: &[(&str, &str)]| {
        let part = |(name, value): &(&str, &str)| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        fields.iter().map(part).collect::<String>() + "--B--\r\n"
    };
    for path in ["/user_login", "/business_login", "/login", "/api/auth/login"] {
        let post =
            |body: String| nobody.post(path).header("content-type", "multipart/form-data; boundary=B").body(body);
        let name = shop.owner.name();
        let session = post(parts(&[("grant_type", "password"), ("username", name), ("password", PASSWORD)])).await;
        assert_eq!(session.expect(200)["token_type"], "bearer");
        post(parts(&[("username", name), ("password", "not the right one")])).await.refused(401, "bad-credentials");
        assert_eq!(post(parts(&[("username", name)])).await.invalid(), ["password"]);
        for broken in [String::new(), "username=dana".to_owned(), parts(&[("username", name)]).replace("--B--", "")] {
            post(broken).await.refused(400, "malformed");
        }
        let without_boundary = nobody.post(path).header("content-type", "multipart/form-data");
        without_boundary.body(parts(&[("username", name)])).await.refused(415, "unsupported-media-type");
    }
    // Whoever is no business learns it only with the right password.
    for person in [&dana, &waiter, &house.admin().await] {
        let form = json!({"username": person.name(), "password": PASSWORD});
        nobody.post("/business_login").json(form).await.refused(403, "forbidden");
        let form = json!({"username": person.name(), "password": "not the right one"});
        nobody.post("/business_login").json(form).await.refused(401, "bad-credentials");
    }
    for (form, field) in [
        (json!({"username": "new", "password": "1234", "role": "customer"}), "password"),
        (json!({"username": "n", "password": PASSWORD, "role": "customer"}), "username"),
        (json!({"username": "new", "password": PASSWORD, "role": "waiter"}), "role"),
        (json!({"username": "new", "password": PASSWORD}), "role"),
        (json!({"password": PASSWORD, "role": "admin"}), "username"),
    ] {
        assert_eq!(nobody.post("/register").json(form.clone()).await.invalid(), [field], "{form}");
    }
    let taken = json!({"username": "DANA", "password": PASSWORD, "role": "admin"});
    nobody.post("/register").json(taken).await.refused(409, "taken");
    house.close().await;
}

#[tokio::test]
async fn products_and_their_orders_are_checked() {
    let house = House::open().await;
    let shop = house.menu(&[("Laptop", 5_000_000, 5)]).await;
    let dana = bearer(&house, &json!({"access_token": customer(&house, "dana").await.token}));
    for (form, field) in [
        (json!({"price": 1}), "name"),
        (json!({"name": "X"}), "price"),
        (json!({"name": "X", "price": "cheap"}), "price"),
        (json!({"name": "X", "price": 1, "stock_quantity": -1}), "stock_quantity"),
        (json!({"name": "X", "price": 1, "stock_quantity": 1.5}), "stock_quantity"),
        (json!({"name": "X", "price": 1, "stock_quantity": 1e9}), "stock_quantity"),
    ] {
        assert_eq!(shop.owner.post("/products").json(form.clone()).await.invalid(), [field], "{form}");
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
        (line(json!(NOBODY), json!(1)), "items[0].product_id"),
        (line(json!(101), json!(0)), "items[0].quantity"),
        (line(json!(101), json!(-2)), "items[0].quantity"),
        (line(json!(101), json!(1e12)), "items[0].quantity"),
        (
            json!({"items": [{"product_id": 101, "quantity": 1}, {"product_id": 7, "quantity": 1}]}),
            "items[1].product_id",
        ),
    ] {
        assert_eq!(dana.post("/orders").json(form.clone()).await.invalid(), [field], "{form}");
    }
    dana.post("/orders").json(line(json!(101), json!(6))).await.refused(409, "sold-out");
    assert_eq!(house.stock(&shop[0]).await, 5);
    let twice = json!({"items": [{"product_id": 101, "quantity": 1}, {"product_id": shop[0]["id"], "quantity": 2}]});
    assert_eq!(dana.post("/orders").json(twice).await.expect(200)["items"][0]["quantity"], 3);
    house.close().await;
}
