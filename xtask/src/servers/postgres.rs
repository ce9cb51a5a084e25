//! PostgreSQL, any version.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::place::free_port;
use super::{Servers, having};
use crate::tools::{find, output};

const USER: &str = "postgres";

/// The folder with `initdb`, `postgres` and `pg_isready`: Debian's newest, or the one on the `PATH`.
pub(crate) fn programs() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = debian
        .filter_map(|version| having(version.path().join("bin"), "initdb"))
        .max_by_key(|bin| bin.iter().nth_back(1).and_then(|version| version.to_str()?.parse::<u32>().ok()));
    newest.or_else(|| having(find("initdb")?.parent()?.to_path_buf(), "postgres"))
}

pub(crate) fn start(servers: &mut Servers) -> Result<()> {
    let bin = programs()
        .context("PostgreSQL's programs are not where they were looked for: /usr/lib/postgresql/*/bin and PATH")?;
    let data = servers.place.folder(USER, "postgres")?;
    output(
        servers
            .place
            .command(USER, &bin.join("initdb"))
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&data),
    )?;
    let port = free_port()?;
    let mut postgres = servers.place.command(USER, &bin.join("postgres"));
    postgres.arg("-D").arg(&data).args(["-p", &port.to_string()]);
    for setting in [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=400",
        // What is lost in a power cut is lost with the folder anyway.
        "fsync=off",
        "full_page_writes=off",
    ] {
        postgres.args(["-c", setting]);
    }
    // The port opens a moment before the database does.
    let is_ready = bin.join("pg_isready");
    servers.spawn("postgres", "INT", &mut postgres, move || {
        let mut asked = Command::new(&is_ready);
        asked.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]).stderr(Stdio::null());
        asked.status().is_ok_and(|status| status.success())
    })?;
    servers.env.push(("TEST_POSTGRES_URL", format!("postgres://postgres@127.0.0.1:{port}/postgres")));
    Ok(())
}
