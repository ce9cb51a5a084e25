//! Everyone hears what concerns them, and nothing else.

use shared::account::Role;
use shared::on_every_engine;
use shared::order::Command;

use crate::kit::House;

on_every_engine! {
    async fn everyone_hears_their_own(db: Db) {
        let house = House::open(db).await;
        let elsewhere = house.stall.another().await;
        let station = house.notifier().await;
        let people = [
            house.stall.customer.clone(),
            house.stall.hire(Role::Waiter).await,
            house.stall.hire(Role::Business).await,
        ];
        let mut here = Vec::new();
        for person in &people {
            here.push(station.listen(&house.token(person)).await);
        }
        let mut there = station.listen(&house.token(&elsewhere.customer)).await;
        let mut admin = station.listen(&house.token(&house.stall.hire(Role::Admin).await)).await;

        let ours = house.stall.place(1).await.remove(0);
        let theirs = elsewhere.place(1).await.remove(0);
        let ours = house.stall.does(ours, Command::Accept).await;
        house.publish().await;
        let theirs = elsewhere.does(theirs, Command::Accept).await;
        house.publish().await;

        for client in &mut here {
            for version in [1, 2] {
                assert_eq!(client.event().await, (ours.id.0, version));
            }
        }
        for version in [1, 2] {
            assert_eq!(there.event().await, (theirs.id.0, version));
        }
        for _ in 0..4 {
            admin.event().await;
        }
        // A last one for all, so that nothing else can be on its way.
        let (last, other) = (house.placed().await, elsewhere.place(1).await.remove(0));
        house.publish().await;
        for client in &mut here {
            client.hears_next(&last).await;
        }
        there.hears_next(&other).await;
        admin.hears_next(&last).await;
        admin.hears_next(&other).await;
    }
}
