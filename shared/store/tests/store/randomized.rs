//! Randomized changes with a fixed seed.

use std::time::Duration;

use domain::clock::Clock;
use domain::order::state::{Command, Status};
use domain::order::{Order, OrderScope};
use store::{events, items, placements};
use testkit::{EVENING, Fixture, on_every_engine};

/// A small random number generator (splitmix64), so that each run makes the same changes.
struct Random(u64);

impl Random {
    /// Returns a number from 0 to `end - 1`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }
}

on_every_engine! {
    async fn stock_and_log_are_consistent_after_random_changes(db: Db) {
        let fixture = Fixture::with_clock(db.clone(), Clock::manual(EVENING)).await;
        let mut menu = [fixture.item.clone(), fixture.add_item(20).await, fixture.add_item(3).await];
        menu.sort_by_key(|item| item.id);
        let mut random = Random(0x0EED);
        let mut orders: Vec<Order> = Vec::new();
        let mut expected: Vec<i64> = menu.iter().map(|item| item.stock_quantity).collect();
        let mut changes = 0;
        for number in 1..=400 {
            fixture.clock.advance(Duration::from_secs(1));
            match random.below(10) {
                0..4 => {
                    let (item, quantity) = (random.below(3), i64::try_from(1 + random.below(4)).unwrap());
                    let mut tx = db.begin().await.unwrap();
                    let locked = placements::lock_items(&mut tx, &[menu[item].id]).await.unwrap();
                    assert_eq!(locked[&menu[item].id].stock_quantity, expected[item]);
                    if expected[item] >= quantity {
                        let placement = fixture.new_placement(number, &menu[item], quantity);
                        placements::insert(&mut tx, std::slice::from_ref(&placement)).await.unwrap();
                        tx.commit().await.unwrap();
                        expected[item] -= quantity;
                        orders.push(placement.event.order);
                        changes += 1;
                    }
                }
                4 => {
                    let (item, delta) = (random.below(3), i64::try_from(random.below(9)).unwrap() - 4);
                    let mut tx = db.begin().await.unwrap();
                    let (actor, stamp) = (fixture.customer.id.0, fixture.clock.stamp());
                    let adjust = items::adjust_stock(&mut tx, menu[item].id, delta, 2_000, actor, stamp);
                    let is_adjusted = adjust.await.unwrap();
                    tx.commit().await.unwrap();
                    assert_eq!(is_adjusted, expected[item] + delta >= 0);
                    expected[item] += if is_adjusted { delta } else { 0 };
                }
                _ if orders.is_empty() => {}
                _ => {
                    let index = random.below(orders.len());
                    let command = Command::ALL[random.below(Command::ALL.len())];
                    let order = orders[index].clone();
                    if order.clone().apply(command, &fixture.owner(), None, fixture.clock.stamp()).is_ok() {
                        orders[index] = fixture.apply(order, command).await;
                        changes += 1;
                        if command.restores_stock() {
                            for line in &orders[index].lines {
                                let item = menu.iter().position(|item| item.id == line.item_id).unwrap();
                                expected[item] += line.quantity.get();
                            }
                        }
                    }
                }
            }
        }
        for (item, stock) in menu.iter().zip(&expected) {
            assert_eq!(fixture.stock(item.id).await, *stock);
        }
        let mut read = db.read().await.unwrap();
        assert_eq!(items::find_stock_mismatches(&mut read).await.unwrap(), []);
        assert_eq!(events::list_after(&mut read, OrderScope::All, 0, 10_000).await.unwrap().len(), changes);
        for order in &orders {
            let log = events::list_for_order(&mut read, order.id).await.unwrap();
            assert_eq!(log.len(), usize::try_from(order.version).unwrap());
        }
        let withdrawn =
            orders.iter().filter(|order| matches!(order.status, Status::Cancelled | Status::Rejected)).count();
        assert!(withdrawn > 10 && orders.len() > 50, "{withdrawn} of {} were withdrawn", orders.len());
    }
}
