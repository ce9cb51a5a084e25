//! Items, their numbers and their stock.

use domain::business::BusinessId;
use domain::clock::Timestamp;
use domain::item::{Item, ItemId, MAX_STOCK};
use domain::money::Cents;
use domain::order::state::Command;
use store::{Db, decoded, is_unique_violation, items, sequences, sql};
use testkit::fixture::parse;
use testkit::{EVENING, Fixture, on_every_engine};
use uuid::Uuid;

use crate::support::{assert_same, long_text};

async fn find(db: &Db, id: ItemId) -> Item {
    items::find(&mut db.read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn stock_mismatches(db: &Db) -> Vec<(ItemId, i64, i64)> {
    items::find_stock_mismatches(&mut db.read().await.unwrap()).await.unwrap()
}

on_every_engine! {
    async fn item_round_trips(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        assert_same(&find(&db, fixture.item.id).await, &fixture.item);
        let full = Item {
            id: ItemId(fixture.clock.new_id()),
            number: i64::MAX,
            name: parse(&long_text()),
            description: parse(&"€".repeat(2_000)),
            category: parse(&"🍕".repeat(60)),
            image_url: Some(parse(&format!("https://example.com/{}", "x".repeat(1_900)))),
            price_cents: Cents::new(i64::MAX).unwrap(),
            stock_quantity: MAX_STOCK,
            available: false,
            version: 7,
            ..fixture.item.clone()
        };
        let mut tx = db.begin().await.unwrap();
        items::create(&mut tx, &full, fixture.customer.id.0, fixture.clock.stamp()).await.unwrap();
        tx.commit().await.unwrap();
        assert_same(&find(&db, full.id).await, &full);

        // An edit saves everything except the stock, and only if no other edit came first.
        let edited = Item {
            name: parse("Marinara"),
            description: parse(""),
            category: parse(""),
            image_url: None,
            price_cents: Cents::ZERO,
            available: true,
            version: 8,
            archived_at: Some(Timestamp::from_millis(1_795_284_000_999)),
            ..full.clone()
        };
        let mut tx = db.begin().await.unwrap();
        assert_same(&items::lock(&mut tx, full.id).await.unwrap().unwrap(), &full);
        assert!(items::lock(&mut tx, ItemId(Uuid::new_v4())).await.unwrap().is_none());
        assert!(items::update(&mut tx, &Item { stock_quantity: 5, ..edited.clone() }).await.unwrap());
        assert!(!items::update(&mut tx, &edited).await.unwrap());
        tx.commit().await.unwrap();
        assert_same(&find(&db, full.id).await, &edited);
    }

    async fn item_numbers_are_unique(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let mut tx = db.begin().await.unwrap();
        let duplicate = Item { id: ItemId(fixture.clock.new_id()), ..fixture.item.clone() };
        let error =
            items::create(&mut tx, &duplicate, fixture.customer.id.0, fixture.clock.stamp()).await.unwrap_err();
        assert!(is_unique_violation(&error), "{error}");
    }

    async fn item_numbers_rise_from_101_without_duplicates(db: Db) {
        let tasks = (0..20).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let number = sequences::next_item_number(&mut tx).await.unwrap();
                tx.commit().await.unwrap();
                number
            })
        });
        let mut numbers = Vec::new();
        for task in tasks.collect::<Vec<_>>() {
            numbers.push(task.await.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (101..=120).collect::<Vec<_>>());
    }

    async fn order_numbers_rise_from_1001_without_duplicates(db: Db) {
        let tasks = (0..10).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let numbers = sequences::next_order_numbers(&mut tx, 7).await.unwrap();
                tx.commit().await.unwrap();
                assert!(numbers.is_sorted() && numbers.len() == 7);
                numbers
            })
        });
        let mut numbers = Vec::new();
        for task in tasks.collect::<Vec<_>>() {
            numbers.extend(task.await.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1001..=1070).collect::<Vec<_>>());
        let mut tx = db.begin().await.unwrap();
        assert!(sequences::next_order_numbers(&mut tx, 0).await.unwrap().is_empty());
    }

    async fn menu_is_listed_in_pages_without_archived_items(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let other = fixture.add_business().await;
        let mut numbers = vec![fixture.item.number];
        for _ in 0..5 {
            numbers.push(fixture.add_item(1).await.number);
        }
        let removed = fixture.add_item(1).await;
        let mut tx = db.begin().await.unwrap();
        assert!(items::update(&mut tx, &Item { archived_at: Some(EVENING), version: 2, ..removed }).await.unwrap());
        tx.commit().await.unwrap();
        let list_menu = async |business: BusinessId, after, limit| -> Vec<i64> {
            let menu = items::list_menu(&mut db.read().await.unwrap(), business, after, limit).await.unwrap();
            decoded(menu).into_iter().map(|item| item.number).collect()
        };
        assert_eq!(list_menu(fixture.business.id, 0, 4).await, numbers[..4]);
        assert_eq!(list_menu(fixture.business.id, numbers[3], 4).await, numbers[4..]);
        assert_eq!(list_menu(other.business.id, 0, 4).await, [other.item.number]);
    }

    async fn items_are_found_by_several_ids_or_numbers(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let (other, removed) = (fixture.add_business().await.item, fixture.add_item(1).await);
        let mut tx = db.begin().await.unwrap();
        let archived = Item { archived_at: Some(EVENING), version: 2, ..removed.clone() };
        assert!(items::update(&mut tx, &archived).await.unwrap());
        tx.commit().await.unwrap();
        let mut read = db.read().await.unwrap();
        let sorted_numbers = |found: Vec<Item>| {
            let mut numbers: Vec<_> = found.into_iter().map(|item| item.number).collect();
            numbers.sort_unstable();
            numbers
        };
        let mut expected = [fixture.item.number, other.number, removed.number];
        expected.sort_unstable();
        let ids = [removed.id, ItemId(Uuid::new_v4()), other.id, fixture.item.id, other.id];
        assert_eq!(sorted_numbers(items::find_many(&mut read, &ids).await.unwrap()), expected);
        let numbers = [removed.number, -1, i64::MAX, other.number, fixture.item.number, other.number];
        assert_eq!(sorted_numbers(items::find_by_numbers(&mut read, &numbers).await.unwrap()), expected);
        assert!(items::find_many(&mut read, &[]).await.unwrap().is_empty());
        assert!(items::find_by_numbers(&mut read, &[]).await.unwrap().is_empty());

        // The list of all menus neither contains nor counts archived items.
        let all = [fixture.item.number, other.number];
        assert_eq!(sorted_numbers(decoded(items::list_all(&mut read, 0, 10).await.unwrap())), all);
        assert_eq!(sorted_numbers(decoded(items::list_all(&mut read, all[0], 10).await.unwrap())), all[1..]);
        assert_eq!(sorted_numbers(decoded(items::list_all(&mut read, 0, 1).await.unwrap())), all[..1]);
        for (offset, number) in [(0, Some(all[0])), (1, Some(all[1])), (2, None)] {
            assert_eq!(items::number_at_offset(&mut read, offset).await.unwrap(), number);
        }
    }

    async fn stock_stays_between_zero_and_the_maximum(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let (item, actor) = (fixture.add_item(10).await.id, fixture.customer.id.0);
        let adjust = async |delta| {
            let mut tx = db.begin().await.unwrap();
            let stamp = fixture.clock.stamp();
            let is_adjusted = items::adjust_stock(&mut tx, item, delta, MAX_STOCK, actor, stamp).await.unwrap();
            tx.commit().await.unwrap();
            is_adjusted
        };
        assert!(!adjust(-11).await);
        assert!(adjust(-10).await);
        assert!(!adjust(-1).await);
        assert!(!adjust(MAX_STOCK + 1).await);
        assert!(adjust(MAX_STOCK).await);
        assert!(!adjust(1).await);
        assert_eq!(fixture.stock(item).await, MAX_STOCK);
        assert_eq!(stock_mismatches(&db).await, []);
        let mut tx = db.begin().await.unwrap();
        let unknown = ItemId(Uuid::new_v4());
        assert!(!items::adjust_stock(&mut tx, unknown, 1, MAX_STOCK, actor, fixture.clock.stamp()).await.unwrap());
    }

    async fn concurrent_stock_adjustments_add_up(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let item = fixture.add_item(25).await.id;
        let tasks = (0..50).map(|_| {
            let fixture = fixture.clone();
            tokio::spawn(async move {
                let mut tx = fixture.db.begin().await.unwrap();
                let (actor, stamp) = (fixture.customer.id.0, fixture.clock.stamp());
                let is_adjusted = items::adjust_stock(&mut tx, item, -1, MAX_STOCK, actor, stamp).await.unwrap();
                tx.commit().await.unwrap();
                is_adjusted
            })
        });
        let mut adjusted = 0;
        for task in tasks.collect::<Vec<_>>() {
            adjusted += usize::from(task.await.unwrap());
        }
        assert_eq!((adjusted, fixture.stock(item).await), (25, 0));
        assert_eq!(stock_mismatches(&db).await, []);
    }

    async fn manual_change_of_stock_is_a_mismatch(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let order = fixture.place_orders(3).await.remove(0);
        fixture.apply(order, Command::Reject).await;
        assert_eq!(stock_mismatches(&db).await, []);
        let mut tx = db.begin().await.unwrap();
        let update = sql!(tx, execute
            "update items set stock_quantity = stock_quantity - ? where id = ?", 3_i64, fixture.item.id);
        assert_eq!(update.await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(stock_mismatches(&db).await, [(fixture.item.id, 995, 998)]);
    }
}
