//! [`UnitOfWork`]: a transaction that changes orders.

use std::ops::{Deref, DerefMut};

use domain::event::EventKind;
use domain::order::event::OrderEvent;
use domain::order::state::Status;
use domain::report::FinishedOrder;

use super::row::due_columns;
use crate::{Db, Result, Tx, events, items, reports, sql};

/// A transaction that changes orders. Its commit also adds the finished orders to the report sums, so that callers cannot forget
/// to do so.
#[derive(Debug)]
pub struct UnitOfWork {
    tx: Tx,
    finished: Vec<FinishedOrder>,
}

impl UnitOfWork {
    /// Begins the transaction.
    pub async fn begin(db: &Db) -> Result<Self> {
        Ok(Self { tx: db.begin().await?, finished: Vec::new() })
    }

    /// Saves a changed order and adds its event to the log and the outbox. Restores the stock if the order was cancelled or
    /// rejected.
    ///
    /// Writes only the columns that commands change: [`Order::as_placed`](domain::order::Order::as_placed) rebuilds the response
    /// to a repeated placement from the others.
    ///
    /// Returns `false` without changes if another transaction changed the order first.
    pub async fn save(&mut self, event: &OrderEvent) -> Result<bool> {
        let OrderEvent { order, kind, occurred_at, .. } = event;
        let (due_at, due_action) = due_columns(order.due);
        let is_in_kitchen = matches!(order.status, Status::Accepted | Status::Processing);
        let is_finished = matches!(kind, EventKind::Completed | EventKind::Cancelled | EventKind::Rejected);
        let rows = sql!(self.tx, execute
            "update orders set status = ?, version = ?, reason = ?, accepted_at = ?, processing_at = ?, completed_at = ?,
                    cancelled_at = ?, handed_over_at = ?, due_at = ?, due_action = ?, worker_id = ?, announced_at = ?,
                    counted = coalesce(?, counted)
              where id = ? and version = ?",
            order.status, order.version, &order.reason, order.accepted_at, order.processing_at, order.completed_at,
            order.cancelled_at, order.handed_over_at, due_at, due_action, order.worker_id,
            is_in_kitchen.then_some(*occurred_at), is_finished.then_some(true), order.id, order.version - 1)
        .await?;
        if rows == 0 {
            return Ok(false);
        }
        if matches!(kind, EventKind::Cancelled | EventKind::Rejected) {
            let mut lines: Vec<_> = order.lines.iter().collect();
            lines.sort_by_key(|line| line.item_id);
            for line in lines {
                items::restock(&mut self.tx, line.item_id, line.quantity.get()).await?;
            }
        }
        events::append(&mut self.tx, event).await?;
        if is_finished {
            self.finished.push(FinishedOrder::new(order, *occurred_at));
        }
        Ok(true)
    }

    /// Registers an order that finished without being counted, for the report sums.
    pub(crate) fn count_finished(&mut self, order: FinishedOrder) {
        self.finished.push(order);
    }

    /// Adds the finished orders to the report sums and commits. The sums come last, because all orders of a business update the
    /// same rows, which should be locked as briefly as possible.
    pub async fn commit(mut self) -> Result<()> {
        if !self.finished.is_empty() {
            reports::add_finished(&mut self.tx, &self.finished).await?;
        }
        self.tx.commit().await
    }
}

impl Deref for UnitOfWork {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for UnitOfWork {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}
