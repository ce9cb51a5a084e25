//! Decides which placements are granted. Pure functions: the requests of a batch are decided one by one, in order of arrival.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::account::Role;
use domain::clock::{Clock, Stamp};
use domain::event::EventKind;
use domain::item::ItemId;
use domain::money::Cents;
use domain::order::{Due, NewOrder, OrderId, OrderLine, OrderNumber};
use service::problem::FieldError;
use store::idempotency_keys::{IdempotencyKey, StoredKeys};
use store::placements::{LockedItem, Placement};

use super::request::{PlacementRequest, RequestedLine};
use crate::error::{Error, Result, StockShortage};

/// The decision about one request.
#[derive(Debug)]
pub(super) enum Decision {
    /// Place this order.
    Place(PricedOrder),
    /// Return the order that an earlier request with the same key placed.
    Replay(OrderId),
}

/// An order that can be placed. The quantities of its lines have been deducted from the stock of the locked items.
#[derive(Debug)]
pub(super) struct PricedOrder {
    /// One of the items, with the settings of the business.
    business: LockedItem,
    lines: Vec<OrderLine>,
}

/// Decides the requests of one caller: all are granted or none. If insufficient stock is the only reason for refusals, the error
/// lists the shortages of all requests. Any other reason takes precedence.
pub(super) fn decide_all(
    requests: &[PlacementRequest],
    items: &mut BTreeMap<ItemId, LockedItem>,
    stored_keys: &StoredKeys,
) -> Result<Vec<Decision>> {
    let lines = requests.iter().flat_map(|request| &request.lines);
    // A single request that is refused deducts nothing.
    let stock: Vec<_> = match requests {
        [_] => Vec::new(),
        _ => lines.filter_map(|line| Some((line.item_id, items.get(&line.item_id)?.stock_quantity))).collect(),
    };
    let (mut decisions, mut shortages) = (Vec::with_capacity(requests.len()), Vec::new());
    let mut refusal = None;
    for request in requests {
        match decide(request, items, stored_keys) {
            Ok(decision) => decisions.push(decision),
            Err(Error::SoldOut(items)) => shortages.extend(items),
            Err(error) => {
                refusal = Some(error);
                break;
            }
        }
    }
    match refusal.or_else(|| (!shortages.is_empty()).then(|| Error::SoldOut(shortages))) {
        None => Ok(decisions),
        Some(error) => {
            for (id, stock) in stock {
                if let Some(item) = items.get_mut(&id) {
                    item.stock_quantity = stock;
                }
            }
            Err(error)
        }
    }
}

/// Decides one request. Deducts the stock of a granted order from `items`, so that later requests see the remaining stock.
pub(super) fn decide(
    request: &PlacementRequest,
    items: &mut BTreeMap<ItemId, LockedItem>,
    stored_keys: &StoredKeys,
) -> Result<Decision> {
    if let Some(key) = &request.key
        && let Some(stored) = stored_keys.get(&(request.account.id, key.text.clone()))
    {
        let is_same_request = stored.fingerprint == key.fingerprint;
        return if is_same_request { Ok(Decision::Replay(stored.order_id)) } else { Err(Error::IdempotencyKeyReused) };
    }
    let requested = find_items(request, items)?;
    let business = requested.first().map(|(_, item)| (*item).clone()).ok_or(Error::SeveralBusinesses)?;
    if requested.iter().any(|(_, item)| item.business_id != business.business_id) {
        return Err(Error::SeveralBusinesses);
    }
    if !business.open {
        return Err(Error::BusinessClosed(business.business_name));
    }
    let shortages = find_shortages(&requested);
    if !shortages.is_empty() {
        return Err(Error::SoldOut(shortages));
    }
    let to_line = |(line, item): &(&RequestedLine, &LockedItem)| {
        OrderLine::new(line.item_id, item.name.clone(), line.quantity, item.price_cents, line.note.clone())
    };
    let lines: Vec<_> = requested.iter().map(to_line).collect();
    let total: Cents = lines.iter().map(|line| line.line_total_cents).sum();
    let expected_currency = request.expected_currency.as_ref().unwrap_or(&business.currency);
    let expected = match &request.expected_amount {
        Some(amount) => amount.to_cents(&business.currency)?,
        None => request.expected_total_cents.unwrap_or(total),
    };
    if (expected, expected_currency) != (total, &business.currency) {
        let expected = (expected, expected_currency.clone());
        return Err(Error::PriceChanged { expected, actual: (total, business.currency) });
    }
    for line in &lines {
        if let Some(item) = items.get_mut(&line.item_id) {
            item.stock_quantity -= line.quantity.get();
        }
    }
    Ok(Decision::Place(PricedOrder { business, lines }))
}

/// Finds the item of each line. Refuses items that are not on a menu, that are not from the requested business (if there is one)
/// or, if staff place the order, that are not from the business of the staff.
fn find_items<'a>(
    request: &'a PlacementRequest,
    items: &'a BTreeMap<ItemId, LockedItem>,
) -> Result<Vec<(&'a RequestedLine, &'a LockedItem)>> {
    let own_business = match request.account.role {
        Role::Customer | Role::Admin => None,
        Role::Business | Role::Waiter => request.account.business_id,
    };
    let is_on_menu = |item: &&LockedItem| {
        [own_business, request.business_id].into_iter().flatten().all(|business| business == item.business_id)
    };
    let mut found = Vec::with_capacity(request.lines.len());
    let mut unknown = Vec::new();
    for line in &request.lines {
        match items.get(&line.item_id).filter(is_on_menu) {
            Some(item) => found.push((line, item)),
            None => {
                unknown.push(FieldError { field: line.item_field.clone(), message: "is not on the menu".to_owned() });
            }
        }
    }
    if unknown.is_empty() { Ok(found) } else { Err(Error::Invalid(unknown)) }
}

/// Finds the items whose stock is smaller than the total quantity of their lines. An unavailable item counts as having no stock.
fn find_shortages(requested: &[(&RequestedLine, &LockedItem)]) -> Vec<StockShortage> {
    let mut demand: Vec<StockShortage> = Vec::with_capacity(requested.len());
    for (line, item) in requested {
        let quantity = line.quantity.get();
        match demand.iter_mut().find(|known| known.item_id == line.item_id) {
            Some(known) => known.requested += quantity,
            None => demand.push(StockShortage {
                item_id: line.item_id,
                name: item.name.clone(),
                requested: quantity,
                left: if item.available { item.stock_quantity } else { 0 },
            }),
        }
    }
    demand.retain(|item| item.left < item.requested);
    demand
}

impl PricedOrder {
    /// Returns the rows to insert: the order with this number, its first event, and its idempotency key.
    pub(super) fn into_placement(
        self,
        request: &PlacementRequest,
        number: OrderNumber,
        clock: &Clock,
        accept_timeout: Duration,
    ) -> Placement {
        let (stamp, event_id) = (clock.stamp(), clock.new_id());
        let Self { business, lines } = self;
        let account = &request.account;
        let grace = Duration::from_secs(u64::try_from(business.grace_seconds).unwrap_or(0));
        let order = NewOrder {
            id: OrderId(stamp.id),
            number,
            business_id: business.business_id,
            business_name: business.business_name,
            customer_id: (account.role == Role::Customer).then_some(account.id),
            placed_by: account.id,
            options: request.options.clone(),
            lines,
            currency: business.currency,
            placed_at: stamp.at,
            due: Due::after_placement(business.acceptance, grace, accept_timeout, stamp.at),
        };
        let event_stamp = Stamp { at: stamp.at, id: event_id };
        let mut event = order.into_order().into_event(EventKind::Placed, account.actor(), event_stamp);
        event.traceparent = Some(request.trace.to_header());
        let key = request.key.as_ref().map(|key| IdempotencyKey {
            user_id: account.id,
            idempotency_key: key.text.clone(),
            fingerprint: key.fingerprint.clone(),
            order_id: event.order.id,
            created_at: stamp.at,
        });
        Placement { event, key }
    }
}

#[cfg(test)]
mod tests;
