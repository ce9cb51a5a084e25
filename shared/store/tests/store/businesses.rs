//! Businesses.

use domain::business::{Acceptance, Business, BusinessId, KitchenMode};
use domain::money::PriceFactor;
use store::{businesses, decoded, items};
use testkit::fixture::parse;
use testkit::{Fixture, on_every_engine};
use uuid::Uuid;

use crate::support::{assert_same, long_text};

on_every_engine! {
    async fn business_round_trips(db: Db) {
        assert!(businesses::is_empty(&mut db.read().await.unwrap()).await.unwrap());
        let fixture = Fixture::new(db.clone()).await;
        assert!(!businesses::is_empty(&mut db.read().await.unwrap()).await.unwrap());
        let found = businesses::find(&mut db.read().await.unwrap(), fixture.business.id).await.unwrap().unwrap();
        assert_same(&found, &fixture.business);

        let other = fixture.add_business().await;
        let edited = Business {
            name: parse(&long_text()),
            currency: parse("JPY"),
            timezone: parse("America/Argentina/Buenos_Aires"),
            open: false,
            acceptance: Acceptance::Manual,
            grace_seconds: 3600,
            kitchen: KitchenMode::Manual,
            ..fixture.business.clone()
        };
        let mut tx = db.begin().await.unwrap();
        assert!(businesses::lock(&mut tx, BusinessId(Uuid::new_v4())).await.unwrap().is_none());
        assert_same(&businesses::lock(&mut tx, fixture.business.id).await.unwrap().unwrap(), &fixture.business);
        businesses::update(&mut tx, &edited).await.unwrap();
        businesses::update(&mut tx, &edited).await.unwrap();
        businesses::lock_items(&mut tx, edited.id).await.unwrap();
        assert_eq!(businesses::list_prices(&mut tx, edited.id).await.unwrap(), [fixture.item.price_cents]);
        let factor = PriceFactor { numerator: 1, denominator: 8 };
        businesses::convert_items(&mut tx, edited.id, &edited.currency, factor).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = db.read().await.unwrap();
        assert_same(&businesses::find(&mut read, fixture.business.id).await.unwrap().unwrap(), &edited);
        assert_same(&businesses::find(&mut read, other.business.id).await.unwrap().unwrap(), &other.business);
        // The items of the business get its currency. Items of other businesses keep theirs.
        let mut currency_of =
            async |id| items::find(&mut read, id).await.unwrap().unwrap().currency.to_string();
        assert_eq!(currency_of(fixture.item.id).await, "JPY");
        assert_eq!(currency_of(other.item.id).await, "EUR");
        let converted = items::find(&mut read, fixture.item.id).await.unwrap().unwrap();
        // 950 / 8 = 118.75, rounded.
        assert_eq!((converted.price_cents.get(), converted.version), (119, fixture.item.version + 1));
    }

    async fn businesses_are_found_by_a_part_of_their_name(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let mut ids = Vec::new();
        for name in ["Crêperie Ösch", "100% Pasta", "Sushi_Bar", "O'Neill \\ Sons"] {
            let mut tx = db.begin().await.unwrap();
            let id = BusinessId(fixture.clock.new_id());
            let business = Business { id, name: parse(name), ..fixture.business.clone() };
            businesses::create(&mut tx, &business).await.unwrap();
            tx.commit().await.unwrap();
            ids.push(business.id);
        }
        let search = async |text: &str| -> Vec<BusinessId> {
            let mut read = db.read().await.unwrap();
            let found = businesses::list(&mut read, text, BusinessId(Uuid::nil()), 100).await.unwrap();
            decoded(found).into_iter().map(|business| business.id).collect()
        };
        assert_eq!(search("").await.len(), 5);
        assert_eq!(search("PASTA").await, [ids[1]]);
        assert_eq!(search("crêp").await, [ids[0]]);
        assert_eq!(search("ösch").await, [ids[0]]);
        assert_eq!(search("ÖSCH").await, [ids[0]]);
        assert_eq!(search("bar").await, [ids[2]]);
        assert_eq!(search("o'neill").await, [ids[3]]);
        assert_eq!(search("nothing like it").await, []);
        let second = businesses::list(&mut db.read().await.unwrap(), "", ids[0], 2).await.unwrap();
        assert_eq!(decoded(second).into_iter().map(|business| business.id).collect::<Vec<_>>(), ids[1..3]);
    }
}
