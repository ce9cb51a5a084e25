//! Searches for orders and businesses, and the backfill of their keys.

use domain::account::UserId;
use domain::business::{Business, BusinessId};
use domain::order::search::OrderSearch;
use domain::order::state::{Command, Status};
use domain::order::{Guest, Order, OrderId, OrderNumber, OrderScope};
use store::orders::{self, Direction, OrderFilter, PageRequest};
use store::placements::{self, Placement};
use store::{Db, businesses, decoded};
use testkit::fixture::parse;
use testkit::{Fixture, on_every_engine};
use uuid::Uuid;

use crate::support::run_raw;

const FIRST_PAGE: PageRequest =
    PageRequest { below: OrderId(Uuid::max()), from: OrderId(Uuid::nil()), limit: 21, direction: Direction::Newest };

fn guest(name: &str, phone: &str, table: &str) -> Guest {
    let detail = |text: &str| (!text.is_empty()).then(|| parse(text));
    Guest { name: detail(name), phone: detail(phone), table: detail(table) }
}

/// Places an order of each guest, numbered from `first`, in one transaction.
async fn place(fixture: &Fixture, first: i64, guests: impl IntoIterator<Item = Guest>) -> Vec<OrderId> {
    let placements = guests.into_iter().zip(first..).map(|(customer, number)| {
        let mut placement = fixture.new_placement(number, &fixture.item, 1);
        placement.event.order.customer = customer;
        placement
    });
    let placements: Vec<Placement> = placements.collect();
    let mut tx = fixture.db.begin().await.unwrap();
    placements::insert(&mut tx, &placements).await.unwrap();
    tx.commit().await.unwrap();
    placements.iter().map(|placement| placement.event.order.id).collect()
}

/// Returns the orders on all pages of a search, newest first, and the number of pages.
async fn find(db: &Db, scope: OrderScope, statuses: &[Status], text: &str) -> (Vec<OrderId>, usize) {
    let (query, mut page) = (OrderSearch::parse(text), FIRST_PAGE);
    let (mut found, mut pages) = (Vec::new(), 0);
    let mut read = db.read().await.unwrap();
    loop {
        pages += 1;
        let filter = OrderFilter { statuses, ..OrderFilter::default() };
        let result = orders::search(&mut read, scope, filter, &query, page).await.unwrap();
        let is_full = result.orders.len() == usize::try_from(page.limit).unwrap();
        found.extend(decoded(result.orders).into_iter().map(|order: Order| order.id));
        page.below = match result.continue_below {
            Some(below) => below,
            None if is_full => *found.last().unwrap(),
            None => return (found, pages),
        };
    }
}

async fn find_businesses(db: &Db, text: &str) -> Vec<BusinessId> {
    let mut read = db.read().await.unwrap();
    let found = businesses::list(&mut read, text, BusinessId(Uuid::nil()), 100).await.unwrap();
    decoded(found).into_iter().map(|business| business.id).collect()
}

async fn add_business(fixture: &Fixture, name: &str) -> BusinessId {
    let id = BusinessId(fixture.clock.new_id());
    let mut tx = fixture.db.begin().await.unwrap();
    businesses::create(&mut tx, &Business { id, name: parse(name), ..fixture.business.clone() }).await.unwrap();
    tx.commit().await.unwrap();
    id
}

on_every_engine! {
    async fn orders_are_found_by_number_name_table_and_phone(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let placed = place(&fixture, 1101, [
            guest("María-José García", "+34 600 123 456", "Terrace 12"),
            guest("Ólafur", "", "1"),
            guest("olaf", "555 1101", ""),
            guest("ＺＯＥ 🍕", "", "1101"),
            guest("100%", "", ""),
            guest(&"İ".repeat(200), &"7".repeat(200), ""),
            Guest::default(),
        ])
        .await;
        let other = fixture.add_business().await;
        place(&other, 2000, [guest("María", "600123456", "12")]).await;
        // Older orders are found by the index, newer ones are compared.
        for is_indexed in [false, true] {
            if is_indexed {
                place(&fixture, 3000, (0..60).map(|n| guest("Bob", "", &format!("B{n}")))).await;
            }
            let (business, customer) = (fixture.business.id, fixture.customer.id);
            for scope in [OrderScope::Business(business), OrderScope::Customer(customer)] {
                for (text, expected) in [
                    ("ORD1101", &[0][..]),
                    ("ord 1101", &[0]),
                    ("ORD-1101", &[0]),
                    // Also the phone number of the third order and the table of the fourth.
                    ("1101", &[3, 2, 0]),
                    ("#1101", &[3, 0]),
                    ("maria", &[0]),
                    ("jose", &[0]),
                    ("JOSÉ", &[0]),
                    ("Jose\u{301}", &[0]),
                    ("garcia", &[0]),
                    ("garcia mar", &[0]),
                    ("arcia", &[]),
                    ("óla", &[2, 1]),
                    ("OLA", &[2, 1]),
                    ("ólafur", &[1]),
                    ("zoë", &[3]),
                    ("🍕", &[3]),
                    ("100", &[4]),
                    ("%", &[]),
                    ("İİ", &[5]),
                    ("12", &[0]),
                    ("terrace", &[0]),
                    ("1", &[1]),
                    ("600123456", &[0]),
                    ("+34 600 123 456", &[0]),
                    ("600 123", &[0]),
                    ("0034600123456", &[0]),
                    ("3456", &[0]),
                    ("77777777", &[5]),
                    ("ORD2000", &[]),
                ] {
                    let expected: Vec<_> = expected.iter().map(|&n: &usize| placed[n]).collect();
                    assert_eq!(find(&db, scope, &[], text).await.0, expected, "{text} {is_indexed}");
                }
            }
            assert_eq!(find(&db, OrderScope::All, &[], "maria").await.0.len(), 2);
            assert_eq!(find(&db, OrderScope::All, &[], "600123456").await.0.len(), 2);
            let stranger = OrderScope::Customer(UserId(Uuid::new_v4()));
            assert_eq!(find(&db, stranger, &[], "maria").await.0, []);
        }
        let order = fixture.order(placed[0]).await;
        fixture.apply(order, Command::Accept).await;
        let scope = OrderScope::Business(fixture.business.id);
        for (statuses, expected) in [(&[Status::Accepted][..], &placed[..1]), (&[Status::Pending], &[])] {
            assert_eq!(find(&db, scope, statuses, "maria").await.0, expected);
            assert_eq!(find(&db, scope, statuses, "ORD1101").await.0, expected);
        }
    }

    /// The word occurs too often for the index, and only in orders that are older than those that one request compares.
    async fn frequent_words_are_found_in_pages(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        run_raw(&db, "update items set stock_quantity = 10000").await;
        let placed = place(&fixture, 1000, (0..600).map(|n| guest("Anna", "", &format!("A{n}")))).await;
        for batch in 0..9 {
            place(&fixture, 2000 + batch * 300, (0..300).map(|_| guest("Bob", "", ""))).await;
        }
        let newest_first: Vec<_> = placed.iter().rev().copied().collect();
        for scope in [OrderScope::Business(fixture.business.id), OrderScope::All] {
            let (found, pages) = find(&db, scope, &[], "anna").await;
            assert_eq!(found, newest_first);
            assert!((30..=33).contains(&pages), "{pages} pages");
            // A number in the order of the pages is found once.
            let (found, _) = find(&db, scope, &[], "1000").await;
            assert_eq!(found, placed[..1]);
            assert_eq!(find(&db, scope, &[], "anna a599").await, (vec![placed[599]], 1));
        }
    }

    async fn orders_without_search_terms_are_completed(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let placed = place(&fixture, 1101, [guest("Zoë", "+34 600 123 456", "T5"), Guest::default()]).await;
        place(&fixture, 2000, (0..60).map(|_| guest("Bob", "", ""))).await;
        let scope = OrderScope::Business(fixture.business.id);
        // A process of an older version inserts no terms.
        run_raw(&db, "delete from order_search_terms; update orders set search_indexed = null").await;
        assert_eq!(find(&db, scope, &[], "zoe").await.0, []);
        assert_eq!(find(&db, scope, &[], "ORD1101").await.0, placed[..1]);
        assert_eq!(orders::index_batch(&db, None).await.unwrap(), None);
        for text in ["zoe", "600123456", "t5"] {
            assert_eq!(find(&db, scope, &[], text).await.0, placed[..1], "{text}");
            assert_eq!(find(&db, OrderScope::All, &[], text).await.0, placed[..1], "{text}");
        }
        assert_eq!(orders::index_batch(&db, None).await.unwrap(), None);
    }

    async fn large_histories_are_completed_in_batches(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        run_raw(&db, "update items set stock_quantity = 10000").await;
        let placed = place(&fixture, 1000, (0..1_001).map(|n| guest(&format!("Guest{n}"), "", ""))).await;
        run_raw(&db, "delete from order_search_terms; update orders set search_indexed = null").await;
        // Two processes divide the work.
        let (one, other) = tokio::join!(orders::index_batch(&db, None), orders::index_batch(&db, None));
        assert!(one.unwrap().is_some() || other.unwrap().is_some());
        while orders::index_batch(&db, None).await.unwrap().is_some() {}
        let scope = OrderScope::Business(fixture.business.id);
        for n in [0, 1, 500] {
            assert_eq!(find(&db, scope, &[], &format!("guest{n}")).await.0, [placed[n]]);
        }
        let number = OrderNumber(1000 + 7);
        assert_eq!(find(&db, scope, &[], &number.to_string()).await.0, [placed[7]]);
    }

    async fn businesses_are_found_without_accents_and_case(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        for (name, queries) in [
            ("İstanbul Kebap", &["istanbul", "İSTANBUL", "ıstanbul"][..]),
            ("Weiße Straße", &["strasse", "WEISSE", "straße"]),
            ("La Crème", &["creme", "CRÈME"]),
            ("Chez Zoë", &["zoe", "zoë"]),
            ("Jos\u{e9} y Luis", &["jose", "JOSE\u{301}", "jos\u{e9}"]),
            ("Jose\u{301} y Ana", &["jose\u{301} y ana", "jos\u{e9} y a"]),
            ("Οδυσσέας", &["ΟΔΥΣΣ", "οδυσσεασ", "ὈΔΥΣΣΈΑΣ"]),
            ("ＡＢＣ", &["abc", "ＡＢ"]),
            ("100% Pasta_Bar", &["100%", "pasta_", "% p"]),
            (&"\u{fdfa}".repeat(200), &["\u{fdfa}"]),
        ] {
            let id = add_business(&fixture, name).await;
            for query in queries {
                assert!(find_businesses(&db, query).await.contains(&id), "{name} {query}");
            }
        }
        assert_eq!(find_businesses(&db, "jose").await.len(), 2);
        assert_eq!(find_businesses(&db, "pasta!").await, []);
    }

    async fn business_keys_of_older_versions_are_completed(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let created = add_business(&fixture, "Crème").await;
        let renamed = add_business(&fixture, "Zoë").await;
        // Processes of older versions write the name and its lower-case form.
        run_raw(&db, "update businesses set search_key = null, search_key_source = null where name = 'Crème';
                      update businesses set name = 'Café Ümit', name_key = 'café ümit' where name = 'Zoë'")
        .await;
        assert_eq!(find_businesses(&db, "CRÈME").await, [created]);
        assert_eq!(find_businesses(&db, "creme").await, []);
        assert_eq!(find_businesses(&db, "CAFÉ").await, [renamed]);
        assert_eq!(find_businesses(&db, "zoe").await, []);
        assert!(!businesses::index_batch(&db).await.unwrap());
        assert_eq!(find_businesses(&db, "creme").await, [created]);
        assert_eq!(find_businesses(&db, "cafe umit").await, [renamed]);
        // Names that differ only in case have different sources.
        run_raw(&db, "update businesses set name = 'CAFÉ ümit 2' where name = 'Café Ümit'").await;
        assert!(!businesses::index_batch(&db).await.unwrap());
        assert_eq!(find_businesses(&db, "cafe umit 2").await, [renamed]);
    }
}
