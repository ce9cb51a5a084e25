//! `cargo xtask services`: runs the test servers so that plain `cargo test` can use them.

use anyhow::Result;

use crate::servers::Servers;

/// Starts the servers, prints their addresses as shell exports, and blocks until a server exits, which is an error.
pub(crate) fn run_services() -> Result<()> {
    let mut servers = Servers::start(false)?;
    for (name, value) in &servers.env {
        println!("export {name}='{value}'");
    }
    println!("# Paste these lines into another terminal. Press Ctrl-C here to stop the servers and delete their data.");
    servers.watch()
}
