//! MariaDB 10.5 or newer.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::Servers;
use super::place::{answers, free_port};
use crate::tools::{find, output};

const USER: &str = "mysql";

/// The server; what makes its first files is beside it on the `PATH`.
pub(crate) fn program() -> Option<PathBuf> {
    find("mariadb-install-db")?;
    find("mariadbd")
}

pub(crate) fn start(servers: &mut Servers) -> Result<()> {
    let mariadbd = program().context("mariadbd and mariadb-install-db are not on the PATH")?;
    let install = find("mariadb-install-db").context("mariadb-install-db is not on the PATH")?;
    let data = servers.place.folder(USER, "mariadb")?;
    let datadir = format!("--datadir={}", data.display());
    output(servers.place.command(USER, &install).args([
        "--no-defaults",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        &datadir,
    ]))?;
    let port = free_port()?;
    let mut command = servers.place.command(USER, &mariadbd);
    command.args(["--no-defaults", &datadir, &format!("--port={port}")]).args([
        "--bind-address=127.0.0.1",
        // In its data folder: the whole path may be longer than a socket's name can be.
        "--socket=mariadb.sock",
        "--skip-name-resolve",
        "--character-set-server=utf8mb4",
        "--max-connections=400",
        // What is lost in a power cut is lost with the folder anyway.
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-flush-method=nosync",
        "--innodb-doublewrite=OFF",
        // Containers may have no asynchronous I/O left.
        "--innodb-use-native-aio=OFF",
    ]);
    servers.spawn("mariadb", "TERM", &mut command, move || answers(port))?;
    servers.env.push(("TEST_MYSQL_URL", format!("mysql://root@127.0.0.1:{port}/mysql")));
    Ok(())
}
