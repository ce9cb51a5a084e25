//! Live menus: subscribers of a business receive its menu, and then its changes.
//!
//! A menu is sent as state, not as a log: when an event shows that a menu may have changed, the menu is read from the database,
//! and its differences from the last sent state are sent. Changes of stock by orders therefore need no events of their own,
//! changes in quick succession are combined, and subscribers need no cursors.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use domain::business::{Business, BusinessId};
use domain::item::{Item, ItemId};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use messaging::live_protocol::ServerMessage;
use store::{Db, businesses, decoded, items};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use crate::client_queue::ClientQueue;
use crate::frame::Outgoing;

/// Minimum time between two readings of a menu. Changes meanwhile are combined.
const READ_INTERVAL: Duration = Duration::from_millis(100);
/// Minimum time between a failed reading of a menu and the next one.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);
/// Maximum time for the database to return a menu.
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// Maximum number of menus that are read at the same time, each on its own database connection.
const MAX_CONCURRENT_READS: usize = 4;
/// Maximum number of items per message.
const MAX_ITEMS_PER_MESSAGE: usize = 200;
/// Maximum number of menus that a client may be subscribed to at the same time.
const MAX_SUBSCRIPTIONS: usize = 10;
/// Maximum number of times that a client may subscribe within [`SUBSCRIBE_WINDOW`]. There is a limit because the notifier sends a
/// complete menu each time.
const MAX_SUBSCRIBES: u32 = 30;
/// The time in which the subscriptions of a client are counted.
const SUBSCRIBE_WINDOW: Duration = Duration::from_mins(1);

/// The menus with subscribers.
#[derive(Default)]
pub(crate) struct MenuTopics {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    topics: HashMap<BusinessId, Topic>,
    /// The outdated menus that are not being read, by the time from which they may be read.
    outdated: BTreeSet<(Instant, BusinessId)>,
    next_key: u64,
}

struct Topic {
    /// Distinguishes this topic from an earlier one for the same menu, whose reading may not have ended yet.
    key: u64,
    subscribers: HashMap<u64, Arc<ClientQueue>>,
    /// The state that all subscribers have received. `None` until it was read for the first time.
    menu: Option<Arc<Menu>>,
    /// The menu may have changed since the last reading started.
    is_outdated: bool,
    is_being_read: bool,
    is_failing: bool,
    /// Time from which the menu may be read again.
    readable_at: Instant,
}

/// A topic whose menu is being read.
#[derive(Clone, Copy)]
struct Reading {
    business: BusinessId,
    key: u64,
}

/// The state of a menu.
struct Menu {
    id: BusinessId,
    /// `None` if there is no such business.
    business: Option<Business>,
    items: BTreeMap<ItemId, Item>,
    /// The messages with the complete menu, encoded for the first subscriber that needs them.
    messages: OnceLock<Vec<Outgoing>>,
}

impl MenuTopics {
    /// Records that the menu of a business may have changed.
    pub(crate) fn mark_outdated(&self, business: BusinessId) {
        if self.state().mark_outdated(business) {
            self.changed.notify_one();
        }
    }

    /// Records that all menus may have changed.
    pub(crate) fn mark_all_outdated(&self) {
        let mut state = self.state();
        let businesses: Vec<_> = state.topics.keys().copied().collect();
        for business in businesses {
            state.mark_outdated(business);
        }
        self.changed.notify_one();
    }

    /// Reads outdated menus and sends the changes until `stop` is cancelled.
    pub(crate) async fn run(&self, db: &Db, stop: &CancellationToken) {
        stop.run_until_cancelled(self.publish_changes(db)).await;
    }

    async fn publish_changes(&self, db: &Db) -> Infallible {
        let mut readings = FuturesUnordered::new();
        loop {
            let mut next_at = None;
            while readings.len() < MAX_CONCURRENT_READS {
                match self.state().start_reading(Instant::now()) {
                    Ok(reading) => readings.push(self.update(db, reading)),
                    Err(wait_until) => {
                        next_at = wait_until;
                        break;
                    }
                }
            }
            tokio::select! {
                () = self.changed.notified() => {}
                Some(()) = readings.next() => {}
                () = sleep_until(next_at.unwrap_or_else(Instant::now)), if next_at.is_some() => {}
            }
        }
    }

    /// Reads a menu and sends its changes. A menu that cannot be read is read again later.
    async fn update(&self, db: &Db, reading: Reading) {
        let error = match timeout(READ_TIMEOUT, Menu::read(db, reading.business)).await {
            Ok(Ok(menu)) => return self.publish(reading, menu),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {} s", READ_TIMEOUT.as_secs()),
        };
        let mut state = self.state();
        let Some(topic) = state.topic(reading) else { return };
        topic.is_outdated = true;
        if !std::mem::replace(&mut topic.is_failing, true) {
            tracing::warn!(
                business_id = %reading.business, error,
                "failed to read a menu; retrying, live menu updates are delayed"
            );
        }
        state.end_reading(reading, RETRY_INTERVAL);
    }

    /// Sends the differences between the last sent state of a menu and this one, or the complete menu the first time.
    fn publish(&self, reading: Reading, menu: Menu) {
        // The messages are encoded without the lock, which the dispatch of events needs.
        let Some(previous) = self.state().topic(reading).map(|topic| topic.menu.clone()) else { return };
        let changes = previous.as_ref().map(|previous| menu.changes_since(previous));
        let messages = changes.as_deref().unwrap_or_else(|| menu.messages());
        let mut state = self.state();
        let Some(topic) = state.topic(reading) else { return };
        for queue in topic.subscribers.values() {
            queue.push_menu(messages, previous.is_none());
        }
        topic.is_failing = false;
        if !messages.is_empty() {
            topic.menu = Some(Arc::new(menu));
        }
        state.end_reading(reading, READ_INTERVAL);
    }

    fn subscribe(&self, business: BusinessId, queue: &Arc<ClientQueue>) -> u64 {
        loop {
            let menu = {
                let mut state = self.state();
                let (key, topic) = state.open_topic(business);
                match topic.menu.clone() {
                    Some(menu) if menu.messages.get().is_none() => menu,
                    menu => {
                        topic.subscribers.insert(key, queue.clone());
                        match menu {
                            Some(menu) => queue.push_menu(menu.messages(), true),
                            None => self.changed.notify_one(),
                        }
                        return key;
                    }
                }
            };
            // Encodes the messages without the lock, which the dispatch of events needs.
            menu.messages();
        }
    }

    fn unsubscribe(&self, business: BusinessId, key: u64) {
        self.state().unsubscribe(business, key);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns a new key and the topic for a menu. A new topic is outdated.
    fn open_topic(&mut self, business: BusinessId) -> (u64, &mut Topic) {
        let key = self.next_key;
        self.next_key += 1;
        let outdated = &mut self.outdated;
        let topic = self.topics.entry(business).or_insert_with(|| {
            let readable_at = Instant::now();
            outdated.insert((readable_at, business));
            Topic {
                key,
                subscribers: HashMap::new(),
                menu: None,
                is_outdated: true,
                is_being_read: false,
                is_failing: false,
                readable_at,
            }
        });
        (key, topic)
    }

    /// Returns the topic for which a reading was started, unless its last subscriber has left.
    fn topic(&mut self, reading: Reading) -> Option<&mut Topic> {
        self.topics.get_mut(&reading.business).filter(|topic| topic.key == reading.key)
    }

    /// Records that a menu may have changed. Returns `false` if it has no subscribers.
    fn mark_outdated(&mut self, business: BusinessId) -> bool {
        let Some(topic) = self.topics.get_mut(&business) else { return false };
        topic.is_outdated = true;
        if !topic.is_being_read {
            self.outdated.insert((topic.readable_at, business));
        }
        true
    }

    /// Starts to read the outdated menu that has been readable for the longest time. If none is readable yet, returns the time at
    /// which the first one will be, or `None` if none is outdated.
    fn start_reading(&mut self, now: Instant) -> Result<Reading, Option<Instant>> {
        let Some(&(readable_at, business)) = self.outdated.first() else { return Err(None) };
        if readable_at > now {
            return Err(Some(readable_at));
        }
        self.outdated.pop_first();
        let Some(topic) = self.topics.get_mut(&business) else { return self.start_reading(now) };
        (topic.is_outdated, topic.is_being_read) = (false, true);
        Ok(Reading { business, key: topic.key })
    }

    fn end_reading(&mut self, reading: Reading, interval: Duration) {
        let Some(topic) = self.topic(reading) else { return };
        topic.is_being_read = false;
        topic.readable_at = Instant::now() + interval;
        if topic.is_outdated {
            self.mark_outdated(reading.business);
        }
    }

    fn unsubscribe(&mut self, business: BusinessId, key: u64) {
        let Some(topic) = self.topics.get_mut(&business) else { return };
        topic.subscribers.remove(&key);
        if topic.subscribers.is_empty() {
            self.outdated.remove(&(topic.readable_at, business));
            self.topics.remove(&business);
        }
    }
}

impl Menu {
    async fn read(db: &Db, id: BusinessId) -> store::Result<Self> {
        let mut read = db.read().await?;
        let business = businesses::find(&mut read, id).await?;
        let items = match business {
            Some(_) => decoded(items::list_menu(&mut read, id, 0, i64::MAX).await?),
            None => Vec::new(),
        };
        let items = items.into_iter().map(|item| (item.id, item)).collect();
        Ok(Self { id, business, items, messages: OnceLock::new() })
    }

    /// Returns the messages with the complete menu.
    fn messages(&self) -> &[Outgoing] {
        self.messages.get_or_init(|| {
            let items: Vec<_> = self.items.values().collect();
            encode(self.id, true, self.business.as_ref(), &items, &[])
        })
    }

    /// Returns the messages with the differences from an earlier state: none if nothing changed.
    fn changes_since(&self, previous: &Self) -> Vec<Outgoing> {
        let settings = self.business.as_ref().filter(|_| self.business != previous.business);
        let changed: Vec<_> =
            self.items.iter().filter(|(id, item)| previous.items.get(id) != Some(item)).map(|(_, item)| item).collect();
        let removed: Vec<_> = previous.items.keys().filter(|id| !self.items.contains_key(id)).copied().collect();
        if settings.is_none() && changed.is_empty() && removed.is_empty() {
            return Vec::new();
        }
        encode(self.id, false, settings, &changed, &removed)
    }
}

/// Encodes an update as one or more messages. Only the first of them can be complete; the others add items.
fn encode(
    business_id: BusinessId,
    complete: bool,
    business: Option<&Business>,
    items: &[&Item],
    removed: &[ItemId],
) -> Vec<Outgoing> {
    let mut chunks: Vec<_> = items.chunks(MAX_ITEMS_PER_MESSAGE).collect();
    if chunks.is_empty() {
        chunks.push(&[]);
    }
    let last = chunks.len() - 1;
    let to_message = |(index, chunk): (usize, &[&Item])| {
        let is_first = index == 0;
        let items = chunk.iter().copied().cloned().collect();
        Outgoing::menu(&ServerMessage::Menu {
            business_id,
            complete: complete && is_first,
            more: index < last,
            business: business.filter(|_| is_first).cloned(),
            items,
            removed: if is_first { removed.to_vec() } else { Vec::new() },
        })
    };
    chunks.into_iter().enumerate().map(to_message).collect()
}

/// The menus that one client is subscribed to. Dropping it ends the subscriptions.
pub(crate) struct MenuSubscriptions {
    topics: Arc<MenuTopics>,
    queue: Arc<ClientQueue>,
    keys: Vec<(BusinessId, u64)>,
    /// Number of times that the client subscribed since `counted_since`.
    subscribes: u32,
    counted_since: Instant,
}

/// The client has too many subscriptions, or subscribes too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooManySubscriptions;

impl MenuSubscriptions {
    /// Creates the subscriptions of a client that is not subscribed to any menu.
    pub(crate) fn new(topics: Arc<MenuTopics>) -> Self {
        Self { topics, queue: Arc::default(), keys: Vec::new(), subscribes: 0, counted_since: Instant::now() }
    }

    /// Subscribes the client to the menu of a business. Repetitions have no effect.
    pub(crate) fn subscribe(&mut self, business: BusinessId) -> Result<(), TooManySubscriptions> {
        if self.keys.iter().any(|(subscribed, _)| *subscribed == business) {
            return Ok(());
        }
        if self.counted_since.elapsed() >= SUBSCRIBE_WINDOW {
            (self.subscribes, self.counted_since) = (0, Instant::now());
        }
        self.subscribes += 1;
        if self.keys.len() >= MAX_SUBSCRIPTIONS || self.subscribes > MAX_SUBSCRIBES {
            return Err(TooManySubscriptions);
        }
        self.keys.push((business, self.topics.subscribe(business, &self.queue)));
        Ok(())
    }

    /// Ends the subscription to the menu of a business. Messages that are already queued are still sent.
    pub(crate) fn unsubscribe(&mut self, business: BusinessId) {
        self.keys.retain(|(subscribed, key)| {
            let is_other = *subscribed != business;
            if !is_other {
                self.topics.unsubscribe(business, *key);
            }
            is_other
        });
    }

    /// Returns the queue of the client.
    pub(crate) fn queue(&self) -> &ClientQueue {
        &self.queue
    }
}

impl Drop for MenuSubscriptions {
    fn drop(&mut self) {
        for (business, key) in &self.keys {
            self.topics.unsubscribe(*business, *key);
        }
    }
}
