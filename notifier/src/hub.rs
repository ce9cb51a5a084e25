//! The fan-out: which sockets hear which events. One bounded queue per socket; nobody waits for anybody.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::account::UserId;
use shared::store::events::Scope;
use tokio::sync::Notify;

use crate::cursor::Cursor;
use crate::frame::{Frame, News};

/// How many frames may wait for a client.
const MOST_FRAMES: usize = 256;
/// How many bytes may wait for a client.
const MOST_BYTES: usize = 1 << 20;
/// How much is kept from above the watermark.
const MOST_RECENT: usize = 10_000;

/// All topics and who listens to them.
pub(crate) struct Hub {
    state: Mutex<State>,
}

struct State {
    /// Every event up to here was dispatched, or will never come.
    watermark: Cursor,
    /// What was dispatched from above the watermark, in the order of dispatch: a resuming client is given the log up
    /// to the watermark, these, and then what comes.
    recent: Vec<Arc<Frame>>,
    /// The last place from which something was not kept, because it was too much.
    forgotten: i64,
    topics: HashMap<Scope, HashMap<u64, Arc<Outlet>>>,
    /// Accounts that ended while their tokens were good.
    archived: HashSet<UserId>,
    next_key: u64,
    sockets: usize,
}

/// What waits for one client.
struct Outlet {
    user: UserId,
    queue: Mutex<Queue>,
    arrived: Notify,
}

#[derive(Default)]
struct Queue {
    items: VecDeque<Item>,
    bytes: usize,
    ended: Option<Ended>,
}

/// Something for a client.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// An event.
    Event(Arc<Frame>),
    /// Too much was missed.
    Resync,
}

/// Why a client gets no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It does not read.
    TooSlow,
    /// Its account was archived.
    Archived,
}

impl Hub {
    /// A hub that has nothing to say yet.
    pub(crate) fn new(watermark: Cursor) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                watermark,
                recent: Vec::new(),
                forgotten: 0,
                topics: HashMap::new(),
                archived: HashSet::new(),
                next_key: 0,
                sockets: 0,
            }),
        })
    }

    /// Sends an event to everyone whom it concerns. `watermark` is the one that holds once it is sent.
    pub(crate) fn dispatch(&self, news: &News, watermark: i64) {
        let mut state = lock(&self.state);
        state.rise(watermark);
        let frame = Frame::new(news, state.watermark);
        if frame.position > watermark {
            state.keep(frame.clone());
        }
        for scope in frame.scopes() {
            for outlet in state.topics.get(&scope).into_iter().flat_map(HashMap::values) {
                outlet.push(Item::Event(frame.clone()), frame.text.len());
            }
        }
    }

    /// Nothing more will come from up to here.
    pub(crate) fn advance(&self, watermark: i64) {
        lock(&self.state).rise(watermark);
    }

    /// Begins at another place of the log; `above` is what is known from above the watermark, in the log's order.
    pub(crate) fn begin(&self, watermark: Cursor, above: impl Iterator<Item = News>) {
        let mut state = lock(&self.state);
        state.watermark = watermark;
        state.recent = above.map(|news| Frame::new(&news, watermark)).collect();
        state.forgotten = 0;
    }

    /// Tells everyone that something was missed.
    pub(crate) fn resync(&self) {
        let state = lock(&self.state);
        for outlet in state.topics.values().flat_map(HashMap::values) {
            outlet.push(Item::Resync, 0);
        }
    }

    /// These accounts ended: their clients are closed, and new ones refused.
    pub(crate) fn archive(&self, users: HashSet<UserId>) {
        let mut state = lock(&self.state);
        if users.iter().any(|user| !state.archived.contains(user)) {
            for outlet in state.topics.values().flat_map(HashMap::values).filter(|outlet| users.contains(&outlet.user))
            {
                outlet.end(Ended::Archived);
            }
        }
        state.archived = users;
    }

    /// A place for a client: from here on it misses nothing in its scope. One that goes on from a cursor is given
    /// what is recent as well.
    pub(crate) fn register(self: &Arc<Self>, user: UserId, scope: Scope, goes_on: bool) -> Result<Subscription, Ended> {
        let mut state = lock(&self.state);
        if state.archived.contains(&user) {
            return Err(Ended::Archived);
        }
        let outlet = Arc::new(Outlet { user, queue: Mutex::default(), arrived: Notify::new() });
        let key = state.next_key;
        state.next_key += 1;
        state.sockets += 1;
        state.topics.entry(scope).or_default().insert(key, outlet.clone());
        let mut recent = None;
        if goes_on && state.forgotten <= state.watermark.position {
            let ours = |frame: &&Arc<Frame>| frame.scopes().any(|of| of == scope);
            recent = Some(state.recent.iter().filter(ours).cloned().collect());
        }
        Ok(Subscription { watermark: state.watermark, recent, hub: self.clone(), scope, key, outlet })
    }

    /// How many clients there are.
    pub(crate) fn sockets(&self) -> usize {
        lock(&self.state).sockets
    }
}

impl State {
    fn keep(&mut self, frame: Arc<Frame>) {
        if self.recent.len() >= MOST_RECENT {
            // A place is missing, and very much happens meanwhile: those who come back now refetch.
            self.forgotten = self.recent.drain(..).map(|frame| frame.position).fold(self.forgotten, i64::max);
        }
        self.recent.push(frame);
    }

    fn rise(&mut self, watermark: i64) {
        if watermark > self.watermark.position {
            self.watermark.position = watermark;
            self.recent.retain(|frame| frame.position > watermark);
        }
    }
}

impl Outlet {
    fn push(&self, item: Item, bytes: usize) {
        let mut queue = lock(&self.queue);
        if queue.ended.is_some() {
            return;
        }
        if queue.items.len() >= MOST_FRAMES || queue.bytes + bytes > MOST_BYTES {
            *queue = Queue { ended: Some(Ended::TooSlow), ..Queue::default() };
        } else {
            queue.bytes += bytes;
            queue.items.push_back(item);
        }
        drop(queue);
        self.arrived.notify_one();
    }

    fn end(&self, why: Ended) {
        *lock(&self.queue) = Queue { ended: Some(why), ..Queue::default() };
        self.arrived.notify_one();
    }
}

/// A client's place at the hub, until it is dropped.
pub(crate) struct Subscription {
    /// As it was when the client came.
    pub(crate) watermark: Cursor,
    /// What had been dispatched from above the watermark by then, if that was asked for and is known.
    pub(crate) recent: Option<Vec<Arc<Frame>>>,
    hub: Arc<Hub>,
    scope: Scope,
    key: u64,
    outlet: Arc<Outlet>,
}

impl Subscription {
    /// Everything that waits, as soon as there is something. Nothing is lost when the wait is cancelled.
    pub(crate) async fn next(&self) -> Result<VecDeque<Item>, Ended> {
        loop {
            {
                let mut queue = lock(&self.outlet.queue);
                if let Some(why) = queue.ended {
                    return Err(why);
                }
                if !queue.items.is_empty() {
                    // All of it, so that the queue of a client at rest holds no memory.
                    return Ok(std::mem::take(&mut *queue).items);
                }
            }
            self.outlet.arrived.notified().await;
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut state = lock(&self.hub.state);
        state.sockets -= 1;
        if let Some(topic) = state.topics.get_mut(&self.scope) {
            topic.remove(&self.key);
            if topic.is_empty() {
                state.topics.remove(&self.scope);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
