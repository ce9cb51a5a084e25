//! Those who send too much, read too little, or are not there any more.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use notifier::Timing;
use shared::account::Role;
use shared::broker::Message as Told;
use shared::event::Kind;
use shared::testing::{Engine, database, eventually};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::kit::{Heard, House, SOON};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frame_over_4_kib_is_too_large() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    for length in [4 * 1024 + 1, 64 * 1024, 1 << 20] {
        let mut stranger = station.connect().await;
        stranger.say("x".repeat(length)).await;
        assert_eq!(stranger.closed().await, 1009, "{length} from a stranger");
        let mut client = station.listen(&house.diner()).await;
        client.say(vec![0; length]).await;
        assert_eq!(client.closed().await, 1009, "{length} from a client");
        // In pieces that are small enough, it is as large.
        let mut pieces = station.connect().await;
        let (split, rest) = ("x".repeat(3000), "x".repeat(length - 3000));
        send_in_two(&mut pieces, &split, &rest[..1500.min(rest.len())]).await;
        assert_eq!(pieces.closed().await, 1009, "{length} in pieces");
    }
    // As large as it may be, it is merely not understood.
    let mut client = station.listen(&house.diner()).await;
    client.say("x".repeat(4 * 1024)).await;
    assert_eq!(client.closed().await, 1008);
}

async fn send_in_two(client: &mut crate::kit::Client, first: &str, rest: &str) {
    use tokio_tungstenite::tungstenite::protocol::frame::Frame;
    use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
    let parts = [(first, Data::Text, false), (rest, Data::Continue, true)];
    for (text, data, last) in parts {
        let frame = Frame::message(text.as_bytes().to_vec(), OpCode::Data(data), last);
        client.socket.send(Message::Frame(frame)).await.unwrap();
    }
}

/// An event as large as one can be, straight to the broker: what a notifier that is ahead of the database hears.
pub(crate) fn large(house: &House, position: i64) -> Told {
    let stall = &house.stall;
    let mut placement = stall.draft(position, &stall.dish, 1);
    placement.order.lines[0].name = "x".repeat(100_000);
    placement.event.order = placement.order;
    Told {
        id: Uuid::new_v4(),
        kind: Kind::Placed,
        subject: placement.event.order.id.0,
        position,
        time: house.clock.now(),
        traceparent: None,
        body: serde_json::to_vec(&placement.event).unwrap().into(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_does_not_read_is_closed_and_nobody_waits() {
    let house = House::open(database(Engine::Sqlite).await).await;
    // The log itself stays empty here, so it is not to be asked.
    let patient = Timing { poll: Duration::from_hours(1), ..Timing::default() };
    let station = house.notifier_with(patient).await;
    let mut slow = station.listen(&house.diner()).await;
    let mut quick = station.listen(&house.diner()).await;
    // More than the sockets' buffers and the queue together: 400 frames of 100 kB.
    let (mut worst, most) = (Duration::ZERO, 400);
    for position in 1..=most {
        let sent = std::time::Instant::now();
        house.broker.publish(&[large(&house, position)]).await.unwrap();
        assert!(matches!(quick.hear().await, Heard::Event { .. }));
        worst = worst.max(sent.elapsed());
    }
    assert!(worst < Duration::from_secs(2), "the quick one waited {worst:?} for the slow one");
    let mut read = 0;
    let code = loop {
        match slow.hear().await {
            Heard::Event { .. } => read += 1,
            Heard::Closed(code) => break code,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(code, 1013);
    assert!(read < most, "it was not slow at all");
    eventually("the slow one's place is free", SOON, async || (station.notifier.sockets() == 1).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_gone_is_dropped() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let timing = Timing { ping: Duration::from_millis(50), silence: Duration::from_millis(300), ..Timing::default() };
    let station = house.notifier_with(timing).await;
    // Answers no ping, because nobody reads it.
    let _gone = station.listen(&house.diner()).await;
    let mut here = station.listen(&house.diner()).await;
    let listening = tokio::spawn(async move {
        while let Some(Ok(message)) = here.socket.next().await {
            if message.is_text() {
                return here;
            }
        }
        panic!("the one who is here was dropped")
    });
    eventually("one is dropped", SOON, async || (station.notifier.sockets() == 1).then_some(())).await;
    tokio::time::sleep(timing.silence * 2).await;
    house.placed().await;
    tokio::time::timeout(SOON, listening).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_client_that_leaves_is_forgotten() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let admin = house.stall.hire(Role::Admin).await;
    let mut clients = Vec::new();
    for _ in 0..10 {
        clients.push(station.listen(&house.token(&admin)).await);
    }
    assert_eq!(station.notifier.sockets(), 10);
    for client in clients.iter_mut().take(5) {
        client.socket.close(None).await.unwrap();
    }
    drop(clients);
    eventually("all have left", SOON, async || (station.notifier.sockets() == 0).then_some(())).await;
}

/// A page cannot see the protocol's pings: it asks, and knows from the answer that its connection is whole.
#[tokio::test]
async fn whoever_asks_is_answered_and_nobody_else_is() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let ping = r#"{"type":"ping"}"#;
    let mut asking = station.listen(&house.diner()).await;
    let mut silent = station.listen(&house.diner()).await;
    for _ in 0..3 {
        asking.say(ping).await;
        assert_eq!(asking.hear().await, Heard::Pong);
    }
    // It is told of orders as before, and the other hears nothing else.
    let order = house.placed().await;
    asking.hears_next(&order).await;
    silent.hears_next(&order).await;
    // It is no way around saying who one is.
    let mut stranger = station.connect().await;
    stranger.say(ping).await;
    assert_eq!(stranger.closed().await, 1008);
}
