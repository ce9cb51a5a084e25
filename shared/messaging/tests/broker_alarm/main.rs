//! A memory alarm blocks all publishers on the server, including those of other tests. This test therefore has its own test
//! binary, because `cargo test` runs one binary after another.

use domain::event::EventKind;
use messaging::Error;
use testkit::TestBroker;
use testkit::brokers::{accepted_events, event, next_delivery};
use testkit::eventually;
use testkit::wait::RECOVERY_TIMEOUT;

mod resource_alarm_is_reported_and_waited_for {
    use testkit::TestBroker;

    #[tokio::test]
    async fn rabbit() {
        TestBroker::rabbit().await.run(super::raise_alarm).await;
    }
}

/// Sets the fraction of the memory at which RabbitMQ raises an alarm.
async fn set_memory_limit(limit: &str) {
    let program = std::env::var("TEST_RABBITMQ_CTL").expect("run `cargo xtask test`, which starts RabbitMQ");
    let mut command = tokio::process::Command::new(program);
    // RabbitMQ's user may not be able to read the current directory.
    command.current_dir("/");
    let status = command.args(["set_vm_memory_high_watermark", limit]).status().await.expect("rabbitmqctl");
    assert!(status.success(), "{status}");
}

async fn raise_alarm(broker: &TestBroker) {
    let mut consumer = broker.broker.consume_kitchen(1);
    broker.publish(&accepted_events(1)).await;
    let taken = next_delivery(&mut consumer).await;

    set_memory_limit("0.00001").await;
    eventually("a failed publication", RECOVERY_TIMEOUT, async || {
        broker.broker.publish(&[event(EventKind::Placed)]).await.err()
    })
    .await;
    let error = broker.broker.publish(&[event(EventKind::Placed)]).await.expect_err("an alarm");
    assert!(matches!(error, Error::Blocked(_)), "{error}");
    let problem = broker.broker.health().expect_err("an alarm");
    assert!(problem.contains("publisher: RabbitMQ accepts no messages: low on memory"), "{problem}");
    taken.ack().await.expect("consumers continue during an alarm");

    set_memory_limit("0.4").await;
    broker.wait_for_health(true).await;
    broker.publish(&accepted_events(1)).await;
    next_delivery(&mut consumer).await.ack().await.expect("in time");
}
