//! Which version of an order was dispatched last, for the orders of late.

use std::collections::HashMap;

use shared::order::OrderId;

/// How many orders a generation has.
const GENERATION: usize = 10_000;

/// Two generations: when the younger is full, the older is forgotten.
#[derive(Default)]
pub(super) struct Versions {
    younger: HashMap<OrderId, i64>,
    older: HashMap<OrderId, i64>,
}

impl Versions {
    /// The last version of this order, if it is still remembered.
    pub(super) fn last(&self, order: OrderId) -> Option<i64> {
        self.younger.get(&order).or_else(|| self.older.get(&order)).copied()
    }

    /// This version was dispatched.
    pub(super) fn set(&mut self, order: OrderId, version: i64) {
        if self.younger.len() >= GENERATION {
            self.older = std::mem::take(&mut self.younger);
        }
        let last = self.younger.entry(order).or_insert(version);
        *last = version.max(*last);
    }
}
