//! Many at once: nothing is sold twice, nothing comes back twice, nothing is left half done.

use std::collections::BTreeMap;
use std::future::IntoFuture as _;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::sql;

use crate::kit::{Answer, House, Raw, id};

fn tally(answers: &[Answer]) -> BTreeMap<u16, usize> {
    answers.iter().fold(BTreeMap::new(), |mut tally, answer| {
        *tally.entry(answer.status).or_default() += 1;
        tally
    })
}

shared::on_every_engine! {
    /// 200 for 50; then all 50 are cancelled, each twice at once.
    async fn a_flash_sale_sells_what_there_is(db: Db) {
        let house = House::on(db).await;
        let (menu, diner, other) = (house.menu(&[("Margherita", 950, 50)]).await, house.diner().await, house.diner().await);
        let began = std::time::Instant::now();
        let all = (0..200).map(|n| if n % 2 == 0 { &diner } else { &other });
        let answers = join_all(all.map(|who| who.places(&menu[0], 1).among_others().into_future())).await;
        println!("200 orders in {:?}", began.elapsed());
        assert_eq!(tally(&answers), BTreeMap::from([(201, 50), (409, 150)]));
        let (placed, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
        for answer in refused {
            let problem = answer.refused(409, "sold-out");
            assert_eq!(problem["items"][0]["name"], "Margherita");
        }
        assert_eq!(house.stock(&menu[0]).await, 0);
        let orders: Vec<Value> = placed.into_iter().map(|answer| answer.body).collect();
        let mut numbers: Vec<_> = orders.iter().map(|order| order["number"].as_str().unwrap()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 50, "a number was given twice");

        // The guest and the house cancel at the same moment.
        let cancels = orders.iter().flat_map(|order| {
            let guest = if order["customer_id"] == diner.id() { &diner } else { &other };
            [guest, &menu.owner].map(|who| who.cancels(order).among_others().into_future())
        });
        let answers = join_all(cancels).await;
        assert_eq!(tally(&answers), BTreeMap::from([(200, 50), (409, 50)]));
        assert_eq!(house.stock(&menu[0]).await, 50);

        // And the same person twice: the same answer twice.
        let again = join_all((0..50).map(|_| diner.places(&menu[0], 1).among_others().into_future())).await;
        let again: Vec<Value> = again.into_iter().map(|answer| answer.expect(201)).collect();
        let twice = again.iter().flat_map(|order| [order; 2]).map(|order| diner.cancels(order).among_others().into_future());
        assert_eq!(tally(&join_all(twice).await), BTreeMap::from([(200, 100)]));
        assert_eq!(house.stock(&menu[0]).await, 50);
        house.close().await;
    }

    /// Baskets that overlap in every order of their items: all are placed, none waits for ever.
    async fn crossing_baskets_do_not_block_each_other(db: Db) {
        let house = House::on(db).await;
        let (menu, diner) = (house.menu(&[("A", 1, 500), ("B", 2, 500), ("C", 3, 40)]).await, house.diner().await);
        let baskets = [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]];
        let all = (0..80).map(|n| {
            let lines = baskets[n % 4].map(|item| json!({"item_id": id(&menu[item]), "quantity": 1}));
            diner.post("/api/orders").json(json!({ "items": lines })).among_others().into_future()
        });
        let answers = join_all(all).await;
        assert_eq!(tally(&answers), BTreeMap::from([(201, 40), (409, 40)]));
        assert_eq!((house.stock(&menu[0]).await, house.stock(&menu[2]).await), (460, 0));
        // Everything at once: cancelling baskets and placing others.
        let orders: Vec<Value> = answers.into_iter().filter(|a| a.status == 201).map(|a| a.body).collect();
        let cancels = orders.iter().map(|order| diner.cancels(order).among_others().into_future());
        let places = (0..40).map(|n| diner.places(&menu[n % 3], 1).among_others().into_future());
        let (cancelled, placed) = tokio::join!(join_all(cancels), join_all(places));
        assert_eq!(tally(&cancelled), BTreeMap::from([(200, 40)]));
        assert!(placed.iter().all(|answer| matches!(answer.status, 201 | 409)));
        house.close().await;
    }

    /// Of accept, reject and cancel at the same moment, one wins, and the others are told so.
    async fn one_of_three_wins(db: Db) {
        let house = House::on(db).await;
        let (menu, diner, admin) = (house.menu(&[("Margherita", 950, 50)]).await, house.diner().await, house.admin().await);
        for _ in 0..10 {
            let order = diner.orders(&menu[0], 1).await;
            let answers = join_all([
                menu.owner.does("accept", &order).among_others().into_future(),
                admin.does("reject", &order).among_others().into_future(),
                diner.cancels(&order).among_others().into_future(),
            ])
            .await;
            let now = diner.sees(&order).await;
            assert_eq!((tally(&answers), &now["version"]), (BTreeMap::from([(200, 1), (409, 2)]), &json!(2)));
            for answer in answers.into_iter().filter(|answer| answer.status == 409) {
                assert_eq!(answer.refused(409, "wrong-state")["current_status"], now["status"]);
            }
        }
        house.close().await;
    }

    /// Whoever hangs up in the middle has an order or none, and leaves no connection behind in a transaction.
    async fn who_hangs_up_leaves_nothing_half_done(db: Db) {
        let house = House::on(db).await;
        let (menu, diner) = (house.menu(&[("Margherita", 950, 1000)]).await, house.diner().await);
        for n in 0..100_u64 {
            let body = json!({"items": [{"item_id": id(&menu[0]), "quantity": 1}]}).to_string();
            let head = format!(
                "POST /api/orders HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
                 content-length: {}\r\n\r\n",
                diner.token,
                body.len()
            );
            let mut raw = Raw::connect(&house).await;
            // Every tenth before its body is whole.
            let cut = if n.is_multiple_of(10) { body.len() / 2 } else { body.len() };
            raw.say(&format!("{head}{}", &body[..cut])).await;
            tokio::time::sleep(Duration::from_micros(n * 97 % 5000)).await;
            drop(raw);
        }
        // The pool still works, with more at once than it has connections.
        let after = join_all((0..40).map(|_| diner.places(&menu[0], 1).among_others().into_future())).await;
        assert_eq!(tally(&after), BTreeMap::from([(201, 40)]));
        let mut read = house.db.read().await.unwrap();
        let (orders,) = sql!(read, one [i64], "select count(*) from orders").await.unwrap();
        drop(read);
        assert!((40..=130).contains(&orders), "{orders}");
        println!("{} of 90 whole orders were placed although nobody waited for the answer", orders - 40);
        // Nothing is locked: the same row can be written at once, and the stock is that of the orders.
        assert_eq!(house.stock(&menu[0]).await, 1000 - orders);
        house.close().await;
    }
}
