//! `cargo xtask services`: the servers that the tests use, for `cargo test` by hand.

use anyhow::Result;

use crate::servers::Servers;

pub(crate) fn services() -> Result<()> {
    let mut servers = Servers::start(false)?;
    for (name, value) in &servers.env {
        println!("export {name}='{value}'");
    }
    println!("# Paste these lines into another terminal. Ctrl-C here stops the servers and deletes what they hold.");
    servers.watch()
}
