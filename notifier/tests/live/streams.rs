//! The same feed as Server-Sent Events.

use std::time::Duration;

use notifier::Timing;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use shared::auth::ACCESS_LIFETIME;
use shared::on_every_engine;
use shared::order::Command;
use shared::testing::{Engine, database, eventually};

use crate::kit::{Diary, Heard, House, SOON, Station};

/// An open event stream.
pub(crate) struct Stream {
    response: Response,
    text: String,
}

/// One event of it.
#[derive(Debug, PartialEq, Eq)]
struct Sent {
    event: String,
    id: Option<String>,
    heard: Heard,
}

fn get(station: &Station) -> RequestBuilder {
    Client::new().get(format!("http://{}/events", station.addr))
}

impl Stream {
    pub(crate) async fn open(station: &Station, token: &str, since: Option<&str>) -> Self {
        let mut request = get(station).bearer_auth(token);
        if let Some(since) = since {
            request = request.header("last-event-id", since);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, text: String::new() }
    }

    /// The next block of lines; none when the stream has ended.
    pub(crate) async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(block);
            }
            let chunk = tokio::time::timeout(SOON, self.response.chunk()).await.expect("nothing was sent").unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    async fn next(&mut self) -> Option<Sent> {
        loop {
            let block = self.block().await?;
            let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
            let Some(data) = field("data") else { continue };
            return Some(Sent {
                event: field("event").unwrap().to_owned(),
                id: field("id").map(str::to_owned),
                heard: Heard::read(data),
            });
        }
    }
}

on_every_engine! {
    async fn an_event_stream_tells_the_same_and_goes_on_where_it_ended(db: Db) {
        let house = House::open(db).await;
        let station = house.notifier().await;
        let mut stream = Stream::open(&station, &house.diner(), None).await;
        let ready = stream.next().await.unwrap();
        assert_eq!(ready.event, "ready");
        assert_eq!(ready.heard, Heard::Ready { cursor: ready.id.unwrap() });
        let mut diary = Diary::default();
        let order = house.placed().await;
        let placed = stream.next().await.unwrap();
        assert_eq!(placed.event, "event");
        diary.note(placed.heard);
        assert_eq!(placed.id, diary.cursor);
        drop(stream);
        let order = house.does(order, Command::Accept).await;
        let mut stream = Stream::open(&station, &house.diner(), diary.cursor.clone().as_deref()).await;
        for _ in 0..2 {
            diary.note(stream.next().await.unwrap().heard);
        }
        let order = house.does(order, Command::Start).await;
        diary.note(stream.next().await.unwrap().heard);
        diary.assert_complete([order.id.0], 3);
        assert_eq!(diary.repeated, 0);
        eventually("the first is forgotten", SOON, async || (station.notifier.sockets() == 1).then_some(())).await;
    }
}

#[tokio::test]
async fn a_cursor_that_is_worth_nothing_means_resync() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let mut stream = Stream::open(&station, &house.diner(), Some("7")).await;
    assert_eq!(stream.next().await.unwrap().event, "ready");
    let resync = Sent { event: "resync".to_owned(), id: None, heard: Heard::Resync };
    assert_eq!(stream.next().await, Some(resync));
    house.placed().await;
    assert_eq!(stream.next().await.unwrap().event, "event");
}

#[tokio::test]
async fn no_token_no_stream() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let expired = house.diner();
    house.clock.advance(ACCESS_LIFETIME);
    let good = house.diner();
    let refused = [
        get(&station),
        get(&station).bearer_auth(&expired),
        get(&station).bearer_auth("a.b.c"),
        get(&station).basic_auth("ada", Some(&good)),
        get(&station).query(&[("token", &good)]),
    ];
    for request in refused {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        assert_eq!(answer.headers()["www-authenticate"], "Bearer");
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["type"], "/problems/unauthenticated");
    }
    // People paste the word into boxes that add it, too.
    let twice = get(&station).header("authorization", format!("Bearer Bearer {good}"));
    assert_eq!(twice.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_stream_stays_open_until_the_token_expires() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let timing = Timing { ping: Duration::from_millis(50), ..Timing::default() };
    let station = house.notifier_with(timing).await;
    let mut stream = Stream::open(&station, &house.diner(), None).await;
    stream.next().await.unwrap();
    for _ in 0..3 {
        assert_eq!(stream.block().await.unwrap().trim_end(), ":");
    }
    house.clock.advance(ACCESS_LIFETIME);
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops() {
    let house = House::open(database(Engine::Sqlite).await).await;
    let station = house.notifier().await;
    let mut stream = Stream::open(&station, &house.diner(), None).await;
    stream.next().await.unwrap();
    station.stop.cancel();
    assert_eq!(stream.next().await, None);
    tokio::time::timeout(SOON, station.serving).await.unwrap().unwrap();
}
