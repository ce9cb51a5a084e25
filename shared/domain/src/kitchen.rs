//! Kitchen workers and the queue of orders that wait for them, as stored in the database.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::clock::Timestamp;

/// A kitchen worker, according to its last heartbeat.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KitchenWorker {
    /// The id of the worker.
    pub id: Uuid,
    /// The configured name, or the host name and process id.
    pub name: String,
    /// Maximum number of orders that the worker prepares concurrently.
    pub slots: i64,
    /// Number of orders that the worker is preparing.
    pub busy: i64,
    /// Recent mean preparation time, in milliseconds.
    #[serde(skip)]
    pub prep_ms: i64,
    /// Time of the last heartbeat.
    pub beat_at: Timestamp,
}

/// The state of the kitchen workers and of their queue. All businesses with an automatic kitchen share them.
#[derive(Clone, Debug)]
pub struct KitchenQueue {
    /// Live workers.
    pub workers: Vec<KitchenWorker>,
    /// Start times of the orders in preparation that workers claimed, even if the worker is dead or has released its claim.
    pub started_at: Vec<Timestamp>,
    /// Number of accepted orders that wait for a worker.
    pub waiting: i64,
    /// Acceptance time of the order that has waited longest.
    pub oldest_accepted_at: Option<Timestamp>,
    /// Times at which pending orders will be accepted automatically, earliest first; at most 10,000.
    pub due_at: Vec<Timestamp>,
}
