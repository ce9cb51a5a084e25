//! What the store promises, on each of the three engines.

#[path = "store/begin.rs"]
mod begin;
#[path = "store/kitchen.rs"]
mod kitchen;
#[path = "store/log.rs"]
mod log;
#[path = "store/menu.rs"]
mod menu;
#[path = "store/notifiers.rs"]
mod notifiers;
#[path = "store/orders.rs"]
mod orders;
#[path = "store/outbox.rs"]
mod outbox;
#[path = "store/people.rs"]
mod people;
#[path = "store/placements.rs"]
mod placements;
#[path = "store/plans.rs"]
mod plans;
#[path = "store/reports.rs"]
mod reports;
#[path = "store/schema.rs"]
mod schema;
#[path = "store/traffic.rs"]
mod traffic;
#[path = "store/trouble.rs"]
mod trouble;

use std::fmt::Debug;

/// Values that have no `==` of their own are the same if they look the same.
fn assert_same<T: Debug>(left: &T, right: &T) {
    assert_eq!(format!("{left:#?}"), format!("{right:#?}"));
}

/// 200 characters of one, two, three and four bytes.
fn long() -> String {
    "aé€🍕".repeat(50)
}
