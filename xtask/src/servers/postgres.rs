//! Starts PostgreSQL (any version).

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::temp_dir::find_free_port;
use super::{Servers, dir_with_program};
use crate::tools::{read_output, which};

const USER: &str = "postgres";

/// Finds the folder with `initdb`, `postgres` and `pg_isready`: Debian's newest version or the one on the `PATH`.
pub(crate) fn find_bin_dir() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|version| dir_with_program(version.path().join("bin"), "initdb"))
        .max_by_key(|bin| bin.iter().nth_back(1).and_then(|version| version.to_str()?.parse::<u32>().ok()));
    newest.or_else(|| dir_with_program(which("initdb")?.parent()?.to_path_buf(), "postgres"))
}

/// Initializes a database cluster and starts the server.
pub(crate) fn start(servers: &mut Servers) -> Result<()> {
    let bin_dir = find_bin_dir().context("PostgreSQL was not found in /usr/lib/postgresql/*/bin or on the PATH")?;
    let data_dir = servers.temp_dir.create_private_dir(USER, "postgres")?;
    read_output(
        servers
            .temp_dir
            .command(USER, &bin_dir.join("initdb"))
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&data_dir),
    )?;
    let port = find_free_port()?;
    let mut postgres = servers.temp_dir.command(USER, &bin_dir.join("postgres"));
    postgres.arg("-D").arg(&data_dir).args(["-p", &port.to_string()]);
    for setting in [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=400",
        // The data need not survive a power failure.
        "fsync=off",
        "full_page_writes=off",
    ] {
        postgres.args(["-c", setting]);
    }
    // The port opens shortly before the database accepts queries.
    let pg_isready = bin_dir.join("pg_isready");
    servers.spawn("postgres", "INT", &mut postgres, move || {
        let mut check = Command::new(&pg_isready);
        check.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]).stderr(Stdio::null());
        check.status().is_ok_and(|status| status.success())
    })?;
    servers.env.push(("TEST_POSTGRES_URL", format!("postgres://postgres@127.0.0.1:{port}/postgres")));
    Ok(())
}
