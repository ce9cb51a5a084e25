//! The `AsyncAPI` 3.0 document of the live feed and of the broker's messages. Its schemas are generated from the types that are
//! sent.

use domain::event::{EventKind, MenuEventKind};
use domain::menu_event::MenuEvent;
use domain::order::event::OrderEvent;
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::DELIVERY_LIMIT;
use crate::food_ordering_protocol::FoodOrderingMessage;
use crate::live_protocol::{CLOSE_CODES, ClientMessage, ServerMessage};
use crate::rabbit::{MessageHeaders, Topology};

/// Returns the document.
#[expect(clippy::too_many_lines, reason = "a declarative document")]
pub fn document() -> Value {
    let names = Topology::new("expediter");
    let (exchange, queue) = (names.events.as_str(), names.kitchen.as_str());
    json!({
        "asyncapi": "3.0.0",
        "id": "urn:expediter",
        "info": {
            "title": "Expediter",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Changes of orders and menus as they happen: to clients over WebSockets or Server-Sent Events, and \
                            between the services over RabbitMQ. The REST API is described in `/api/openapi.json`.",
            "license": {"name": env!("CARGO_PKG_LICENSE")},
        },
        "defaultContentType": "application/json",
        "servers": {
            "sockets": web_server("ws", "The notifier. In the all-in-one and behind the proxy, it shares the address of the API."),
            "streams": web_server("http", "The same address as the WebSocket."),
            "broker": {
                "host": "{host}",
                "protocol": "amqp",
                "protocolVersion": "0.9.1",
                "description": "RabbitMQ at `BROKER_URL`. By default, the all-in-one uses a broker within its process.",
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
                "messages": messages(&["auth", "ping", "subscribe", "unsubscribe", "ready", "event", "resync", "menu", "pong"]),
                "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
                "x-close-codes": close_codes(),
            },
            "foodOrderingSocket": {
                "address": "/socket/{kind}/{id}",
                "title": "The live feed for the web app of the food ordering systems",
                "description": food_ordering_socket(),
                "servers": [{"$ref": "#/servers/sockets"}],
                "parameters": {
                    "kind": {"description": "`user` for a customer, `biz` for staff", "enum": ["user", "biz"]},
                    "id": {"description": "The id of the customer, or that of the business or of a member of its staff"},
                },
                "messages": messages(&["auth", "food_ordering_ping", "order_add", "order_update", "food_ordering_pong"]),
                "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
                "x-close-codes": close_codes(),
            },
            "stream": {
                "address": "/events",
                "title": "The live feed as Server-Sent Events",
                "description": "The `data` of each event is one of these messages, its `event` is the message's `type`, and its \
                                `id` is the message's `cursor`. `Last-Event-ID` resumes the feed. A comment is sent every 20 s.",
                "servers": [{"$ref": "#/servers/streams"}],
                "messages": messages(&["ready", "event", "resync"]),
            },
            "menuStream": {
                "address": "/events/menus/{business_id}",
                "title": "The menu of a business as Server-Sent Events",
                "description": "The complete menu, and then each change of it. Menus are public: no account is needed. The stream \
                                cannot be resumed; a new one starts with the complete menu. A comment is sent every 20 s.",
                "servers": [{"$ref": "#/servers/streams"}],
                "parameters": {"business_id": {"description": "The id of the business"}},
                "messages": messages(&["menu"]),
            },
            "changes": {
                "address": "{kind}",
                "title": "All changes of all orders and menus",
                "description": "The routing key is the kind of the event; `order.*` matches the changes of orders, `item.*` and \
                                `business.*` those of menus. Changes of stock by orders cause no events of their own. Each \
                                notifier has its own exclusive queue.",
                "servers": [{"$ref": "#/servers/broker"}],
                "parameters": {"kind": {
                    "description": "The kind of the change",
                    "enum": EventKind::ALL.iter().map(|kind| kind.as_str()).chain(MenuEventKind::ALL.iter().map(|kind| kind.as_str())).collect::<Vec<_>>(),
                    "location": "$message.payload#/kind",
                }},
                "messages": messages(&["change", "menu_change"]),
                "bindings": {"amqp": {
                    "is": "routingKey",
                    "exchange": {"name": exchange, "type": "topic", "durable": true, "autoDelete": false},
                    "bindingVersion": "0.3.0",
                }},
            },
            "kitchen": {
                "address": queue,
                "title": "Accepted orders, shared by all kitchen workers",
                "description": format!(
                    "A quorum queue bound to `{}`. A message becomes a dead letter if it returns to the queue more than {} \
                     times, or if a worker rejects it, for example because it cannot be decoded.",
                    EventKind::Accepted, DELIVERY_LIMIT,
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
                "summary": "A client authenticates within 5 s after connecting",
                "messages": operation_messages("socket", &["auth"]),
            },
            "ping": {
                "action": "receive",
                "channel": {"$ref": "#/channels/socket"},
                "summary": "After its first message, a client can check the connection, and receives an immediate answer",
                "messages": operation_messages("socket", &["ping"]),
                "reply": {
                    "channel": {"$ref": "#/channels/socket"},
                    "messages": operation_messages("socket", &["pong"]),
                },
            },
            "subscribe": {
                "action": "receive",
                "channel": {"$ref": "#/channels/socket"},
                "summary": "A client subscribes to the menus of at most 10 businesses. Its first message may be `subscribe` instead \
                            of `auth`: it then receives only menus",
                "messages": operation_messages("socket", &["subscribe", "unsubscribe"]),
            },
            "sendMenus": {
                "action": "send",
                "channel": {"$ref": "#/channels/socket"},
                "summary": "Subscribed clients receive the complete menu, and then each change of items, stock and opening state",
                "messages": operation_messages("socket", &["menu"]),
            },
            "streamMenu": {
                "action": "send",
                "channel": {"$ref": "#/channels/menuStream"},
                "summary": "Clients without a WebSocket receive the complete menu of one business, and then its changes",
                "messages": operation_messages("menuStream", &["menu"]),
                "bindings": {"http": {"method": "GET", "bindingVersion": "0.3.0"}},
            },
            "send": {
                "action": "send",
                "channel": {"$ref": "#/channels/socket"},
                "summary": "Clients receive the changes that they may see: customers those of their own orders, staff those of \
                            their business's orders, and admins all",
                "messages": operation_messages("socket", &["ready", "event", "resync"]),
            },
            "authenticateFoodOrdering": {
                "action": "receive",
                "channel": {"$ref": "#/channels/foodOrderingSocket"},
                "summary": "A client authenticates within 5 s after connecting, unless the handshake contained its token",
                "messages": operation_messages("foodOrderingSocket", &["auth"]),
            },
            "pingFoodOrdering": {
                "action": "receive",
                "channel": {"$ref": "#/channels/foodOrderingSocket"},
                "summary": "An authenticated client checks the connection and receives an immediate answer",
                "messages": operation_messages("foodOrderingSocket", &["food_ordering_ping"]),
                "reply": {
                    "channel": {"$ref": "#/channels/foodOrderingSocket"},
                    "messages": operation_messages("foodOrderingSocket", &["food_ordering_pong"]),
                },
            },
            "sendFoodOrdering": {
                "action": "send",
                "channel": {"$ref": "#/channels/foodOrderingSocket"},
                "summary": "Customers receive the changes of their own orders, and staff those of their business's orders",
                "messages": operation_messages("foodOrderingSocket", &["order_add", "order_update"]),
            },
            "stream": {
                "action": "send",
                "channel": {"$ref": "#/channels/stream"},
                "summary": "Clients without a WebSocket receive the same messages about orders as on `/ws`",
                "security": [{"$ref": "#/components/securitySchemes/bearer"}],
                "messages": operation_messages("stream", &["ready", "event", "resync"]),
                "bindings": {"http": {"method": "GET", "bindingVersion": "0.3.0"}},
            },
            "publish": {
                "action": "send",
                "channel": {"$ref": "#/channels/changes"},
                "summary": "The relay publishes the events of the outbox at least once, the events of each subject in order. \
                            Only `order.accepted` is published as mandatory: it must reach the kitchen queue",
                "messages": operation_messages("changes", &["change", "menu_change"]),
                "bindings": {"amqp": {"deliveryMode": 2, "bindingVersion": "0.3.0"}},
            },
            "follow": {
                "action": "receive",
                "channel": {"$ref": "#/channels/changes"},
                "summary": "Each notifier receives all events",
                "messages": operation_messages("changes", &["change", "menu_change"]),
            },
            "prepare": {
                "action": "receive",
                "channel": {"$ref": "#/channels/kitchen"},
                "summary": "A kitchen worker receives an accepted order. It acknowledges the message once the order is \
                            completed, or immediately if the order needs no preparation by this worker",
                "messages": operation_messages("kitchen", &["change"]),
                "bindings": {"amqp": {"ack": true, "bindingVersion": "0.3.0"}},
            },
        },
        "components": {
            "messages": {
                "auth": frame::<ClientMessage>("auth"),
                "ping": frame::<ClientMessage>("ping"),
                "ready": frame::<ServerMessage>("ready"),
                "event": frame::<ServerMessage>("event"),
                "resync": frame::<ServerMessage>("resync"),
                "pong": frame::<ServerMessage>("pong"),
                "subscribe": frame::<ClientMessage>("subscribe"),
                "unsubscribe": frame::<ClientMessage>("unsubscribe"),
                "menu": frame::<ServerMessage>("menu"),
                "food_ordering_ping": {
                    "name": "food_ordering_ping",
                    "title": "ping",
                    "summary": "The text `ping`, which is not JSON",
                    "contentType": "text/plain",
                    "payload": {"type": "string", "const": "ping"},
                },
                "order_add": frame::<FoodOrderingMessage>("order_add"),
                "order_update": frame::<FoodOrderingMessage>("order_update"),
                "food_ordering_pong": frame::<FoodOrderingMessage>("pong"),
                "change": {
                    "name": "change",
                    "title": "A change of an order",
                    "summary": "A CloudEvent: its attributes are the headers, the event is the body",
                    "contentType": "application/json",
                    "headers": {"$ref": "#/components/schemas/Headers"},
                    "payload": {"$ref": "#/components/schemas/Event"},
                },
                "menu_change": {
                    "name": "menu_change",
                    "title": "A change of a menu",
                    "summary": "A CloudEvent about an item or a business: its attributes are the headers, the event is the body",
                    "contentType": "application/json",
                    "headers": {"$ref": "#/components/schemas/Headers"},
                    "payload": {"$ref": "#/components/schemas/MenuEvent"},
                },
            },
            "schemas": schemas(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "broker": {"type": "userPassword", "description": "User and password of `BROKER_URL`"},
            },
        },
    })
}

fn web_server(protocol: &str, description: &str) -> Value {
    let host = json!({"default": "127.0.0.1:8080", "description": "Host and port of the installation"});
    json!({"host": "{host}", "protocol": protocol, "description": description, "variables": {"host": host}})
}

fn socket() -> String {
    "The first message of the client is `auth`, or `subscribe` for a client that wants only menus. The server answers the first \
     `auth` with `ready`, then sends the changes after the cursor `since`, if the client sent one, and all further changes. The \
     changes of each order arrive in the order of `order.version`, at least once: a client that processes only versions above \
     the last one that it received sees each change exactly once. The server pings every 20 s and drops a connection that is \
     silent for 60 s. A client that cannot see these pings, such as a web page, can send `ping` and receives `pong`. Frames from \
     clients must not exceed 4 KiB. `x-close-codes` lists the reasons for which the server closes a connection. After \
     `subscribe`, the client receives the complete menu of the business, and then the changes of its items, their stock and the \
     opening state, usually within a second. Changes in quick succession are combined, and menus have no cursor: after a \
     reconnect, subscribe again."
        .to_owned()
}

fn food_ordering_socket() -> String {
    "Sends the order changes of `/ws` in the message format of the food ordering systems. The client sends its access token in \
     its first message, as on `/ws`, or in the handshake: `Sec-WebSocket-Protocol: bearer, <token>` \
     (`new WebSocket(url, [\"bearer\", token])` in a web page), or `Authorization`. The token must belong to the customer in the \
     URL, to the staff member in the URL, or to the staff of the business in the URL. The messages contain no cursors, and only \
     changes after the authentication are sent: after it lost its connection, a client must fetch its orders again. `state` has \
     the words of the web app (`waiting`, `pending`, `complate`), and `status` those of the API."
        .to_owned()
}

fn close_codes() -> Map<String, Value> {
    CLOSE_CODES.map(|(code, why)| (code.to_string(), json!(why))).into_iter().collect()
}

/// Returns references to messages in `components`, for a channel.
fn messages(names: &[&str]) -> Map<String, Value> {
    let reference = |name: &&str| ((*name).to_owned(), json!({"$ref": format!("#/components/messages/{name}")}));
    names.iter().map(reference).collect()
}

/// Returns references to the messages of a channel, for an operation.
fn operation_messages(channel: &str, names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| json!({"$ref": format!("#/channels/{channel}/messages/{name}")})).collect()
}

/// Returns the live-feed message that the variant of `T` with this name describes.
fn frame<T: PartialSchema>(name: &str) -> Value {
    let variants = json!(T::schema());
    let has_name = |variant: &&Value| variant["properties"]["type"]["enum"] == json!([name]);
    let payload = variants["oneOf"].as_array().and_then(|variants| variants.iter().find(has_name));
    json!({"name": name, "title": name, "summary": payload.map(|payload| &payload["description"]), "payload": payload})
}

/// Returns the schemas of all messages and of the types that they refer to.
fn schemas() -> Map<String, Value> {
    let mut found: Vec<(String, RefOr<Schema>)> = vec![
        (OrderEvent::name().into_owned(), OrderEvent::schema()),
        (MenuEvent::name().into_owned(), MenuEvent::schema()),
        (MessageHeaders::name().into_owned(), MessageHeaders::schema()),
    ];
    OrderEvent::schemas(&mut found);
    MenuEvent::schemas(&mut found);
    ServerMessage::schemas(&mut found);
    ClientMessage::schemas(&mut found);
    FoodOrderingMessage::schemas(&mut found);
    MessageHeaders::schemas(&mut found);
    found.into_iter().map(|(name, schema)| (name, json!(schema))).collect()
}
