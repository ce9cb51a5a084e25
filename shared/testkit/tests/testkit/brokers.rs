//! Namespaces on the broker.

use lapin::options::QueueDeclareOptions;
use lapin::types::FieldTable;
use lapin::{Connection, ConnectionProperties};
use testkit::TestBroker;
use testkit::brokers::{accepted_events, rabbitmq_url};

async fn queue_exists(queue: String) -> bool {
    let connection = Connection::connect(&rabbitmq_url(), ConnectionProperties::default()).await.unwrap();
    let channel = connection.create_channel().await.unwrap();
    let passive = QueueDeclareOptions::durable().passive();
    channel.queue_declare(queue.into(), passive, FieldTable::default()).await.is_ok()
}

mod namespace_is_deleted_after_a_panic {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn rabbit() {
        let broker = TestBroker::rabbit().await;
        let queue: String = broker.namespace.qualify("kitchen");
        broker.publish(&accepted_events(1)).await;
        assert!(queue_exists(queue.clone()).await);
        let test = tokio::spawn(async move {
            broker.publish(&accepted_events(1)).await;
            panic!("a failed test");
        });
        assert!(test.await.unwrap_err().is_panic());
        assert!(!queue_exists(queue).await);
    }
}

mod namespace_is_deleted_after_a_failed_run {
    use super::*;

    #[tokio::test]
    async fn rabbit() {
        let broker = TestBroker::rabbit().await;
        let queue: String = broker.namespace.qualify("kitchen");
        let test = tokio::spawn(broker.run(async |broker: &TestBroker| {
            broker.publish(&accepted_events(1)).await;
            panic!("a failed test");
        }));
        assert!(test.await.unwrap_err().is_panic());
        assert!(!queue_exists(queue).await);
    }
}
