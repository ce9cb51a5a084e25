//! A memory alarm stops every publisher of the server, also those of other tests: so this one has a program of its own,
//! which runs when no other does.

#[expect(dead_code, reason = "the broker's suite uses all of it")]
#[path = "../broker/kit.rs"]
mod kit;

use kit::{House, accepted_orders, event, eventually, taken};
use shared::broker::Error;
use shared::event::Kind;

mod an_alarm_of_the_server_is_told_and_waited_for {
    #[tokio::test]
    async fn rabbit() {
        crate::kit::House::rabbit().await.host(super::alarm).await;
    }
}

async fn alarm(house: &House) {
    let ctl = |limit: &'static str| async move {
        let program = std::env::var("TEST_RABBITMQ_CTL").expect("run `cargo xtask test`, which starts RabbitMQ");
        let mut command = tokio::process::Command::new(program);
        let status = command.args(["set_vm_memory_high_watermark", limit]).status().await.expect("rabbitmqctl");
        assert!(status.success(), "{status}");
    };
    let mut work = house.broker.work(1);
    house.publishes(&accepted_orders(1)).await;
    let held = taken(&mut work).await;

    ctl("0.00001").await;
    eventually("a refusal", async || house.broker.publish(&[event(Kind::Placed)]).await.is_err()).await;
    let error = house.broker.publish(&[event(Kind::Placed)]).await.expect_err("an alarm");
    assert!(matches!(error, Error::Blocked(_)), "{error}");
    let why = house.broker.health().expect_err("an alarm");
    assert!(why.contains("publisher: RabbitMQ takes no messages: low on memory"), "{why}");
    held.ack().await.expect("workers go on");

    ctl("0.4").await;
    house.healthy(true).await;
    house.publishes(&accepted_orders(1)).await;
    taken(&mut work).await.ack().await.expect("in time");
}
