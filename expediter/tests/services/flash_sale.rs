//! Concurrent requests order the last portions over HTTP, on each of the three database engines.

use serde_json::json;
use store::items;
use testkit::{Engine, TempDir, database_url};

use crate::support::AllInOne;

/// Sends 200 requests for 50 portions. Then cancels each of the 50 orders twice, concurrently.
async fn run_flash_sale(engine: Engine) {
    let (url, dir) = (database_url(engine).await, TempDir::new());
    let settings = [("DATABASE_URL", url.as_str()), ("EXPEDITER_DEMO", "true"), ("DATA_DIR", dir.as_str())];
    let server = AllInOne::start_with(&settings).await;
    let (noodles, customer) = (server.log_in("noodles").await, server.log_in("diner").await);
    let item = json!({"name": "Last portions", "price_cents": 990, "stock_quantity": 50});
    let item = noodles.post("/api/items").json(item).await.expect_status(201);

    let requests: Vec<_> = (0..200).map(|_| tokio::spawn(customer.place(&item, 1).into_future())).collect();
    let mut orders = Vec::new();
    let mut sold_out = 0;
    for request in requests {
        let response = request.await.unwrap();
        if response.status == 201 {
            orders.push(response.body);
        } else {
            let problem = response.expect_problem(409, "sold-out");
            assert_eq!(problem["items"][0]["item_id"], item["id"]);
            sold_out += 1;
        }
    }
    assert_eq!((orders.len(), sold_out), (50, 150));
    assert_eq!(customer.stock(&item).await, 0);

    let cancel = |order| tokio::spawn(customer.cancel(order).into_future());
    let requests: Vec<_> = orders.iter().flat_map(|order| [order, order]).map(cancel).collect();
    for request in requests {
        request.await.unwrap().expect_status(200);
    }
    assert_eq!(customer.stock(&item).await, 50);

    let db = store::Db::connect(&url, 2).await.unwrap();
    let mismatches = items::find_stock_mismatches(&mut db.read().await.unwrap()).await.unwrap();
    assert!(mismatches.is_empty(), "{mismatches:?}");
}

mod last_portions_are_sold_and_restored_once {
    use super::*;

    #[tokio::test]
    async fn sqlite() {
        run_flash_sale(Engine::Sqlite).await;
    }

    #[tokio::test]
    async fn postgres() {
        run_flash_sale(Engine::Postgres).await;
    }

    #[tokio::test]
    async fn mariadb() {
        run_flash_sale(Engine::MariaDb).await;
    }
}
