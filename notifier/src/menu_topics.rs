//! Live menus: subscribers of a business receive its menu, and then each change of it.
//!
//! A menu is sent as state, not as a log: when an event shows that a menu may have changed, the menu is read from the database,
//! and its differences from the last sent state are sent. Changes of stock by orders therefore need no events of their own,
//! changes in quick succession are combined, and subscribers need no cursors.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::business::{Business, BusinessId};
use domain::item::{Item, ItemId};
use messaging::live_protocol::ServerMessage;
use store::{Db, businesses, decoded, items};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use crate::client_queue::ClientQueue;
use crate::frame::Outgoing;

/// Delay between two readings of the changed menus. Changes meanwhile are combined.
const READ_INTERVAL: Duration = Duration::from_millis(100);
/// Maximum time for the database to return a menu.
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// Delay before a menu is read again after a failure.
const RETRY_DELAY: Duration = Duration::from_secs(1);
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
    next_key: u64,
}

#[derive(Default)]
struct Topic {
    subscribers: HashMap<u64, Arc<ClientQueue>>,
    /// The state that all subscribers have received. `None` until it was read for the first time.
    menu: Option<Menu>,
    /// The menu may have changed since it was read.
    is_outdated: bool,
}

/// The state of a menu.
#[derive(Default)]
struct Menu {
    /// `None` if there is no such business.
    business: Option<Business>,
    items: BTreeMap<ItemId, Item>,
}

impl MenuTopics {
    /// Records that the menu of a business may have changed.
    pub(crate) fn mark_outdated(&self, business: BusinessId) {
        if let Some(topic) = self.state().topics.get_mut(&business) {
            topic.is_outdated = true;
            self.changed.notify_one();
        }
    }

    /// Records that all menus may have changed.
    pub(crate) fn mark_all_outdated(&self) {
        self.state().topics.values_mut().for_each(|topic| topic.is_outdated = true);
        self.changed.notify_one();
    }

    /// Reads outdated menus and sends the changes until `stop` is cancelled.
    pub(crate) async fn run(&self, db: &Db, stop: &CancellationToken) {
        stop.run_until_cancelled(self.publish_changes(db)).await;
    }

    async fn publish_changes(&self, db: &Db) -> Infallible {
        // A menu that cannot be read does not delay the others.
        let (mut failed, mut retry_at) = (Vec::new(), Instant::now());
        let mut logged = HashSet::new();
        loop {
            tokio::select! {
                () = self.changed.notified() => {}
                () = sleep_until(retry_at), if !failed.is_empty() => {
                    failed.drain(..).for_each(|business| self.mark_outdated(business));
                }
            }
            for business in self.take_outdated() {
                let error = match timeout(READ_TIMEOUT, Menu::read(db, business)).await {
                    Ok(Ok(menu)) => {
                        self.publish(business, menu);
                        logged.remove(&business);
                        continue;
                    }
                    Ok(Err(error)) => error.to_string(),
                    Err(_) => format!("no answer within {} s", READ_TIMEOUT.as_secs()),
                };
                if logged.insert(business) {
                    tracing::warn!(business_id = %business, error, "menu unavailable; its subscribers receive changes later");
                }
                failed.push(business);
                retry_at = Instant::now() + RETRY_DELAY;
            }
            sleep(READ_INTERVAL).await;
        }
    }

    fn take_outdated(&self) -> Vec<BusinessId> {
        let mut state = self.state();
        let outdated = state
            .topics
            .iter_mut()
            .filter_map(|(business, topic)| std::mem::take(&mut topic.is_outdated).then_some(*business));
        outdated.collect()
    }

    /// Sends the differences between the last sent state of a menu and this one, or the complete menu the first time.
    fn publish(&self, business: BusinessId, menu: Menu) {
        let mut state = self.state();
        let Some(topic) = state.topics.get_mut(&business) else { return };
        let messages = match &topic.menu {
            None => menu.to_messages(business),
            Some(previous) => menu.changes_since(previous, business),
        };
        for queue in topic.subscribers.values() {
            queue.push_menu(&messages, topic.menu.is_none());
        }
        topic.menu = Some(menu);
    }

    fn subscribe(&self, business: BusinessId, queue: &Arc<ClientQueue>) -> u64 {
        let mut state = self.state();
        let key = state.next_key;
        state.next_key += 1;
        let topic = state.topics.entry(business).or_default();
        topic.subscribers.insert(key, queue.clone());
        if let Some(menu) = &topic.menu {
            queue.push_menu(&menu.to_messages(business), true);
        } else {
            topic.is_outdated = true;
            self.changed.notify_one();
        }
        key
    }

    fn unsubscribe(&self, business: BusinessId, key: u64) {
        let mut state = self.state();
        if let Some(topic) = state.topics.get_mut(&business) {
            topic.subscribers.remove(&key);
            if topic.subscribers.is_empty() {
                state.topics.remove(&business);
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Menu {
    async fn read(db: &Db, business: BusinessId) -> store::Result<Self> {
        let mut read = db.read().await?;
        let Some(found) = businesses::find(&mut read, business).await? else { return Ok(Self::default()) };
        let items = decoded(items::list_menu(&mut read, business, 0, i64::MAX).await?);
        Ok(Self { business: Some(found), items: items.into_iter().map(|item| (item.id, item)).collect() })
    }

    /// Returns the messages with the complete menu.
    fn to_messages(&self, business: BusinessId) -> Vec<Outgoing> {
        encode(business, true, self.business.as_ref(), &self.items.values().collect::<Vec<_>>(), &[])
    }

    /// Returns the messages with the differences from an earlier state: none if nothing changed.
    fn changes_since(&self, previous: &Self, business: BusinessId) -> Vec<Outgoing> {
        let settings = self.business.as_ref().filter(|_| self.business != previous.business);
        let changed: Vec<_> =
            self.items.iter().filter(|(id, item)| previous.items.get(id) != Some(item)).map(|(_, item)| item).collect();
        let removed: Vec<_> = previous.items.keys().filter(|id| !self.items.contains_key(id)).copied().collect();
        if settings.is_none() && changed.is_empty() && removed.is_empty() {
            return Vec::new();
        }
        encode(business, false, settings, &changed, &removed)
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
