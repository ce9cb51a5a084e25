//! Order commands: the roles and statuses in which they are allowed, and the events in the history.

use std::time::Duration;

use domain::order::state::{Command, OrderRole, Refusal, Status, next};
use serde_json::{Value, json};
use testkit::ApiClient;
use testkit::api_client::id_of;

use crate::support::{Actors, TestServer};

/// The roles that send commands over HTTP.
const ROLES: [OrderRole; 5] =
    [OrderRole::Customer, OrderRole::PlacingWaiter, OrderRole::Waiter, OrderRole::Business, OrderRole::Admin];

/// Places an order on which the actor has this role, and advances it to this status. `admin` sends the commands, so that no
/// actor repeats its own command.
async fn create_order(actors: &Actors, role: OrderRole, status: Status, admin: &ApiClient) -> Value {
    let placed_by = if role == OrderRole::Customer { &actors.customer } else { &actors.placing_waiter };
    let mut order = placed_by.place_order(&actors.menu[0], 1).await;
    let commands: &[&str] = match status {
        Status::Pending => &[],
        Status::Accepted => &["accept"],
        Status::Processing => &["accept", "start"],
        Status::Completed => &["accept", "start", "complete"],
        Status::Cancelled => &["cancel"],
        Status::Rejected => &["reject"],
    };
    for command in commands {
        order = admin.command(command, &order).await.expect_status(200);
    }
    order
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_in_every_status_follows_the_state_table() {
    let server = TestServer::start().await;
    let (actors, admin) = (Actors::create(&server).await, server.admin().await);
    let mut requests = 0;
    for role in ROLES {
        for &status in Status::ALL {
            for &command in Command::ALL {
                let order = create_order(&actors, role, status, &admin).await;
                let what = format!("{role:?} {command} {status}");
                let request = actors.client(role).command(command.as_str(), &order);
                let response = request.json(json!({"reason": "no dough"})).await;
                match next(status, false, command, role) {
                    Ok(to) => {
                        let after = response.expect_status(200);
                        assert_eq!(after["status"], to.as_str(), "{what}");
                        assert_eq!(after["version"], order["version"].as_i64().unwrap() + 1, "{what}");
                        let has_reason = matches!(to, Status::Cancelled | Status::Rejected);
                        assert_eq!(after["reason"], if has_reason { json!("no dough") } else { json!(null) }, "{what}");
                    }
                    Err(Refusal::NotAllowed) => drop(response.expect_problem(403, "forbidden")),
                    Err(Refusal::WrongStatus) => {
                        let problem = response.expect_problem(409, "wrong-state");
                        assert_eq!(problem["current_status"], status.as_str(), "{what}");
                        assert_eq!(problem["current_version"], order["version"], "{what}");
                    }
                }
                requests += 1;
            }
        }
    }
    println!("{requests} cells of the table");
    server.close().await;
}

#[tokio::test]
async fn command_repeated_by_the_same_account_is_applied_once() {
    let server = TestServer::start().await;
    let actors = Actors::create(&server).await;
    let (owner, placing, waiter) = (&actors.menu.owner, &actors.placing_waiter, &actors.waiter);
    let order = placing.place_order(&actors.menu[0], 1).await;
    let mut last = order.clone();
    for (command, by) in [("accept", owner), ("start", owner), ("complete", owner), ("hand-over", waiter)] {
        let first = by.command(command, &order).await.expect_status(200);
        let second = by.command(command, &order).await.expect_status(200);
        assert_eq!(first, second, "{command}");
        assert_eq!(first["version"], last["version"].as_i64().unwrap() + 1);
        // Another account is refused.
        let problem = actors.admin.command(command, &order).await.expect_problem(409, "wrong-state");
        assert_eq!(problem["current_status"], first["status"], "{command}");
        last = first;
    }
    // The response to a repeated command is the current order, even after further commands.
    assert_eq!(owner.command("accept", &order).await.expect_status(200), last);
    // An order can be handed over only once.
    placing.command("hand-over", &order).await.expect_problem(409, "wrong-state");

    let order = placing.place_order(&actors.menu[0], 2).await;
    let first = placing.command("cancel", &order).json(json!({"reason": "left"})).await.expect_status(200);
    let second = placing.command("cancel", &order).json(json!({"reason": "again"})).await.expect_status(200);
    assert_eq!((&first, &first["reason"]), (&second, &json!("left")));
    owner.cancel(&order).await.expect_problem(409, "wrong-state");
    assert_eq!(server.stock(&actors.menu[0]).await, 999);
    server.close().await;
}

#[tokio::test]
async fn repeated_command_that_was_undone_is_refused_with_the_current_status() {
    let server = TestServer::start().await;
    let actors = Actors::create(&server).await;
    let owner = &actors.menu.owner;
    let order = actors.customer.place_order(&actors.menu[0], 1).await;
    owner.command("accept", &order).await.expect_status(200);
    owner.command("accept", &order).await.expect_status(200);
    let cancelled = actors.admin.cancel(&order).await.expect_status(200);
    let problem = owner.command("accept", &order).await.expect_problem(409, "wrong-state");
    assert_eq!((&problem["current_status"], &problem["current_version"]), (&json!("cancelled"), &cancelled["version"]));
    // A repeated command succeeds while its effect stands, even after further commands from the same account.
    let order = actors.customer.place_order(&actors.menu[0], 1).await;
    let mut given = Vec::new();
    for command in ["accept", "start", "complete", "hand-over"] {
        let last = owner.command(command, &order).await.expect_status(200);
        given.push(command);
        for earlier in &given {
            assert_eq!(owner.command(earlier, &order).await.expect_status(200), last, "{earlier} after {command}");
        }
        for other in ["cancel", "reject"] {
            if command == "accept" && other == "cancel" {
                continue; // An accepted order can be cancelled.
            }
            owner.command(other, &order).await.expect_problem(409, "wrong-state");
        }
    }
    server.close().await;
}

#[tokio::test]
async fn waiter_cancels_only_pending_orders_that_it_placed() {
    let server = TestServer::start().await;
    let actors = Actors::create(&server).await;
    let order = actors.placing_waiter.place_order(&actors.menu[0], 1).await;
    actors.waiter.cancel(&order).await.expect_problem(403, "forbidden");
    actors.placing_waiter.cancel(&order).await.expect_status(200);
    let others = actors.customer.place_order(&actors.menu[0], 1).await;
    actors.placing_waiter.cancel(&others).await.expect_problem(403, "forbidden");
    let accepted = actors.placing_waiter.place_order(&actors.menu[0], 1).await;
    actors.menu.owner.command("accept", &accepted).await.expect_status(200);
    let problem = actors.placing_waiter.cancel(&accepted).await.expect_problem(409, "wrong-state");
    let number = accepted["number"].as_str().unwrap();
    assert_eq!(problem["detail"], format!("It's too late to cancel {number}. It has already been accepted."));
    server.close().await;
}

#[tokio::test]
async fn history_records_author_and_version_of_each_change() {
    let server = TestServer::start().await;
    let actors = Actors::create(&server).await;
    let order = actors.customer.place_order(&actors.menu[0], 1).await;
    let owner = &actors.menu.owner;
    for (command, by) in
        [("accept", owner), ("start", &actors.admin), ("complete", owner), ("hand-over", &actors.waiter)]
    {
        server.advance(Duration::from_mins(1));
        by.command(command, &order).await.expect_status(200);
    }
    let by_number = format!("/api/orders/{}/events", order["number"].as_str().unwrap());
    let history = actors.waiter.get(by_number).await.expect_status(200);
    assert_eq!(history["next_cursor"], json!(null));
    let recorded: Vec<_> = history["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let version = event["order"]["version"].as_i64().unwrap();
            (text(&event["kind"]), version, text(&event["actor"]["role"]), text(&event["actor"]["id"]))
        })
        .collect();
    let expected = [
        ("order.placed", 1, "customer", &actors.customer),
        ("order.accepted", 2, "business", owner),
        ("order.processing", 3, "admin", &actors.admin),
        ("order.completed", 4, "business", owner),
        ("order.handed_over", 5, "waiter", &actors.waiter),
    ];
    let expected =
        expected.map(|(kind, version, role, by)| (kind.to_owned(), version, role.to_owned(), by.id().to_owned()));
    assert_eq!(recorded, expected);
    let order = actors.customer.order(&order).await;
    let times = ["placed_at", "accepted_at", "processing_at", "completed_at", "handed_over_at"];
    let times = times.map(|time| order[time].as_str().unwrap()[14..16].to_owned());
    assert_eq!(times, ["00", "01", "02", "03", "04"]);
    assert_eq!((&order["status"], &order["cancelled_at"]), (&json!("completed"), &json!(null)));
    server.close().await;
}

#[tokio::test]
async fn reason_is_stored_and_the_body_is_optional() {
    let server = TestServer::start().await;
    let actors = Actors::create(&server).await;
    let owner = &actors.menu.owner;
    let order = actors.customer.place_order(&actors.menu[0], 1).await;
    let rejected = owner.command("reject", &order).json(json!({"reason": " No dough. "})).await.expect_status(200);
    assert_eq!((&rejected["reason"], &rejected["status"]), (&json!("No dough."), &json!("rejected")));
    assert!(rejected["cancelled_at"].is_string());
    let order = actors.customer.place_order(&actors.menu[0], 1).await;
    for (body, field) in [
        (json!({"reason": 7}), "reason"),
        (json!({"reason": "r".repeat(501)}), "reason"),
        (json!({"why": "so"}), "why"),
        (json!([]), ""),
    ] {
        assert_eq!(actors.customer.cancel(&order).json(body.clone()).await.expect_invalid_fields(), [field], "{body}");
    }
    actors.customer.cancel(&order).body("because").await.expect_problem(415, "unsupported-media-type");
    let json =
        |body: &'static str| actors.customer.cancel(&order).header("content-type", "application/json").body(body);
    json("{\"reason\":").await.expect_problem(400, "malformed");
    for path in [format!("/api/orders/{}/explode", id_of(&order)), format!("/api/orders/{}/Cancel", id_of(&order))] {
        actors.customer.post(path).await.expect_problem(404, "not-found");
    }
    assert_eq!(json("").await.expect_status(200)["reason"], json!(null));
    server.close().await;
}
