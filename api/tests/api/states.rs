//! The life of an order over HTTP: whoever asks whatever of it, in whatever state, gets what the one table says.

use serde_json::{Value, json};
use shared::order::state::{Standing, next};
use shared::order::{Command, Refusal, Status};

use crate::kit::{House, Menu, Person, id};

/// A business with everybody who could ask something of its orders.
struct Cast {
    menu: Menu,
    diner: Person,
    placing: Person,
    waiter: Person,
    admin: Person,
}

impl Cast {
    async fn of(house: &House) -> Self {
        let menu = house.menu(&[("Margherita", 950, 1000)]).await;
        // Nothing is to happen by itself.
        menu.set(json!({"acceptance": "manual"})).await;
        let (placing, waiter) = (house.waiter(&menu.owner).await, house.waiter(&menu.owner).await);
        Self { diner: house.diner().await, placing, waiter, admin: house.admin().await, menu }
    }

    fn person(&self, standing: Standing) -> &Person {
        match standing {
            Standing::Customer => &self.diner,
            Standing::PlacingWaiter => &self.placing,
            Standing::Waiter => &self.waiter,
            Standing::Business => &self.menu.owner,
            Standing::Admin => &self.admin,
            Standing::Kitchen | Standing::System => panic!("{standing:?} does not speak HTTP"),
        }
    }

    /// An order in this state, brought there by a second owner, so that none of the cast has done it before.
    async fn order(&self, standing: Standing, status: Status, by: &Person) -> Value {
        let placed_by = if standing == Standing::Customer { &self.diner } else { &self.placing };
        let mut order = placed_by.orders(&self.menu[0], 1).await;
        let way: &[&str] = match status {
            Status::Pending => &[],
            Status::Accepted => &["accept"],
            Status::Processing => &["accept", "start"],
            Status::Completed => &["accept", "start", "complete"],
            Status::Cancelled => &["cancel"],
            Status::Rejected => &["reject"],
        };
        for command in way {
            order = by.does(command, &order).await.expect(200);
        }
        order
    }
}

const STANDINGS: [Standing; 5] =
    [Standing::Customer, Standing::PlacingWaiter, Standing::Waiter, Standing::Business, Standing::Admin];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_of_everybody_in_every_state_is_answered_by_the_table() {
    let house = House::open().await;
    let (cast, second) = (Cast::of(&house).await, house.admin().await);
    let mut asked = 0;
    for standing in STANDINGS {
        for &status in Status::ALL {
            for &command in Command::ALL {
                let order = cast.order(standing, status, &second).await;
                let what = format!("{standing:?} {command} {status}");
                let answer = cast.person(standing).does(command.as_str(), &order).json(json!({"reason": "so"})).await;
                match next(status, false, command, standing) {
                    Ok(to) => {
                        let after = answer.expect(200);
                        assert_eq!(after["status"], to.as_str(), "{what}");
                        assert_eq!(after["version"], order["version"].as_i64().unwrap() + 1, "{what}");
                        let ended = matches!(to, Status::Cancelled | Status::Rejected);
                        assert_eq!(after["reason"], if ended { json!("so") } else { json!(null) }, "{what}");
                    }
                    Err(Refusal::NotAllowed) => drop(answer.refused(403, "forbidden")),
                    Err(Refusal::WrongState) => {
                        let problem = answer.refused(409, "wrong-state");
                        assert_eq!(problem["current_status"], status.as_str(), "{what}");
                        assert_eq!(problem["current_version"], order["version"], "{what}");
                    }
                }
                asked += 1;
            }
        }
    }
    println!("{asked} cells of the table");
    house.close().await;
}

#[tokio::test]
async fn a_double_tap_of_one_person_is_answered_twice_and_done_once() {
    let house = House::open().await;
    let cast = Cast::of(&house).await;
    let (owner, placing, waiter) = (&cast.menu.owner, &cast.placing, &cast.waiter);
    let order = placing.orders(&cast.menu[0], 1).await;
    let mut last = order.clone();
    for (command, by) in [("accept", owner), ("start", owner), ("complete", owner), ("hand-over", waiter)] {
        let once = by.does(command, &order).await.expect(200);
        let twice = by.does(command, &order).await.expect(200);
        assert_eq!(once, twice, "{command}");
        assert_eq!(once["version"], last["version"].as_i64().unwrap() + 1);
        // Another person is told that it is too late.
        let problem = cast.admin.does(command, &order).await.refused(409, "wrong-state");
        assert_eq!(problem["current_status"], once["status"], "{command}");
        last = once;
    }
    // Also when more has happened since: the answer is the order as it is.
    assert_eq!(owner.does("accept", &order).await.expect(200), last);
    // A guest gets an order once.
    placing.does("hand-over", &order).await.refused(409, "wrong-state");

    let order = placing.orders(&cast.menu[0], 2).await;
    let once = placing.does("cancel", &order).json(json!({"reason": "left"})).await.expect(200);
    let twice = placing.does("cancel", &order).json(json!({"reason": "again"})).await.expect(200);
    assert_eq!((&once, &once["reason"]), (&twice, &json!("left")));
    owner.cancels(&order).await.refused(409, "wrong-state");
    assert_eq!(house.stock(&cast.menu[0]).await, 999);
    house.close().await;
}

/// What one person did and another undid is not answered as if it were still so.
#[tokio::test]
async fn what_was_undone_since_is_a_conflict_with_the_true_state() {
    let house = House::open().await;
    let cast = Cast::of(&house).await;
    let owner = &cast.menu.owner;
    let order = cast.diner.orders(&cast.menu[0], 1).await;
    owner.does("accept", &order).await.expect(200);
    owner.does("accept", &order).await.expect(200);
    let cancelled = cast.admin.cancels(&order).await.expect(200);
    let problem = owner.does("accept", &order).await.refused(409, "wrong-state");
    assert_eq!((&problem["current_status"], &problem["current_version"]), (&json!("cancelled"), &cancelled["version"]));
    // Each of its own is answered as long as it stands, also while the order goes on.
    let order = cast.diner.orders(&cast.menu[0], 1).await;
    let mut done = Vec::new();
    for command in ["accept", "start", "complete", "hand-over"] {
        let last = owner.does(command, &order).await.expect(200);
        done.push(command);
        for again in &done {
            assert_eq!(owner.does(again, &order).await.expect(200), last, "{again} after {command}");
        }
        for other in ["cancel", "reject"] {
            if command == "accept" && other == "cancel" {
                continue; // that is still possible
            }
            owner.does(other, &order).await.refused(409, "wrong-state");
        }
    }
    house.close().await;
}

#[tokio::test]
async fn a_waiter_cancels_what_it_placed_and_nothing_else() {
    let house = House::open().await;
    let cast = Cast::of(&house).await;
    let order = cast.placing.orders(&cast.menu[0], 1).await;
    cast.waiter.cancels(&order).await.refused(403, "forbidden");
    cast.placing.cancels(&order).await.expect(200);
    let theirs = cast.diner.orders(&cast.menu[0], 1).await;
    cast.placing.cancels(&theirs).await.refused(403, "forbidden");
    let accepted = cast.placing.orders(&cast.menu[0], 1).await;
    cast.menu.owner.does("accept", &accepted).await.expect(200);
    let problem = cast.placing.cancels(&accepted).await.refused(409, "wrong-state");
    let number = accepted["number"].as_str().unwrap();
    assert_eq!(problem["detail"], format!("Order {number} was accepted 0 s ago; it cannot be cancelled now."));
    house.close().await;
}

#[tokio::test]
async fn the_history_names_who_did_what_with_rising_versions() {
    let house = House::open().await;
    let cast = Cast::of(&house).await;
    let order = cast.diner.orders(&cast.menu[0], 1).await;
    let owner = &cast.menu.owner;
    for (command, by) in [("accept", owner), ("start", &cast.admin), ("complete", owner), ("hand-over", &cast.waiter)] {
        house.later(std::time::Duration::from_mins(1));
        by.does(command, &order).await.expect(200);
    }
    let by_number = format!("/api/orders/{}/events", order["number"].as_str().unwrap());
    let history = cast.waiter.get(by_number).await.expect(200);
    assert_eq!(history["next_cursor"], json!(null));
    let told: Vec<_> = history["data"]
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
        ("order.placed", 1, "customer", &cast.diner),
        ("order.accepted", 2, "business", owner),
        ("order.processing", 3, "admin", &cast.admin),
        ("order.completed", 4, "business", owner),
        ("order.handed_over", 5, "waiter", &cast.waiter),
    ];
    let expected =
        expected.map(|(kind, version, role, by)| (kind.to_owned(), version, role.to_owned(), by.id().to_owned()));
    assert_eq!(told, expected);
    let now = cast.diner.sees(&order).await;
    let times = ["placed_at", "accepted_at", "processing_at", "completed_at", "handed_over_at"];
    let times = times.map(|time| now[time].as_str().unwrap()[14..16].to_owned());
    assert_eq!(times, ["00", "01", "02", "03", "04"]);
    assert_eq!((&now["status"], &now["cancelled_at"]), (&json!("completed"), &json!(null)));
    house.close().await;
}

#[tokio::test]
async fn reasons_are_kept_and_bodies_are_optional() {
    let house = House::open().await;
    let cast = Cast::of(&house).await;
    let owner = &cast.menu.owner;
    let order = cast.diner.orders(&cast.menu[0], 1).await;
    let rejected = owner.does("reject", &order).json(json!({"reason": " No dough. "})).await.expect(200);
    assert_eq!((&rejected["reason"], &rejected["status"]), (&json!("No dough."), &json!("rejected")));
    assert!(rejected["cancelled_at"].is_string());
    let order = cast.diner.orders(&cast.menu[0], 1).await;
    for (body, field) in [
        (json!({"reason": 7}), "reason"),
        (json!({"reason": "r".repeat(501)}), "reason"),
        (json!({"why": "so"}), "why"),
        (json!([]), ""),
    ] {
        assert_eq!(cast.diner.cancels(&order).json(body.clone()).await.invalid(), [field], "{body}");
    }
    cast.diner.cancels(&order).body("because").await.refused(415, "unsupported-media-type");
    let json = |body: &'static str| cast.diner.cancels(&order).header("content-type", "application/json").body(body);
    json("{\"reason\":").await.refused(400, "malformed");
    for address in [format!("/api/orders/{}/explode", id(&order)), format!("/api/orders/{}/Cancel", id(&order))] {
        cast.diner.post(address).await.refused(404, "not-found");
    }
    assert_eq!(json("").await.expect(200)["reason"], json!(null));
    house.close().await;
}
