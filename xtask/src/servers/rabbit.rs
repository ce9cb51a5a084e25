//! Starts RabbitMQ (3.10 or newer) with a private epmd.

use std::fmt::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use super::Servers;
use super::temp_dir::{find_free_port, is_listening, setpriv_args};
use crate::tools::which;

const USER: &str = "rabbitmq";
/// Folder with RabbitMQ's programs. Those in /usr/sbin are wrappers that change the user and fork.
const BIN_DIR: &str = "/usr/lib/rabbitmq/bin";
/// Maximum time until epmd is ready.
const EPMD_START_TIMEOUT: Duration = Duration::from_secs(20);

/// Finds the server's start script. epmd must be installed as well.
pub(crate) fn find_start_script() -> Option<PathBuf> {
    which("epmd")?;
    Some(Path::new(BIN_DIR).join("rabbitmq-server")).filter(|script| script.is_file())
}

/// Starts epmd and the server, and writes the script that tests use to stop and restart the broker.
pub(crate) fn start(servers: &mut Servers) -> Result<()> {
    let start_script = find_start_script()
        .with_context(|| format!("epmd is not on the PATH, or rabbitmq-server is not in {BIN_DIR}"))?;
    let epmd = which("epmd").context("epmd is not on the PATH")?;
    let home = servers.temp_dir.create_private_dir(USER, "rabbitmq")?;
    let (port, dist_port, epmd_port) = (find_free_port()?, find_free_port()?, find_free_port()?);

    // If Erlang finds no epmd, it starts one as a daemon that outlives the tests.
    let mut epmd = servers.temp_dir.command(USER, &epmd);
    epmd.args(["-port", &epmd_port.to_string(), "-address", "127.0.0.1"]);
    servers.spawn("epmd", "TERM", &mut epmd, move || is_listening(epmd_port))?;
    servers.wait_until_ready(EPMD_START_TIMEOUT)?;

    let config = servers.temp_dir.path().join("rabbitmq.conf");
    std::fs::write(
        &config,
        // With the default limit, low disk space would block all publishers.
        format!("listeners.tcp.local = 127.0.0.1:{port}\ndisk_free_limit.absolute = 10MB\nlog.console = true\n"),
    )?;
    let plugins = servers.temp_dir.path().join("plugins");
    std::fs::write(&plugins, "[].")?;

    let home_text = home.display().to_string();
    let env = [
        ("HOME", home_text.clone()), // location of the Erlang cookie
        ("ERL_EPMD_PORT", epmd_port.to_string()),
        ("ERL_EPMD_ADDRESS", "127.0.0.1".into()),
        ("RABBITMQ_NODENAME", format!("expediter{}@localhost", std::process::id())),
        ("RABBITMQ_DIST_PORT", dist_port.to_string()),
        ("RABBITMQ_MNESIA_BASE", format!("{home_text}/mnesia")),
        ("RABBITMQ_LOG_BASE", format!("{home_text}/log")),
        ("RABBITMQ_PID_FILE", format!("{home_text}/pid")),
        ("RABBITMQ_CONFIG_FILE", config.with_extension("").display().to_string()),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.display().to_string()),
        ("RABBITMQ_CONF_ENV_FILE", "/dev/null".into()),
        // Disable busy waiting in the schedulers: the tests need the CPU.
        (
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}".into(),
        ),
    ];
    let mut rabbit = servers.temp_dir.command(USER, &start_script);
    rabbit.envs(env.iter().map(|(name, value)| (name, value)));
    servers.spawn("rabbitmq", "TERM", &mut rabbit, move || is_listening(port))?;

    let ctl = servers.temp_dir.path().join("rabbitmqctl");
    std::fs::write(&ctl, ctl_script(&env))?;
    std::fs::set_permissions(&ctl, PermissionsExt::from_mode(0o755))?;
    servers.env.push(("TEST_RABBITMQ_URL", format!("amqp://guest:guest@127.0.0.1:{port}/%2f")));
    servers.env.push(("TEST_RABBITMQ_CTL", ctl.display().to_string()));
    Ok(())
}

/// Returns the script that tests use to stop and restart the broker.
fn ctl_script(env: &[(&str, String)]) -> String {
    let mut script = String::from(
        "#!/bin/sh\n# stop: RabbitMQ closes its port and all connections. start: returns when RabbitMQ is ready.\n\
         # Other arguments are passed to rabbitmqctl unchanged.\n\
         case \"$1\" in stop) set -- stop_app ;; start) set -- start_app ;; esac\n\
         exec env -i LC_ALL=C.UTF-8 PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    );
    for (name, value) in env.iter().filter(|(name, _)| *name != "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS") {
        let _ = write!(script, " \\\n  {name}='{value}'");
    }
    let _ = write!(script, " \\\n  setpriv {} {BIN_DIR}/rabbitmqctl --quiet \"$@\"\n", setpriv_args(USER).join(" "));
    script
}
