//! Accounts, businesses, and what keeps them logged in.

use std::time::Duration;

use shared::account::{Role, User, UserId};
use shared::business::{Acceptance, Business, BusinessId, Kitchen};
use shared::clock::Timestamp;
use shared::on_every_engine;
use shared::store::{Db, businesses, idempotency, installation, is_taken, refresh_tokens, users};
use shared::testing::{EVENING, Stall, good};
use uuid::Uuid;

use crate::{assert_same, long};

async fn add(db: &Db, user: &User) -> Result<(), shared::store::Error> {
    let mut tx = db.begin().await.unwrap();
    users::insert(&mut tx, user, "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA").await?;
    tx.commit().await
}

async fn page(db: &Db, of: Option<BusinessId>, after: Uuid, limit: i64) -> Vec<UserId> {
    let page = users::page(&mut db.read().await.unwrap(), of, UserId(after), limit).await.unwrap();
    page.into_iter().map(|user| user.id).collect()
}

on_every_engine! {
    async fn an_account_reads_back_as_it_was_written(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let full = User {
            id: UserId(stall.clock.new_id()),
            username: good(&"é".repeat(64)),
            email: Some(good("döna@exämple.com")),
            name: good(&long()),
            role: Role::Waiter,
            business_id: Some(stall.business.id),
            created_at: Timestamp::from_millis(1_795_284_000_123),
        };
        let bare = User { id: UserId(stall.clock.new_id()), username: good("bare"), email: None, business_id: None, ..full.clone() };
        for user in [&full, &bare] {
            add(&db, user).await.unwrap();
            assert_same(&users::find(&mut db.read().await.unwrap(), user.id).await.unwrap().unwrap(), user);
        }
        let mut read = db.read().await.unwrap();
        assert!(users::find(&mut read, UserId(Uuid::new_v4())).await.unwrap().is_none());
        assert_eq!(users::name(&mut read, full.id).await.unwrap(), Some(full.name));
        assert_eq!(users::name(&mut read, UserId(Uuid::new_v4())).await.unwrap(), None);
    }

    async fn times_are_kept_to_the_millisecond_from_1970_to_9999(db: Db) {
        let stall = Stall::open(db.clone()).await;
        for millis in [1, 999, 1_795_284_000_001, 2_147_483_647_999, 2_147_483_648_000, 4_102_444_800_123, Timestamp::MAX.as_millis()] {
            let at = Timestamp::from_millis(millis);
            let user = User {
                id: UserId(stall.clock.new_id()), username: good(&format!("born.{millis}")), created_at: at, ..stall.customer.clone()
            };
            add(&db, &user).await.unwrap();
            let mut read = db.read().await.unwrap();
            assert_eq!(users::find(&mut read, user.id).await.unwrap().unwrap().created_at, at);
            // As an argument it is the same instant as in a column.
            for (word, count) in [("=", 1), ("<", 0), (">", 0)] {
                let (found,) = match word {
                    "=" => shared::sql!(read, one [i64], "select count(*) from users where id = ? and created_at = ?", user.id, at).await,
                    "<" => shared::sql!(read, one [i64], "select count(*) from users where id = ? and created_at < ?", user.id, at).await,
                    _ => shared::sql!(read, one [i64], "select count(*) from users where id = ? and created_at > ?", user.id, at).await,
                }
                .unwrap();
                assert_eq!(found, count, "{at} {word} {at}");
            }
        }
    }

    async fn a_name_and_an_address_belong_to_one_account(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let ada = User { id: UserId(stall.clock.new_id()), username: good("ada"), email: Some(good("ada@example.com")), ..stall.customer.clone() };
        add(&db, &ada).await.unwrap();
        let same_name = User { id: UserId(stall.clock.new_id()), email: None, ..ada.clone() };
        let same_address = User { id: UserId(stall.clock.new_id()), username: good("other"), ..ada.clone() };
        let same_id = User { username: good("other"), email: None, ..ada.clone() };
        for twin in [same_name, same_address, same_id] {
            assert!(is_taken(&add(&db, &twin).await.unwrap_err()));
        }
        // In the databases' eyes, too, an accent or a capital makes another name; the domain lowers capitals before.
        for other in ["adá", "ada.", "ad"] {
            let other = User { id: UserId(stall.clock.new_id()), username: good(&format!("{other}x")), email: None, ..ada.clone() };
            add(&db, &other).await.unwrap();
        }
    }

    /// What logs one account in is not a name of another.
    async fn an_address_is_nobody_elses_name(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let ada = User { id: UserId(stall.clock.new_id()), username: good("ada"), email: Some(good("ada@example.com")), ..stall.customer.clone() };
        let posing = User { id: UserId(stall.clock.new_id()), username: good("ada@example.com"), email: None, ..ada.clone() };
        let named = User { id: UserId(stall.clock.new_id()), username: good("bob@example.com"), email: Some(good("b@example.com")), ..ada.clone() };
        let sharing = User { id: UserId(stall.clock.new_id()), username: good("bob"), email: Some(good("bob@example.com")), ..ada.clone() };
        for (user, taken) in [(&ada, None), (&posing, Some("username")), (&named, None), (&sharing, Some("email"))] {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(users::insert_unless_taken(&mut tx, user, "$argon2id$").await.unwrap(), taken);
            tx.commit().await.unwrap();
            assert_eq!(users::find(&mut db.read().await.unwrap(), user.id).await.unwrap().is_some(), taken.is_none());
        }
    }

    async fn one_logs_in_by_name_or_by_address(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let ada = User { id: UserId(stall.clock.new_id()), username: good("ada"), email: Some(good("ada@example.com")), ..stall.customer.clone() };
        add(&db, &ada).await.unwrap();
        let mut read = db.read().await.unwrap();
        for login in ["ada", " ADA ", "ada@example.com", "Ada@Example.COM"] {
            let found = users::credentials(&mut read, login).await.unwrap().unwrap();
            assert_eq!((found.id, found.password_hash.starts_with("$argon2id$v=19$")), (ada.id, true), "{login}");
        }
        for login in ["", "ad", "ada@example", "%", "adá", "' or 1 = 1"] {
            assert!(users::credentials(&mut read, login).await.unwrap().is_none(), "{login}");
        }
    }

    async fn an_archived_account_is_gone_and_its_name_is_free(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let ada = User { id: UserId(stall.clock.new_id()), username: good("ada"), email: Some(good("ada@example.com")), ..stall.customer.clone() };
        add(&db, &ada).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        refresh_tokens::insert(&mut tx, &[1; 32], Uuid::new_v4(), ada.id, EVENING).await.unwrap();
        users::archive(&mut tx, ada.id, EVENING).await.unwrap();
        users::archive(&mut tx, ada.id, EVENING + Duration::from_mins(1)).await.unwrap();
        assert!(refresh_tokens::lock(&mut tx, &[1; 32]).await.unwrap().is_none());
        tx.commit().await.unwrap();

        let mut read = db.read().await.unwrap();
        assert!(users::find(&mut read, ada.id).await.unwrap().is_none());
        assert!(users::credentials(&mut read, "ada").await.unwrap().is_none());
        assert!(users::credentials(&mut read, "ada@example.com").await.unwrap().is_none());
        assert_eq!(users::name(&mut read, ada.id).await.unwrap(), Some(ada.name.clone()));
        assert_eq!(users::archived_since(&mut read, EVENING - Duration::from_millis(1)).await.unwrap(), [ada.id]);
        assert!(users::archived_since(&mut read, EVENING).await.unwrap().is_empty());
        drop(read);
        add(&db, &User { id: UserId(stall.clock.new_id()), ..ada }).await.unwrap();
    }

    async fn pages_of_people_have_no_gap_and_no_double(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let mut waiters = Vec::new();
        for _ in 0..7 {
            waiters.push(stall.hire(Role::Waiter).await.id);
        }
        let mut tx = db.begin().await.unwrap();
        users::archive(&mut tx, waiters.remove(3), EVENING).await.unwrap();
        tx.commit().await.unwrap();

        let (mut seen, mut after) = (Vec::new(), Uuid::nil());
        loop {
            let part = page(&db, Some(stall.business.id), after, 2).await;
            let Some(last) = part.last() else { break };
            after = last.0;
            seen.extend(part);
        }
        assert_eq!(seen, waiters);
        let all = page(&db, None, Uuid::nil(), 100).await;
        assert_eq!(all, [&[stall.customer.id], waiters.as_slice()].concat());
    }

    async fn a_business_reads_back_as_it_was_written(db: Db) {
        assert!(businesses::is_empty(&mut db.read().await.unwrap()).await.unwrap());
        let stall = Stall::open(db.clone()).await;
        assert!(!businesses::is_empty(&mut db.read().await.unwrap()).await.unwrap());
        let found = businesses::find(&mut db.read().await.unwrap(), stall.business.id).await.unwrap().unwrap();
        assert_same(&found, &stall.business);

        let other = stall.another().await;
        let edited = Business {
            name: good(&long()),
            currency: good("JPY"),
            timezone: good("America/Argentina/Buenos_Aires"),
            open: false,
            acceptance: Acceptance::Manual,
            grace_seconds: 3600,
            kitchen: Kitchen::Manual,
            ..stall.business.clone()
        };
        let mut tx = db.begin().await.unwrap();
        assert!(businesses::lock(&mut tx, BusinessId(Uuid::new_v4())).await.unwrap().is_none());
        assert_same(&businesses::lock(&mut tx, stall.business.id).await.unwrap().unwrap(), &stall.business);
        businesses::update(&mut tx, &edited).await.unwrap();
        businesses::update(&mut tx, &edited).await.unwrap();
        businesses::price_in(&mut tx, edited.id, &edited.currency).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = db.read().await.unwrap();
        assert_same(&businesses::find(&mut read, stall.business.id).await.unwrap().unwrap(), &edited);
        assert_same(&businesses::find(&mut read, other.business.id).await.unwrap().unwrap(), &other.business);
        // Its items follow its currency; those of others keep theirs.
        let currency = async |id| {
            shared::store::items::find(&mut db.read().await.unwrap(), id).await.unwrap().unwrap().currency.to_string()
        };
        drop(read);
        assert_eq!(currency(stall.dish.id).await, "JPY");
        assert_eq!(currency(other.dish.id).await, "EUR");
    }

    async fn businesses_are_found_by_a_part_of_their_name(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let mut ids = Vec::new();
        for name in ["Crêperie Ösch", "100% Pasta", "Sushi_Bar", "O'Neill \\ Sons"] {
            let mut tx = db.begin().await.unwrap();
            let business = Business { id: BusinessId(stall.clock.new_id()), name: good(name), ..stall.business.clone() };
            businesses::insert(&mut tx, &business).await.unwrap();
            tx.commit().await.unwrap();
            ids.push(business.id);
        }
        let search = async |text: &str| -> Vec<BusinessId> {
            let found = businesses::page(&mut db.read().await.unwrap(), text, BusinessId(Uuid::nil()), 100).await.unwrap();
            found.into_iter().map(|business| business.id).collect()
        };
        assert_eq!(search("").await.len(), 5);
        assert_eq!(search("PASTA").await, [ids[1]]);
        assert_eq!(search("crêp").await, [ids[0]]);
        assert_eq!(search("ösch").await, [ids[0]]);
        assert_eq!(search("ÖSCH").await, [ids[0]]);
        assert_eq!(search("bar").await, [ids[2]]);
        assert_eq!(search("o'neill").await, [ids[3]]);
        assert_eq!(search("nothing like it").await, []);
        let second = businesses::page(&mut db.read().await.unwrap(), "", ids[0], 2).await.unwrap();
        assert_eq!(second.into_iter().map(|business| business.id).collect::<Vec<_>>(), ids[1..3]);
    }

    async fn a_refresh_token_is_spent_once(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let (family, ada) = (Uuid::new_v4(), stall.customer.id);
        let (first, second, other) = ([1; 32], [0xff; 32], [2; 32]);
        let mut tx = db.begin().await.unwrap();
        refresh_tokens::insert(&mut tx, &first, family, ada, EVENING).await.unwrap();
        refresh_tokens::insert(&mut tx, &second, family, ada, EVENING + Duration::from_millis(1)).await.unwrap();
        refresh_tokens::insert(&mut tx, &other, Uuid::new_v4(), ada, EVENING).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        let token = refresh_tokens::lock(&mut tx, &first).await.unwrap().unwrap();
        assert_eq!((token.family, token.user_id, token.expires_at, token.used_at), (family, ada, EVENING, None));
        refresh_tokens::spend(&mut tx, &first, EVENING).await.unwrap();
        assert_eq!(refresh_tokens::lock(&mut tx, &first).await.unwrap().unwrap().used_at, Some(EVENING));
        assert_eq!(refresh_tokens::lock(&mut tx, &second).await.unwrap().unwrap().used_at, None);
        refresh_tokens::revoke_family(&mut tx, family).await.unwrap();
        assert!(refresh_tokens::lock(&mut tx, &second).await.unwrap().is_none());
        assert_eq!(refresh_tokens::forget_expired(&mut tx, EVENING).await.unwrap(), 0);
        assert_eq!(refresh_tokens::forget_expired(&mut tx, EVENING + Duration::from_millis(1)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    }

    async fn of_two_uses_of_a_token_at_once_one_sees_the_other(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let mut tx = db.begin().await.unwrap();
        refresh_tokens::insert(&mut tx, &[7; 32], Uuid::new_v4(), stall.customer.id, EVENING).await.unwrap();
        tx.commit().await.unwrap();
        let uses = (0..20).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let token = refresh_tokens::lock(&mut tx, &[7; 32]).await.unwrap().unwrap();
                refresh_tokens::spend(&mut tx, &[7; 32], EVENING).await.unwrap();
                tx.commit().await.unwrap();
                token.used_at.is_none()
            })
        });
        let mut first = 0;
        for used in uses.collect::<Vec<_>>() {
            first += usize::from(used.await.unwrap());
        }
        assert_eq!(first, 1);
    }

    async fn a_key_is_used_once_and_forgotten_after_its_time(db: Db) {
        let stall = Stall::open(db.clone()).await;
        let order = stall.place(1).await.remove(0);
        let ada = stall.customer.id;
        let used = idempotency::Used { fingerprint: "f".repeat(64), order_id: order.id };
        let key = "k".repeat(255);
        let before = EVENING - Duration::from_millis(1);
        let mut tx = db.begin().await.unwrap();
        idempotency::insert(&mut tx, ada, &key, &used, EVENING).await.unwrap();
        // Another's key of the same name, and one that differs by case, are others.
        idempotency::insert(&mut tx, UserId(Uuid::new_v4()), &key, &used, EVENING).await.unwrap();
        idempotency::insert(&mut tx, ada, "K", &used, EVENING).await.unwrap();
        idempotency::insert(&mut tx, ada, "k", &used, EVENING).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        let found = idempotency::find(&mut tx, ada, &key, before).await.unwrap().unwrap();
        assert_eq!((found.fingerprint, found.order_id), (used.fingerprint.clone(), order.id));
        assert!(idempotency::find(&mut tx, ada, &key, EVENING).await.unwrap().is_none());
        assert!(idempotency::find(&mut tx, ada, "absent", before).await.unwrap().is_none());
        let error = idempotency::insert(&mut tx, ada, &key, &used, EVENING).await.unwrap_err();
        assert!(is_taken(&error), "{error}");
        drop(tx);

        let mut tx = db.begin().await.unwrap();
        assert_eq!(idempotency::forget_old(&mut tx, EVENING).await.unwrap(), 0);
        assert!(idempotency::find(&mut tx, ada, &key, before).await.unwrap().is_some());
        assert_eq!(idempotency::forget_old(&mut tx, EVENING + Duration::from_millis(1)).await.unwrap(), 4);
        assert!(idempotency::find(&mut tx, ada, &key, before).await.unwrap().is_none());
        tx.commit().await.unwrap();
    }

    async fn a_database_has_one_name(db: Db) {
        let clock = shared::clock::Clock::system();
        let asked = (0..8).map(|_| {
            let (db, clock) = (db.clone(), clock.clone());
            tokio::spawn(async move { installation::id(&db, &clock).await.unwrap() })
        });
        let mut names = Vec::new();
        for name in asked.collect::<Vec<_>>() {
            names.push(name.await.unwrap());
        }
        names.push(installation::id(&db, &clock).await.unwrap());
        names.dedup();
        assert_eq!(names.len(), 1);
    }
}
