//! Starts MariaDB (10.5 or newer).

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::Servers;
use super::temp_dir::{find_free_port, is_listening};
use crate::tools::{read_output, which};

const USER: &str = "mysql";

/// Finds the server program. `mariadb-install-db`, which initializes the data folder, must be installed as well.
pub(crate) fn find_program() -> Option<PathBuf> {
    which("mariadb-install-db")?;
    which("mariadbd")
}

/// Initializes a data folder and starts the server.
pub(crate) fn start(servers: &mut Servers) -> Result<()> {
    let mariadbd = find_program().context("mariadbd and mariadb-install-db are not on the PATH")?;
    let install_db = which("mariadb-install-db").context("mariadb-install-db is not on the PATH")?;
    let data_dir = servers.temp_dir.create_private_dir(USER, "mariadb")?;
    let datadir_arg = format!("--datadir={}", data_dir.display());
    read_output(servers.temp_dir.command(USER, &install_db).args([
        "--no-defaults",
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        &datadir_arg,
    ]))?;
    let port = find_free_port()?;
    let mut command = servers.temp_dir.command(USER, &mariadbd);
    command.args(["--no-defaults", &datadir_arg, &format!("--port={port}")]).args([
        "--bind-address=127.0.0.1",
        // Relative to the data folder: an absolute path could exceed the length limit of socket names.
        "--socket=mariadb.sock",
        "--skip-name-resolve",
        "--character-set-server=utf8mb4",
        "--max-connections=400",
        // The data need not survive a power failure.
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-flush-method=nosync",
        "--innodb-doublewrite=OFF",
        // The kernel's asynchronous I/O contexts may be exhausted in containers.
        "--innodb-use-native-aio=OFF",
    ]);
    servers.spawn("mariadb", "TERM", &mut command, move || is_listening(port))?;
    servers.env.push(("TEST_MYSQL_URL", format!("mysql://root@127.0.0.1:{port}/mysql")));
    Ok(())
}
