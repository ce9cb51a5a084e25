//! Reports: days of 23, 24 and 25 hours, money in its own currency, and files that are only files.

use std::time::Duration;

use serde_json::{Value, json};
use shared::clock::Timestamp;
use shared::store::reports;

use crate::kit::{Answer, House, Menu, NOBODY, Person, id};

const SUMMARY: &str = "/api/reports/summary";
const PRODUCTS: &str = "/api/reports/products";

/// A business that does everything by hand, so that nothing happens by itself when time leaps.
struct Shop<'a> {
    house: &'a House,
    menu: Menu,
}

impl<'a> Shop<'a> {
    async fn open(house: &'a House, items: &[(&str, i64, i64)], timezone: &str) -> Self {
        let menu = house.menu(items).await;
        menu.set(json!({"acceptance": "manual", "kitchen": "manual", "timezone": timezone})).await;
        Self { house, menu }
    }

    fn owner(&self) -> &Person {
        &self.menu.owner
    }

    /// Time goes by until this; tokens do not last that long.
    async fn until(&mut self, at: &str) {
        let at: Timestamp = at.parse().unwrap();
        let span = at.since(self.house.clock.now());
        assert!(span > Duration::ZERO, "{at} is over");
        self.house.later(span);
        self.menu.owner = self.house.login(self.menu.owner.name()).await;
    }

    /// Sells so many: ordered, begun and completed at this moment.
    async fn sells(&self, item: usize, quantity: i64) {
        let order = self.owner().orders(&self.menu[item], quantity).await;
        for command in ["accept", "start", "complete"] {
            self.owner().does(command, &order).await.expect(200);
        }
    }
}

async fn report(person: &Person, path: &str, query: &str) -> Value {
    person.get(format!("{path}?{query}")).await.expect(200)
}

/// The days on which anything was sold, as `(date, orders)`.
fn busy(summary: &Value) -> Vec<(String, i64)> {
    let days = summary["days"].as_array().unwrap().iter();
    let days = days.map(|day| (day["date"].as_str().unwrap().to_owned(), day["orders"].as_i64().unwrap()));
    days.filter(|(_, orders)| *orders > 0).collect()
}

/// The hours in which anything was sold, as `(hour, orders)`.
fn busy_hours(summary: &Value) -> Vec<(i64, i64)> {
    let hours = summary["hours"].as_array().unwrap().iter();
    let hours = hours.map(|hour| (hour["hour"].as_i64().unwrap(), hour["orders"].as_i64().unwrap()));
    hours.filter(|(_, orders)| *orders > 0).collect()
}

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
async fn a_day_has_23_24_or_25_hours_as_the_place_has_it() {
    let house = House::open().await;
    let mut shop = Shop::open(&house, &[("Brezel", 250, 99)], "Europe/Berlin").await;
    for moment in [
        "2027-03-27T22:59:59.999Z", // Saturday, 23:59
        "2027-03-27T23:00:00Z",     // Sunday, 0:00
        "2027-03-28T00:59:59.999Z", // 1:59, and the clocks go to
        "2027-03-28T01:00:00Z",     // 3:00
        "2027-03-28T21:59:59.999Z", // 23:59
        "2027-03-28T22:00:00Z",     // Monday, 0:00
    ] {
        shop.until(moment).await;
        shop.sells(0, 1).await;
    }
    let spring = report(shop.owner(), SUMMARY, "start_date=2027-03-27&end_date=2027-03-29").await;
    let (saturday, sunday, monday) = ("2027-03-27".to_owned(), "2027-03-28".to_owned(), "2027-03-29".to_owned());
    assert_eq!(busy(&spring), [(saturday, 1), (sunday, 4), (monday, 1)]);
    assert_eq!(busy_hours(&spring), [(0, 2), (1, 1), (3, 1), (23, 2)]);
    let short = report(shop.owner(), PRODUCTS, "start_date=2027-03-28&end_date=2027-03-28").await;
    assert_eq!(rows(&short), [("Brezel".to_owned(), 4, 1_000)]);

    for moment in [
        "2027-10-30T21:59:59.999Z", // Saturday, 23:59
        "2027-10-30T22:00:00Z",     // Sunday, 0:00
        "2027-10-31T00:30:00Z",     // 2:30
        "2027-10-31T01:30:00Z",     // 2:30 again
        "2027-10-31T22:59:59.999Z", // 23:59
        "2027-10-31T23:00:00Z",     // Monday, 0:00
    ] {
        shop.until(moment).await;
        shop.sells(0, 2).await;
    }
    let autumn = report(shop.owner(), SUMMARY, "start_date=2027-10-31&end_date=2027-10-31").await;
    assert_eq!(busy(&autumn), [("2027-10-31".to_owned(), 4)]);
    assert_eq!(busy_hours(&autumn), [(0, 1), (2, 2), (23, 1)], "an hour that comes twice is one");
    let long = report(shop.owner(), PRODUCTS, "start_date=2027-10-31&end_date=2027-10-31").await;
    assert_eq!((&long["total_quantity"], &long["total_revenue_cents"]), (&json!(8), &json!(2_000)));
    // Nobody says which days: the last seven, and it is Monday there, though Sunday in Greenwich.
    let week = shop.owner().get(SUMMARY).await.expect(200);
    assert_eq!((&week["timezone"], week["days"].as_array().unwrap().len()), (&json!("Europe/Berlin"), 7));
    assert_eq!((&week["days"][0]["date"], &week["days"][6]["date"]), (&json!("2027-10-26"), &json!("2027-11-01")));
    let week = shop.owner().get(PRODUCTS).await.expect(200);
    assert_eq!((&week["start_date"], &week["end_date"]), (&json!("2027-10-26"), &json!("2027-11-01")));
    house.close().await;
}

#[tokio::test]
async fn the_summary_tells_how_long_guests_wait_and_dishes_take() {
    let house = House::open().await;
    let shop = Shop::open(&house, &[("Margherita", 950, 99)], "UTC").await;
    let nothing = report(shop.owner(), SUMMARY, "start_date=2026-11-20&end_date=2026-11-21").await;
    let day = |date: &str| {
        json!({"date": date, "orders": 0, "revenue_cents": 0, "average_preparation_seconds": null,
               "p95_preparation_seconds": null, "average_waiting_seconds": null, "p95_waiting_seconds": null})
    };
    assert_eq!((&nothing["currency"], &nothing["timezone"]), (&json!("EUR"), &json!("Etc/UTC")));
    assert_eq!(nothing["days"], json!([day("2026-11-20"), day("2026-11-21")]));
    let hours: Vec<_> = (0..24).map(|hour| json!({"hour": hour, "orders": 0, "revenue_cents": 0})).collect();
    assert_eq!(nothing["hours"], json!(hours));

    // Ten orders that wait 10 s (4 s of them to be accepted), and take 10, 20, … 100 s.
    for n in 1..=10 {
        let order = shop.owner().orders(&shop.menu[0], 1).await;
        house.later(Duration::from_secs(4));
        shop.owner().does("accept", &order).await.expect(200);
        house.later(Duration::from_secs(6));
        shop.owner().does("start", &order).await.expect(200);
        house.later(Duration::from_secs(10 * n));
        shop.owner().does("complete", &order).await.expect(200);
    }
    // What was taken back, or is still on the stove, is no sale and took no time.
    let cancelled = shop.owner().orders(&shop.menu[0], 5).await;
    shop.owner().cancels(&cancelled).await.expect(200);
    shop.owner().orders(&shop.menu[0], 5).await;
    let summary = report(shop.owner(), SUMMARY, "start_date=2026-11-21&end_date=2026-11-21").await;
    let today = &summary["days"][0];
    assert_eq!((&today["orders"], &today["revenue_cents"]), (&json!(10), &json!(9_500)));
    assert_eq!(today["average_preparation_seconds"], json!(55.0));
    assert_eq!(today["average_waiting_seconds"], json!(10.0));
    for (name, truth) in [("p95_preparation_seconds", 100.0), ("p95_waiting_seconds", 10.0)] {
        let told = today[name].as_f64().unwrap();
        assert!((told / truth - 1.0).abs() <= 1.0 / 32.0, "{name}: {told}, not {truth}");
    }
    assert_eq!(busy_hours(&summary), [(18, 10)]);
    house.close().await;
}

#[tokio::test]
async fn rows_are_sorted_and_those_that_are_equal_stand_by_their_number() {
    let house = House::open().await;
    let items = [("banana", 300, 99), ("Apple", 100, 99), ("cherry", 100, 99), ("Date", 900, 99), ("never sold", 1, 1)];
    let shop = Shop::open(&house, &items, "UTC").await;
    for (item, quantity) in [(0, 1), (1, 3), (2, 3), (3, 1)] {
        shop.sells(item, quantity).await;
    }
    let by = async |query: &str| -> Vec<String> {
        let found = report(shop.owner(), PRODUCTS, query).await;
        rows(&found).into_iter().map(|(name, ..)| name).collect()
    };
    assert_eq!(by("sort=name").await, ["Apple", "banana", "cherry", "Date"]);
    assert_eq!(by("sort=name&direction=desc").await, ["Date", "cherry", "banana", "Apple"]);
    // 300, 300, 300 and 900.
    assert_eq!(by("sort=revenue&direction=asc").await, ["banana", "Apple", "cherry", "Date"]);
    assert_eq!(by("").await, ["Date", "banana", "Apple", "cherry"], "the best first");
    assert_eq!(by("sort=quantity").await, ["Apple", "cherry", "banana", "Date"]);
    assert_eq!(by("sort=quantity&direction=asc").await, ["banana", "Date", "Apple", "cherry"]);

    // What is off the menu was sold all the same, under the name that it has.
    shop.owner().delete(format!("/api/items/{}", id(&shop.menu[3]))).await.expect(204);
    let found = report(shop.owner(), PRODUCTS, "").await;
    let best = &found["data"][0];
    let expected = json!({"item_id": shop.menu[3]["id"], "business_id": shop.owner().business_id(),
        "number": shop.menu[3]["number"], "name": "Date", "category": "", "quantity": 1, "revenue_cents": 900,
        "currency": "EUR"});
    assert_eq!(best, &expected);
    assert_eq!((&found["total_quantity"], &found["total_revenue_cents"]), (&json!(8), &json!(1_800)));
    house.close().await;
}

#[tokio::test]
async fn a_file_holds_no_formula() {
    let house = House::open().await;
    let names = [("=cmd()", 1_234, 99), ("Fish, \"fresh\"", 5, 99), ("Plain", 100, 99)];
    let shop = Shop::open(&house, &names, "UTC").await;
    for item in 0..3 {
        shop.sells(item, 1).await;
    }
    let csv = async |query: &str| -> Answer {
        let answer = shop.owner().get(format!("{PRODUCTS}?{query}")).header("accept", "text/csv").await;
        answer.clone().expect(200);
        answer
    };
    let file = csv("sort=revenue&start_date=2026-11-20&end_date=2026-11-21").await;
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"sales-2026-11-20-2026-11-21.csv\""));
    assert_eq!(file.header("vary").map(str::to_lowercase).as_deref(), Some("accept"));
    let (id, number) = (|n: usize| id(&shop.menu[n]), |n: usize| &shop.menu[n]["number"]);
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
    // A refusal is a problem document, whatever was asked for.
    let refused = shop.owner().get(format!("{PRODUCTS}?sort=taste")).header("accept", "text/csv").await;
    assert_eq!(refused.invalid(), ["sort"]);
    house.close().await;
}

#[tokio::test]
async fn everybody_sees_the_sales_of_their_own_business() {
    let house = House::open().await;
    let (ours, theirs) = (
        Shop::open(&house, &[("Margherita", 950, 99)], "UTC").await,
        Shop::open(&house, &[("Ramen", 1_200, 99)], "Asia/Tokyo").await,
    );
    ours.sells(0, 2).await;
    theirs.sells(0, 3).await;
    let (waiter, stranger) = (house.waiter(ours.owner()).await, house.waiter(theirs.owner()).await);
    let admin = house.admin().await;
    let (margherita, ramen) = (("Margherita".to_owned(), 2, 1_900), ("Ramen".to_owned(), 3, 3_600));
    for (person, sees) in [(ours.owner(), &margherita), (&waiter, &margherita), (&stranger, &ramen)] {
        assert_eq!(rows(&report(person, PRODUCTS, "").await), std::slice::from_ref(sees));
        let own = format!("business_id={}", person.business_id());
        assert_eq!(rows(&report(person, PRODUCTS, &own).await), std::slice::from_ref(sees));
    }
    for other in [theirs.owner().business_id(), NOBODY] {
        let query = format!("?business_id={other}");
        ours.owner().get(format!("{PRODUCTS}{query}")).await.refused(404, "not-found");
        ours.owner().get(format!("{SUMMARY}{query}")).await.refused(404, "not-found");
        waiter.get(format!("{PRODUCTS}{query}")).await.refused(404, "not-found");
    }
    waiter.get(SUMMARY).await.refused(403, "forbidden");
    admin.get(format!("{PRODUCTS}?business_id={NOBODY}")).await.refused(404, "not-found");

    let all = report(&admin, PRODUCTS, "start_date=2026-11-21&end_date=2026-11-22").await;
    assert_eq!(rows(&all), [ramen.clone(), margherita]);
    assert_eq!((&all["currency"], &all["total_revenue_cents"]), (&json!("EUR"), &json!(5_500)));
    let one = report(&admin, PRODUCTS, &format!("business_id={}", theirs.owner().business_id())).await;
    assert_eq!(rows(&one), [ramen]);
    // In Tokyo it is tomorrow already; each has its own days.
    let summary = report(&admin, SUMMARY, "start_date=2026-11-21&end_date=2026-11-22").await;
    assert_eq!(busy(&summary), [("2026-11-21".to_owned(), 1), ("2026-11-22".to_owned(), 1)]);
    assert_eq!((busy_hours(&summary), &summary["timezone"]), (vec![(3, 1), (18, 1)], &Value::Null));
    house.close().await;
}

#[tokio::test]
async fn amounts_of_several_currencies_are_never_added() {
    let house = House::open().await;
    let admin = house.admin().await;
    let empty = admin.get(PRODUCTS).await.expect(200);
    assert_eq!((&empty["currency"], &empty["data"]), (&json!("XXX"), &json!([])), "there is no business");
    let shop = Shop::open(&house, &[("Sencha", 500, 99)], "UTC").await;
    let empty = admin.get(PRODUCTS).await.expect(200);
    assert_eq!((&empty["currency"], &empty["total_revenue_cents"]), (&json!("EUR"), &json!(0)));
    // The first is ordered in euros, and completed when the business has yen.
    let early = shop.owner().orders(&shop.menu[0], 1).await;
    shop.menu.set(json!({"currency": "JPY"})).await;
    for command in ["accept", "start", "complete"] {
        shop.owner().does(command, &early).await.expect(200);
    }
    shop.sells(0, 3).await;

    let now = report(shop.owner(), PRODUCTS, "").await;
    assert_eq!((rows(&now), &now["currency"]), (vec![("Sencha".to_owned(), 3, 1_500)], &json!("JPY")));
    let before = report(shop.owner(), PRODUCTS, "currency=EUR").await;
    assert_eq!((rows(&before), &before["currency"]), (vec![("Sencha".to_owned(), 1, 500)], &json!("EUR")));
    let summary = report(shop.owner(), SUMMARY, "currency=EUR").await;
    assert_eq!(busy(&summary), [("2026-11-21".to_owned(), 1)]);
    assert_eq!(rows(&report(shop.owner(), PRODUCTS, "currency=USD").await), []);
    let yen = shop.owner().get(PRODUCTS).header("accept", "text/csv").await;
    assert!(yen.text.contains(",3,1500,JPY,"), "{}", yen.text);

    for path in [PRODUCTS, SUMMARY] {
        let problem = admin.get(path).await.refused(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "currency");
        assert!(problem["errors"][0]["message"].as_str().unwrap().ends_with("EUR, JPY"), "{problem}");
    }
    assert_eq!(report(&admin, PRODUCTS, "currency=JPY").await["total_revenue_cents"], json!(1_500));
    let theirs = format!("business_id={}", shop.owner().business_id());
    assert_eq!(report(&admin, PRODUCTS, &theirs).await["total_revenue_cents"], json!(1_500));
    house.close().await;
}

/// What is over stays on its day; what comes is of the new ones. Counting anew puts all on days of the present zone.
#[tokio::test]
async fn a_business_that_moves_keeps_its_days() {
    let house = House::open().await;
    let shop = Shop::open(&house, &[("Margherita", 950, 99)], "UTC").await;
    shop.sells(0, 1).await;
    shop.menu.set(json!({"timezone": "Asia/Tokyo"})).await;
    shop.sells(0, 1).await;
    let days = "start_date=2026-11-21&end_date=2026-11-22";
    let both = report(shop.owner(), SUMMARY, days).await;
    assert_eq!(busy(&both), [("2026-11-21".to_owned(), 1), ("2026-11-22".to_owned(), 1)]);
    assert_eq!(reports::rebuild(&house.db).await.unwrap(), 2);
    let anew = report(shop.owner(), SUMMARY, days).await;
    assert_eq!((busy(&anew), busy_hours(&anew)), (vec![("2026-11-22".to_owned(), 2)], vec![(3, 2)]));
    house.close().await;
}

#[tokio::test]
async fn what_cannot_be_reported_is_told_by_field() {
    let house = House::open().await;
    let owner = house.owner().await;
    for (query, field) in [
        ("start_date=2026-11-21&end_date=2026-11-20", "end_date"),
        ("start_date=2026-11-22", "end_date"), // which is today, when nobody says
        ("start_date=2026-02-30", "start_date"),
        ("end_date=2026-13-01", "end_date"),
        ("end_date=yesterday", "end_date"),
        ("start_date=2026-1-1", "start_date"),
        ("start_date=%2B2026-01-01", "start_date"),
        ("start_date=0000-12-31&end_date=0001-01-02", "start_date"),
        ("start_date=2016-11-13&end_date=2026-11-21", "end_date"),
        ("currency=euro", "currency"),
        ("business_id=7", "business_id"),
        ("colour=red", "colour"),
        ("end_date=2026-11-21&end_date=2026-11-21", "end_date"),
    ] {
        for path in [PRODUCTS, SUMMARY] {
            assert_eq!(owner.get(format!("{path}?{query}")).await.invalid(), [field], "{path}?{query}");
        }
    }
    for (query, field) in [("sort=taste", "sort"), ("direction=up", "direction")] {
        assert_eq!(owner.get(format!("{PRODUCTS}?{query}")).await.invalid(), [field]);
    }
    assert_eq!(owner.get(format!("{SUMMARY}?sort=name")).await.invalid(), ["sort"], "it has no rows to sort");
    // Ten years are not too many, nor are the ends of the calendar.
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
    house.close().await;
}
