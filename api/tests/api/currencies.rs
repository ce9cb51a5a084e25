//! Currencies and their decimals.

use std::path::Path;

use domain::money::currencies;
use serde_json::json;
use testkit::api_client::id_of;

use crate::support::TestServer;

#[tokio::test]
async fn currencies_are_listed_with_their_decimals() {
    let server = TestServer::start().await;
    let response = server.anonymous().get("/api/currencies").await;
    assert_eq!(response.header("cache-control"), Some("public, max-age=86400"));
    let list = response.expect_status(200);
    let find = |code: &str| list["data"].as_array().unwrap().iter().find(|listed| listed["code"] == code);
    assert_eq!(find("HUF").unwrap(), &json!({"code": "HUF", "name": "Hungarian forint", "decimals": 2}));
    assert_eq!((find("HRK"), &list["next_cursor"]), (None, &json!(null)));
    server.close().await;
}

/// Sets a price of 2490 major units in each currency. `/api` returns it in minor units, `/products` returns 2490, and the CSV
/// report contains it with the decimals of the currency.
#[tokio::test]
async fn amounts_have_the_same_decimals_on_all_routes() {
    let server = TestServer::start().await;
    let menu = server.business_with_items(&[("Feast", 249_000, 1_000)]).await;
    menu.update_settings(json!({"kitchen": "manual", "acceptance": "manual"})).await;
    let list = server.anonymous().get("/api/currencies").await.expect_status(200);
    for listed in list["data"].as_array().unwrap() {
        let (code, decimals) = (listed["code"].as_str().unwrap(), listed["decimals"].as_u64().unwrap());
        menu.update_settings(json!({"currency": code, "price_conversion_rate": 1})).await;
        let item = server.anonymous().get(format!("/api/items/{}", id_of(&menu[0]))).await.expect_status(200);
        let cents = 2490 * 10_i64.pow(decimals.try_into().unwrap());
        assert_eq!((&item["price_cents"], &item["currency"]), (&json!(cents), &json!(code)));
        let products = server.anonymous().get("/products").await.expect_status(200);
        assert_eq!((&products[0]["price"], &products[0]["currency"]), (&json!(2490), &json!(code)));
        let order = menu.owner.place_order(&menu[0], 1).await;
        for command in ["accept", "start", "complete"] {
            menu.owner.command(command, &order).await.expect_status(200);
        }
        let csv = menu.owner.get("/api/reports/products").header("accept", "text/csv").await;
        let amount = match usize::try_from(decimals).unwrap() {
            0 => "2490".to_owned(),
            decimals => format!("2490.{}", "0".repeat(decimals)),
        };
        assert!(csv.text.contains(&format!(",1,{amount},{code},")), "{code}: {}", csv.text);
    }
    server.close().await;
}

#[tokio::test]
async fn businesses_register_only_with_a_currency_in_circulation() {
    let server = TestServer::start().await;
    for code in ["ZZZ", "XXX", "HRK", "XAU", "CLF", "BGN"] {
        let form = json!({"username": "dana", "password": "a table for two", "role": "business",
                          "business_name": "Da Dana", "currency": code});
        let response = server.anonymous().post("/api/auth/register").json(form).await;
        assert_eq!(response.expect_invalid_fields(), ["currency"], "{code}");
    }
    server.close().await;
}

/// The web app formats and parses amounts with the committed table.
#[test]
fn committed_table_equals_the_served_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("web/src/shared/currencies.json");
    let served = serde_json::to_string_pretty(&currencies()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &served).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == served, "{} is stale: run `UPDATE=1 cargo test -p api --test api currencies`", path.display());
}
