//! RabbitMQ 3.10 or newer, with an epmd of its own.

use std::fmt::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use super::Servers;
use super::place::{answers, free_port, words};
use crate::tools::find;

const USER: &str = "rabbitmq";
/// Not the one in /usr/sbin: that is a wrapper that changes the user, and with it the process.
const PROGRAMS: &str = "/usr/lib/rabbitmq/bin";

/// The server's start script.
pub(crate) fn program() -> Option<PathBuf> {
    find("epmd")?;
    Some(Path::new(PROGRAMS).join("rabbitmq-server")).filter(|script| script.is_file())
}

pub(crate) fn start(servers: &mut Servers) -> Result<()> {
    let script =
        program().with_context(|| format!("epmd is not on the PATH, or rabbitmq-server is not in {PROGRAMS}"))?;
    let epmd = find("epmd").context("epmd is not on the PATH")?;
    let home = servers.place.folder(USER, "rabbitmq")?;
    let (port, dist_port, epmd_port) = (free_port()?, free_port()?, free_port()?);

    // Erlang would start an epmd that outlives us; it does not when it finds one.
    let mut epmd = servers.place.command(USER, &epmd);
    epmd.args(["-port", &epmd_port.to_string(), "-address", "127.0.0.1"]);
    servers.spawn("epmd", "TERM", &mut epmd, move || answers(epmd_port))?;
    servers.wait(Duration::from_secs(20))?;

    let settings = servers.place.dir().join("rabbitmq.conf");
    std::fs::write(
        &settings,
        // Its default alarm would stop every publisher on a machine with little disk left.
        format!("listeners.tcp.local = 127.0.0.1:{port}\ndisk_free_limit.absolute = 10MB\nlog.console = true\n"),
    )?;
    let plugins = servers.place.dir().join("plugins");
    std::fs::write(&plugins, "[].")?;

    let home_text = home.display().to_string();
    let env = [
        ("HOME", home_text.clone()), // where Erlang keeps the cookie
        ("ERL_EPMD_PORT", epmd_port.to_string()),
        ("ERL_EPMD_ADDRESS", "127.0.0.1".into()),
        ("RABBITMQ_NODENAME", format!("expediter{}@localhost", std::process::id())),
        ("RABBITMQ_DIST_PORT", dist_port.to_string()),
        ("RABBITMQ_MNESIA_BASE", format!("{home_text}/mnesia")),
        ("RABBITMQ_LOG_BASE", format!("{home_text}/log")),
        ("RABBITMQ_PID_FILE", format!("{home_text}/pid")),
        ("RABBITMQ_CONFIG_FILE", settings.with_extension("").display().to_string()),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.display().to_string()),
        ("RABBITMQ_CONF_ENV_FILE", "/dev/null".into()),
        // Schedulers that do not spin while they wait: the cores are needed by the tests.
        (
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}".into(),
        ),
    ];
    let mut rabbit = servers.place.command(USER, &script);
    rabbit.envs(env.iter().map(|(name, value)| (name, value)));
    servers.spawn("rabbitmq", "TERM", &mut rabbit, move || answers(port))?;

    let ctl = servers.place.dir().join("rabbitmqctl");
    std::fs::write(&ctl, ctl_script(&env))?;
    std::fs::set_permissions(&ctl, PermissionsExt::from_mode(0o755))?;
    servers.env.push(("TEST_RABBITMQ_URL", format!("amqp://guest:guest@127.0.0.1:{port}/%2f")));
    servers.env.push(("TEST_RABBITMQ_CTL", ctl.display().to_string()));
    Ok(())
}

/// A script with which a test takes the broker away and brings it back.
fn ctl_script(env: &[(&str, String)]) -> String {
    let mut script = String::from(
        "#!/bin/sh\n# stop: RabbitMQ closes its port and every connection; start: it is back when this returns.\n\
         # Anything else goes to rabbitmqctl as it is.\n\
         case \"$1\" in stop) set -- stop_app ;; start) set -- start_app ;; esac\n\
         exec env -i LC_ALL=C.UTF-8 PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    );
    for (name, value) in env.iter().filter(|(name, _)| *name != "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS") {
        let _ = write!(script, " \\\n  {name}='{value}'");
    }
    let _ = write!(script, " \\\n  setpriv {} {PROGRAMS}/rabbitmqctl --quiet \"$@\"\n", words(USER).join(" "));
    script
}
