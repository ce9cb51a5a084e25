//! The events that each account receives.

use domain::account::Role;
use domain::order::state::Command;
use testkit::on_every_engine;

use crate::support::Environment;

on_every_engine! {
    async fn clients_receive_only_the_events_of_their_scope(db: Db) {
        let env = Environment::new(db).await;
        let other = env.fixture.add_business().await;
        let server = env.start_notifier().await;
        let users = [
            env.fixture.customer.clone(),
            env.fixture.add_user(Role::Waiter).await,
            env.fixture.add_user(Role::Business).await,
        ];
        let mut own_clients = Vec::new();
        for user in &users {
            own_clients.push(server.open(&env.token(user)).await);
        }
        let mut other_client = server.open(&env.token(&other.customer)).await;
        let mut admin = server.open(&env.token(&env.fixture.add_user(Role::Admin).await)).await;

        let own_order = env.fixture.place_order().await;
        let other_order = other.place_order().await;
        let own_order = env.fixture.apply(own_order, Command::Accept).await;
        env.publish().await;
        let other_order = other.apply(other_order, Command::Accept).await;
        env.publish().await;

        for client in &mut own_clients {
            for version in [1, 2] {
                assert_eq!(client.expect_version().await, (own_order.id.0, version));
            }
        }
        for version in [1, 2] {
            assert_eq!(other_client.expect_version().await, (other_order.id.0, version));
        }
        for _ in 0..4 {
            admin.expect_version().await;
        }
        // A last event for each client shows that the client received no other event before.
        let (own_order, other_order) = (env.place_order().await, other.place_order().await);
        env.publish().await;
        for client in &mut own_clients {
            client.expect_change_of(&own_order).await;
        }
        other_client.expect_change_of(&other_order).await;
        admin.expect_change_of(&own_order).await;
        admin.expect_change_of(&other_order).await;
    }
}
