//! Many at once want the last portions, on each of the three databases, over HTTP, from a real process.

use reqwest::{Method, StatusCode};
use serde_json::json;
use shared::store::{Db, items};
use shared::testing::{Engine, database_url};

use crate::diner::Person;
use crate::process::Process;

/// 200 guests want one of 50 portions; then those who got one take it back, twice, at the same time.
async fn rush(engine: Engine) {
    let url = database_url(engine).await;
    let house = Process::start(
        "expediter",
        &[
            ("DATABASE_URL", &url),
            ("EXPEDITER_DEMO", "true"),
            ("API_ADDR", "127.0.0.1:0"),
            ("DATA_DIR", std::env::temp_dir().to_str().unwrap()),
        ],
    );
    let address = house.address();
    let (noodles, diner) = (Person::log_in(&address, "noodles").await, Person::log_in(&address, "diner").await);
    let dish = json!({"name": "The last of it", "price_cents": 990, "stock_quantity": 50});
    let (status, item) = noodles.ask(Method::POST, "/api/items", Some(dish)).await;
    assert_eq!(status, StatusCode::CREATED);

    let guests = (0..200).map(|_| {
        let (diner, item) = (diner.clone(), item.clone());
        tokio::spawn(async move { diner.order(&[(&item, 1)]).await })
    });
    let mut placed = Vec::new();
    let mut sold_out = 0;
    for guest in guests.collect::<Vec<_>>() {
        match guest.await.unwrap() {
            (StatusCode::CREATED, order) => placed.push(order),
            (StatusCode::CONFLICT, problem) => {
                assert_eq!(problem["type"], "/problems/sold-out");
                assert_eq!(problem["items"][0]["item_id"], item["id"]);
                sold_out += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((placed.len(), sold_out), (50, 150));
    assert_eq!(diner.stock(&item).await, 0);

    let cancels = placed.iter().flat_map(|order| [order, order]).map(|order| {
        let (diner, order) = (diner.clone(), order.clone());
        tokio::spawn(async move { diner.command(&order, "cancel").await.0 })
    });
    for cancel in cancels.collect::<Vec<_>>() {
        assert_eq!(cancel.await.unwrap(), StatusCode::OK);
    }
    assert_eq!(diner.stock(&item).await, 50);

    let db = Db::connect(&url, 2).await.unwrap();
    let wrong = items::discrepancies(&mut db.read().await.unwrap()).await.unwrap();
    assert!(wrong.is_empty(), "the books disagree: {wrong:?}");
}

mod the_last_portions_are_sold_once_and_returned_once {
    use super::*;

    #[tokio::test]
    async fn sqlite() {
        rush(Engine::Sqlite).await;
    }

    #[tokio::test]
    async fn postgres() {
        rush(Engine::Postgres).await;
    }

    #[tokio::test]
    async fn mariadb() {
        rush(Engine::MariaDb).await;
    }
}
