//! Lists with numbered pages.

use serde_json::{Value, json};

use crate::support::TestServer;

#[tokio::test]
async fn every_entry_is_on_exactly_one_page() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("A", 100, 900), ("B", 100, 900), ("C", 100, 900)]).await;
    let dana = server.customer_named("dana").await;
    for index in 0..5 {
        dana.place_order(&menu[index % 2], 1).await;
    }
    let cancelled = dana.place_order(&menu[0], 1).await;
    dana.cancel(&cancelled).await.expect_status(200);
    for (path, rows) in [
        ("/get_orders?", 6),
        ("/get_orders?status=pending&", 5),
        ("/orders?", 6),
        ("/orders?status=PENDING&", 5),
        ("/products?", 3),
    ] {
        let all = dana.get(path.trim_end_matches(['?', '&'])).await.expect_status(200);
        let all = all.as_array().unwrap();
        assert_eq!(all.len(), rows, "{path}");
        let mut walked: Vec<Value> = Vec::new();
        let mut next = Some(format!("{path}limit=2&page=1"));
        while let Some(url) = next {
            let response = dana.get(&url).await;
            let link = response.header("link").map(str::to_owned);
            let page = response.expect_status(200);
            let page = page.as_array().unwrap();
            assert!((1..=2).contains(&page.len()), "{url}");
            walked.extend(page.iter().cloned());
            next = link.map(|link| link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap().to_owned());
        }
        assert_eq!(walked, *all, "{path}");
        assert_eq!(dana.get(format!("{path}limit=2&page=50")).await.expect_status(200), json!([]), "{path}");
    }
    server.close().await;
}

#[tokio::test]
async fn invalid_pages_are_refused() {
    let server = TestServer::start().await;
    let dana = server.customer_named("dana").await;
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
            assert_eq!(dana.get(format!("{path}?{query}")).await.expect_invalid_fields(), [field], "{path}?{query}");
        }
        dana.get(format!("{path}?page=101&limit=100")).await.expect_status(200);
        // Unknown parameters are ignored, as in FastAPI.
        dana.get(format!("{path}?_=1&biz_id=7")).await.expect_status(200);
    }
    for (path, status) in [("/get_orders", "lost"), ("/orders", "LOST"), ("/orders", "PENDING,CONFIRMED")] {
        assert_eq!(
            dana.get(format!("{path}?status={status}")).await.expect_invalid_fields(),
            ["status"],
            "{path} {status}"
        );
    }
    server.close().await;
}
