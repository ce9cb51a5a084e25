//! The `AsyncAPI` 3.0 document of everything that is told without being asked for: the live feed, and the broker's
//! messages. Its schemas are those of the types that are sent.

use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::broker::{DELIVERY_LIMIT, Headers, Topology};
use crate::event::{Event, Kind};
use crate::feed::{CLOSE_CODES, Said, Told};

/// The document.
#[expect(clippy::too_many_lines, reason = "it is a document")]
pub fn document() -> Value {
    let names = Topology::new("expediter");
    let (exchange, queue) = (names.events.as_str(), names.kitchen.as_str());
    json!({
        "asyncapi": "3.0.0",
        "id": "urn:expediter",
        "info": {
            "title": "Expediter",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Every change of an order, at once: to clients over a WebSocket or Server-Sent Events, and \
                            between the services over RabbitMQ. What clients can ask for is in `/api/openapi.json`.",
            "license": {"name": env!("CARGO_PKG_LICENSE")},
        },
        "defaultContentType": "application/json",
        "servers": {
            "sockets": web_server("ws", "The notifier; in the all-in-one and behind the proxy on the api's address."),
            "streams": web_server("http", "The same address."),
            "broker": {
                "host": "{host}",
                "protocol": "amqp",
                "protocolVersion": "0.9.1",
                "description": "RabbitMQ, `BROKER_URL`. In the all-in-one the broker is within the process.",
                "variables": {"host": {"default": "127.0.0.1:5672", "description": "Host and port of `BROKER_URL`"}},
                "security": [{"$ref": "#/components/securitySchemes/broker"}],
            },
        },
        "channels": {
            "socket": {
                "address": "/ws",
                "title": "The live feed as a WebSocket",
                "description": socket(),
                "servers": [{"$ref": "#/servers/sockets"}],
                "messages": messages(&["auth", "ping", "ready", "event", "resync", "pong"]),
                "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
                "x-close-codes": CLOSE_CODES.map(|(code, why)| (code.to_string(), json!(why)))
                    .into_iter().collect::<Map<_, _>>(),
            },
            "stream": {
                "address": "/events",
                "title": "The live feed as Server-Sent Events",
                "description": "Each event's `data` is one of these messages, its `event` the message's `type`, its `id` \
                                the message's `cursor`. `Last-Event-ID` resumes. A comment comes every 20 s.",
                "servers": [{"$ref": "#/servers/streams"}],
                "messages": messages(&["ready", "event", "resync"]),
            },
            "changes": {
                "address": "{kind}",
                "title": "Every change of every order",
                "description": "Routing keys are the kinds of events; `order.*` is all of them. Each notifier has an \
                                exclusive queue of its own.",
                "servers": [{"$ref": "#/servers/broker"}],
                "parameters": {"kind": {
                    "description": "What happened",
                    "enum": Kind::ALL,
                    "location": "$message.payload#/kind",
                }},
                "messages": messages(&["change"]),
                "bindings": {"amqp": {
                    "is": "routingKey",
                    "exchange": {"name": exchange, "type": "topic", "durable": true, "autoDelete": false},
                    "bindingVersion": "0.3.0",
                }},
            },
            "kitchen": {
                "address": queue,
                "title": "Accepted orders, for whichever worker is free",
                "description": format!(
                    "A quorum queue, bound to `{}`. A message that came back {} times, or that nobody can read, is a dead \
                     letter.", Kind::Accepted, DELIVERY_LIMIT,
                ),
                "servers": [{"$ref": "#/servers/broker"}],
                "messages": messages(&["change"]),
                "bindings": {"amqp": {
                    "is": "queue",
                    "queue": {"name": queue, "durable": true, "exclusive": false, "autoDelete": false},
                    "bindingVersion": "0.3.0",
                }},
            },
        },
        "operations": {
            "authenticate": {
                "action": "receive",
                "channel": {"$ref": "#/channels/socket"},
                "summary": "A client says who it is, within 5 s",
                "messages": said_on("socket", &["auth"]),
            },
            "ask": {
                "action": "receive",
                "channel": {"$ref": "#/channels/socket"},
                "summary": "A client that is known asks whether anybody is there, and is answered at once",
                "messages": said_on("socket", &["ping"]),
                "reply": {
                    "channel": {"$ref": "#/channels/socket"},
                    "messages": said_on("socket", &["pong"]),
                },
            },
            "tell": {
                "action": "send",
                "channel": {"$ref": "#/channels/socket"},
                "summary": "Clients are told what they may see: a customer of its orders, a business and its waiters of \
                            the business's, an admin of all",
                "messages": said_on("socket", &["ready", "event", "resync"]),
            },
            "stream": {
                "action": "send",
                "channel": {"$ref": "#/channels/stream"},
                "summary": "The same to clients without a WebSocket",
                "security": [{"$ref": "#/components/securitySchemes/bearer"}],
                "messages": said_on("stream", &["ready", "event", "resync"]),
                "bindings": {"http": {"method": "GET", "bindingVersion": "0.3.0"}},
            },
            "publish": {
                "action": "send",
                "channel": {"$ref": "#/channels/changes"},
                "summary": "The relay publishes what the outbox holds: at least once, each order's changes in order",
                "messages": said_on("changes", &["change"]),
                "bindings": {"amqp": {"deliveryMode": 2, "mandatory": true, "bindingVersion": "0.3.0"}},
            },
            "follow": {
                "action": "receive",
                "channel": {"$ref": "#/channels/changes"},
                "summary": "Each notifier hears all of them",
                "messages": said_on("changes", &["change"]),
            },
            "cook": {
                "action": "receive",
                "channel": {"$ref": "#/channels/kitchen"},
                "summary": "A kitchen worker takes an order, and acknowledges it when it is completed",
                "messages": said_on("kitchen", &["change"]),
                "bindings": {"amqp": {"ack": true, "bindingVersion": "0.3.0"}},
            },
        },
        "components": {
            "messages": {
                "auth": frame::<Said>("auth"),
                "ping": frame::<Said>("ping"),
                "ready": frame::<Told>("ready"),
                "event": frame::<Told>("event"),
                "resync": frame::<Told>("resync"),
                "pong": frame::<Told>("pong"),
                "change": {
                    "name": "change",
                    "title": "A change of an order",
                    "summary": "A CloudEvent: the envelope in the headers, the event in the body",
                    "contentType": "application/json",
                    "headers": {"$ref": "#/components/schemas/Headers"},
                    "payload": {"$ref": "#/components/schemas/Event"},
                },
            },
            "schemas": schemas(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "broker": {"type": "userPassword", "description": "Those of `BROKER_URL`"},
            },
        },
    })
}

fn web_server(protocol: &str, description: &str) -> Value {
    let host = json!({"default": "127.0.0.1:8080", "description": "Host and port of the installation"});
    json!({"host": "{host}", "protocol": protocol, "description": description, "variables": {"host": host}})
}

fn socket() -> String {
    "The client's first frame is `auth`; then come `ready`, what it missed, and every change. Each order's changes come \
     in the order of `order.version`, each at least once: who drops what is not above the version it saw last sees each \
     once. Pings every 20 s; silent for 60 s is dropped. Who does not get to see those pings, like a web page, may ask \
     with `ping`, and is answered with `pong`. Frames of clients have at most 4 KiB. `x-close-codes` tells why the server \
     closes."
        .to_owned()
}

/// A channel's messages: those of the components.
fn messages(names: &[&str]) -> Map<String, Value> {
    let reference = |name: &&str| ((*name).to_owned(), json!({"$ref": format!("#/components/messages/{name}")}));
    names.iter().map(reference).collect()
}

/// An operation's messages: some of its channel's.
fn said_on(channel: &str, names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| json!({"$ref": format!("#/channels/{channel}/messages/{name}")})).collect()
}

/// A frame of the feed: the variant of this type.
fn frame<T: PartialSchema>(name: &str) -> Value {
    let variants = json!(T::schema());
    let is_it = |variant: &&Value| variant["properties"]["type"]["enum"] == json!([name]);
    let payload = variants["oneOf"].as_array().and_then(|variants| variants.iter().find(is_it));
    json!({"name": name, "title": name, "summary": payload.map(|payload| &payload["description"]), "payload": payload})
}

/// The schemas of all that is sent, and of what they refer to.
fn schemas() -> Map<String, Value> {
    let mut found: Vec<(String, RefOr<Schema>)> =
        vec![(Event::name().into_owned(), Event::schema()), (Headers::name().into_owned(), Headers::schema())];
    Event::schemas(&mut found);
    Headers::schemas(&mut found);
    found.into_iter().map(|(name, schema)| (name, json!(schema))).collect()
}
