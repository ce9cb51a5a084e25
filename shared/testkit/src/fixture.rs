//! A business with an item and a customer, the starting point of most tests.

use std::time::Duration;

use auth::tokens::Tokens;
use domain::Invalid;
use domain::account::{Actor, ActorRole, Role, User, UserId};
use domain::business::{Acceptance, Business, BusinessId, KitchenMode};
use domain::clock::{Clock, Stamp, Timestamp};
use domain::event::{EventKind, EventRecord, MenuEventKind};
use domain::item::{Item, ItemChange, ItemId, MAX_STOCK, NewItem, Quantity};
use domain::menu_event::MenuEvent;
use domain::money::Price;
use domain::order::event::OrderEvent;
use domain::order::state::{Command, Status};
use domain::order::{Due, NewOrder, Order, OrderId, OrderLine, OrderNumber, OrderOptions, OrderType};
use messaging::Broker;
use service::relay;
use store::orders::{self, UnitOfWork};
use store::placements::{self, Placement};
use store::{Db, businesses, events, items, outbox, sequences, sql, users};
use uuid::Uuid;

use crate::wait::eventually;

/// Start time of the clocks that tests advance: 2026-11-21T18:00:00Z, a Saturday evening.
pub const EVENING: Timestamp = Timestamp::from_millis(1_795_284_000_000);

/// A valid `JWT_SECRET`, which signs access tokens.
pub const SIGNING_KEY: &str = "c0ffee5ea50ned5a1ad0b57er5c0ffee";

/// The kinds of the events of an order from its placement until a kitchen worker completes it, oldest first.
pub const COMPLETED_ORDER_EVENTS: [&str; 4] = ["order.placed", "order.accepted", "order.processing", "order.completed"];

/// Returns an issuer of access tokens that uses [`SIGNING_KEY`].
pub fn tokens() -> Tokens {
    Tokens::new(&SIGNING_KEY.into())
}

/// Parses a domain value that is known to be valid.
pub fn parse<T: std::str::FromStr<Err = Invalid>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text:?} {error}"))
}

/// Adds report sums that cannot be decoded: copies of the sums of the phase `waiting`, stored under an unknown phase.
pub async fn add_undecodable_report_sum(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    sql!(tx, execute
        "insert into order_times (business_id, currency, day, span, from_ms, orders, total_ms)
         select business_id, currency, day, 'brewing', from_ms, orders, total_ms
           from order_times where span = 'waiting'")
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// A business with an item and a customer.
#[derive(Clone)]
pub struct Fixture {
    /// The database.
    pub db: Db,
    /// The clock that all changes use.
    pub clock: Clock,
    /// A business with automatic acceptance, an automatic kitchen, and a cancellation window of 5 s.
    pub business: Business,
    /// A customer.
    pub customer: User,
    /// The first item on the menu, as created: with a price of 9.50 and a stock of 1,000.
    pub item: Item,
}

impl Fixture {
    /// Creates the fixture with the system's clock.
    pub async fn new(db: Db) -> Self {
        Self::with_clock(db, Clock::system()).await
    }

    /// Creates the fixture with this clock.
    pub async fn with_clock(db: Db, clock: Clock) -> Self {
        let business = Business {
            id: BusinessId(clock.new_id()),
            name: parse("Da Noi"),
            currency: parse("EUR"),
            timezone: parse("Europe/Rome"),
            open: true,
            acceptance: Acceptance::Automatic,
            grace_seconds: 5,
            kitchen: KitchenMode::Automatic,
            created_at: clock.now(),
        };
        let customer = new_user(&clock, Role::Customer, None);
        let item = new_item(&business, &clock, 1_000);
        let mut tx = db.begin().await.unwrap();
        businesses::create(&mut tx, &business).await.unwrap();
        users::create(&mut tx, &customer, "$argon2id$").await.unwrap();
        tx.commit().await.unwrap();
        let mut fixture = Self { db, clock, business, customer, item };
        fixture.item = fixture.insert_item(fixture.item.clone()).await;
        fixture
    }

    /// Creates a second business with its own customer and item in the same database.
    pub async fn add_business(&self) -> Self {
        Self::with_clock(self.db.clone(), self.clock.clone()).await
    }

    /// Adds an item with this stock to the menu.
    pub async fn add_item(&self, stock: i64) -> Item {
        self.insert_item(new_item(&self.business, &self.clock, stock)).await
    }

    async fn insert_item(&self, mut item: Item) -> Item {
        let mut tx = self.db.begin().await.unwrap();
        item.number = sequences::next_item_number(&mut tx).await.unwrap();
        items::create(&mut tx, &item, self.customer.id.0, self.clock.stamp()).await.unwrap();
        tx.commit().await.unwrap();
        item
    }

    /// Saves an edit of an item, changes its stock by `delta`, and records both as one event in the log, as
    /// `POST /set-menu-and-instore` does.
    pub async fn edit_item(&self, item: Item, change: ItemChange, delta: i64) -> Item {
        let mut tx = self.db.begin().await.unwrap();
        let mut item = items::lock(&mut tx, item.id).await.unwrap().unwrap().apply(change);
        assert!(items::update(&mut tx, &item).await.unwrap());
        if delta != 0 {
            let actor = self.business.id.0;
            assert!(items::adjust_stock(&mut tx, item.id, delta, MAX_STOCK, actor, self.clock.stamp()).await.unwrap());
            item.stock_quantity += delta;
        }
        let event = MenuEvent::of_item(MenuEventKind::ItemUpdated, item.clone(), self.owner(), self.clock.stamp());
        events::append_menu_events(&mut tx, vec![event]).await.unwrap();
        tx.commit().await.unwrap();
        item
    }

    /// Saves the settings of the business and records them in the log, as the API does.
    pub async fn save_business(&self, business: &Business) {
        let mut tx = self.db.begin().await.unwrap();
        businesses::lock(&mut tx, business.id).await.unwrap();
        businesses::update(&mut tx, business).await.unwrap();
        let event = MenuEvent::of_business(business.clone(), self.owner(), self.clock.stamp());
        events::append_menu_events(&mut tx, vec![event]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Adds an account with this role to the business.
    pub async fn add_user(&self, role: Role) -> User {
        let user = new_user(&self.clock, role, Some(self.business.id));
        let mut tx = self.db.begin().await.unwrap();
        users::create(&mut tx, &user, "$argon2id$").await.unwrap();
        tx.commit().await.unwrap();
        user
    }

    /// Returns the owner of the business as an actor. There is no such account: the actor's id is the id of the business.
    pub fn owner(&self) -> Actor {
        Actor { role: ActorRole::Business, id: Some(self.business.id.0), name: "Dana".to_owned() }
    }

    /// Returns a placement with one line, without inserting it.
    pub fn new_placement(&self, number: i64, item: &Item, quantity: i64) -> Placement {
        let stamp = self.clock.stamp();
        let quantity = Quantity::new(quantity).unwrap();
        let line = OrderLine::new(item.id, item.name.to_string(), quantity, item.price_cents, None);
        let order = NewOrder {
            id: OrderId(self.clock.new_id()),
            number: OrderNumber(number),
            business_id: self.business.id,
            business_name: self.business.name.to_string(),
            customer_id: Some(self.customer.id),
            placed_by: self.customer.id,
            options: OrderOptions { order_type: OrderType::DineIn, ..OrderOptions::default() },
            lines: vec![line],
            currency: self.business.currency.clone(),
            placed_at: stamp.at,
            due: Due::Accept(stamp.at + Duration::from_secs(5)),
        };
        let actor = Actor { role: ActorRole::Customer, id: Some(self.customer.id.0), name: "Ada".to_owned() };
        // As in the API, the placement and its event have the same time.
        let event_stamp = Stamp { at: stamp.at, id: self.clock.new_id() };
        let event = order.into_order().into_event(EventKind::Placed, actor, event_stamp);
        Placement { event, key: None }
    }

    /// Places this number of orders for one portion each, in one transaction.
    pub async fn place_orders(&self, count: usize) -> Vec<Order> {
        let mut tx = self.db.begin().await.unwrap();
        placements::lock_items(&mut tx, &[self.item.id]).await.unwrap();
        let numbers = sequences::next_order_numbers(&mut tx, count).await.unwrap();
        let batch: Vec<_> = numbers.into_iter().map(|number| self.new_placement(number, &self.item, 1)).collect();
        placements::insert(&mut tx, &batch).await.unwrap();
        tx.commit().await.unwrap();
        batch.into_iter().map(|placement| placement.event.order).collect()
    }

    /// Places an order for one portion.
    pub async fn place_order(&self) -> Order {
        self.place_orders(1).await.remove(0)
    }

    /// Places this number of orders and accepts them.
    pub async fn accept_orders(&self, count: usize) -> Vec<Order> {
        let mut accepted = Vec::with_capacity(count);
        for order in self.place_orders(count).await {
            accepted.push(self.apply(order, Command::Accept).await);
        }
        accepted
    }

    /// Applies a command as the owner and returns the changed order.
    pub async fn apply(&self, order: Order, command: Command) -> Order {
        self.apply_as(&self.owner(), order, command).await.order
    }

    /// Applies a command as this actor and returns the event, which contains the changed order.
    pub async fn apply_as(&self, actor: &Actor, order: Order, command: Command) -> OrderEvent {
        let number = order.number;
        let event = order.apply(command, actor, None, self.clock.stamp()).unwrap();
        let mut work = UnitOfWork::begin(&self.db).await.unwrap();
        assert!(work.save(&event).await.unwrap(), "another transaction changed {number}");
        work.commit().await.unwrap();
        event
    }

    /// Returns the current state of an order.
    pub async fn order(&self, id: OrderId) -> Order {
        orders::find(&mut self.db.read().await.unwrap(), id).await.unwrap().unwrap()
    }

    /// Waits until an order has this status and returns the order.
    pub async fn wait_for_status(&self, id: OrderId, status: Status, timeout: Duration) -> Order {
        eventually(&format!("the order to be {status}"), timeout, async || {
            Some(self.order(id).await).filter(|order| order.status == status)
        })
        .await
    }

    /// Returns the events of an order, oldest first.
    pub async fn events(&self, id: OrderId) -> Vec<EventRecord> {
        events::list_for_order(&mut self.db.read().await.unwrap(), id).await.unwrap()
    }

    /// Returns the kinds of the events of an order, oldest first.
    pub async fn event_kinds(&self, id: OrderId) -> Vec<&'static str> {
        self.events(id).await.iter().map(|event| event.kind.as_str().parse::<EventKind>().unwrap().as_str()).collect()
    }

    /// Returns the number of portions of an item in stock.
    pub async fn stock(&self, id: ItemId) -> i64 {
        items::find(&mut self.db.read().await.unwrap(), id).await.unwrap().unwrap().stock_quantity
    }

    /// Returns the number of events in the outbox.
    pub async fn outbox_count(&self) -> i64 {
        outbox::count(&mut self.db.read().await.unwrap()).await.unwrap()
    }

    /// Publishes all events in the outbox, as the relay does.
    pub async fn publish_outbox(&self, broker: &Broker) {
        while relay::run_once(&self.db, broker).await.unwrap() > 0 {}
    }
}

fn new_item(business: &Business, clock: &Clock, stock: i64) -> Item {
    let price = Price::new(950).unwrap();
    NewItem {
        description: Some(parse("Tomato, mozzarella, basil")),
        category: Some(parse("Pizza")),
        stock_quantity: stock,
        ..NewItem::new(parse("Margherita"), price)
    }
    .into_item(ItemId(clock.new_id()), 0, business)
}

fn new_user(clock: &Clock, role: Role, business_id: Option<BusinessId>) -> User {
    User {
        id: UserId(clock.new_id()),
        username: parse(&format!("u{}", Uuid::new_v4().simple())),
        email: None,
        name: parse("Ada"),
        role,
        business_id,
        created_at: clock.now(),
    }
}
