//! Paths with a trailing slash.

use serde_json::json;

use crate::support::{PASSWORD, TestServer};

/// `FastAPI` redirects paths with a trailing slash. Many clients do not follow a redirect of a `POST`, so the API serves these
/// requests directly.
#[tokio::test]
async fn path_with_a_trailing_slash_is_the_same_route() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Margherita", 950, 10), ("Cola", 250, 10)]).await;
    let dana = server.customer_named("dana").await;
    let credentials = json!({"username": "dana", "password": PASSWORD});
    for path in ["/user_login/", "/login/", "/api/auth/login/"] {
        server.anonymous().post(path).json(credentials.clone()).await.expect_status(200);
    }
    dana.post("/order/").json(json!({"menu_id": 101, "quantity": 1})).await.expect_status(200);
    for path in ["/products", "/get_orders", "/order/ORD1001", "/orders", "/api/orders", "/api/businesses", "/metrics"]
    {
        let expected = dana.get(path).await.expect_status(200);
        assert_eq!(dana.get(format!("{path}/")).await.expect_status(200), expected, "{path}");
    }
    // The query is kept, also in the link to the next page.
    let page = dana.get("/products/?page=1&limit=1").await;
    assert_eq!(page.header("link"), Some(r#"</products?limit=1&page=2>; rel="next""#));
    assert_eq!(page.expect_status(200)[0]["id"], menu[0]["number"]);
    dana.patch("/orders/ORD1001/cancel/").await.expect_status(200);
    for path in ["/livez/", "/readyz/", "/docs/"] {
        server.anonymous().get(path).await.expect_status(200);
    }
    for path in ["/products//", "//products", "/nowhere/", "//"] {
        dana.get(path).await.expect_problem(404, "not-found");
    }
    server.close().await;
}
