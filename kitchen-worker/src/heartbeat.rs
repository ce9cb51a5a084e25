//! The heartbeat of a worker. Other workers take over the orders of a worker whose heartbeat has expired.

use std::sync::Arc;

use service::heartbeat::Heartbeat;
use store::{Tx, kitchen_workers};

use crate::state::WorkerState;

/// Reports the worker's slots, the number of busy ones, and its mean preparation time.
pub(crate) struct WorkerHeartbeat(pub(crate) Arc<WorkerState>);

impl Heartbeat for WorkerHeartbeat {
    const NAME: &'static str = "kitchen worker";

    async fn record(&self, tx: &mut Tx) -> store::Result<()> {
        let Self(worker) = self;
        let heartbeat = kitchen_workers::Heartbeat {
            id: worker.id,
            name: &worker.name,
            slots: worker.slots.into(),
            busy: i64::try_from(worker.busy_slots()).unwrap_or(i64::MAX),
            prep_ms: worker.mean_preparation_ms(),
        };
        kitchen_workers::record_heartbeat(tx, &heartbeat).await
    }

    async fn deregister(&self, tx: &mut Tx) -> store::Result<()> {
        kitchen_workers::deregister(tx, self.0.id).await
    }

    async fn changed(&self) {
        self.0.claims_changed().await;
    }
}
