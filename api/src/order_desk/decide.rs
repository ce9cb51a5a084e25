//! Who gets what: pure, one caller after the other, in the order in which they came.

use std::collections::BTreeMap;
use std::time::Duration;

use shared::account::Role;
use shared::auth::Account;
use shared::business::{Acceptance, BusinessId};
use shared::event::Kind;
use shared::item::{ItemId, Quantity};
use shared::money::Cents;
use shared::order::{Due, Guest, Line, Note, Order, OrderId, OrderNumber, OrderType, Status};
use shared::problem::FieldError;
use shared::store::placements::{Offer, Placement};
use shared::telemetry::Trace;

use super::{Tools, UsedKeys};
use crate::error::{Error, Shortage};

/// One line of what somebody wants. Each item once.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which item.
    pub item_id: ItemId,
    /// How many.
    pub quantity: Quantity,
    /// A wish about it.
    pub note: Option<Note>,
    /// Where it stood in the request, for telling what is wrong with it.
    pub field: String,
}

/// An idempotency key, with the fingerprint of the request that it came with.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key.
    pub text: String,
    /// SHA-256 of the request, in base64url.
    pub fingerprint: String,
}

/// What somebody asks of the desk.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Who asks.
    pub account: Account,
    /// The business that they think they order from.
    pub business_id: Option<BusinessId>,
    /// What they want.
    pub lines: Vec<Wanted>,
    /// How they get it.
    pub order_type: OrderType,
    /// Whom it is for.
    pub guest: Guest,
    /// A wish about the whole order.
    pub note: Option<Note>,
    /// What they were told that it costs.
    pub expected_total: Option<i64>,
    /// Under which key.
    pub key: Option<Key>,
    /// In which trace.
    pub trace: Trace,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The order is placed.
    Placed(Box<Order>),
    /// It was placed before, under the same key.
    Replayed(OrderId),
}

/// What is to be done for one caller.
#[derive(Debug)]
pub(super) enum Decision {
    /// Place this.
    Place(Draft),
    /// Answer as before.
    Replay(OrderId),
}

/// An order that can be placed: its stock is set aside among the offers.
#[derive(Debug)]
pub struct Draft {
    business: Offer,
    lines: Vec<Line>,
    total: Cents,
}

/// Decides for one caller; what it gets is taken from the offers, so that the next one finds less.
pub(super) fn decide(ask: &Ask, offers: &mut BTreeMap<ItemId, Offer>, used: &UsedKeys) -> Result<Decision, Error> {
    if let Some(key) = &ask.key
        && let Some(before) = used.get(&(ask.account.id, key.text.clone()))
    {
        let same = before.fingerprint == key.fingerprint;
        return if same { Ok(Decision::Replay(before.order_id)) } else { Err(Error::KeyReused) };
    }
    let wanted = find(ask, offers)?;
    let business = wanted.first().map(|(_, offer)| (*offer).clone()).ok_or(Error::SeveralBusinesses)?;
    if wanted.iter().any(|(_, offer)| offer.business_id != business.business_id) {
        return Err(Error::SeveralBusinesses);
    }
    if !business.open {
        return Err(Error::Closed(business.business_name));
    }
    let shortages: Vec<_> = wanted.iter().filter_map(|(line, offer)| shortage(line, offer)).collect();
    if !shortages.is_empty() {
        return Err(Error::SoldOut(shortages));
    }
    let lines: Vec<_> = wanted
        .iter()
        .map(|(line, offer)| {
            Line::new(line.item_id, offer.name.clone(), line.quantity, offer.price_cents, line.note.clone())
        })
        .collect();
    let total: Cents = lines.iter().map(|line| line.line_total_cents).sum();
    if let Some(expected) = ask.expected_total.filter(|expected| *expected != total.get()) {
        return Err(Error::PriceChanged { expected, total });
    }
    for line in &lines {
        if let Some(offer) = offers.get_mut(&line.item_id) {
            offer.stock_quantity -= line.quantity.get();
        }
    }
    Ok(Decision::Place(Draft { business, lines, total }))
}

/// What is wanted beside what is offered. An item that is on no menu, or not on the one that the caller may order
/// from, is not known.
fn find<'a>(ask: &'a Ask, offers: &'a BTreeMap<ItemId, Offer>) -> Result<Vec<(&'a Wanted, &'a Offer)>, Error> {
    let theirs = match ask.account.role {
        Role::Customer | Role::Admin => None,
        Role::Business | Role::Waiter => ask.account.business_id,
    };
    let mut found = Vec::with_capacity(ask.lines.len());
    let mut unknown = Vec::new();
    for line in &ask.lines {
        let offer = offers.get(&line.item_id);
        let fits = |offer: &&Offer| [theirs, ask.business_id].into_iter().flatten().all(|id| id == offer.business_id);
        match offer.filter(fits) {
            Some(offer) => found.push((line, offer)),
            None => unknown.push(FieldError {
                field: format!("{}.item_id", line.field),
                message: "is no item of this menu".to_owned(),
            }),
        }
    }
    if unknown.is_empty() { Ok(found) } else { Err(Error::Invalid(unknown)) }
}

fn shortage(line: &Wanted, offer: &Offer) -> Option<Shortage> {
    let left = if offer.available { offer.stock_quantity } else { 0 };
    (left < line.quantity.get()).then(|| Shortage {
        item_id: line.item_id,
        name: offer.name.clone(),
        requested: line.quantity.get(),
        left,
    })
}

impl Draft {
    /// The order under its number, with the event that tells of it.
    pub(super) fn place(self, ask: &Ask, number: i64, tools: &Tools) -> Placement {
        let (placing, telling) = (tools.clock.stamp(), tools.clock.stamp());
        let due = match self.business.acceptance {
            Acceptance::Automatic => {
                let grace = u64::try_from(self.business.grace_seconds).unwrap_or(0);
                Due::Accept(placing.at + Duration::from_secs(grace))
            }
            Acceptance::Manual => Due::Cancel(placing.at + tools.accept_timeout),
        };
        let order = Order {
            id: OrderId(placing.id),
            number: OrderNumber(number),
            status: Status::Pending,
            version: 1,
            business_id: self.business.business_id,
            business_name: self.business.business_name,
            customer_id: (ask.account.role == Role::Customer).then_some(ask.account.id),
            placed_by: ask.account.id,
            order_type: ask.order_type,
            customer: ask.guest.clone(),
            note: ask.note.clone(),
            lines: self.lines,
            total_cents: self.total,
            currency: self.business.currency,
            reason: None,
            placed_at: placing.at,
            accepted_at: None,
            processing_at: None,
            completed_at: None,
            cancelled_at: None,
            handed_over_at: None,
            estimate: None,
            due: Some(due),
            worker_id: None,
        };
        let mut event =
            order.tell(Kind::Placed, ask.account.actor(), shared::clock::Stamp { at: placing.at, ..telling });
        event.traceparent = Some(ask.trace.header());
        let key = ask.key.as_ref().map(|key| (key.text.clone(), key.fingerprint.clone()));
        Placement { order, event, key }
    }
}

#[cfg(test)]
mod tests;
