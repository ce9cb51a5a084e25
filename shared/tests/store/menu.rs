//! Items, their stock, and the books.

use shared::business::BusinessId;
use shared::clock::Timestamp;
use shared::item::{Item, ItemId, MOST_STOCK};
use shared::money::Cents;
use shared::on_every_engine;
use shared::order::Command;
use shared::store::{Db, counters, is_taken, items};
use shared::testing::{EVENING, Stall, good};
use uuid::Uuid;

use crate::{assert_same, long};

async fn find(db: &Db, id: ItemId) -> Item {
    items::find(&mut db.read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn discrepancies(db: &Db) -> Vec<(ItemId, i64, i64)> {
    items::discrepancies(&mut db.read().await.unwrap()).await.unwrap()
}

on_every_engine! {
    async fn an_item_reads_back_as_it_was_written(db: Db) {
        let stall = Stall::open(db.clone()).await;
        assert_same(&find(&db, stall.dish.id).await, &stall.dish);
        let full = Item {
            id: ItemId(stall.clock.new_id()),
            number: i64::MAX,
            name: good(&long()),
            description: good(&"€".repeat(2_000)),
            category: good(&"🍕".repeat(60)),
            image_url: Some(good(&format!("https://example.com/{}", "x".repeat(1_900)))),
            price_cents: Cents::new(i64::MAX).unwrap(),
            stock_quantity: MOST_STOCK,
            available: false,
            version: 7,
            ..stall.dish.clone()
        };
        let mut tx = db.begin().await.unwrap();
        items::insert(&mut tx, &full, stall.customer.id.0, stall.clock.stamp()).await.unwrap();
        tx.commit().await.unwrap();
        assert_same(&find(&db, full.id).await, &full);

        // An edit saves everything but the stock, and only over the version before.
        let edited = Item {
            name: good("Marinara"),
            description: good(""),
            category: good(""),
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

    async fn an_items_number_is_its_own(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let mut tx = db.begin().await.unwrap();
        let twin = Item { id: ItemId(stall.clock.new_id()), ..stall.dish.clone() };
        let error = items::insert(&mut tx, &twin, stall.customer.id.0, stall.clock.stamp()).await.unwrap_err();
        assert!(is_taken(&error), "{error}");
    }

    async fn item_numbers_rise_from_101_and_are_given_once(db: Db) {
        let given = (0..20).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let number = counters::next_item(&mut tx).await.unwrap();
                tx.commit().await.unwrap();
                number
            })
        });
        let mut numbers = Vec::new();
        for number in given.collect::<Vec<_>>() {
            numbers.push(number.await.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (101..=120).collect::<Vec<_>>());
    }

    async fn order_numbers_rise_from_1001_and_are_given_once(db: Db) {
        let given = (0..10).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let numbers = counters::next_orders(&mut tx, 7).await.unwrap();
                tx.commit().await.unwrap();
                assert!(numbers.is_sorted() && numbers.len() == 7);
                numbers
            })
        });
        let mut numbers = Vec::new();
        for given in given.collect::<Vec<_>>() {
            numbers.extend(given.await.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1001..=1070).collect::<Vec<_>>());
        let mut tx = db.begin().await.unwrap();
        assert!(counters::next_orders(&mut tx, 0).await.unwrap().is_empty());
    }

    async fn a_menu_has_pages(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let other = stall.another().await;
        let mut numbers = vec![stall.dish.number];
        for _ in 0..5 {
            numbers.push(stall.dish(1).await.number);
        }
        let gone = stall.dish(1).await;
        let mut tx = db.begin().await.unwrap();
        assert!(items::update(&mut tx, &Item { archived_at: Some(EVENING), version: 2, ..gone }).await.unwrap());
        tx.commit().await.unwrap();
        let menu = async |business: BusinessId, after, limit| -> Vec<i64> {
            let menu = items::menu(&mut db.read().await.unwrap(), business, after, limit).await.unwrap();
            menu.into_iter().map(|item| item.number).collect()
        };
        assert_eq!(menu(stall.business.id, 0, 4).await, numbers[..4]);
        assert_eq!(menu(stall.business.id, numbers[3], 4).await, numbers[4..]);
        assert_eq!(menu(other.business.id, 0, 4).await, [other.dish.number]);
    }

    async fn items_are_found_by_many_ids_or_numbers_at_once(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let (other, gone) = (stall.another().await.dish, stall.dish(1).await);
        let mut tx = db.begin().await.unwrap();
        let archived = Item { archived_at: Some(EVENING), version: 2, ..gone.clone() };
        assert!(items::update(&mut tx, &archived).await.unwrap());
        tx.commit().await.unwrap();
        let mut read = db.read().await.unwrap();
        let sorted = |found: Vec<Item>| {
            let mut numbers: Vec<_> = found.into_iter().map(|item| item.number).collect();
            numbers.sort_unstable();
            numbers
        };
        let mut wanted = [stall.dish.number, other.number, gone.number];
        wanted.sort_unstable();
        let ids = [gone.id, ItemId(Uuid::new_v4()), other.id, stall.dish.id, other.id];
        assert_eq!(sorted(items::by_ids(&mut read, &ids).await.unwrap()), wanted);
        let numbers = [gone.number, -1, i64::MAX, other.number, stall.dish.number, other.number];
        assert_eq!(sorted(items::by_numbers(&mut read, &numbers).await.unwrap()), wanted);
        assert!(items::by_ids(&mut read, &[]).await.unwrap().is_empty());
        assert!(items::by_numbers(&mut read, &[]).await.unwrap().is_empty());

        // What was taken off its menu is on no page of all menus, and is not counted.
        let all = [stall.dish.number, other.number];
        assert_eq!(sorted(items::everywhere(&mut read, 0, 10).await.unwrap()), all);
        assert_eq!(sorted(items::everywhere(&mut read, all[0], 10).await.unwrap()), all[1..]);
        assert_eq!(sorted(items::everywhere(&mut read, 0, 1).await.unwrap()), all[..1]);
        for (before, nth) in [(0, Some(all[0])), (1, Some(all[1])), (2, None)] {
            assert_eq!(items::nth(&mut read, before).await.unwrap(), nth);
        }
    }

    async fn stock_is_never_below_zero_nor_above_the_most(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let (dish, actor) = (stall.dish(10).await.id, stall.customer.id.0);
        let adjust = async |delta| {
            let mut tx = db.begin().await.unwrap();
            let done = items::adjust(&mut tx, dish, delta, MOST_STOCK, actor, stall.clock.stamp()).await.unwrap();
            tx.commit().await.unwrap();
            done
        };
        assert!(!adjust(-11).await);
        assert!(adjust(-10).await);
        assert!(!adjust(-1).await);
        assert!(!adjust(MOST_STOCK + 1).await);
        assert!(adjust(MOST_STOCK).await);
        assert!(!adjust(1).await);
        assert_eq!(stall.stock(dish).await, MOST_STOCK);
        assert_eq!(discrepancies(&db).await, []);
        let mut tx = db.begin().await.unwrap();
        let unknown = ItemId(Uuid::new_v4());
        assert!(!items::adjust(&mut tx, unknown, 1, MOST_STOCK, actor, stall.clock.stamp()).await.unwrap());
    }

    async fn racing_adjustments_add_up(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let dish = stall.dish(25).await.id;
        let takers = (0..50).map(|_| {
            let stall = stall.clone();
            tokio::spawn(async move {
                let mut tx = stall.db.begin().await.unwrap();
                let stamp = stall.clock.stamp();
                let taken = items::adjust(&mut tx, dish, -1, MOST_STOCK, stall.customer.id.0, stamp).await.unwrap();
                tx.commit().await.unwrap();
                taken
            })
        });
        let mut taken = 0;
        for taker in takers.collect::<Vec<_>>() {
            taken += usize::from(taker.await.unwrap());
        }
        assert_eq!((taken, stall.stock(dish).await), (25, 0));
        assert_eq!(discrepancies(&db).await, []);
    }

    async fn the_books_show_who_cheats(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let order = stall.place(3).await.remove(0);
        stall.does(order, Command::Reject).await;
        assert_eq!(discrepancies(&db).await, []);
        let mut tx = db.begin().await.unwrap();
        let cheated = shared::sql!(tx, execute "update items set stock_quantity = stock_quantity - ? where id = ?", 3_i64, stall.dish.id);
        assert_eq!(cheated.await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(discrepancies(&db).await, [(stall.dish.id, 995, 998)]);
    }
}
