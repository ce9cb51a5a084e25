//! Lists: page by page, without gaps and without duplicates.

use std::collections::HashSet;
use std::future::IntoFuture as _;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::account::{Role, User, UserId};
use shared::business::{Acceptance, Business, BusinessId, Kitchen};
use shared::store::{businesses, users};
use shared::testing::good;

use crate::kit::{House, Person, id};

/// All ids of a list, page by page, by `next_cursor` and by `Link`, which must agree.
async fn walk(person: &Person, path: &str, limit: usize) -> Vec<String> {
    let (mut ids, mut next) =
        (Vec::new(), format!("{path}{}limit={limit}", if path.contains('?') { '&' } else { '?' }));
    loop {
        let answer = person.get(&next).await;
        let link = answer.header("link").map(str::to_owned);
        let page = answer.expect(200);
        let rows = page["data"].as_array().unwrap();
        ids.extend(rows.iter().map(|row| id(row).to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else {
            assert_eq!(link, None, "a link to nowhere");
            return ids;
        };
        assert_eq!(rows.len(), limit, "a page that is not full, though more follow");
        let link = link.unwrap();
        next = link.trim_start_matches('<').trim_end_matches(">; rel=\"next\"").into();
        assert!(next.contains(&format!("cursor={cursor}")), "{next} is not after {cursor}");
    }
}

fn assert_whole(walked: &[String], expected: usize) {
    assert_eq!(walked.len(), expected);
    assert_eq!(walked.iter().collect::<HashSet<_>>().len(), expected, "duplicates");
}

shared::on_every_engine! {
    async fn pages_of_250_have_no_gap_and_no_duplicate(db: Db) {
        let house = House::on(db).await;
        let (menu, diner, admin) = (house.menu(&[]).await, house.diner().await, house.admin().await);
        for n in 0..250 {
            let form = json!({"name": format!("Dish {n}"), "price_cents": 100, "stock_quantity": 9});
            menu.owner.post("/api/items").json(form).among_others().await.expect(201);
        }
        let items = format!("/api/businesses/{}/items", menu.owner.business_id());
        for limit in [7, 50, 100] {
            assert_whole(&walk(&house.stranger(), &items, limit).await, 250);
        }
        let dish = house.stranger().get(&items).await.expect(200)["data"][0].clone();
        menu.owner.post(format!("/api/items/{}/stock", id(&dish))).json(json!({"delta": 500})).await.expect(200);

        let placed = join_all((0..250).map(|_| diner.places(&dish, 1).among_others().into_future())).await;
        assert!(placed.iter().all(|answer| answer.status == 201));
        for person in [&diner, &menu.owner, &admin] {
            let walked = walk(person, "/api/orders", 60).await;
            assert_whole(&walked, 250);
            assert!(walked.is_sorted_by(|newer, older| newer > older), "newest first");
        }

        let mut tx = house.db.begin().await.unwrap();
        for n in 0..250 {
            let stamp = house.clock.stamp();
            let business = Business {
                id: BusinessId(stamp.id), name: good(&format!("Stall {n}")), currency: good("EUR"),
                timezone: good("UTC"), open: true, acceptance: Acceptance::Manual, grace_seconds: 5,
                kitchen: Kitchen::Manual, created_at: stamp.at,
            };
            businesses::insert(&mut tx, &business).await.unwrap();
            let waiter = User {
                id: UserId(house.clock.new_id()), username: good(&format!("crowd{n}")), email: None,
                name: good("Wanda"), role: Role::Waiter, business_id: Some(good(menu.owner.business_id())),
                created_at: stamp.at,
            };
            users::insert(&mut tx, &waiter, "$argon2id$").await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_whole(&walk(&house.stranger(), "/api/businesses", 33).await, 251);
        assert_whole(&walk(&house.stranger(), "/api/businesses?q=stall", 100).await, 250);
        assert_whole(&walk(&menu.owner, "/api/users", 100).await, 251);
        assert_whole(&walk(&admin, "/api/users", 50).await, 253);
        house.close().await;
    }

    async fn orders_are_found_by_state_time_number_and_guest(db: Db) {
        let house = House::on(db).await;
        let menu = house.menu(&[("Margherita", 950, 900)]).await;
        menu.set(json!({"acceptance": "manual"})).await;
        let (owner, diner) = (&menu.owner, house.diner().await);
        let mut orders = Vec::new();
        for n in 0..30 {
            let name = ["Élise", "elisabeth", "Bob_%", "Zoë 🍕"][n % 4];
            let wish = json!({"items": [{"item_id": id(&menu[0]), "quantity": 1}], "customer": {"name": name}});
            orders.push(owner.post("/api/orders").json(wish).await.expect(201));
            house.later(Duration::from_secs(1));
        }
        for order in orders.iter().step_by(2) {
            owner.does("accept", order).await.expect(200);
        }
        for order in orders.iter().step_by(6) {
            owner.does("start", order).await.expect(200);
        }
        owner.does("reject", &orders[1]).await.expect(200);
        let found = |query: String| async move { walk(owner, &format!("/api/orders?{query}"), 4).await };
        let expected = |keep: &dyn Fn(usize) -> bool| -> Vec<String> {
            (0..30).rev().filter(|n| keep(*n)).map(|n| id(&orders[n]).to_owned()).collect()
        };
        let pending = |n: usize| n % 2 == 1 && n != 1;
        let accepted = |n: usize| n.is_multiple_of(2) && !n.is_multiple_of(6);
        assert_eq!(found("status=pending".into()).await, expected(&pending));
        assert_eq!(found("status=pending,accepted".into()).await, expected(&|n| pending(n) || accepted(n)));
        assert_eq!(found("status=%20Rejected,,rejected".into()).await, expected(&|n| n == 1));
        assert_eq!(found("status=".into()).await.len(), 30);
        assert_eq!(found("status=completed".into()).await.len(), 0);

        let (from, to) = (orders[10]["placed_at"].as_str().unwrap(), orders[20]["placed_at"].as_str().unwrap());
        assert_eq!(found(format!("from={from}")).await, expected(&|n| n >= 10));
        assert_eq!(found(format!("to={to}")).await, expected(&|n| n < 20));
        let both = format!("from={from}&to={to}&status=accepted");
        assert_eq!(found(both).await, expected(&|n| accepted(n) && (10..20).contains(&n)));
        assert_eq!(found("from=&to=&q=&cursor=".into()).await.len(), 30);
        assert_eq!(found("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.999Z".into()).await.len(), 30);
        assert_eq!(found("from=9999-12-31T23:59:59.999Z".into()).await.len(), 0);
        assert_eq!(found("to=1969-12-31T23:59:59Z".into()).await.len(), 0);
        for search in ["/api/orders?q=a%00b", "/api/businesses?q=%00"] {
            assert_eq!(owner.get(search).await.invalid(), ["q"]);
        }

        // By the beginning of the guest's name, in any case; states are looked at all through the list.
        assert_eq!(found("q=%C3%89LI".into()).await, expected(&|n| n % 4 == 0));
        assert_eq!(found("q=elis".into()).await, expected(&|n| n % 4 == 1));
        assert_eq!(found("q=bob_%25".into()).await, expected(&|n| n % 4 == 2));
        assert_eq!(found("q=zo%C3%AB%20%F0%9F%8D%95".into()).await, expected(&|n| n % 4 == 3));
        assert_eq!(found("q=%25".into()).await.len(), 0);
        let starting = format!("q=%C3%A9&status=processing&from={from}");
        assert_eq!(found(starting).await, expected(&|n| n % 12 == 0 && n >= 10));

        let number = orders[5]["number"].as_str().unwrap();
        assert_eq!(found(format!("q={}", number.to_lowercase())).await, expected(&|n| n == 5));
        assert_eq!(found(format!("q={number}&status=accepted")).await.len(), 0);
        assert_eq!(found(format!("q={number}&to={from}")).await, expected(&|n| n == 5));
        assert_eq!(found(format!("q={number}&from={to}")).await.len(), 0);
        assert_eq!(found("q=ORD999999999999999999999".into()).await.len(), 0);
        // Not what is not theirs.
        assert_eq!(walk(&diner, &format!("/api/orders?q={number}"), 4).await.len(), 0);
        assert_eq!(walk(&diner, "/api/orders?q=elis", 4).await.len(), 0);
        house.close().await;
    }
}

#[tokio::test]
async fn pages_that_make_no_sense_are_refused() {
    let house = House::open().await;
    let (owner, nobody) = (house.owner().await, house.stranger());
    let items = format!("/api/businesses/{}/items", owner.business_id());
    for list in ["/api/businesses", &items, "/api/users", "/api/orders"] {
        for limit in ["0", "101", "-1", "abc", "1.5", "1e1", "%00", "99999999999999999999"] {
            let answer = owner.get(format!("{list}?limit={limit}")).await;
            assert_eq!(answer.invalid(), ["limit"], "{list} {limit}");
        }
        for cursor in ["x", "AAAA", "%FF", "bm90LWEtY3Vyc29y", "%27%20or%201%3D1", &"A".repeat(4000)] {
            let answer = owner.get(format!("{list}?cursor={cursor}")).await;
            assert_eq!(answer.invalid(), ["cursor"], "{list} {cursor}");
        }
        let default: Value = owner.get(list).await.expect(200);
        assert!(default["data"].is_array());
        assert_eq!(owner.get(format!("{list}?sort=name")).await.invalid(), ["sort"]);
        assert_eq!(owner.get(format!("{list}?limit=1&limit=2")).await.invalid(), ["limit"]);
    }
    for (query, field) in [
        ("status=burnt", "status"),
        ("from=yesterday", "from"),
        ("to=2026-11-21", "to"),
        ("from=2026-11-21T18:00:01Z&to=2026-11-21T18:00:00Z", "to"),
    ] {
        assert_eq!(owner.get(format!("/api/orders?{query}")).await.invalid(), [field], "{query}");
    }
    nobody.get("/api/orders").await.refused(401, "unauthenticated");
    nobody.get("/api/users").await.refused(401, "unauthenticated");
    house.close().await;
}
