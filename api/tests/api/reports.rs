//! Reports: calendar days, currencies, durations, and CSV files.

use std::time::Duration;

use domain::clock::Timestamp;
use serde_json::{Value, json};
use store::reports;
use testkit::api_client::id_of;
use testkit::{ApiClient, TestResponse};

use crate::support::{Menu, TestServer, UNKNOWN_ID};

const SUMMARY: &str = "/api/reports/summary";
const PRODUCTS: &str = "/api/reports/products";

/// A business with manual acceptance and a manual kitchen, so that only commands of the test accept and prepare its orders.
struct Shop<'a> {
    server: &'a TestServer,
    menu: Menu,
}

impl<'a> Shop<'a> {
    async fn create(server: &'a TestServer, items: &[(&str, i64, i64)], timezone: &str) -> Self {
        let menu = server.business_with_items(items).await;
        menu.update_settings(json!({"acceptance": "manual", "kitchen": "manual", "timezone": timezone})).await;
        Self { server, menu }
    }

    fn owner(&self) -> &ApiClient {
        &self.menu.owner
    }

    /// Advances the clock to this time, and logs in again, because the access token may have expired.
    async fn advance_to(&mut self, time: &str) {
        let time: Timestamp = time.parse().unwrap();
        let span = time.since(self.server.clock.now());
        assert!(span > Duration::ZERO, "{time} is in the past");
        self.server.advance(span);
        self.menu.owner = self.server.log_in(self.menu.owner.username()).await;
    }

    /// Places and completes an order at the current time.
    async fn sell(&self, item: usize, quantity: i64) {
        let order = self.owner().place_order(&self.menu[item], quantity).await;
        for command in ["accept", "start", "complete"] {
            self.owner().command(command, &order).await.expect_status(200);
        }
    }
}

/// Returns a report with these parameters.
async fn report(client: &ApiClient, path: &str, query: &str) -> Value {
    client.get(format!("{path}?{query}")).await.expect_status(200)
}

/// Returns `(date, number of orders)` for each day that has orders.
fn busy_days(summary: &Value) -> Vec<(String, i64)> {
    let days = summary["days"].as_array().unwrap().iter();
    let days = days.map(|day| (day["date"].as_str().unwrap().to_owned(), day["orders"].as_i64().unwrap()));
    days.filter(|(_, orders)| *orders > 0).collect()
}

/// Returns `(hour, number of orders)` for each hour that has orders.
fn busy_hours(summary: &Value) -> Vec<(i64, i64)> {
    let hours = summary["hours"].as_array().unwrap().iter();
    let hours = hours.map(|hour| (hour["hour"].as_i64().unwrap(), hour["orders"].as_i64().unwrap()));
    hours.filter(|(_, orders)| *orders > 0).collect()
}

/// Returns the name, quantity and revenue of each row.
fn rows(report: &Value) -> Vec<(String, i64, i64)> {
    let rows = report["data"].as_array().unwrap().iter();
    let row = |row: &Value| {
        (
            row["name"].as_str().unwrap().to_owned(),
            row["quantity"].as_i64().unwrap(),
            row["revenue_cents"].as_i64().unwrap(),
        )
    };
    rows.map(row).collect()
}

#[tokio::test]
async fn days_have_23_24_or_25_hours_in_the_time_zone_of_the_business() {
    let server = TestServer::start().await;
    let mut shop = Shop::create(&server, &[("Brezel", 250, 99)], "Europe/Berlin").await;
    for time in [
        "2027-03-27T22:59:59.999Z", // Saturday, 23:59
        "2027-03-27T23:00:00Z",     // Sunday, 0:00
        "2027-03-28T00:59:59.999Z", // 1:59, followed by
        "2027-03-28T01:00:00Z",     // 3:00
        "2027-03-28T21:59:59.999Z", // 23:59
        "2027-03-28T22:00:00Z",     // Monday, 0:00
    ] {
        shop.advance_to(time).await;
        shop.sell(0, 1).await;
    }
    let spring = report(shop.owner(), SUMMARY, "start_date=2027-03-27&end_date=2027-03-29").await;
    let (saturday, sunday, monday) = ("2027-03-27".to_owned(), "2027-03-28".to_owned(), "2027-03-29".to_owned());
    assert_eq!(busy_days(&spring), [(saturday, 1), (sunday, 4), (monday, 1)]);
    assert_eq!(busy_hours(&spring), [(0, 2), (1, 1), (3, 1), (23, 2)]);
    let short = report(shop.owner(), PRODUCTS, "start_date=2027-03-28&end_date=2027-03-28").await;
    assert_eq!(rows(&short), [("Brezel".to_owned(), 4, 1_000)]);

    for time in [
        "2027-10-30T21:59:59.999Z", // Saturday, 23:59
        "2027-10-30T22:00:00Z",     // Sunday, 0:00
        "2027-10-31T00:30:00Z",     // 2:30
        "2027-10-31T01:30:00Z",     // 2:30, for the second time
        "2027-10-31T22:59:59.999Z", // 23:59
        "2027-10-31T23:00:00Z",     // Monday, 0:00
    ] {
        shop.advance_to(time).await;
        shop.sell(0, 2).await;
    }
    let autumn = report(shop.owner(), SUMMARY, "start_date=2027-10-31&end_date=2027-10-31").await;
    assert_eq!(busy_days(&autumn), [("2027-10-31".to_owned(), 4)]);
    assert_eq!(busy_hours(&autumn), [(0, 1), (2, 2), (23, 1)], "an hour that occurs twice counts as one");
    let long = report(shop.owner(), PRODUCTS, "start_date=2027-10-31&end_date=2027-10-31").await;
    assert_eq!((&long["total_quantity"], &long["total_revenue_cents"]), (&json!(8), &json!(2_000)));
    // The default is the last seven days. In this time zone, it is already Monday.
    let week = shop.owner().get(SUMMARY).await.expect_status(200);
    assert_eq!((&week["timezone"], week["days"].as_array().unwrap().len()), (&json!("Europe/Berlin"), 7));
    assert_eq!((&week["days"][0]["date"], &week["days"][6]["date"]), (&json!("2027-10-26"), &json!("2027-11-01")));
    let week = shop.owner().get(PRODUCTS).await.expect_status(200);
    assert_eq!((&week["start_date"], &week["end_date"]), (&json!("2027-10-26"), &json!("2027-11-01")));
    server.close().await;
}

#[tokio::test]
async fn summary_contains_waiting_and_preparation_times() {
    let server = TestServer::start().await;
    let shop = Shop::create(&server, &[("Margherita", 950, 99)], "UTC").await;
    let empty = report(shop.owner(), SUMMARY, "start_date=2026-11-20&end_date=2026-11-21").await;
    let day = |date: &str| {
        json!({"date": date, "orders": 0, "revenue_cents": 0, "average_preparation_seconds": null,
               "p95_preparation_seconds": null, "average_waiting_seconds": null, "p95_waiting_seconds": null})
    };
    assert_eq!((&empty["currency"], &empty["timezone"]), (&json!("EUR"), &json!("Etc/UTC")));
    assert_eq!(empty["days"], json!([day("2026-11-20"), day("2026-11-21")]));
    let hours: Vec<_> = (0..24).map(|hour| json!({"hour": hour, "orders": 0, "revenue_cents": 0})).collect();
    assert_eq!(empty["hours"], json!(hours));

    // Ten orders wait for 10 s, including 4 s for acceptance, and are prepared in 10, 20, …, 100 s.
    for n in 1..=10 {
        let order = shop.owner().place_order(&shop.menu[0], 1).await;
        server.advance(Duration::from_secs(4));
        shop.owner().command("accept", &order).await.expect_status(200);
        server.advance(Duration::from_secs(6));
        shop.owner().command("start", &order).await.expect_status(200);
        server.advance(Duration::from_secs(10 * n));
        shop.owner().command("complete", &order).await.expect_status(200);
    }
    // Cancelled and live orders do not count.
    let cancelled = shop.owner().place_order(&shop.menu[0], 5).await;
    shop.owner().cancel(&cancelled).await.expect_status(200);
    shop.owner().place_order(&shop.menu[0], 5).await;
    let summary = report(shop.owner(), SUMMARY, "start_date=2026-11-21&end_date=2026-11-21").await;
    let today = &summary["days"][0];
    assert_eq!((&today["orders"], &today["revenue_cents"]), (&json!(10), &json!(9_500)));
    assert_eq!(today["average_preparation_seconds"], json!(55.0));
    assert_eq!(today["average_waiting_seconds"], json!(10.0));
    for (name, exact) in [("p95_preparation_seconds", 100.0), ("p95_waiting_seconds", 10.0)] {
        let reported = today[name].as_f64().unwrap();
        assert!((reported / exact - 1.0).abs() <= 1.0 / 32.0, "{name}: {reported}, not {exact}");
    }
    assert_eq!(busy_hours(&summary), [(18, 10)]);
    server.close().await;
}

#[tokio::test]
async fn rows_are_sorted_and_ties_are_ordered_by_item_number() {
    let server = TestServer::start().await;
    let items = [("banana", 300, 99), ("Apple", 100, 99), ("cherry", 100, 99), ("Date", 900, 99), ("never sold", 1, 1)];
    let shop = Shop::create(&server, &items, "UTC").await;
    for (item, quantity) in [(0, 1), (1, 3), (2, 3), (3, 1)] {
        shop.sell(item, quantity).await;
    }
    let sorted = async |query: &str| -> Vec<String> {
        let found = report(shop.owner(), PRODUCTS, query).await;
        rows(&found).into_iter().map(|(name, ..)| name).collect()
    };
    assert_eq!(sorted("sort=name").await, ["Apple", "banana", "cherry", "Date"]);
    assert_eq!(sorted("sort=name&direction=desc").await, ["Date", "cherry", "banana", "Apple"]);
    // The revenues are 300, 300, 300 and 900.
    assert_eq!(sorted("sort=revenue&direction=asc").await, ["banana", "Apple", "cherry", "Date"]);
    assert_eq!(sorted("").await, ["Date", "banana", "Apple", "cherry"], "by revenue, highest first");
    assert_eq!(sorted("sort=quantity").await, ["Apple", "cherry", "banana", "Date"]);
    assert_eq!(sorted("sort=quantity&direction=asc").await, ["banana", "Date", "Apple", "cherry"]);

    // Sales of an archived item remain in the report.
    shop.owner().delete(format!("/api/items/{}", id_of(&shop.menu[3]))).await.expect_status(204);
    let found = report(shop.owner(), PRODUCTS, "").await;
    let best = &found["data"][0];
    let expected = json!({"item_id": shop.menu[3]["id"], "business_id": shop.owner().business_id(),
        "number": shop.menu[3]["number"], "name": "Date", "category": "", "quantity": 1, "revenue_cents": 900,
        "currency": "EUR"});
    assert_eq!(best, &expected);
    assert_eq!((&found["total_quantity"], &found["total_revenue_cents"]), (&json!(8), &json!(1_800)));
    server.close().await;
}

#[tokio::test]
async fn names_are_sorted_alphabetically_with_accents_and_numbers() {
    let server = TestServer::start().await;
    let names = [
        "item 10", "Zander", "Éclair", "item 9", "Fries", "Öl", "Spaß", "Spatz", "Edamame", "Olive", "eclair", "Spass",
    ];
    let items: Vec<_> = names.iter().map(|name| (*name, 100, 99)).collect();
    let shop = Shop::create(&server, &items, "UTC").await;
    for item in 0..names.len() {
        shop.sell(item, 1).await;
    }
    let found = report(shop.owner(), PRODUCTS, "sort=name").await;
    let sorted: Vec<_> = rows(&found).into_iter().map(|(name, ..)| name).collect();
    let mut expected = [
        "eclair", "Éclair", "Edamame", "Fries", "item 9", "item 10", "Öl", "Olive", "Spass", "Spaß", "Spatz", "Zander",
    ];
    assert_eq!(sorted, expected);
    let found = report(shop.owner(), PRODUCTS, "sort=name&direction=desc").await;
    expected.reverse();
    assert_eq!(rows(&found).into_iter().map(|(name, ..)| name).collect::<Vec<_>>(), expected);
    server.close().await;
}

#[tokio::test]
async fn csv_file_contains_no_formulas() {
    let server = TestServer::start().await;
    let names = [("=cmd()", 1_234, 99), ("Fish, \"fresh\"", 5, 99), ("Plain", 100, 99)];
    let shop = Shop::create(&server, &names, "UTC").await;
    for item in 0..3 {
        shop.sell(item, 1).await;
    }
    let csv = async |query: &str| -> TestResponse {
        let response = shop.owner().get(format!("{PRODUCTS}?{query}")).header("accept", "text/csv").await;
        response.clone().expect_status(200);
        response
    };
    let file = csv("sort=revenue&start_date=2026-11-20&end_date=2026-11-21").await;
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"sales-2026-11-20-2026-11-21.csv\""));
    assert_eq!(file.header("vary").map(str::to_lowercase).as_deref(), Some("accept"));
    let (id, number) = (|n: usize| id_of(&shop.menu[n]), |n: usize| &shop.menu[n]["number"]);
    let expected = format!(
        "number,name,category,quantity,revenue,currency,item_id\r\n\
         {},'=cmd(),,1,12.34,EUR,{}\r\n\
         {},Plain,,1,1.00,EUR,{}\r\n\
         {},\"Fish, \"\"fresh\"\"\",,1,0.05,EUR,{}\r\n",
        number(0),
        id(0),
        number(2),
        id(2),
        number(1),
        id(1)
    );
    assert_eq!(file.text, expected);
    let empty = csv("start_date=2026-01-01&end_date=2026-01-01").await;
    assert_eq!(empty.text, "number,name,category,quantity,revenue,currency,item_id\r\n");
    // An error is always a problem document.
    let refused = shop.owner().get(format!("{PRODUCTS}?sort=taste")).header("accept", "text/csv").await;
    assert_eq!(refused.expect_invalid_fields(), ["sort"]);
    server.close().await;
}

#[tokio::test]
async fn staff_see_the_sales_of_their_own_business_only() {
    let server = TestServer::start().await;
    let shop = Shop::create(&server, &[("Margherita", 950, 99)], "UTC").await;
    let other = Shop::create(&server, &[("Ramen", 1_200, 99)], "Asia/Tokyo").await;
    shop.sell(0, 2).await;
    other.sell(0, 3).await;
    let (waiter, other_waiter) = (server.waiter(shop.owner()).await, server.waiter(other.owner()).await);
    let admin = server.admin().await;
    let (margherita, ramen) = (("Margherita".to_owned(), 2, 1_900), ("Ramen".to_owned(), 3, 3_600));
    for (client, visible) in [(shop.owner(), &margherita), (&waiter, &margherita), (&other_waiter, &ramen)] {
        assert_eq!(rows(&report(client, PRODUCTS, "").await), std::slice::from_ref(visible));
        let own = format!("business_id={}", client.business_id());
        assert_eq!(rows(&report(client, PRODUCTS, &own).await), std::slice::from_ref(visible));
    }
    for foreign in [other.owner().business_id(), UNKNOWN_ID] {
        let query = format!("?business_id={foreign}");
        shop.owner().get(format!("{PRODUCTS}{query}")).await.expect_problem(404, "not-found");
        shop.owner().get(format!("{SUMMARY}{query}")).await.expect_problem(404, "not-found");
        waiter.get(format!("{PRODUCTS}{query}")).await.expect_problem(404, "not-found");
    }
    waiter.get(SUMMARY).await.expect_problem(403, "forbidden");
    admin.get(format!("{PRODUCTS}?business_id={UNKNOWN_ID}")).await.expect_problem(404, "not-found");

    let all = report(&admin, PRODUCTS, "start_date=2026-11-21&end_date=2026-11-22").await;
    assert_eq!(rows(&all), [ramen.clone(), margherita]);
    assert_eq!((&all["currency"], &all["total_revenue_cents"]), (&json!("EUR"), &json!(5_500)));
    let one = report(&admin, PRODUCTS, &format!("business_id={}", other.owner().business_id())).await;
    assert_eq!(rows(&one), [ramen]);
    // Each business uses its own time zone. In Tokyo, it is already the next day.
    let summary = report(&admin, SUMMARY, "start_date=2026-11-21&end_date=2026-11-22").await;
    assert_eq!(busy_days(&summary), [("2026-11-21".to_owned(), 1), ("2026-11-22".to_owned(), 1)]);
    assert_eq!((busy_hours(&summary), &summary["timezone"]), (vec![(3, 1), (18, 1)], &Value::Null));
    server.close().await;
}

#[tokio::test]
async fn amounts_of_different_currencies_are_never_added() {
    let server = TestServer::start().await;
    let admin = server.admin().await;
    let empty = admin.get(PRODUCTS).await.expect_status(200);
    assert_eq!((&empty["currency"], &empty["data"]), (&json!("EUR"), &json!([])), "without a business");
    let shop = Shop::create(&server, &[("Sencha", 500, 99)], "UTC").await;
    let empty = admin.get(PRODUCTS).await.expect_status(200);
    assert_eq!((&empty["currency"], &empty["total_revenue_cents"]), (&json!("EUR"), &json!(0)));
    // The first order is placed in euros, and completed after the business changed its currency to yen.
    let in_euros = shop.owner().place_order(&shop.menu[0], 1).await;
    shop.menu.update_settings(json!({"currency": "JPY", "price_conversion_rate": 100})).await;
    for command in ["accept", "start", "complete"] {
        shop.owner().command(command, &in_euros).await.expect_status(200);
    }
    shop.sell(0, 3).await;

    let current = report(shop.owner(), PRODUCTS, "").await;
    assert_eq!((rows(&current), &current["currency"]), (vec![("Sencha".to_owned(), 3, 1_500)], &json!("JPY")));
    let earlier = report(shop.owner(), PRODUCTS, "currency=EUR").await;
    assert_eq!((rows(&earlier), &earlier["currency"]), (vec![("Sencha".to_owned(), 1, 500)], &json!("EUR")));
    let summary = report(shop.owner(), SUMMARY, "currency=EUR").await;
    assert_eq!(busy_days(&summary), [("2026-11-21".to_owned(), 1)]);
    assert_eq!(rows(&report(shop.owner(), PRODUCTS, "currency=USD").await), []);
    let yen = shop.owner().get(PRODUCTS).header("accept", "text/csv").await;
    assert!(yen.text.contains(",3,1500,JPY,"), "{}", yen.text);

    for path in [PRODUCTS, SUMMARY] {
        let problem = admin.get(path).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "currency");
        assert!(problem["errors"][0]["message"].as_str().unwrap().ends_with("EUR, JPY"), "{problem}");
    }
    assert_eq!(report(&admin, PRODUCTS, "currency=JPY").await["total_revenue_cents"], json!(1_500));
    let own = format!("business_id={}", shop.owner().business_id());
    assert_eq!(report(&admin, PRODUCTS, &own).await["total_revenue_cents"], json!(1_500));
    server.close().await;
}

/// Completed orders keep their days. A rebuild assigns all orders to days in the current time zone.
#[tokio::test]
async fn change_of_the_time_zone_keeps_earlier_days() {
    let server = TestServer::start().await;
    let shop = Shop::create(&server, &[("Margherita", 950, 99)], "UTC").await;
    shop.sell(0, 1).await;
    shop.menu.update_settings(json!({"timezone": "Asia/Tokyo"})).await;
    shop.sell(0, 1).await;
    let days = "start_date=2026-11-21&end_date=2026-11-22";
    let both = report(shop.owner(), SUMMARY, days).await;
    assert_eq!(busy_days(&both), [("2026-11-21".to_owned(), 1), ("2026-11-22".to_owned(), 1)]);
    assert_eq!(reports::rebuild(&server.db).await.unwrap(), 2);
    let rebuilt = report(shop.owner(), SUMMARY, days).await;
    assert_eq!((busy_days(&rebuilt), busy_hours(&rebuilt)), (vec![("2026-11-22".to_owned(), 2)], vec![(3, 2)]));
    server.close().await;
}

#[tokio::test]
async fn invalid_report_parameters_are_reported_by_field() {
    let server = TestServer::start().await;
    let owner = server.owner().await;
    for (query, field) in [
        ("start_date=2026-11-21&end_date=2026-11-20", "end_date"),
        ("start_date=2026-11-22", "end_date"), // defaults to the current day
        ("start_date=2026-02-30", "start_date"),
        ("end_date=2026-13-01", "end_date"),
        ("end_date=yesterday", "end_date"),
        ("start_date=2026-1-1", "start_date"),
        ("start_date=%2B2026-01-01", "start_date"),
        ("start_date=0000-12-31&end_date=0001-01-02", "start_date"),
        ("start_date=2016-11-13&end_date=2026-11-21", "end_date"),
        ("currency=euro", "currency"),
        ("business_id=7", "business_id"),
        ("color=red", "color"),
        ("end_date=2026-11-21&end_date=2026-11-21", "end_date"),
    ] {
        for path in [PRODUCTS, SUMMARY] {
            assert_eq!(owner.get(format!("{path}?{query}")).await.expect_invalid_fields(), [field], "{path}?{query}");
        }
    }
    for (query, field) in [("sort=taste", "sort"), ("direction=up", "direction")] {
        assert_eq!(owner.get(format!("{PRODUCTS}?{query}")).await.expect_invalid_fields(), [field]);
    }
    assert_eq!(owner.get(format!("{SUMMARY}?sort=name")).await.expect_invalid_fields(), ["sort"], "it has no rows");
    // The maximum is ten years, for any dates.
    for span in [
        "start_date=2016-11-14&end_date=2026-11-21",
        "end_date=0001-01-01",
        "start_date=9999-12-31&end_date=9999-12-31",
        "start_date=2028-02-29&end_date=2028-02-29",
        "start_date=&end_date=&sort=",
    ] {
        report(&owner, PRODUCTS, span).await;
    }
    let years = report(&owner, SUMMARY, "start_date=2016-11-14&end_date=2026-11-21").await;
    assert_eq!(years["days"].as_array().unwrap().len(), 3660);
    server.close().await;
}
