//! Places orders: the batcher groups concurrent requests into transactions, and `decide` grants or refuses each request.

mod batcher;
mod decide;
mod expected_amount;
mod request;

pub use batcher::{BatcherConfig, BatcherContext, PlacementBatcher, batch_size_histogram};
pub use expected_amount::ExpectedAmount;
pub use request::{Placed, PlacementKey, PlacementRequest, RequestedLine};
