//! Tests of the decisions, with a property test: stock is never oversold, and orders are all-or-nothing.

use auth::Account;
use domain::account::UserId;
use domain::business::{Acceptance, BusinessId};
use domain::clock::Timestamp;
use domain::item::Quantity;
use domain::order::OrderOptions;
use proptest::collection::vec;
use proptest::prelude::*;
use service::trace_context::TraceContext;
use uuid::Uuid;

use super::super::request::PlacementKey;
use super::*;

const ITEMS: u128 = 5;
const NOW: Timestamp = Timestamp::from_millis(1_795_284_600_042);

fn item_id(n: u128) -> ItemId {
    ItemId(Uuid::from_u128(n))
}

/// Returns items with this stock. Items 0 to 3 belong to one business, item 4 to another.
fn items(stock: &[i64]) -> BTreeMap<ItemId, LockedItem> {
    let item = |(n, stock): (u128, &i64)| LockedItem {
        item_id: item_id(n),
        name: format!("Dish {n}"),
        price_cents: Cents::new(100 + i64::try_from(n).unwrap()).unwrap(),
        currency: "EUR".parse().unwrap(),
        stock_quantity: *stock,
        available: true,
        business_id: BusinessId(Uuid::from_u128(u128::from(n == ITEMS - 1))),
        business_name: "Da Noi".to_owned(),
        open: true,
        acceptance: Acceptance::Manual,
        grace_seconds: 5,
    };
    (0..).zip(stock).map(item).map(|item| (item.item_id, item)).collect()
}

fn request(lines: &[(u128, i64)]) -> PlacementRequest {
    let lines = lines.iter().map(|&(n, quantity)| RequestedLine {
        item_id: item_id(n),
        quantity: Quantity::new(quantity).unwrap(),
        note: None,
        item_field: format!("items[{n}].item_id"),
    });
    PlacementRequest {
        account: Account {
            id: UserId(Uuid::from_u128(7)),
            role: Role::Customer,
            business_id: None,
            name: "Ada".to_owned(),
            expires_at: NOW,
        },
        business_id: None,
        lines: lines.collect(),
        options: OrderOptions::default(),
        expected_total_cents: None,
        expected_currency: None,
        expected_amount: None,
        key: None,
        trace: TraceContext::new_root(),
    }
}

fn stock(items: &BTreeMap<ItemId, LockedItem>) -> Vec<i64> {
    items.values().map(|item| item.stock_quantity).collect()
}

proptest! {
    #[test]
    fn stock_is_never_oversold_and_requests_are_served_in_order(
        initial_stock in vec(0_i64..12, 5),
        // An item may have several lines.
        baskets in vec(vec((0..ITEMS, 1_i64..6), 1..5), 1..40),
    ) {
        let mut items = items(&initial_stock);
        for basket in baskets {
            let before = stock(&items);
            let mut demand: Vec<(u128, i64)> = Vec::new();
            for &(n, quantity) in &basket {
                match demand.iter_mut().find(|(of, _)| *of == n) {
                    Some((_, total)) => *total += quantity,
                    None => demand.push((n, quantity)),
                }
            }
            let short: Vec<_> = demand.iter().filter(|(n, q)| before[usize::try_from(*n).unwrap()] < *q).collect();
            let is_mixed = demand.len() > 1 && demand.iter().any(|(n, _)| *n == ITEMS - 1);
            let request = request(&basket);
            let decision = decide(&request, &mut items, &StoredKeys::new());
            let after = stock(&items);
            prop_assert!(after.iter().all(|left| *left >= 0));
            match decision {
                // Granted only if there is enough stock for all lines. All quantities are deducted.
                Ok(Decision::Place(priced)) => {
                    prop_assert!(short.is_empty() && !is_mixed);
                    let clock = Clock::manual(NOW);
                    let placement = priced.into_placement(&request, OrderNumber(1001), &clock, Duration::from_mins(15));
                    let order = placement.event.order;
                    prop_assert_eq!(order.lines.len(), basket.len());
                    let total: i64 = order.lines.iter().map(|line| line.line_total_cents.get()).sum();
                    prop_assert_eq!(order.total_cents.get(), total);
                    for (n, left) in (0..ITEMS).zip(&after) {
                        let deducted: i64 = basket.iter().filter(|(of, _)| *of == n).map(|(_, q)| *q).sum();
                        prop_assert_eq!(before[usize::try_from(n).unwrap()] - deducted, *left);
                    }
                }
                // Refused: the error lists exactly the items that are short, and nothing is deducted.
                Err(Error::SoldOut(shortages)) => {
                    prop_assert!(!is_mixed);
                    let named: Vec<_> = shortages.iter().map(|shortage| (shortage.item_id, shortage.requested)).collect();
                    let expected: Vec<_> = short.iter().map(|(n, q)| (item_id(*n), *q)).collect();
                    prop_assert_eq!(named, expected);
                    prop_assert_eq!(before, after);
                }
                Err(Error::SeveralBusinesses) => {
                    prop_assert!(is_mixed);
                    prop_assert_eq!(before, after);
                }
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}

#[test]
fn idempotency_key_is_checked_before_the_stock() {
    let mut items = items(&[0]);
    let key = PlacementKey { text: "tap".to_owned(), fingerprint: "same".to_owned() };
    let user_id = UserId(Uuid::from_u128(7));
    let order_id = OrderId(Uuid::from_u128(9));
    let stored = |fingerprint: &str| {
        let key = IdempotencyKey {
            user_id,
            idempotency_key: "tap".to_owned(),
            fingerprint: fingerprint.to_owned(),
            order_id,
            created_at: NOW,
        };
        StoredKeys::from([((user_id, "tap".to_owned()), key)])
    };
    let request = PlacementRequest { key: Some(key), ..request(&[(0, 1)]) };
    assert!(matches!(decide(&request, &mut items, &stored("same")), Ok(Decision::Replay(id)) if id == order_id));
    assert!(matches!(decide(&request, &mut items, &stored("other")), Err(Error::IdempotencyKeyReused)));
    assert!(matches!(decide(&request, &mut items, &StoredKeys::new()), Err(Error::SoldOut(_))));
}

#[test]
fn staff_can_order_only_from_their_own_business() {
    let own = BusinessId(Uuid::from_u128(0));
    for role in [Role::Waiter, Role::Business] {
        let decide_for_staff = |lines: &[(u128, i64)], business_id: Option<BusinessId>| {
            let mut request = request(lines);
            (request.account.role, request.account.business_id, request.business_id) = (role, Some(own), business_id);
            decide(&request, &mut items(&[9, 9, 9, 9, 9]), &StoredKeys::new())
        };
        assert!(matches!(decide_for_staff(&[(0, 1)], None), Ok(Decision::Place(_))));
        assert!(matches!(decide_for_staff(&[(0, 1)], Some(own)), Ok(Decision::Place(_))));
        let other = BusinessId(Uuid::from_u128(1));
        assert!(matches!(decide_for_staff(&[(0, 1)], Some(other)), Err(Error::Invalid(_))));
        assert!(matches!(decide_for_staff(&[(4, 1)], None), Err(Error::Invalid(_))));
    }
}

#[test]
fn refused_list_deducts_nothing_from_later_requests_of_the_batch() {
    let mut items = items(&[5, 5, 0, 0, 5]);
    let mut decide_list = |orders: &[&[(u128, i64)]]| {
        let requests: Vec<_> = orders.iter().map(|lines| request(lines)).collect();
        let decision = decide_all(&requests, &mut items, &StoredKeys::new());
        (decision, stock(&items))
    };
    // All shortages are listed: item 0 is short because of an earlier order of the same list.
    let (refused, left) = decide_list(&[&[(0, 4)], &[(2, 1)], &[(0, 2)], &[(4, 1)]]);
    let Err(Error::SoldOut(shortages)) = refused else { panic!("the list was granted") };
    let shortages: Vec<_> = shortages.iter().map(|item| (item.item_id, item.requested, item.left)).collect();
    assert_eq!(shortages, [(item_id(2), 1, 0), (item_id(0), 2, 1)]);
    assert_eq!(left, [5, 5, 0, 0, 5]);
    // Another refusal ends the decision.
    let (refused, left) = decide_list(&[&[(0, 4)], &[(1, 1), (4, 1)], &[(2, 1)]]);
    assert!(matches!(refused, Err(Error::SeveralBusinesses)));
    assert_eq!(left, [5, 5, 0, 0, 5]);
    let (granted, left) = decide_list(&[&[(0, 4)], &[(4, 5)], &[(0, 1)]]);
    assert_eq!(granted.map(|decisions| decisions.len()).ok(), Some(3));
    assert_eq!(left, [0, 5, 0, 0, 0]);
}

#[test]
fn unavailable_items_count_as_sold_out() {
    let mut items = items(&[9]);
    for item in items.values_mut() {
        item.available = false;
    }
    let Err(Error::SoldOut(shortages)) = decide(&request(&[(0, 1)]), &mut items, &StoredKeys::new()) else {
        panic!("the item was sold");
    };
    assert_eq!((shortages[0].left, shortages[0].name.as_str()), (0, "Dish 0"));
}
