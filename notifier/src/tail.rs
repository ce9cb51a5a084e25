//! Follows the log of events. The broker is the fast path; the database is the truth.
//!
//! The places of the log are given out when events are written, and become visible when they are committed: a later
//! one may be there before an earlier one, and some are never used. So the tail keeps a book of the places that are
//! *missing* below the last one it knows of. The watermark is the place before the first missing one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use shared::account::UserId;
use shared::broker::{Broker, Live, Message, Signal};
use shared::business::BusinessId;
use shared::clock::Clock;
use shared::order::OrderId;
use shared::store::{self, Db, events, installation};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use crate::cursor::{Cursor, short_name};
use crate::frame::News;
use crate::hub::Hub;
use crate::timing::Timing;
use versions::Versions;

mod versions;

/// How far back missing places are looked for when a tail begins.
const LOOK_BACK: i64 = 1_000;
/// How far a tail may fall behind before it gives up and has everyone refetch.
const MOST_BEHIND: i64 = 10_000;
/// The longest stretch of the log that is read at once.
const STRETCH: i64 = 500;
/// Missing places that are closer than this are read together with what lies between them.
const CLOSE: i64 = 8;
/// How many places that were given up are remembered.
const MOST_DEAD: usize = 1_000;
/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest wait between two looks for what is missing.
const LONGEST_GAP: Duration = Duration::from_secs(2);

/// The one reader of the log in a process.
pub(crate) struct Tail {
    db: Db,
    broker: Broker,
    clock: Clock,
    hub: Arc<Hub>,
    timing: Timing,
    /// The last place that is known to exist.
    known: i64,
    /// Places up to `known` that were not dispatched, and since when they are missed.
    missing: BTreeMap<i64, Instant>,
    /// Places that were given up. If one is used after all, it is dispatched all the same.
    dead: BTreeSet<i64>,
    versions: Versions,
    /// When to look again for what is missing, and how long to wait after that.
    look_at: Option<Instant>,
    look_pause: Duration,
    poll_at: Instant,
    failing: bool,
}

impl Tail {
    /// Begins at the end of the log: what is there already is dispatched to nobody.
    pub(crate) async fn begin(db: Db, broker: Broker, clock: Clock, timing: Timing) -> Result<Self, store::Error> {
        let hub = Hub::new(Cursor { installation: 0, position: 0 });
        let mut tail = Self {
            db,
            broker,
            clock,
            hub,
            timing,
            known: 0,
            missing: BTreeMap::new(),
            dead: BTreeSet::new(),
            versions: Versions::default(),
            look_at: None,
            look_pause: timing.gap,
            poll_at: Instant::now() + timing.poll,
            failing: false,
        };
        tail.begin_anew().await?;
        Ok(tail)
    }

    /// Where it dispatches to.
    pub(crate) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Follows the log until `stop` is cancelled.
    pub(crate) async fn run(mut self, mut live: Live, stop: CancellationToken) {
        let mut open = true;
        loop {
            let wake = self.look_at.map_or(self.poll_at, |look_at| look_at.min(self.poll_at));
            tokio::select! {
                () = stop.cancelled() => return,
                signal = live.next(), if open => match signal {
                    Some(Signal::Message(message)) => self.hear(message).await,
                    Some(Signal::Gap) => self.poll().await,
                    // The broker was closed before we were stopped.
                    None => open = false,
                },
                () = sleep_until(wake) => {
                    if Instant::now() >= self.poll_at { self.poll().await } else { self.fill().await }
                }
            }
        }
    }

    /// The broker tells of an event.
    pub(crate) async fn hear(&mut self, message: Message) {
        let position = message.position;
        if position <= self.known && !self.missing.contains_key(&position) && !self.dead.remove(&position) {
            return; // announced again
        }
        if !self.notice(position).await {
            return;
        }
        match read(message) {
            Some(news) if self.may_follow(&news) => self.dispatch(&news),
            // The log has what comes before it, and the event itself.
            _ => self.fill().await,
        }
    }

    /// Looks how far the log goes, and for everything that is missing.
    pub(crate) async fn poll(&mut self) {
        let db = self.db.clone();
        let head = async { events::head(&mut db.read().await?).await };
        match self.within(head).await {
            Some(head) if head < self.known => {
                tracing::warn!(head, known = self.known, "the log has become shorter: clients refetch");
                self.skip().await;
            }
            Some(head) if self.notice(head).await && !self.missing.is_empty() => self.fill().await,
            _ => {}
        }
        // While the broker is away, this is all there is.
        let pause = if self.broker.health().is_ok() { self.timing.poll } else { self.timing.poll / 4 };
        self.poll_at = Instant::now() + pause;
    }

    /// Reads the missing places from the log, dispatches what is found there by now, and gives up what is overdue.
    async fn fill(&mut self) {
        let asked = Instant::now();
        // From the end backwards: an order's later event is visible only after its earlier ones, so whatever is found
        // at a later place, its predecessors are found as well, in stretches that are read after it.
        let stretches = stretches(self.missing.keys().copied());
        let db = self.db.clone();
        let search = async {
            let mut read = db.read().await?;
            let mut found = Vec::new();
            for stretch in stretches.into_iter().rev() {
                let entries = events::between(&mut read, *stretch.start(), *stretch.end()).await?;
                found.extend(entries.into_iter().rev());
            }
            Ok(found)
        };
        if let Some(found) = self.within(search).await {
            for entry in found.into_iter().rev() {
                if self.missing.contains_key(&entry.position) {
                    self.dispatch(&News::from(entry));
                }
            }
            self.give_up(asked);
        }
        self.look_pause = (self.look_pause * 2).min(LONGEST_GAP.max(self.timing.gap));
        self.look_at = (!self.missing.is_empty()).then(|| Instant::now() + self.look_pause);
    }

    /// Nothing may come between an order's events: whether all before this one were dispatched.
    fn may_follow(&self, news: &News) -> bool {
        news.version == 1
            || self.missing.range(..news.position).next().is_none()
            || self.versions.last(news.order) == Some(news.version - 1)
    }

    fn dispatch(&mut self, news: &News) {
        self.missing.remove(&news.position);
        self.versions.set(news.order, news.version);
        self.hub.dispatch(news, self.watermark());
        if self.missing.is_empty() {
            (self.look_at, self.look_pause) = (None, self.timing.gap);
        } else if self.look_at.is_none() {
            self.look_at = Some(Instant::now() + self.look_pause);
        }
    }

    /// Every place up to here was dispatched, or will never be used.
    fn watermark(&self) -> i64 {
        self.missing.first_key_value().map_or(self.known, |(first, _)| first - 1)
    }

    /// The log goes at least up to here. False if that is too far, and the tail has begun anew.
    async fn notice(&mut self, position: i64) -> bool {
        let behind = i64::try_from(self.missing.len()).unwrap_or(i64::MAX);
        if position > self.known && behind.saturating_add(position - self.known) > MOST_BEHIND {
            tracing::warn!(position, known = self.known, "too far behind the log: clients refetch");
            self.skip().await;
            return false;
        }
        let now = Instant::now();
        self.missing.extend((self.known + 1..=position).map(|position| (position, now)));
        self.known = self.known.max(position);
        true
    }

    /// What has been missing for longer than any transaction lasts was rolled back.
    fn give_up(&mut self, asked: Instant) {
        let overdue = |since: &Instant| *since + self.timing.dead <= asked;
        let dead: Vec<_> = self.missing.iter().filter(|(_, since)| overdue(since)).map(|(place, _)| *place).collect();
        if dead.is_empty() {
            return;
        }
        tracing::debug!(?dead, "places of the log that were never used");
        for place in dead {
            self.missing.remove(&place);
            self.dead.insert(place);
        }
        while self.dead.len() > MOST_DEAD {
            self.dead.pop_first();
        }
        self.hub.advance(self.watermark());
    }

    /// Begins anew, and has everyone refetch what they may have missed.
    async fn skip(&mut self) {
        let (db, clock) = (self.db.clone(), self.clock.clone());
        let begun = self.within(Begin::read(&db, &clock)).await;
        if let Some(begun) = begun {
            self.apply(begun);
            self.hub.resync();
        }
    }

    async fn begin_anew(&mut self) -> Result<(), store::Error> {
        let begun = Begin::read(&self.db, &self.clock).await?;
        self.apply(begun);
        Ok(())
    }

    fn apply(&mut self, begin: Begin) {
        let Begin { installation, head, entries, missing } = begin;
        let now = Instant::now();
        self.known = head;
        self.missing = missing.into_iter().map(|place| (place, now)).collect();
        self.dead.clear();
        self.versions = Versions::default();
        let watermark = self.watermark();
        let above: Vec<_> = entries.into_iter().filter(|e| e.position > watermark).map(News::from).collect();
        for news in &above {
            self.versions.set(news.order, news.version);
        }
        self.hub.begin(Cursor { installation, position: watermark }, above.into_iter());
        self.look_pause = self.timing.gap;
        self.look_at = (!self.missing.is_empty()).then(|| now + self.timing.gap);
    }

    /// The answer of the database, if it gives one in time. Says once when it stops answering, and when it does again.
    async fn within<T>(&mut self, asked: impl Future<Output = Result<T, store::Error>>) -> Option<T> {
        let answer = timeout(PATIENCE, asked).await;
        let why = match answer {
            Ok(Ok(answer)) => {
                if std::mem::take(&mut self.failing) {
                    tracing::info!("the log can be read again");
                }
                return Some(answer);
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer in {} s", PATIENCE.as_secs()),
        };
        if !std::mem::replace(&mut self.failing, true) {
            tracing::warn!(why, "the log cannot be read; what is missing waits");
        }
        None
    }
}

/// The end of the log as a tail finds it when it begins.
struct Begin {
    installation: u32,
    head: i64,
    /// What is there from the first missing place on.
    entries: Vec<events::Entry>,
    missing: Vec<i64>,
}

impl Begin {
    async fn read(db: &Db, clock: &Clock) -> Result<Self, store::Error> {
        let installation = short_name(installation::id(db, clock).await?);
        let mut read = db.read().await?;
        let head = events::head(&mut read).await?;
        let first = (head - LOOK_BACK + 1).max(1);
        let present = events::positions(&mut read, first, head).await?;
        let Some(gap) = (first..).zip(&present).find_map(|(place, there)| (place != *there).then_some(place)) else {
            return Ok(Self { installation, head, entries: Vec::new(), missing: Vec::new() });
        };
        // Read again: some of it may be there by now.
        let entries = events::between(&mut read, gap, head).await?;
        let there: BTreeSet<_> = entries.iter().map(|entry| entry.position).collect();
        let missing = (gap..=head).filter(|place| !there.contains(place)).collect();
        Ok(Self { installation, head, entries, missing })
    }
}

/// What the message says of the event; none if it cannot be understood.
fn read(message: Message) -> Option<News> {
    #[derive(Deserialize)]
    struct Told {
        order: Subject,
    }
    #[derive(Deserialize)]
    struct Subject {
        version: i64,
        business_id: BusinessId,
        customer_id: Option<UserId>,
    }
    let body = String::from_utf8(message.body.into()).ok()?;
    let Told { order } = serde_json::from_str(&body).ok()?;
    Some(News {
        position: message.position,
        business: order.business_id,
        customer: order.customer_id,
        order: OrderId(message.subject),
        version: order.version,
        body,
    })
}

/// Groups places into stretches that are worth one question each.
fn stretches(places: impl Iterator<Item = i64>) -> Vec<RangeInclusive<i64>> {
    let mut stretches: Vec<RangeInclusive<i64>> = Vec::new();
    for place in places {
        match stretches.last_mut() {
            Some(last) if place - last.end() <= CLOSE && place - last.start() < STRETCH => {
                *last = *last.start()..=place;
            }
            _ => stretches.push(place..=place),
        }
    }
    stretches
}

#[cfg(test)]
mod tests;
