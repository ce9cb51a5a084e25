//! What a worker tells Prometheus, once it is given an address to tell it at.

use std::time::Duration;

use shared::order::Status;
use shared::testing::{Exposition, eventually};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::house::{COOKED, House, Pair, SOON, on_both_pairs};
use crate::processes::Process;

/// The body of what it answers.
async fn get(addr: &str, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(addr).await.ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {addr}\r\nAccept: text/plain\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    Some(body.to_owned())
}

on_both_pairs! {
    /// A message that comes twice, and an order that another completed, are counted once.
    async fn what_was_cooked_is_counted_once(house: House) {
        let cook = house.cook(Duration::from_millis(100));
        let told = || {
            let text = house.metrics.text();
            Exposition::read(&text)
        };
        told().says(&[("expediter_worker_slots", 2.0), ("expediter_worker_slots_busy", 0.0)]);
        let orders = house.accepted(3).await;
        for order in &orders {
            house.announce(order.id).await;
        }
        for order in &orders {
            house.until(order.id, Status::Completed).await;
        }
        house.quiet().await;
        let told = eventually("the stoves are cold", SOON, async || {
            let told = told();
            (told.value("expediter_worker_slots_busy") == 0.0).then_some(told)
        })
        .await;
        told.says(&[
            (r#"expediter_order_transitions_total{kind="order.placed"}"#, 0.0),
            (r#"expediter_order_transitions_total{kind="order.processing"}"#, 3.0),
            (r#"expediter_order_transitions_total{kind="order.completed"}"#, 3.0),
            ("expediter_order_waiting_seconds_count", 3.0),
            ("expediter_order_preparation_seconds_count", 3.0),
            ("expediter_relay_failures_total", 0.0),
        ]);
        let cooked = told.value("expediter_order_preparation_seconds_sum");
        assert!((0.3..30.0).contains(&cooked), "{cooked} s for three orders of 0.1 s");
        // Six changes of three orders, placed and accepted before; and three that were announced again.
        assert!(told.value("expediter_relay_published_total") >= 12.0);
        cook.stops().await;
    }
}

mod a_worker_with_an_address_tells_of_itself {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let house = House::open(Pair::PostgresAndRabbit).await;
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = free.local_addr().unwrap().to_string();
        drop(free);
        let process = Process::start_at(&house, 2, "0.2", &addr).await;
        assert_eq!(get(&addr, "/livez").await.unwrap(), r#"{"status":"ok"}"#);
        let order = house.accepted(1).await.remove(0);
        house.until(order.id, Status::Completed).await;
        house.quiet().await;
        let told = Exposition::read(&get(&addr, "/metrics").await.unwrap());
        told.says(&[
            (r#"expediter_order_transitions_total{kind="order.completed"}"#, 1.0),
            ("expediter_worker_slots", 2.0),
            ("expediter_broker_connected", 1.0),
            ("expediter_database_connections_max", 16.0),
        ]);
        assert!(told.families.contains_key("process_resident_memory_bytes"));
        assert_eq!(house.history(order.id).await, COOKED);
        process.signal("-TERM").await;
        assert!(process.ends().await);
        assert_eq!(get(&addr, "/livez").await, None);
    }
}
