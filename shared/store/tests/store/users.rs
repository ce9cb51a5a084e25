//! Accounts.

use std::time::Duration;

use domain::account::{Role, User, UserId, Username};
use domain::business::BusinessId;
use domain::clock::Timestamp;
use store::{Db, decoded, is_unique_violation, refresh_tokens, sql, users};
use testkit::fixture::parse;
use testkit::{EVENING, Fixture, on_every_engine};
use uuid::Uuid;

use crate::support::{assert_same, long_text};

async fn create(db: &Db, user: &User) -> store::Result<()> {
    let mut tx = db.begin().await.unwrap();
    users::create(&mut tx, user, "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA").await?;
    tx.commit().await
}

async fn list(db: &Db, business: Option<BusinessId>, after: Uuid, limit: i64) -> Vec<UserId> {
    let page = users::list(&mut db.read().await.unwrap(), business, UserId(after), limit).await.unwrap();
    decoded(page).into_iter().map(|user| user.id).collect()
}

/// Returns an account with a username and an email address. The account is not in the database yet.
fn ada(fixture: &Fixture) -> User {
    User {
        id: UserId(fixture.clock.new_id()),
        username: parse("ada"),
        email: Some(parse("ada@example.com")),
        ..fixture.customer.clone()
    }
}

on_every_engine! {
    async fn account_round_trips(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let full = User {
            id: UserId(fixture.clock.new_id()),
            username: parse(&"é".repeat(64)),
            email: Some(parse("döna@exämple.com")),
            name: parse(&long_text()),
            role: Role::Waiter,
            business_id: Some(fixture.business.id),
            created_at: Timestamp::from_millis(1_795_284_000_123),
        };
        let bare = User {
            id: UserId(fixture.clock.new_id()),
            username: parse("bare"),
            email: None,
            business_id: None,
            ..full.clone()
        };
        for user in [&full, &bare] {
            create(&db, user).await.unwrap();
            assert_same(&users::find(&mut db.read().await.unwrap(), user.id).await.unwrap().unwrap(), user);
        }
        let mut read = db.read().await.unwrap();
        assert!(users::find(&mut read, UserId(Uuid::new_v4())).await.unwrap().is_none());
        assert_eq!(users::find_name(&mut read, full.id).await.unwrap(), Some(full.name));
        assert_eq!(users::find_name(&mut read, UserId(Uuid::new_v4())).await.unwrap(), None);
    }

    async fn timestamps_keep_milliseconds_from_1970_to_9999(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let last = Timestamp::MAX.as_millis();
        for millis in
            [1, 999, 1_795_284_000_001, 2_147_483_647_999, 2_147_483_648_000, 4_102_444_800_123, last]
        {
            let at = Timestamp::from_millis(millis);
            let user = User {
                id: UserId(fixture.clock.new_id()),
                username: parse(&format!("created.{millis}")),
                created_at: at,
                ..fixture.customer.clone()
            };
            create(&db, &user).await.unwrap();
            let mut read = db.read().await.unwrap();
            assert_eq!(users::find(&mut read, user.id).await.unwrap().unwrap().created_at, at);
            // The argument of a statement is the same instant as the column.
            let (equal,) = sql!(read, one [i64],
                "select count(*) from users where id = ? and created_at = ?", user.id, at).await.unwrap();
            let (less,) = sql!(read, one [i64],
                "select count(*) from users where id = ? and created_at < ?", user.id, at).await.unwrap();
            let (greater,) = sql!(read, one [i64],
                "select count(*) from users where id = ? and created_at > ?", user.id, at).await.unwrap();
            assert_eq!((equal, less, greater), (1, 0, 0), "{at}");
        }
    }

    async fn usernames_and_email_addresses_are_unique(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let ada = ada(&fixture);
        create(&db, &ada).await.unwrap();
        let same_name = User { id: UserId(fixture.clock.new_id()), email: None, ..ada.clone() };
        let same_address = User { id: UserId(fixture.clock.new_id()), username: parse("other"), ..ada.clone() };
        let same_id = User { username: parse("other"), email: None, ..ada.clone() };
        for duplicate in [same_name, same_address, same_id] {
            assert!(is_unique_violation(&create(&db, &duplicate).await.unwrap_err()));
        }
        // Names that differ by an accent or by case differ in the database as well. The domain converts names to lower case.
        for name in ["adá", "ada.", "ad"] {
            let id = UserId(fixture.clock.new_id());
            let other = User { id, username: parse(&format!("{name}x")), email: None, ..ada.clone() };
            create(&db, &other).await.unwrap();
        }
    }

    /// Usernames and email addresses can both be used to log in.
    async fn email_address_is_not_the_username_of_another_account(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let ada = ada(&fixture);
        let user = |username: &str, email: Option<&str>| User {
            id: UserId(fixture.clock.new_id()),
            username: parse(username),
            email: email.map(parse),
            ..ada.clone()
        };
        let own_address = |email: &str| User {
            username: Username::from_email(&parse(email)).unwrap(),
            ..user("unused", None)
        };
        let username_is_address = own_address("ada@example.com");
        let bob = User { email: Some(parse("b@example.com")), ..own_address("bob@example.com") };
        let address_is_username = user("bob", Some("bob@example.com"));
        for (user, taken) in [
            (&ada, None),
            (&username_is_address, Some("username")),
            (&bob, None),
            (&address_is_username, Some("email")),
        ] {
            let mut tx = db.begin().await.unwrap();
            assert_eq!(users::create_unless_taken(&mut tx, user, "$argon2id$").await.unwrap(), taken);
            tx.commit().await.unwrap();
            let found = users::find(&mut db.read().await.unwrap(), user.id).await.unwrap();
            assert_eq!(found.is_some(), taken.is_none());
        }
    }

    /// The unique indexes report what a concurrent transaction has inserted after the check.
    async fn taken_field_is_found_by_the_violated_index(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let ada = User { email: Some(parse("username@example.com")), ..ada(&fixture) };
        create(&db, &ada).await.unwrap();
        let other = |username: &str, email: Option<&str>| {
            let id = UserId(fixture.clock.new_id());
            User { id, username: parse(username), email: email.map(parse), ..ada.clone() }
        };
        let same_name = other(ada.username.as_str(), Some("email@example.com"));
        for (user, field) in [(same_name, "username"), (other("email", Some("username@example.com")), "email")] {
            let error = create(&db, &user).await.unwrap_err();
            assert_eq!(users::taken_field(&error), Some(field), "{error}");
        }
        let without_business = User { business_id: Some(BusinessId(Uuid::nil())), ..other("bob", None) };
        assert_eq!(users::taken_field(&create(&db, &without_business).await.unwrap_err()), None);
    }

    async fn credentials_are_found_by_username_or_email_address(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let ada = ada(&fixture);
        create(&db, &ada).await.unwrap();
        let mut read = db.read().await.unwrap();
        for login in ["ada", " ADA ", "ada@example.com", "Ada@Example.COM"] {
            let found = users::find_credentials(&mut read, login).await.unwrap().unwrap();
            assert_eq!((found.id, found.password_hash.starts_with("$argon2id$v=19$")), (ada.id, true), "{login}");
        }
        for login in ["", "ad", "ada@example", "%", "adá", "' or 1 = 1"] {
            assert!(users::find_credentials(&mut read, login).await.unwrap().is_none(), "{login}");
        }
    }

    async fn credentials_are_found_in_every_normalization_form(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let zoe = User { username: parse("zo\u{eb}"), email: Some(parse("zo\u{eb}@example.com")), ..ada(&fixture) };
        let id = UserId(fixture.clock.new_id());
        let old = User { id, username: parse("olduser"), email: None, ..zoe.clone() };
        create(&db, &zoe).await.unwrap();
        create(&db, &old).await.unwrap();
        // Older versions accepted usernames in other forms, and with `@`.
        for (username, login) in [("ｏｌｄ", "ＯＬＤ"), ("old@example.com", "Old@Example.com")] {
            let mut tx = db.begin().await.unwrap();
            sql!(tx, execute "update users set username = ? where id = ?", username, id).await.unwrap();
            tx.commit().await.unwrap();
            let found = users::find_credentials(&mut db.read().await.unwrap(), login).await.unwrap();
            assert_eq!(found.unwrap().id, id, "{login}");
        }
        for login in ["zo\u{eb}", "ZOE\u{308}", "ｚｏë", "Zoe\u{308}@example.com", "zo\u{eb}＠ｅxample.com"] {
            let found = users::find_credentials(&mut db.read().await.unwrap(), login).await.unwrap();
            assert_eq!(found.unwrap().id, zoe.id, "{login}");
        }
        assert!(users::find_credentials(&mut db.read().await.unwrap(), "zoe").await.unwrap().is_none());
    }

    async fn password_hash_is_replaced_once(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let ada = ada(&fixture);
        create(&db, &ada).await.unwrap();
        let hash = async || {
            let mut read = db.read().await.unwrap();
            users::find_credentials(&mut read, "ada").await.unwrap().unwrap().password_hash
        };
        let current = hash().await;
        for (expected, new, stored) in [("other", "new", &*current), (&current, "new", "new"), (&current, "newer", "new")] {
            let mut tx = db.begin().await.unwrap();
            users::replace_password_hash(&mut tx, ada.id, expected, new).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(hash().await, stored);
        }
    }

    async fn archived_account_is_hidden_and_its_username_is_available(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let ada = ada(&fixture);
        create(&db, &ada).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        refresh_tokens::create(&mut tx, &[1; 32], Uuid::new_v4(), ada.id, EVENING).await.unwrap();
        users::archive(&mut tx, ada.id, EVENING).await.unwrap();
        users::archive(&mut tx, ada.id, EVENING + Duration::from_mins(1)).await.unwrap();
        assert!(refresh_tokens::lock(&mut tx, &[1; 32]).await.unwrap().is_none());
        tx.commit().await.unwrap();

        let mut read = db.read().await.unwrap();
        assert!(users::find(&mut read, ada.id).await.unwrap().is_none());
        assert!(users::find_credentials(&mut read, "ada").await.unwrap().is_none());
        assert!(users::find_credentials(&mut read, "ada@example.com").await.unwrap().is_none());
        assert_eq!(users::find_name(&mut read, ada.id).await.unwrap(), Some(ada.name.clone()));
        let before = EVENING - Duration::from_millis(1);
        assert_eq!(users::list_archived_since(&mut read, before).await.unwrap(), [ada.id]);
        assert!(users::list_archived_since(&mut read, EVENING).await.unwrap().is_empty());
        drop(read);
        create(&db, &User { id: UserId(fixture.clock.new_id()), ..ada }).await.unwrap();
    }

    async fn pages_of_accounts_have_no_gaps_and_no_duplicates(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let mut waiters = Vec::new();
        for _ in 0..7 {
            waiters.push(fixture.add_user(Role::Waiter).await.id);
        }
        let mut tx = db.begin().await.unwrap();
        users::archive(&mut tx, waiters.remove(3), EVENING).await.unwrap();
        tx.commit().await.unwrap();

        let (mut listed, mut after) = (Vec::new(), Uuid::nil());
        loop {
            let page = list(&db, Some(fixture.business.id), after, 2).await;
            let Some(last) = page.last() else { break };
            after = last.0;
            listed.extend(page);
        }
        assert_eq!(listed, waiters);
        let all = list(&db, None, Uuid::nil(), 100).await;
        assert_eq!(all, [&[fixture.customer.id], waiters.as_slice()].concat());
    }
}
