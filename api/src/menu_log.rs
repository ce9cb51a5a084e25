//! Records changes of menus in the event log, in the transaction of the change. The caller must wake the relay after the commit.

use auth::Account;
use domain::business::Business;
use domain::event::MenuEventKind;
use domain::item::Item;
use domain::menu_event::MenuEvent;
use service::trace_context::TraceContext;
use store::{Tx, events};

use crate::app::App;
use crate::error::Result;

/// Records a change of an item. The item must be locked, or new in this transaction.
pub(crate) async fn record_item(
    tx: &mut Tx,
    app: &App,
    author: (&Account, &TraceContext),
    kind: MenuEventKind,
    item: &Item,
) -> Result<()> {
    record_items(tx, app, author, [(kind, item.clone())]).await
}

/// Records changes of different items. Each item must be locked, or new in this transaction.
pub(crate) async fn record_items(
    tx: &mut Tx,
    app: &App,
    (account, trace): (&Account, &TraceContext),
    changes: impl IntoIterator<Item = (MenuEventKind, Item)>,
) -> Result<()> {
    let to_event = |(kind, item)| MenuEvent {
        traceparent: Some(trace.to_header()),
        ..MenuEvent::of_item(kind, item, account.actor(), app.clock.stamp())
    };
    Ok(events::append_menu_events(tx, changes.into_iter().map(to_event).collect()).await?)
}

/// Records a change of the settings of a business, which must be locked.
pub(crate) async fn record_business(
    tx: &mut Tx,
    app: &App,
    (account, trace): (&Account, &TraceContext),
    business: &Business,
) -> Result<()> {
    let event = MenuEvent {
        traceparent: Some(trace.to_header()),
        ..MenuEvent::of_business(business.clone(), account.actor(), app.clock.stamp())
    };
    Ok(events::append_menu_events(tx, vec![event]).await?)
}
