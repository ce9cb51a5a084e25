//! Accounts of every role, and businesses with menus.

use std::ops::Index;

use domain::account::{Role, User, UserId};
use domain::order::state::OrderRole;
use serde_json::{Value, json};
use store::users;
use testkit::ApiClient;
use testkit::fixture::parse;

use super::TestServer;

/// The password of all accounts.
pub const PASSWORD: &str = "a table for two";

/// A business and the items on its menu. `menu[0]` is its first item.
pub struct Menu {
    /// The owner of the business.
    pub owner: ApiClient,
    /// The items, as returned by `POST /api/items`.
    pub items: Vec<Value>,
}

impl Menu {
    /// Changes the settings of the business.
    pub async fn update_settings(&self, change: Value) {
        let path = format!("/api/businesses/{}", self.owner.business_id());
        self.owner.patch(path).json(change).await.expect_status(200);
    }
}

impl Index<usize> for Menu {
    type Output = Value;

    fn index(&self, index: usize) -> &Value {
        &self.items[index]
    }
}

/// A business and an account for each role that can send commands on its orders.
pub struct Actors {
    /// The business, which accepts orders manually, and its owner.
    pub menu: Menu,
    /// A customer.
    pub customer: ApiClient,
    /// A waiter of the business who places orders for guests.
    pub placing_waiter: ApiClient,
    /// Another waiter of the business.
    pub waiter: ApiClient,
    /// An admin.
    pub admin: ApiClient,
}

impl Actors {
    /// Creates the accounts and a business with one item.
    pub async fn create(server: &TestServer) -> Self {
        let menu = server.business_with_items(&[("Margherita", 950, 1000)]).await;
        // The scheduler does not accept orders.
        menu.update_settings(json!({"acceptance": "manual"})).await;
        let (placing_waiter, waiter) = (server.waiter(&menu.owner).await, server.waiter(&menu.owner).await);
        Self { customer: server.customer().await, placing_waiter, waiter, admin: server.admin().await, menu }
    }

    /// Returns the client of the actor that has this role for orders placed by `customer` or `placing_waiter`. Panics for the
    /// roles of the kitchen and the system, which send no requests.
    pub fn client(&self, role: OrderRole) -> &ApiClient {
        match role {
            OrderRole::Customer => &self.customer,
            OrderRole::PlacingWaiter => &self.placing_waiter,
            OrderRole::Waiter => &self.waiter,
            OrderRole::Business => &self.menu.owner,
            OrderRole::Admin => &self.admin,
            OrderRole::Kitchen | OrderRole::System => panic!("{role:?} gives no commands over HTTP"),
        }
    }
}

impl TestServer {
    /// Logs in to an account with [`PASSWORD`].
    pub async fn log_in(&self, username: &str) -> ApiClient {
        self.endpoint.log_in(username, PASSWORD).await
    }

    /// Registers a customer.
    pub async fn customer(&self) -> ApiClient {
        self.customer_named(&self.unique_name("customer")).await
    }

    /// Registers a customer with this username.
    pub async fn customer_named(&self, username: &str) -> ApiClient {
        let form = json!({"username": username, "password": PASSWORD, "role": "customer"});
        self.endpoint.register(form).await
    }

    /// Registers the owner of a new business.
    pub async fn owner(&self) -> ApiClient {
        let (username, name) = (self.unique_name("owner"), self.unique_name("Trattoria "));
        let form = json!({"username": username, "password": PASSWORD, "role": "business", "business_name": name});
        self.endpoint.register(form).await
    }

    /// Creates a waiter for the owner's business.
    pub async fn waiter(&self, owner: &ApiClient) -> ApiClient {
        let (username, name) = (self.unique_name("waiter"), self.unique_name("Waiter "));
        let form = json!({"name": name, "username": username, "password": PASSWORD});
        owner.post("/api/users").json(form).await.expect_status(201);
        self.log_in(&username).await
    }

    /// Creates an admin directly in the database, like `expediter user create`.
    pub async fn admin(&self) -> ApiClient {
        let stamp = self.clock.stamp();
        let user = User {
            id: UserId(stamp.id),
            username: parse(&self.unique_name("admin")),
            email: None,
            name: parse("Ada"),
            role: Role::Admin,
            business_id: None,
            created_at: stamp.at,
        };
        let hash = self.app.passwords.hash(parse(PASSWORD)).await.unwrap();
        let mut tx = self.db.begin().await.unwrap();
        users::create(&mut tx, &user, &hash).await.unwrap();
        tx.commit().await.unwrap();
        self.log_in(user.username.as_str()).await
    }

    /// Creates a business with these items: `(name, price in cents, stock)`.
    pub async fn business_with_items(&self, items: &[(&str, i64, i64)]) -> Menu {
        let owner = self.owner().await;
        let mut menu = Menu { owner, items: Vec::new() };
        for (name, price, stock) in items {
            let form = json!({"name": name, "price_cents": price, "stock_quantity": stock});
            menu.items.push(menu.owner.post("/api/items").json(form).await.expect_status(201));
        }
        menu
    }

    /// Returns the number of portions of an item in stock.
    pub async fn stock(&self, item: &Value) -> i64 {
        self.anonymous().stock(item).await
    }
}
