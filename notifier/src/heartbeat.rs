//! The heartbeat of a notifier, which records its number of connected clients for admins.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use service::heartbeat::Heartbeat;
use service::telemetry::process_name;
use store::{Tx, notifiers};
use uuid::Uuid;

use crate::hub::Hub;

/// Maximum length of a notifier's name in characters: the size of its column.
const MAX_NAME_LENGTH: usize = 200;

/// Reports the number of clients.
pub(crate) struct NotifierHeartbeat {
    id: Uuid,
    name: String,
    hub: Arc<Hub>,
    /// Number of clients in the last heartbeat.
    reported: AtomicUsize,
}

impl NotifierHeartbeat {
    pub(crate) fn new(id: Uuid, hub: Arc<Hub>) -> Self {
        let name = process_name("notifier").chars().take(MAX_NAME_LENGTH).collect();
        Self { id, name, hub, reported: AtomicUsize::new(0) }
    }
}

impl Heartbeat for NotifierHeartbeat {
    const NAME: &'static str = "notifier";

    async fn record(&self, tx: &mut Tx) -> store::Result<()> {
        let clients = self.hub.client_count();
        self.reported.store(clients, Ordering::Relaxed);
        notifiers::record_heartbeat(tx, self.id, &self.name, i64::try_from(clients).unwrap_or(i64::MAX)).await
    }

    async fn deregister(&self, tx: &mut Tx) -> store::Result<()> {
        notifiers::deregister(tx, self.id).await
    }

    async fn changed(&self) {
        self.hub.client_count_changed(self.reported.load(Ordering::Relaxed)).await;
    }
}
