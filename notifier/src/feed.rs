//! What one client gets, in which order: `ready`, what it missed, what happens. Sockets and event streams show it.

use std::sync::Arc;
use std::time::Duration;

use shared::auth::Account;
use shared::store::events::{self, Scope};

use crate::Notifier;
use crate::cursor::Cursor;
use crate::frame::{Frame, News};
use crate::hub::{Ended, Item, Subscription};

/// The most events that are replayed; whoever missed more refetches.
const MOST_MISSED: i64 = 2_000;
/// How many are read from the log at once.
const PAGE: i64 = 100;
/// How long the database may take for a page.
const PATIENCE: Duration = Duration::from_secs(5);

/// Something for a client.
#[derive(Clone, Debug)]
pub(crate) enum Out {
    /// It is heard.
    Ready(Cursor),
    /// A change.
    Event(Arc<Frame>),
    /// It cannot be told what it missed: it refetches.
    Resync,
}

/// Why a feed ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// See [`Ended`].
    Ended(Ended),
    /// The log cannot be read now.
    Unavailable,
}

/// One client's feed.
pub(crate) struct Feed {
    notifier: Notifier,
    subscription: Subscription,
    scope: Scope,
    /// What the client says that it has; nothing up to here is sent.
    after: i64,
    stage: Stage,
}

enum Stage {
    /// `ready` is to be said.
    Opening(Resume),
    /// The log up to the watermark is being sent.
    Replaying,
    /// What was dispatched from above the watermark is to be sent.
    Recent,
    /// What happens is sent.
    Live,
}

#[derive(Clone, Copy)]
enum Resume {
    Fresh,
    Replay,
    Resync,
}

impl Feed {
    /// A feed for this account, from now on, or from where `since` says.
    pub(crate) async fn open(notifier: &Notifier, account: &Account, since: Option<&str>) -> Result<Self, Over> {
        let scope = account.scope();
        // First of all, so that nothing can happen between the log and the live events.
        let subscription = notifier.hub().register(account.id, scope, since.is_some()).map_err(Over::Ended)?;
        let mut feed =
            Self { notifier: notifier.clone(), subscription, scope, after: 0, stage: Stage::Opening(Resume::Fresh) };
        if let Some(since) = since {
            let replayable = feed.within(feed.replayable(since)).await?;
            feed.after = replayable.unwrap_or(0);
            let replay = replayable.is_some() && feed.subscription.recent.is_some();
            feed.stage = Stage::Opening(if replay { Resume::Replay } else { Resume::Resync });
        }
        Ok(feed)
    }

    /// Whether it still tells of the past. Then [`next`](Self::next) waits for nothing but the database, may have
    /// nothing to say, and costs a page when it is cancelled.
    pub(crate) fn is_catching_up(&self) -> bool {
        !matches!(self.stage, Stage::Live)
    }

    /// What comes next, together with what is there already. Nothing is lost when the wait is cancelled.
    pub(crate) async fn next(&mut self) -> Result<Vec<Out>, Over> {
        let watermark = self.subscription.watermark;
        loop {
            match self.stage {
                Stage::Opening(resume) => {
                    let (said, stage) = match resume {
                        Resume::Fresh => (vec![Out::Ready(watermark)], Stage::Live),
                        // What is about to be replayed is not known to the client yet.
                        Resume::Replay => (vec![Out::Ready(watermark.at(self.after))], Stage::Replaying),
                        Resume::Resync => (vec![Out::Ready(watermark), Out::Resync], Stage::Live),
                    };
                    self.stage = stage;
                    if !matches!(resume, Resume::Replay) {
                        (self.after, self.subscription.recent) = (0, None);
                    }
                    return Ok(said);
                }
                Stage::Replaying => {
                    let page = if self.after < watermark.position { Box::pin(self.page()).await? } else { Vec::new() };
                    if i64::try_from(page.len()).is_ok_and(|length| length < PAGE) {
                        self.stage = Stage::Recent;
                    }
                    let Some(last) = page.last() else { continue };
                    self.after = last.position;
                    let frames = page.iter().map(|news| Frame::new(news, watermark.at(news.position)));
                    return Ok(frames.map(Out::Event).collect());
                }
                Stage::Recent => {
                    self.stage = Stage::Live;
                    let recent = self.subscription.recent.take().unwrap_or_default();
                    let missed = recent.iter().filter(|frame| frame.position > self.after);
                    // As they were dispatched, one may have a lower cursor than what was just replayed.
                    let cursor = watermark.at(watermark.position.max(self.after));
                    return Ok(missed.map(|frame| Out::Event(frame.at(cursor))).collect());
                }
                Stage::Live => {
                    let waiting = self.subscription.next().await.map_err(Over::Ended)?;
                    let news: Vec<_> = waiting.into_iter().filter_map(|item| self.unheard(item)).collect();
                    if !news.is_empty() {
                        return Ok(news);
                    }
                }
            }
        }
    }

    /// Another notifier may have told the client already what this one dispatches only now.
    fn unheard(&self, item: Item) -> Option<Out> {
        match item {
            Item::Event(frame) => (frame.position > self.after).then_some(Out::Event(frame)),
            Item::Resync => Some(Out::Resync),
        }
    }

    /// The events after `after`, up to the watermark.
    async fn page(&self) -> Result<Vec<News>, Over> {
        let read = async {
            let mut read = self.notifier.db().read().await?;
            events::after(&mut read, self.scope, self.after, PAGE).await
        };
        let entries = self.within(read).await?;
        let settled = entries.into_iter().take_while(|entry| entry.position <= self.subscription.watermark.position);
        Ok(settled.map(News::from).collect())
    }

    /// The place that this cursor names, if all that happened since can be told.
    async fn replayable(&self, since: &str) -> Result<Option<i64>, shared::store::Error> {
        let watermark = self.subscription.watermark;
        let Ok(cursor) = since.parse::<Cursor>() else { return Ok(None) };
        let position = cursor.position;
        if cursor.installation != watermark.installation {
            return Ok(None);
        }
        if position > watermark.position {
            // Another notifier may be ahead of this one, but none is ahead of the log.
            let head = events::head(&mut self.notifier.db().read().await?).await?;
            return Ok((position <= head).then_some(position));
        }
        if watermark.position - position <= MOST_MISSED {
            return Ok(Some(position));
        }
        let mut read = self.notifier.db().read().await?;
        let missed = events::missed(&mut read, self.scope, position, MOST_MISSED + 1).await?;
        Ok((missed <= MOST_MISSED).then_some(position))
    }

    /// A few at a time, however many clients come back at once: the database has others to serve.
    async fn within<T>(&self, read: impl Future<Output = Result<T, shared::store::Error>>) -> Result<T, Over> {
        let _turn = self.notifier.turn().await;
        match tokio::time::timeout(PATIENCE, read).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                tracing::warn!(%error, "cannot read the log for a client");
                Err(Over::Unavailable)
            }
            Err(_) => Err(Over::Unavailable),
        }
    }
}
