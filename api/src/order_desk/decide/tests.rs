//! Whatever is asked, in whatever order: nothing is sold twice, and nobody gets half of what they asked for.

use proptest::collection::vec;
use proptest::prelude::*;
use shared::account::UserId;
use shared::store::idempotency::Used;
use shared::testing::{EVENING, good};
use uuid::Uuid;

use super::*;

const ITEMS: u128 = 5;

fn item(n: u128) -> ItemId {
    ItemId(Uuid::from_u128(n))
}

/// Items 0 to 3 are of one business, the last is of another.
fn offers(stock: &[i64]) -> BTreeMap<ItemId, Offer> {
    let offer = |(n, stock): (u128, &i64)| Offer {
        item_id: item(n),
        name: format!("Dish {n}"),
        price_cents: Cents::new(100 + i64::try_from(n).unwrap()).unwrap(),
        currency: good("EUR"),
        stock_quantity: *stock,
        available: true,
        business_id: BusinessId(Uuid::from_u128(u128::from(n == ITEMS - 1))),
        business_name: "Da Noi".to_owned(),
        open: true,
        acceptance: Acceptance::Manual,
        grace_seconds: 5,
    };
    (0..).zip(stock).map(offer).map(|offer| (offer.item_id, offer)).collect()
}

fn ask(lines: &[(u128, i64)]) -> Ask {
    let lines = lines.iter().map(|&(n, quantity)| Wanted {
        item_id: item(n),
        quantity: Quantity::new(quantity).unwrap(),
        note: None,
        field: format!("items[{n}]"),
    });
    Ask {
        account: Account {
            id: UserId(Uuid::from_u128(7)),
            role: Role::Customer,
            business_id: None,
            name: "Ada".to_owned(),
            expires_at: EVENING,
        },
        business_id: None,
        lines: lines.collect(),
        order_type: OrderType::Takeaway,
        guest: Guest::default(),
        note: None,
        expected_total: None,
        key: None,
        trace: Trace::from_header(None),
    }
}

fn stock(offers: &BTreeMap<ItemId, Offer>) -> Vec<i64> {
    offers.values().map(|offer| offer.stock_quantity).collect()
}

proptest! {
    #[test]
    fn nothing_is_sold_twice_and_who_comes_first_is_served_first(
        first in vec(0_i64..12, 5),
        baskets in vec(proptest::collection::btree_map(0..ITEMS, 1_i64..6, 1..4), 1..40),
    ) {
        let mut offers = offers(&first);
        for basket in baskets {
            let basket: Vec<_> = basket.into_iter().collect();
            let before = stock(&offers);
            let short: Vec<_> = basket.iter().filter(|(n, q)| before[usize::try_from(*n).unwrap()] < *q).collect();
            let mixed = basket.len() > 1 && basket.iter().any(|(n, _)| *n == ITEMS - 1);
            let decision = decide(&ask(&basket), &mut offers, &UsedKeys::new());
            let after = stock(&offers);
            prop_assert!(after.iter().all(|left| *left >= 0));
            match decision {
                // Placed if there is enough of every line at its turn, and then all of it is taken.
                Ok(Decision::Place(draft)) => {
                    prop_assert!(short.is_empty() && !mixed);
                    prop_assert_eq!(draft.lines.len(), basket.len());
                    let total: i64 = draft.lines.iter().map(|line| line.line_total_cents.get()).sum();
                    prop_assert_eq!(draft.total.get(), total);
                    for (n, left) in (0..ITEMS).zip(&after) {
                        let taken: i64 = basket.iter().filter(|(of, _)| *of == n).map(|(_, q)| *q).sum();
                        prop_assert_eq!(before[usize::try_from(n).unwrap()] - taken, *left);
                    }
                }
                // Refused for all that is short, and only for that; then nothing is taken.
                Err(Error::SoldOut(shortages)) => {
                    prop_assert!(!mixed);
                    let named: Vec<_> = shortages.iter().map(|shortage| (shortage.item_id, shortage.requested)).collect();
                    let expected: Vec<_> = short.iter().map(|(n, q)| (item(*n), *q)).collect();
                    prop_assert_eq!(named, expected);
                    prop_assert_eq!(before, after);
                }
                Err(Error::SeveralBusinesses) => {
                    prop_assert!(mixed);
                    prop_assert_eq!(before, after);
                }
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}

#[test]
fn a_key_decides_before_the_stock_does() {
    let mut offers = offers(&[0]);
    let key = Key { text: "tap".to_owned(), fingerprint: "same".to_owned() };
    let before = OrderId(Uuid::from_u128(9));
    let used = |fingerprint: &str| {
        let used = Used { fingerprint: fingerprint.to_owned(), order_id: before };
        UsedKeys::from([((UserId(Uuid::from_u128(7)), "tap".to_owned()), used)])
    };
    let ask = Ask { key: Some(key), ..ask(&[(0, 1)]) };
    assert!(matches!(decide(&ask, &mut offers, &used("same")), Ok(Decision::Replay(order)) if order == before));
    assert!(matches!(decide(&ask, &mut offers, &used("other")), Err(Error::KeyReused)));
    assert!(matches!(decide(&ask, &mut offers, &UsedKeys::new()), Err(Error::SoldOut(_))));
}

#[test]
fn staff_orders_at_home_only() {
    let home = BusinessId(Uuid::from_u128(0));
    for role in [Role::Waiter, Role::Business] {
        let staff = |lines: &[(u128, i64)], named: Option<BusinessId>| {
            let mut ask = ask(lines);
            (ask.account.role, ask.account.business_id, ask.business_id) = (role, Some(home), named);
            decide(&ask, &mut offers(&[9, 9, 9, 9, 9]), &UsedKeys::new())
        };
        assert!(matches!(staff(&[(0, 1)], None), Ok(Decision::Place(_))));
        assert!(matches!(staff(&[(0, 1)], Some(home)), Ok(Decision::Place(_))));
        assert!(matches!(staff(&[(0, 1)], Some(BusinessId(Uuid::from_u128(1)))), Err(Error::Invalid(_))));
        assert!(matches!(staff(&[(4, 1)], None), Err(Error::Invalid(_))));
    }
}

#[test]
fn what_is_not_available_counts_as_none() {
    let mut offers = offers(&[9]);
    for offer in offers.values_mut() {
        offer.available = false;
    }
    let Err(Error::SoldOut(shortages)) = decide(&ask(&[(0, 1)]), &mut offers, &UsedKeys::new()) else {
        panic!("it was sold");
    };
    assert_eq!((shortages[0].left, shortages[0].name.as_str()), (0, "Dish 0"));
}
