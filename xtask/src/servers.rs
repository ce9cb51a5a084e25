//! PostgreSQL, MariaDB and RabbitMQ of our own: in a temporary folder, on free loopback ports, gone when we are.

mod broom;
mod mariadb;
mod place;
mod postgres;
mod rabbit;

use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use self::broom::Broom;
use self::place::Place;
use crate::{apt, tools};

/// The running servers. Dropping it stops them and deletes what they wrote.
pub(crate) struct Servers {
    place: Place,
    running: Vec<Server>,
    broom: Broom,
    /// What a test needs to find them: `TEST_POSTGRES_URL` and its like.
    pub(crate) env: Vec<(&'static str, String)>,
}

/// One server process.
struct Server {
    name: &'static str,
    child: Child,
    /// Whether it answers yet.
    ready: Box<dyn Fn() -> bool>,
}

impl Servers {
    /// Installs what is missing where it can, starts all three and waits until they answer. `keep` leaves the folder
    /// behind, with the servers' logs.
    pub(crate) fn start(keep: bool) -> Result<Self> {
        let missing: Vec<&str> = [
            ("postgresql", postgres::programs().is_some()),
            ("mariadb-server", mariadb::program().is_some()),
            ("rabbitmq-server", rabbit::program().is_some()),
        ]
        .iter()
        .filter_map(|(package, found)| (!found).then_some(*package))
        .collect();
        apt::install(&missing)?;

        let began = Instant::now();
        let place = Place::new()?;
        let broom = Broom::stand_by(place.dir(), keep)?;
        let mut servers = Self { place, running: Vec::new(), broom, env: Vec::new() };
        // The slowest first; the others get ready while it boots.
        rabbit::start(&mut servers)?;
        postgres::start(&mut servers)?;
        mariadb::start(&mut servers)?;
        servers.wait(Duration::from_mins(2))?;
        tools::say(format!("PostgreSQL, MariaDB and RabbitMQ answer after {:.1} s", began.elapsed().as_secs_f32()));
        Ok(servers)
    }

    /// Waits until every server started so far answers.
    fn wait(&mut self, patience: Duration) -> Result<()> {
        let until = Instant::now() + patience;
        for server in &mut self.running {
            while !(server.ready)() {
                let log = self.place.log(server.name);
                if let Some(status) = server.child.try_wait()? {
                    bail!("{} ended while starting ({status}):\n{}", server.name, tail(&log));
                }
                if Instant::now() > until {
                    bail!("{} does not answer after {} s:\n{}", server.name, patience.as_secs(), tail(&log));
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        Ok(())
    }

    /// Returns when one of the servers has ended, which none does unasked.
    pub(crate) fn watch(&mut self) -> Result<()> {
        loop {
            for server in &mut self.running {
                if let Some(status) = server.child.try_wait()? {
                    bail!("{} ended ({status}):\n{}", server.name, tail(&self.place.log(server.name)));
                }
            }
            std::thread::sleep(Duration::from_millis(500));
        }
    }

    /// Starts one in the background; `signal` is the one that it stops at quickly.
    fn spawn(
        &mut self,
        name: &'static str,
        signal: &str,
        command: &mut std::process::Command,
        ready: impl Fn() -> bool + 'static,
    ) -> Result<()> {
        let log = std::fs::File::create(self.place.log(name))?;
        let child = command
            .stdin(std::process::Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        self.broom.will_stop(signal, child.id())?;
        self.running.push(Server { name, child, ready: Box::new(ready) });
        Ok(())
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.broom.sweep();
        for server in &mut self.running {
            let _ = server.child.wait(); // The broom waits for each to be gone, so each must be reaped.
        }
        self.broom.done();
    }
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

/// The folder that holds a program, if the program is in it.
fn having(dir: PathBuf, program: &str) -> Option<PathBuf> {
    dir.join(program).is_file().then_some(dir)
}
