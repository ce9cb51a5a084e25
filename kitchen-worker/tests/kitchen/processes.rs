//! Real processes, and what signals do to them: on PostgreSQL and RabbitMQ, since others must find the orders.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use shared::order::{Order, OrderId, Status};
use shared::store::{kitchen, orders};
use shared::testing::{eventually, namespace, rabbitmq_url};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};
use uuid::Uuid;

use crate::house::{COOKED, House, Pair, SOON, brisk};

/// A kitchen worker as a process of its own; killed with the test, if not before.
pub(crate) struct Process {
    child: Child,
    log: Lines<BufReader<ChildStderr>>,
    /// Its temporary directory.
    place: PathBuf,
}

fn command(house: &House) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kitchen-worker"));
    command
        .env("DATABASE_URL", &house.database_url)
        .env("BROKER_URL", rabbitmq_url())
        .env("BROKER_NAMESPACE", &house.namespace)
        .env("RUST_LOG", "info")
        .kill_on_drop(true);
    command
}

impl Process {
    /// Starts one whose orders take so many seconds, and waits until its kitchen is open.
    async fn start(house: &House, prep: &str) -> Self {
        Self::start_with(house, 2, prep).await
    }

    /// With so many slots.
    async fn start_with(house: &House, slots: u16, prep: &str) -> Self {
        Self::start_by(command(house), slots, prep).await
    }

    /// That tells of itself at this address.
    pub(crate) async fn start_at(house: &House, slots: u16, prep: &str, addr: &str) -> Self {
        let mut command = command(house);
        command.env("METRICS_ADDR", addr);
        Self::start_by(command, slots, prep).await
    }

    async fn start_by(mut command: Command, slots: u16, prep: &str) -> Self {
        let place = std::env::temp_dir().join(namespace());
        std::fs::create_dir(&place).unwrap();
        command.env("TMPDIR", &place).env("KITCHEN_PREP_SECONDS", prep);
        command.env("KITCHEN_CONCURRENCY", slots.to_string()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut process = Self { child, log, place };
        process.says("the kitchen is open").await;
        process
    }

    /// Waits until it has logged this.
    async fn says(&mut self, words: &str) {
        let heard = async {
            while let Some(line) = self.log.next_line().await.unwrap() {
                if line.contains(words) {
                    return;
                }
            }
            panic!("it ended without saying: {words}");
        };
        tokio::time::timeout(SOON, heard).await.unwrap_or_else(|_| panic!("it never said: {words}"));
    }

    pub(crate) async fn signal(&self, signal: &str) {
        let pid = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().await.unwrap().success());
    }

    /// Whether its exit code was 0; waits for at most the 15 seconds that it has.
    pub(crate) async fn ends(mut self) -> bool {
        let ended = tokio::time::timeout(Duration::from_secs(15), self.child.wait()).await;
        std::fs::remove_dir_all(&self.place).unwrap();
        ended.expect("it took longer than 15 s").unwrap().success()
    }

    /// Whether the health check of a container with this worker is content.
    async fn is_healthy(&self, house: &House) -> bool {
        let mut check = command(house);
        check.arg("health").env("TMPDIR", &self.place).stderr(Stdio::null());
        check.status().await.unwrap().success()
    }
}

/// What the clockwork does for an order whose worker has been silent for too long; the silence is made, not waited for.
async fn missed(house: &House, order: &Order) {
    let mut tx = house.stall.db.begin().await.unwrap();
    shared::sql!(tx, execute "update kitchen_workers set beat_at = beat_at - interval '1 minute'").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.stall.db.begin().await.unwrap();
    let soon = house.stall.clock.now() + SOON;
    assert_eq!(orders::abandoned(&mut tx, soon, 10).await.unwrap(), [order.id]);
    tx.commit().await.unwrap();
    house.announce(order.id).await;
}

/// An order on a stove, when all has been told: a worker that falls or sleeps with a lease of the outbox holds its
/// event back for the lease's 30 s.
async fn cooking(house: &House) -> Order {
    let order = house.accepted(1).await.remove(0);
    let order = house.until(order.id, Status::Processing).await;
    house.quiet().await;
    order
}

async fn cooked_once(house: &House, id: OrderId) -> Order {
    let ready = house.until(id, Status::Completed).await;
    house.quiet().await;
    assert_eq!(house.history(id).await, COOKED);
    ready
}

mod a_killed_workers_order_is_cooked_by_another {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let house = House::open(Pair::PostgresAndRabbit).await;
        let mut victim = Process::start(&house, "2").await;
        let order = cooking(&house).await;
        victim.child.kill().await.unwrap(); // SIGKILL
        std::fs::remove_dir_all(&victim.place).unwrap();
        let rescuer = Process::start(&house, "2").await;
        missed(&house, &order).await;
        let ready = cooked_once(&house, order.id).await;
        assert!(ready.worker_id.is_some() && ready.worker_id != order.worker_id);
        rescuer.signal("-TERM").await;
        assert!(rescuer.ends().await);
    }
}

mod a_worker_finishes_what_is_nearly_done_when_asked_to_stop {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let house = House::open(Pair::PostgresAndRabbit).await;
        let process = Process::start(&house, "1.5").await;
        let order = cooking(&house).await;
        process.signal("-TERM").await;
        assert!(process.ends().await);
        assert_eq!(house.history(order.id).await, COOKED);
        assert_eq!(house.broker.waiting().await.unwrap(), 0);
        assert!(kitchen::alive(&mut house.stall.db.read().await.unwrap()).await.unwrap().is_empty());
    }
}

mod a_worker_hands_back_what_takes_longer_when_asked_to_stop {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let house = House::open(Pair::PostgresAndRabbit).await;
        let process = Process::start(&house, "3600").await;
        let order = cooking(&house).await;
        let asked = Instant::now();
        process.signal("-TERM").await;
        assert!(process.ends().await);
        assert!(asked.elapsed() < Duration::from_secs(10), "there was nothing to wait for");
        assert_eq!(house.stall.order(order.id).await.worker_id, Some(Uuid::nil()));
        let next = Process::start(&house, "0").await;
        cooked_once(&house, order.id).await;
        next.signal("-TERM").await;
        assert!(next.ends().await);
    }
}

/// Stopped past its silence, and back when another has done its work.
mod a_worker_that_comes_back_from_the_dead_changes_nothing {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let house = House::open(Pair::PostgresAndRabbit).await;
        // With a free slot it would be sent the second message, and sleep on it until RabbitMQ misses its heartbeats.
        let mut zombie = Process::start_with(&house, 1, "2").await;
        let order = cooking(&house).await;
        zombie.signal("-STOP").await;
        let rescuer = house.cook(Duration::ZERO);
        eventually("a second worker", SOON, async || {
            let alive = kitchen::alive(&mut house.stall.db.read().await.unwrap()).await.unwrap();
            alive.iter().any(|worker| worker.id == rescuer.id).then_some(())
        })
        .await;
        let mut tx = house.stall.db.begin().await.unwrap();
        shared::sql!(tx, execute "update kitchen_workers set beat_at = beat_at - interval '1 minute' where id = ?",
            order.worker_id)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        house.announce(order.id).await;
        let ready = cooked_once(&house, order.id).await;
        assert_eq!(ready.worker_id, Some(rescuer.id));
        zombie.signal("-CONT").await;
        zombie.says("somebody else completed the order").await;
        assert_eq!(house.history(order.id).await, COOKED);
        // It is a worker like any other again.
        rescuer.stops().await;
        let next = house.accepted(1).await.remove(0);
        cooked_once(&house, next.id).await;
        zombie.signal("-TERM").await;
        assert!(zombie.ends().await);
    }
}

mod a_container_knows_whether_its_worker_lives {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let house = House::open(Pair::PostgresAndRabbit).await;
        let process = Process::start(&house, "0").await;
        let elsewhere = house.cook_at(brisk(Duration::ZERO));
        assert!(process.is_healthy(&house).await);
        process.signal("-KILL").await;
        eventually("its last beat is old", Duration::from_secs(20), async || {
            let mut tx = house.stall.db.begin().await.unwrap();
            shared::sql!(tx, execute
                "update kitchen_workers set beat_at = beat_at - interval '1 minute' where id <> ?", elsewhere.id)
            .await
            .unwrap();
            tx.commit().await.unwrap();
            (!process.is_healthy(&house).await).then_some(())
        })
        .await;
        assert!(!process.ends().await);
        elsewhere.stops().await;
    }
}
