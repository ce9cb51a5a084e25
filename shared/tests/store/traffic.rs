//! Random traffic, always the same: whatever happens, the books balance.

use shared::clock::Clock;
use shared::on_every_engine;
use shared::order::{Command, Order, Status};
use shared::store::events::{self, Scope};
use shared::store::{items, placements};
use shared::testing::{EVENING, Stall};

/// A small generator of numbers (splitmix64): the same seed, the same evening.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }
}

on_every_engine! {
    async fn the_books_balance_after_any_evening(db: Db) {
        let stall = Stall::open_at(db.clone(), Clock::manual(EVENING)).await;
        let mut dishes = [stall.dish.clone(), stall.dish(20).await, stall.dish(3).await];
        dishes.sort_by_key(|dish| dish.id);
        let mut dice = Dice(0x0EED);
        let (mut orders, mut expected): (Vec<Order>, Vec<i64>) = (Vec::new(), dishes.iter().map(|d| d.stock_quantity).collect());
        let mut changes = 0;
        for number in 1..=400 {
            stall.clock.advance(std::time::Duration::from_secs(1));
            match dice.roll(10) {
                0..4 => {
                    let (dish, quantity) = (dice.roll(3), i64::try_from(1 + dice.roll(4)).unwrap());
                    let mut tx = db.begin().await.unwrap();
                    let offers = placements::lock_offers(&mut tx, &[dishes[dish].id]).await.unwrap();
                    assert_eq!(offers[&dishes[dish].id].stock_quantity, expected[dish]);
                    if expected[dish] >= quantity {
                        let placement = stall.draft(number, &dishes[dish], quantity);
                        placements::write(&mut tx, std::slice::from_ref(&placement)).await.unwrap();
                        tx.commit().await.unwrap();
                        expected[dish] -= quantity;
                        orders.push(placement.order);
                        changes += 1;
                    }
                }
                4 => {
                    let (dish, delta) = (dice.roll(3), i64::try_from(dice.roll(9)).unwrap() - 4);
                    let mut tx = db.begin().await.unwrap();
                    let stamp = stall.clock.stamp();
                    let done = items::adjust(&mut tx, dishes[dish].id, delta, 2_000, stall.customer.id.0, stamp).await.unwrap();
                    tx.commit().await.unwrap();
                    assert_eq!(done, expected[dish] + delta >= 0);
                    expected[dish] += if done { delta } else { 0 };
                }
                _ if orders.is_empty() => {}
                _ => {
                    let which = dice.roll(orders.len());
                    let command = Command::ALL[dice.roll(Command::ALL.len())];
                    let order = orders[which].clone();
                    if order.clone().apply(command, &stall.owner(), None, stall.clock.stamp()).is_ok() {
                        orders[which] = stall.does(order, command).await;
                        changes += 1;
                        if command.returns_stock() {
                            for line in &orders[which].lines {
                                let dish = dishes.iter().position(|dish| dish.id == line.item_id).unwrap();
                                expected[dish] += line.quantity.get();
                            }
                        }
                    }
                }
            }
        }
        for (dish, stock) in dishes.iter().zip(&expected) {
            assert_eq!(stall.stock(dish.id).await, *stock);
        }
        let mut read = db.read().await.unwrap();
        assert_eq!(items::discrepancies(&mut read).await.unwrap(), []);
        assert_eq!(events::after(&mut read, Scope::All, 0, 10_000).await.unwrap().len(), changes);
        for order in &orders {
            let log = events::of_order(&mut read, order.id).await.unwrap();
            assert_eq!(log.len(), usize::try_from(order.version).unwrap());
        }
        let gone = orders.iter().filter(|order| matches!(order.status, Status::Cancelled | Status::Rejected)).count();
        assert!(gone > 10 && orders.len() > 50, "{gone} of {} were taken back", orders.len());
    }
}
