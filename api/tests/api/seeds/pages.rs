//! Lists in pages that are counted.

use serde_json::{Value, json};

use super::customer;
use crate::kit::House;

#[tokio::test]
async fn every_row_is_on_one_page() {
    let house = House::open().await;
    let shop = house.menu(&[("A", 100, 900), ("B", 100, 900), ("C", 100, 900)]).await;
    let dana = customer(&house, "dana").await;
    for index in 0..5 {
        dana.orders(&shop[index % 2], 1).await;
    }
    let gone = dana.orders(&shop[0], 1).await;
    dana.cancels(&gone).await.expect(200);
    for (path, rows) in [
        ("/get_orders?", 6),
        ("/get_orders?status=pending&", 5),
        ("/orders?", 6),
        ("/orders?status=PENDING&", 5),
        ("/products?", 3),
    ] {
        let all = dana.get(path.trim_end_matches(['?', '&'])).await.expect(200);
        let all = all.as_array().unwrap();
        assert_eq!(all.len(), rows, "{path}");
        let mut walked: Vec<Value> = Vec::new();
        let mut next = Some(format!("{path}limit=2&page=1"));
        while let Some(address) = next {
            let answer = dana.get(&address).await;
            let link = answer.header("link").map(str::to_owned);
            let page = answer.expect(200);
            let page = page.as_array().unwrap();
            assert!((1..=2).contains(&page.len()), "{address}");
            walked.extend(page.iter().cloned());
            next = link.map(|link| link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned());
        }
        assert_eq!(walked, *all, "{path}");
        assert_eq!(dana.get(format!("{path}limit=2&page=50")).await.expect(200), json!([]), "{path}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused() {
    let house = House::open().await;
    let dana = customer(&house, "dana").await;
    for path in ["/get_orders", "/orders", "/products"] {
        for (query, field) in [
            ("page=0", "page"),
            ("page=-1", "page"),
            ("page=1.5", "page"),
            ("page=one", "page"),
            ("page=99999999999999999999", "page"),
            ("page=9223372036854775807&limit=100", "page"),
            ("page=102&limit=100", "page"),
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("limit=1000000000", "limit"),
            ("limit=-5", "limit"),
        ] {
            assert_eq!(dana.get(format!("{path}?{query}")).await.invalid(), [field], "{path}?{query}");
        }
        dana.get(format!("{path}?page=101&limit=100")).await.expect(200);
        // A client of FastAPI may send what nobody knows.
        dana.get(format!("{path}?_=1&biz_id=7")).await.expect(200);
    }
    for (path, status) in [("/get_orders", "lost"), ("/orders", "LOST"), ("/orders", "PENDING,CONFIRMED")] {
        assert_eq!(dana.get(format!("{path}?status={status}")).await.invalid(), ["status"], "{path} {status}");
    }
    house.close().await;
}
