//! Clients that do not read.

use std::time::{Duration, Instant};

use notifier::Timing;
use testkit::wait::exclusive;
use testkit::{Engine, Frame, TIMEOUT, database, eventually};

use crate::support::{Environment, without_polling};

/// Number of events. Together, their frames of 100 kB exceed the buffers of a socket and the client queue.
const EVENTS: i64 = 400;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_client_is_closed_and_delays_no_other() {
    let _exclusive = exclusive().await;
    let env = Environment::new(database(Engine::Sqlite).await).await;
    // The events are not in the log, so it must not be polled. The slow client reads the close frame only after the last event.
    let timing = Timing { close_timeout: Duration::from_mins(1), ..without_polling() };
    let server = env.start_notifier_with(timing).await;
    let mut slow = server.open(&env.customer_token()).await;
    let mut fast = server.open(&env.customer_token()).await;
    let mut max_latency = Duration::ZERO;
    for position in 1..=EVENTS {
        let published_at = Instant::now();
        env.broker.publish(&[env.large_event(position)]).await.unwrap();
        assert!(matches!(fast.next().await, Frame::Event { .. }));
        max_latency = max_latency.max(published_at.elapsed());
    }
    assert!(max_latency < Duration::from_secs(2), "the slow client delayed the fast one by {max_latency:?}");
    let mut received = 0;
    let code = loop {
        match slow.next().await {
            Frame::Event { .. } => received += 1,
            Frame::Closed(code) => break code,
            other => panic!("unexpected {other:?}"),
        }
    };
    assert_eq!(code, 1013);
    assert!(received < EVENTS, "the client was not slow");
    eventually("the slow client to be removed", TIMEOUT, async || (server.notifier.client_count() == 1).then_some(()))
        .await;
}
