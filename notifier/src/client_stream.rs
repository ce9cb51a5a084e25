//! The stream of one client: `ready`, then the events that the client missed or `resync`, and then the events as they happen.

use std::sync::Arc;
use std::time::Duration;

use auth::Account;
use domain::event::EventRecord;
use domain::order::OrderScope;
use store::{Listed, decoded, events};
use tokio::time::timeout;

use crate::client_queue::DisconnectReason;
use crate::cursor::Cursor;
use crate::frame::{Frame, Outgoing};
use crate::hub::Subscription;
use crate::state::NotifierState;

/// Maximum number of events that are replayed. A client that missed more must resync.
const MAX_REPLAYED: i64 = 2_000;
/// Number of events that are read from the log at once.
const PAGE_SIZE: i64 = 100;
/// Maximum duration of one access to the log: reading a page, or finding the position from which a client resumes.
const READ_TIMEOUT: Duration = Duration::from_secs(5);

/// The reason why a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StreamError {
    /// The hub disconnected the client.
    Disconnected(DisconnectReason),
    /// The log is temporarily unavailable, or the client must resync and its protocol has no `resync`. It must reconnect.
    LogUnavailable,
}

/// The stream of one client.
pub(crate) struct ClientStream {
    state: Arc<NotifierState>,
    subscription: Subscription,
    scope: OrderScope,
    /// The client has received all events up to this position, which are not sent again. 0 for a client that does not resume or
    /// must resync.
    after: i64,
    phase: Phase,
}

#[derive(Clone, Copy)]
enum Phase {
    /// `ready` is sent next.
    Opening(Resume),
    /// The log is replayed up to the watermark.
    Replaying,
    /// The recent frames of the subscription are sent next.
    Recent,
    /// Events are sent as they happen.
    Live,
}

#[derive(Clone, Copy)]
enum Resume {
    /// The client has no cursor.
    Fresh,
    /// The events after the client's cursor are available.
    Replay,
    /// The events after the client's cursor are not available.
    Resync,
}

impl ClientStream {
    /// Opens the stream of an account. It starts after the cursor `since`. Without a cursor, it starts now; with a cursor that
    /// cannot be resumed, it starts now with `resync`.
    pub(crate) async fn open(
        state: &Arc<NotifierState>,
        account: &Account,
        since: Option<&str>,
    ) -> Result<Self, StreamError> {
        let scope = account.scope();
        // Subscribes before the log is read, so that no event is missed in between.
        let subscription =
            state.hub.subscribe(account.id, scope, since.is_some()).map_err(StreamError::Disconnected)?;
        let phase = Phase::Opening(Resume::Fresh);
        let mut stream = Self { state: state.clone(), subscription, scope, after: 0, phase };
        if let Some(since) = since {
            let position = stream.read_log(stream.find_resume_position(since)).await?;
            stream.after = position.unwrap_or(0);
            let is_replayable = position.is_some() && stream.subscription.recent.is_some();
            stream.phase = Phase::Opening(if is_replayable { Resume::Replay } else { Resume::Resync });
        }
        Ok(stream)
    }

    /// Returns `true` until all events that the client missed have been returned. Until then, [`next`](Self::next) waits only for
    /// the database, may return no messages, and should not be cancelled, because the page would have to be read again.
    pub(crate) fn is_catching_up(&self) -> bool {
        !matches!(self.phase, Phase::Live)
    }

    /// Waits for the next messages and returns all that are available. Once the client has caught up, cancelling the wait loses
    /// nothing.
    pub(crate) async fn next(&mut self) -> Result<Vec<Outgoing>, StreamError> {
        let watermark = self.subscription.watermark;
        loop {
            match self.phase {
                Phase::Opening(resume) => return Ok(self.opening_messages(resume)),
                Phase::Replaying => {
                    let is_behind = self.after < watermark.position;
                    let page = if is_behind { Box::pin(self.read_page()).await? } else { Vec::new() };
                    if i64::try_from(page.len()).is_ok_and(|length| length < PAGE_SIZE) {
                        self.phase = Phase::Recent;
                    }
                    let Some(last) = page.last() else { continue };
                    self.after = last.key;
                    let events = decoded(page);
                    let frames = events.iter().map(|event| Frame::new(event, watermark.at(event.position)));
                    return Ok(frames.map(Outgoing::Event).collect());
                }
                Phase::Recent => {
                    self.phase = Phase::Live;
                    let recent = self.subscription.recent.take().unwrap_or_default();
                    let missed = recent.iter().filter(|frame| frame.position > self.after);
                    // The frames contain the cursors of their dispatch, which may be lower than the last cursor of the replay.
                    let cursor = watermark.at(watermark.position.max(self.after));
                    return Ok(missed.map(|frame| Outgoing::Event(frame.with_cursor(cursor))).collect());
                }
                Phase::Live => {
                    let queued = self.subscription.queue.next().await.map_err(StreamError::Disconnected)?;
                    let messages: Vec<_> = queued.into_iter().filter_map(|message| self.accept(message)).collect();
                    if !messages.is_empty() {
                        return Ok(messages);
                    }
                }
            }
        }
    }

    /// Returns the first messages of the stream.
    fn opening_messages(&mut self, resume: Resume) -> Vec<Outgoing> {
        let watermark = self.subscription.watermark;
        if let Resume::Replay = resume {
            self.phase = Phase::Replaying;
            // The client has not received the events that are about to be replayed.
            return vec![Outgoing::Ready(watermark.at(self.after))];
        }
        self.phase = Phase::Live;
        (self.after, self.subscription.recent) = (0, None);
        let resync = matches!(resume, Resume::Resync).then_some(Outgoing::Resync);
        std::iter::once(Outgoing::Ready(watermark)).chain(resync).collect()
    }

    /// Returns the message, or `None` for an event at a position that the client has already passed, for example because it was
    /// connected to a notifier that was ahead of this one. After a resync, no event is skipped: if the log has lost events, new
    /// events get the positions of the lost ones.
    fn accept(&mut self, message: Outgoing) -> Option<Outgoing> {
        match &message {
            Outgoing::Event(frame) if frame.position <= self.after => return None,
            Outgoing::Event(_) | Outgoing::Ready(_) | Outgoing::Menu(_) => {}
            Outgoing::Resync => self.after = 0,
        }
        Some(message)
    }

    /// Reads the next page of events, after `self.after` and up to the watermark. The row of an event that cannot be decoded has
    /// a key (the position), but no value.
    async fn read_page(&self) -> Result<Vec<Listed<i64, EventRecord>>, StreamError> {
        let read = async {
            let mut read = self.state.db.read().await?;
            events::list_after(&mut read, self.scope, self.after, PAGE_SIZE).await
        };
        let mut page = self.read_log(read).await?;
        page.retain(|row| row.key <= self.subscription.watermark.position);
        Ok(page)
    }

    /// Returns the position of the cursor `since`. Returns `None` if the client must resync: the cursor is malformed, belongs to
    /// another database or is ahead of the log, or the client missed too many events.
    async fn find_resume_position(&self, since: &str) -> store::Result<Option<i64>> {
        let watermark = self.subscription.watermark;
        let Ok(Cursor { database, position }) = since.parse() else { return Ok(None) };
        if database != watermark.database {
            return Ok(None);
        }
        if position > watermark.position {
            // Another notifier may be ahead of this one, but none is ahead of the log.
            let last = events::last_position(&mut self.state.db.read().await?).await?;
            return Ok((position <= last).then_some(position));
        }
        if watermark.position - position <= MAX_REPLAYED {
            return Ok(Some(position));
        }
        let mut read = self.state.db.read().await?;
        let missed = events::count_after(&mut read, self.scope, position, MAX_REPLAYED + 1).await?;
        Ok((missed <= MAX_REPLAYED).then_some(position))
    }

    /// Runs a query of the log with a timeout of [`READ_TIMEOUT`].
    async fn read_log<T>(&self, query: impl Future<Output = store::Result<T>>) -> Result<T, StreamError> {
        let _permit = self.state.acquire_read_permit().await;
        match timeout(READ_TIMEOUT, query).await {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(error)) => {
                tracing::warn!(%error, "event log unavailable; a client must reconnect");
                Err(StreamError::LogUnavailable)
            }
            Err(_) => {
                tracing::warn!("event log timed out; a client must reconnect");
                Err(StreamError::LogUnavailable)
            }
        }
    }
}
