//! The errors of the broker.

use std::time::Duration;

/// An error of the broker. Its message is meant for operators.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL is invalid. The message does not contain it, because it may contain a password.
    #[error("BROKER_URL must be memory:, amqp://… or amqps://…: {0}")]
    InvalidUrl(String),
    /// The connection failed, or RabbitMQ closed it or refused an operation.
    #[error("RabbitMQ: {0}")]
    Amqp(#[from] lapin::Error),
    /// RabbitMQ did not answer in time.
    #[error("RabbitMQ did not {operation} within {} s", timeout.as_secs())]
    Timeout {
        /// The operation, as a verb: "open a channel".
        operation: &'static str,
        /// The timeout of the operation.
        timeout: Duration,
    },
    /// A resource alarm: RabbitMQ accepts no messages until it has enough memory and disk space.
    #[error("RabbitMQ accepts no messages because of a resource alarm: {0}")]
    Blocked(String),
    /// The connection was dropped and is being re-established.
    #[error("the connection to RabbitMQ was dropped: {0}")]
    ConnectionLost(&'static str),
    /// Some messages of a batch were not confirmed. The whole batch must be published again.
    #[error("the broker did not confirm {unconfirmed} of {published} messages: {reason}")]
    Unconfirmed {
        /// Number of messages that were not confirmed.
        unconfirmed: usize,
        /// Number of messages in the batch.
        published: usize,
        /// The reason.
        reason: &'static str,
    },
    /// The connection of the delivery is closed. The message will be delivered again.
    #[error("the message returned to the queue when its connection was lost")]
    StaleDelivery,
    /// [`Broker::close`](crate::Broker::close) was called.
    #[error("the broker is closed")]
    Closed,
}
