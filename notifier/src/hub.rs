//! The hub: sends each event to the queues of the clients that may see it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::account::UserId;
use domain::event::EventRecord;
use domain::order::OrderScope;
use tokio::sync::watch;

use crate::client_queue::{ClientQueue, DisconnectReason};
use crate::cursor::Cursor;
use crate::frame::{Frame, Outgoing};
use crate::menu_topics::MenuTopics;

/// Maximum number of frames above the watermark that are kept for resuming clients.
const MAX_RECENT: usize = 10_000;

/// The fan-out to all clients of a notifier.
pub(crate) struct Hub {
    state: Mutex<State>,
    client_count: watch::Sender<usize>,
    menus: Arc<MenuTopics>,
}

struct State {
    /// The position up to which no event is awaited: each event up to it was dispatched, precedes the follower's start, or was
    /// abandoned, because it cannot be decoded or its transaction did not commit in time.
    watermark: Cursor,
    /// The frames of known events above the watermark, in the order in which the events became known. A resuming client receives
    /// the log up to the watermark, then these frames, and then new frames.
    recent: Vec<Arc<Frame>>,
    /// The highest position of the frames that were discarded because `recent` was full, or 0.
    last_discarded: i64,
    clients: HashMap<OrderScope, HashMap<u64, Client>>,
    /// The archived accounts that may still have unexpired access tokens.
    revoked: HashSet<UserId>,
    next_key: u64,
}

struct Client {
    user: UserId,
    queue: Arc<ClientQueue>,
}

impl Hub {
    /// Creates a hub without clients.
    pub(crate) fn new(watermark: Cursor) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                watermark,
                recent: Vec::new(),
                last_discarded: 0,
                clients: HashMap::new(),
                revoked: HashSet::new(),
                next_key: 0,
            }),
            client_count: watch::Sender::new(0),
            menus: Arc::default(),
        })
    }

    /// Sends an event about an order to the clients that may see it, and raises the watermark. Every event marks the menu
    /// of its business as outdated, because orders also change the stock.
    pub(crate) fn dispatch(&self, event: &EventRecord, watermark: i64) {
        self.menus.mark_outdated(event.business_id);
        let mut state = self.state();
        state.raise_watermark(watermark);
        if event.subject.order_id().is_none() {
            return;
        }
        let frame = Frame::new(event, state.watermark);
        if frame.position > watermark {
            state.keep(frame.clone());
        }
        for scope in frame.scopes() {
            for client in state.clients.get(&scope).into_iter().flat_map(HashMap::values) {
                client.queue.push(Outgoing::Event(frame.clone()), frame.text.len());
            }
        }
    }

    /// Raises the watermark after missing positions were abandoned.
    pub(crate) fn advance(&self, watermark: i64) {
        self.state().raise_watermark(watermark);
    }

    /// Continues at another position of the log. `above` are the known events above the watermark, in the order of the log.
    pub(crate) fn reset(&self, watermark: Cursor, above: impl Iterator<Item = EventRecord>) {
        let mut state = self.state();
        state.watermark = watermark;
        let above = above.filter(|event| event.subject.order_id().is_some());
        state.recent = above.map(|event| Frame::new(&event, watermark)).collect();
        state.last_discarded = 0;
    }

    /// Sends `resync` to all clients that receive events, and marks all menus as outdated.
    pub(crate) fn resync_all(&self) {
        self.menus.mark_all_outdated();
        let state = self.state();
        for client in state.clients.values().flat_map(HashMap::values) {
            client.queue.push(Outgoing::Resync, 0);
        }
    }

    /// Replaces the set of archived accounts. Disconnects their clients, and refuses new ones.
    pub(crate) fn revoke(&self, users: HashSet<UserId>) {
        let mut state = self.state();
        if users.iter().any(|user| !state.revoked.contains(user)) {
            let clients = state.clients.values().flat_map(HashMap::values);
            for client in clients.filter(|client| users.contains(&client.user)) {
                client.queue.disconnect(DisconnectReason::AccountRevoked);
            }
        }
        state.revoked = users;
    }

    /// Subscribes a client to all further events of its scope. If the client resumes from a cursor, the subscription also
    /// contains the recent frames, unless some of them were discarded. Fails if the account was archived.
    pub(crate) fn subscribe(
        self: &Arc<Self>,
        user: UserId,
        scope: OrderScope,
        resumes: bool,
    ) -> Result<Subscription, DisconnectReason> {
        let mut state = self.state();
        if state.revoked.contains(&user) {
            return Err(DisconnectReason::AccountRevoked);
        }
        let queue = Arc::new(ClientQueue::default());
        let key = state.next_key;
        state.next_key += 1;
        state.clients.entry(scope).or_default().insert(key, Client { user, queue: queue.clone() });
        let recent = (resumes && state.last_discarded <= state.watermark.position).then(|| {
            let is_visible = |frame: &&Arc<Frame>| frame.scopes().any(|of_frame| of_frame == scope);
            state.recent.iter().filter(is_visible).cloned().collect()
        });
        let watermark = state.watermark;
        drop(state);
        self.client_count.send_modify(|count| *count += 1);
        Ok(Subscription { watermark, recent, queue, hub: self.clone(), scope, key })
    }

    /// Returns the menus with subscribers.
    pub(crate) const fn menus(&self) -> &Arc<MenuTopics> {
        &self.menus
    }

    /// Counts a client without an account, which receives only menus, until the returned value is dropped.
    pub(crate) fn count_anonymous(self: &Arc<Self>) -> AnonymousClient {
        self.client_count.send_modify(|count| *count += 1);
        AnonymousClient(self.clone())
    }

    /// Returns the number of clients.
    pub(crate) fn client_count(&self) -> usize {
        *self.client_count.borrow()
    }

    /// Waits until the number of clients differs from `from`.
    pub(crate) async fn client_count_changed(&self, from: usize) {
        // Fails only if the hub is dropped.
        let _ = self.client_count.subscribe().wait_for(|count| *count != from).await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn keep(&mut self, frame: Arc<Frame>) {
        if self.recent.len() >= MAX_RECENT {
            // A position is missing while the event rate is high: clients that resume now must resync.
            let discarded = self.recent.drain(..).map(|frame| frame.position);
            self.last_discarded = discarded.fold(self.last_discarded, i64::max);
        }
        self.recent.push(frame);
    }

    fn raise_watermark(&mut self, watermark: i64) {
        if watermark > self.watermark.position {
            self.watermark.position = watermark;
            self.recent.retain(|frame| frame.position > watermark);
        }
    }
}

/// The subscription of a client. Dropping it ends the subscription.
pub(crate) struct Subscription {
    /// The watermark at the time of the subscription.
    pub(crate) watermark: Cursor,
    /// The frames of known events above the watermark. `None` if the client does not resume, or if some frames were discarded.
    pub(crate) recent: Option<Vec<Arc<Frame>>>,
    /// Receives all later events.
    pub(crate) queue: Arc<ClientQueue>,
    hub: Arc<Hub>,
    scope: OrderScope,
    key: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut state = self.hub.state();
        if let Some(clients) = state.clients.get_mut(&self.scope) {
            clients.remove(&self.key);
            if clients.is_empty() {
                state.clients.remove(&self.scope);
            }
        }
        drop(state);
        self.hub.client_count.send_modify(|count| *count -= 1);
    }
}

/// A connected client without an account.
pub(crate) struct AnonymousClient(Arc<Hub>);

impl Drop for AnonymousClient {
    fn drop(&mut self) {
        self.0.client_count.send_modify(|count| *count -= 1);
    }
}
