//! Searches for orders by number and guest, newest first. Each search reads a bounded number of rows, regardless of the length of
//! the history and of the number of matches.

use std::collections::BTreeSet;

use domain::business::BusinessId;
use domain::order::search::{OrderSearch, search_terms};
use domain::order::{Guest, Order, OrderId, OrderScope};

use super::list::{ListedOrder, OrderFilter, PageRequest, first_of, list_filtered};
use super::read::{find_listed_by_number, find_many};
use crate::{Listed, ReadConn, Result, decoded, sql};

/// Number of newest orders that are compared before the index is used. They suffice for frequent words, and for filters that
/// match few orders, such as the status `pending`.
const NEWEST: i64 = 50;

/// Maximum number of index entries that are used for one prefix. If all prefixes of a [group](OrderSearch::prefixes) have more
/// entries, the orders themselves are compared, without the index.
const MAX_CANDIDATES: i64 = 500;

/// Number of orders that are read at once when the index is not used.
const CHUNK: i64 = 500;

/// Maximum number of orders that one call compares without the index, in addition to the newest.
const MAX_COMPARED: i64 = 2_000;

/// A page of a search.
#[derive(Clone, Debug)]
pub struct SearchPage {
    /// The matching orders, newest first.
    pub orders: Vec<ListedOrder>,
    /// The id below which the search continues, if it ended before the page was full because too many orders had to be compared.
    pub continue_below: Option<OrderId>,
}

/// Lists a page of a scope's orders that match a search and a filter, newest first.
///
/// Looks up the order with the searched number, if any. Unless only a number is searched, also compares the newest orders, and
/// then those that the index finds. If the index finds too many, or if the scope is a customer, compares a limited number of
/// further orders instead, newest first. Orders that processes of older versions placed are found by the index only after
/// [`index_batch`](super::index_batch).
///
/// `page.direction` must be [`Newest`](super::Direction::Newest).
pub async fn search(
    read: &mut ReadConn,
    scope: OrderScope,
    filter: OrderFilter<'_>,
    query: &OrderSearch,
    page: PageRequest,
) -> Result<SearchPage> {
    let is_on_page = |order: &Order| {
        let is_in_range = order.id < page.below && order.id >= page.from;
        is_in_range && filter.matches(order) && scope.contains(order) && query.matches(order)
    };
    let numbered = match query.number() {
        Some(number) => find_listed_by_number(read, number).await?.filter(is_on_page),
        None => None,
    };
    if query.is_number_only() {
        return Ok(SearchPage { orders: numbered.into_iter().map(to_listed).collect(), continue_below: None });
    }

    let mut found = Vec::new();
    let is_full = |found: &[Order]| count(found) >= page.limit;
    let mut walk = Walk { scope, filter, remaining: page, is_finished: false };
    found.extend(walk.next(read, NEWEST).await?.into_iter().filter(is_on_page));
    if !walk.is_finished && !is_full(&found) {
        if let Some(candidates) = find_candidates(read, scope, query).await? {
            let older: Vec<_> = candidates.into_iter().rev().filter(|id| *id < walk.remaining.below).collect();
            for ids in older.chunks(usize::try_from(page.limit).unwrap_or(usize::MAX)) {
                found.extend(find_many(read, ids).await?.into_iter().filter(is_on_page));
                if is_full(&found) {
                    break;
                }
            }
            walk.is_finished = true;
        } else {
            let mut compared = 0;
            while !walk.is_finished && !is_full(&found) && compared < MAX_COMPARED {
                found.extend(walk.next(read, CHUNK).await?.into_iter().filter(is_on_page));
                compared += CHUNK;
            }
        }
    }
    let continue_below = (!walk.is_finished && !is_full(&found)).then_some(walk.remaining.below);
    found.extend(numbered.filter(|order| continue_below.is_none_or(|below| order.id >= below)));
    let found = found.into_iter().map(to_listed).collect();
    Ok(SearchPage { orders: first_of(found, page), continue_below })
}

fn to_listed(order: Order) -> ListedOrder {
    Listed { key: order.id, value: Some(order) }
}

/// A walk through the orders of a scope, from the newest to the oldest.
struct Walk<'a> {
    scope: OrderScope,
    filter: OrderFilter<'a>,
    remaining: PageRequest,
    is_finished: bool,
}

impl Walk<'_> {
    /// Reads at most `limit` further orders. Returns those that can be decoded.
    async fn next(&mut self, read: &mut ReadConn, limit: i64) -> Result<Vec<Order>> {
        let request = PageRequest { limit, ..self.remaining };
        let orders = list_filtered(read, self.scope, self.filter, request).await?;
        self.is_finished = count(&orders) < limit;
        if let Some(oldest) = orders.last() {
            self.remaining.below = oldest.key;
        }
        Ok(decoded(orders))
    }
}

/// Finds all orders whose guest can match, using the index. Returns `None` if there are too many, or if the scope is a customer:
/// customers have few orders, so there is no index for them.
async fn find_candidates(
    read: &mut ReadConn,
    scope: OrderScope,
    query: &OrderSearch,
) -> Result<Option<BTreeSet<OrderId>>> {
    let mut candidates = BTreeSet::new();
    for alternatives in query.prefixes() {
        let mut found = None;
        for prefix in alternatives {
            found = find_by_prefix(read, scope, &prefix).await?;
            if found.is_some() {
                break;
            }
        }
        let Some(found) = found else { return Ok(None) };
        candidates.extend(found);
    }
    Ok(Some(candidates))
}

/// Finds the orders that have a search term with this prefix. Returns `None` if there are more than [`MAX_CANDIDATES`], or if
/// the scope is a customer.
async fn find_by_prefix(read: &mut ReadConn, scope: OrderScope, prefix: &str) -> Result<Option<Vec<OrderId>>> {
    let (end, limit) = (format!("{prefix}\u{10FFFF}"), MAX_CANDIDATES + 1);
    let ids = match scope {
        OrderScope::Customer(_) => return Ok(None),
        OrderScope::Business(business) => {
            sql!(
                read,
                all[OrderId],
                "select order_id from order_search_terms where business_id = ? and term >= ? and term < ?
                  order by term, order_id limit ?",
                business,
                prefix,
                &end,
                limit
            )
            .await?
        }
        OrderScope::All => {
            sql!(
                read,
                all[OrderId],
                "select order_id from order_search_terms {mysql force index (order_search_terms_of_all)}
                  where term >= ? and term < ? order by term, order_id limit ?",
                prefix,
                &end,
                limit
            )
            .await?
        }
    };
    let is_complete = count(&ids) <= MAX_CANDIDATES;
    Ok(is_complete.then(|| ids.into_iter().map(|(id,)| id).collect()))
}

fn count<T>(rows: &[T]) -> i64 {
    i64::try_from(rows.len()).unwrap_or(i64::MAX)
}

/// A row of `order_search_terms`.
pub(crate) struct SearchTermRow {
    business_id: BusinessId,
    term: String,
    order_id: OrderId,
}

insert!(SearchTermRow in "order_search_terms" {
    business_id = |row| row.business_id,
    term = |row| &row.term,
    order_id = |row| row.order_id,
});

/// Returns the rows that make an order searchable.
pub(crate) fn search_term_rows(
    id: OrderId,
    business: BusinessId,
    guest: &Guest,
) -> impl Iterator<Item = SearchTermRow> {
    let terms = search_terms(guest).into_iter();
    terms.map(move |term| SearchTermRow { business_id: business, term, order_id: id })
}
