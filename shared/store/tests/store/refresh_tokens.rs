//! Refresh tokens.

use std::time::Duration;

use store::refresh_tokens;
use testkit::{EVENING, Fixture, on_every_engine};
use uuid::Uuid;

on_every_engine! {
    async fn refresh_token_is_used_once_and_revoked_with_its_family(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let (family, user) = (Uuid::new_v4(), fixture.customer.id);
        let (first, second, other) = ([1; 32], [0xff; 32], [2; 32]);
        let later = EVENING + Duration::from_millis(1);
        let mut tx = db.begin().await.unwrap();
        refresh_tokens::create(&mut tx, &first, family, user, EVENING).await.unwrap();
        refresh_tokens::create(&mut tx, &second, family, user, later).await.unwrap();
        refresh_tokens::create(&mut tx, &other, Uuid::new_v4(), user, EVENING).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        let token = refresh_tokens::lock(&mut tx, &first).await.unwrap().unwrap();
        assert_eq!((token.family, token.user_id, token.expires_at, token.used_at), (family, user, EVENING, None));
        refresh_tokens::mark_used(&mut tx, &first, EVENING).await.unwrap();
        assert_eq!(refresh_tokens::lock(&mut tx, &first).await.unwrap().unwrap().used_at, Some(EVENING));
        assert_eq!(refresh_tokens::lock(&mut tx, &second).await.unwrap().unwrap().used_at, None);
        refresh_tokens::revoke_family(&mut tx, family).await.unwrap();
        assert!(refresh_tokens::lock(&mut tx, &second).await.unwrap().is_none());
        assert_eq!(refresh_tokens::delete_expired(&mut tx, EVENING).await.unwrap(), 0);
        assert_eq!(refresh_tokens::delete_expired(&mut tx, later).await.unwrap(), 1);
        tx.commit().await.unwrap();
    }

    async fn one_of_several_concurrent_uses_of_a_refresh_token_is_the_first(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let mut tx = db.begin().await.unwrap();
        refresh_tokens::create(&mut tx, &[7; 32], Uuid::new_v4(), fixture.customer.id, EVENING).await.unwrap();
        tx.commit().await.unwrap();
        let tasks = (0..20).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let token = refresh_tokens::lock(&mut tx, &[7; 32]).await.unwrap().unwrap();
                refresh_tokens::mark_used(&mut tx, &[7; 32], EVENING).await.unwrap();
                tx.commit().await.unwrap();
                token.used_at.is_none()
            })
        });
        let mut first_uses = 0;
        for task in tasks.collect::<Vec<_>>() {
            first_uses += usize::from(task.await.unwrap());
        }
        assert_eq!(first_uses, 1);
    }
}
