//! How a kitchen behaves, on SQLite with the in-process broker and on PostgreSQL with RabbitMQ.

#[path = "kitchen/house.rs"]
mod house;

use std::time::Duration;

use house::{COOKED, House, Pair, on_both_pairs};
use shared::order::Status;

on_both_pairs! {
    async fn an_accepted_order_is_cooked(house: House) {
        let cook = house.cook(Duration::from_millis(300));
        let order = house.accepted(1).await.remove(0);
        let cooking = house.until(order.id, Status::Processing).await;
        assert_eq!(cooking.worker_id, Some(cook.id));
        let ready = house.until(order.id, Status::Completed).await;
        assert!(ready.completed_at.unwrap().since(ready.processing_at.unwrap()) >= Duration::from_millis(300));
        assert_eq!(house.history(order.id).await, COOKED);
        house.quiet().await;
        cook.stops().await;
    }
}
