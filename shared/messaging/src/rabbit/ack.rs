//! Acknowledgement of a delivery.

use futures_util::FutureExt as _;
use lapin::options::{BasicAckOptions, BasicNackOptions, BasicRejectOptions};
use lapin::{Acker, Channel};

use super::timeout::within_timeout;
use crate::error::Error;

/// A handle that acknowledges one delivery. Dropping it returns the message to the queue.
pub(crate) struct AckHandle {
    acker: Acker,
    /// Keeps the connection open until the delivery is acknowledged.
    _channel: Channel,
}

const REQUEUE: BasicNackOptions = BasicNackOptions { multiple: false, requeue: true };

impl AckHandle {
    pub(super) fn new(acker: Acker, channel: Channel) -> Self {
        Self { acker, _channel: channel }
    }

    pub(crate) async fn ack(self) -> Result<(), Error> {
        check_sent(within_timeout("acknowledge a message", self.acker.ack(BasicAckOptions::default())).await?)
    }

    pub(crate) async fn requeue(self) -> Result<(), Error> {
        check_sent(within_timeout("requeue a message", self.acker.nack(REQUEUE)).await?)
    }

    pub(crate) async fn reject(self) -> Result<(), Error> {
        let options = BasicRejectOptions { requeue: false };
        check_sent(within_timeout("reject a message", self.acker.reject(options)).await?)
    }
}

impl Drop for AckHandle {
    fn drop(&mut self) {
        if self.acker.usable() {
            // One poll is enough to hand the frame to lapin's I/O thread.
            let _ = self.acker.nack(REQUEUE).now_or_never();
        }
    }
}

/// Converts lapin's result, which is `false` if the channel was closed before the acknowledgement.
fn check_sent(sent: bool) -> Result<(), Error> {
    if sent { Ok(()) } else { Err(Error::StaleDelivery) }
}
