//! A business with a dish and a customer: what most tests of the store and of the workers begin with.

use std::time::Duration;

use uuid::Uuid;

use crate::account::{Actor, Role, User, UserId};
use crate::business::{Acceptance, Business, BusinessId, Kitchen};
use crate::clock::Clock;
use crate::event::Kind;
use crate::item::{Item, ItemId, Quantity};
use crate::money::Cents;
use crate::order::{Command, Due, Guest, Line, Order, OrderId, OrderNumber, OrderType, Status};
use crate::store::placements::{self, Placement};
use crate::store::{Db, businesses, counters, items, orders, users};

/// Parses a value of the domain that is known to be good.
pub fn good<T: std::str::FromStr<Err = crate::Invalid>>(text: &str) -> T {
    text.parse().unwrap()
}

/// A business of its own in a database of its own.
#[derive(Clone)]
pub struct Stall {
    /// Where all of it stands.
    pub db: Db,
    /// Whose time its changes have.
    pub clock: Clock,
    /// Accepts and cooks automatically, with a grace of five seconds.
    pub business: Business,
    /// Someone hungry.
    pub customer: User,
    /// The only dish, at 9.50 each, with a stock of 1,000.
    pub dish: Item,
}

impl Stall {
    /// Opens one, by the system's clock.
    pub async fn open(db: Db) -> Self {
        Self::open_at(db, Clock::system()).await
    }

    /// Opens one, by this clock.
    pub async fn open_at(db: Db, clock: Clock) -> Self {
        let business = Business {
            id: BusinessId(clock.new_id()),
            name: good("Da Noi"),
            currency: good("EUR"),
            timezone: good("Europe/Rome"),
            open: true,
            acceptance: Acceptance::Automatic,
            grace_seconds: 5,
            kitchen: Kitchen::Automatic,
            created_at: clock.now(),
        };
        let customer = user(&clock, Role::Customer, None);
        let dish = dish(&business, &clock, 1_000);
        let mut tx = db.begin().await.unwrap();
        businesses::insert(&mut tx, &business).await.unwrap();
        users::insert(&mut tx, &customer, "$argon2id$").await.unwrap();
        tx.commit().await.unwrap();
        let mut stall = Self { db, clock, business, customer, dish };
        stall.dish = stall.offer(stall.dish.clone()).await;
        stall
    }

    /// A second business, with a customer of its own, in the same database.
    pub async fn another(&self) -> Self {
        Self::open_at(self.db.clone(), self.clock.clone()).await
    }

    /// One more dish, with this stock.
    pub async fn dish(&self, stock: i64) -> Item {
        self.offer(dish(&self.business, &self.clock, stock)).await
    }

    async fn offer(&self, mut item: Item) -> Item {
        let mut tx = self.db.begin().await.unwrap();
        item.number = counters::next_item(&mut tx).await.unwrap();
        items::insert(&mut tx, &item, self.customer.id.0, self.clock.stamp()).await.unwrap();
        tx.commit().await.unwrap();
        item
    }

    /// An account of this role, kept.
    pub async fn hire(&self, role: Role) -> User {
        let user = user(&self.clock, role, Some(self.business.id));
        let mut tx = self.db.begin().await.unwrap();
        users::insert(&mut tx, &user, "$argon2id$").await.unwrap();
        tx.commit().await.unwrap();
        user
    }

    /// The business's owner, as an actor.
    pub fn owner(&self) -> Actor {
        Actor { role: crate::account::ActorRole::Business, id: Some(self.business.id.0), name: "Dana".to_owned() }
    }

    /// An order that was not placed yet, of so many of this dish.
    pub fn draft(&self, number: i64, dish: &Item, quantity: i64) -> Placement {
        let stamp = self.clock.stamp();
        let price = dish.price_cents;
        let line = Line::new(dish.id, dish.name.to_string(), Quantity::new(quantity).unwrap(), price, None);
        let order = Order {
            id: OrderId(self.clock.new_id()),
            number: OrderNumber(number),
            status: Status::Pending,
            version: 1,
            business_id: self.business.id,
            business_name: self.business.name.to_string(),
            customer_id: Some(self.customer.id),
            placed_by: self.customer.id,
            order_type: OrderType::DineIn,
            customer: Guest::default(),
            note: None,
            total_cents: line.line_total_cents,
            lines: vec![line],
            currency: self.business.currency.clone(),
            reason: None,
            placed_at: stamp.at,
            accepted_at: None,
            processing_at: None,
            completed_at: None,
            cancelled_at: None,
            handed_over_at: None,
            estimate: None,
            due: Some(Due::Accept(stamp.at + Duration::from_secs(5))),
            worker_id: None,
        };
        let actor = Actor { role: Role::Customer.into(), id: Some(self.customer.id.0), name: "Ada".to_owned() };
        let event = order.tell(Kind::Placed, actor, self.clock.stamp());
        Placement { order, event, key: None }
    }

    /// Places so many orders of one portion each, as the desk would.
    pub async fn place(&self, count: usize) -> Vec<Order> {
        let mut tx = self.db.begin().await.unwrap();
        placements::lock_offers(&mut tx, &[self.dish.id]).await.unwrap();
        let numbers = counters::next_orders(&mut tx, count).await.unwrap();
        let batch: Vec<_> = numbers.into_iter().map(|number| self.draft(number, &self.dish, 1)).collect();
        placements::write(&mut tx, &batch).await.unwrap();
        tx.commit().await.unwrap();
        batch.into_iter().map(|placement| placement.order).collect()
    }

    /// Places so many orders and accepts them.
    pub async fn accepted(&self, count: usize) -> Vec<Order> {
        let mut accepted = Vec::with_capacity(count);
        for order in self.place(count).await {
            accepted.push(self.does(order, Command::Accept).await);
        }
        accepted
    }

    /// The owner does this to an order.
    pub async fn does(&self, order: Order, command: Command) -> Order {
        let (order, event) = order.apply(command, &self.owner(), None, self.clock.stamp()).unwrap();
        let mut tx = self.db.begin().await.unwrap();
        assert!(orders::save(&mut tx, &order, &event).await.unwrap(), "somebody else changed {}", order.number);
        tx.commit().await.unwrap();
        order
    }

    /// The order as it is now.
    pub async fn order(&self, id: OrderId) -> Order {
        orders::find(&mut self.db.read().await.unwrap(), id).await.unwrap().unwrap()
    }

    /// How many of an item are left.
    pub async fn stock(&self, id: ItemId) -> i64 {
        items::find(&mut self.db.read().await.unwrap(), id).await.unwrap().unwrap().stock_quantity
    }
}

fn dish(business: &Business, clock: &Clock, stock: i64) -> Item {
    Item {
        id: ItemId(clock.new_id()),
        number: 0,
        business_id: business.id,
        name: good("Margherita"),
        description: good("Tomato, mozzarella, basil"),
        category: good("Pizza"),
        image_url: None,
        price_cents: Cents::new(950).unwrap(),
        currency: business.currency.clone(),
        stock_quantity: stock,
        available: true,
        version: 1,
        archived_at: None,
    }
}

fn user(clock: &Clock, role: Role, business_id: Option<BusinessId>) -> User {
    let id = UserId(clock.new_id());
    User {
        id,
        username: good(&format!("u{}", Uuid::new_v4().simple())),
        email: None,
        name: good("Ada"),
        role,
        business_id,
        created_at: clock.now(),
    }
}
