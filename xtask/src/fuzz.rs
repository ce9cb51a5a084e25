//! `cargo xtask fuzz`: fuzzes the API with Schemathesis.
//!
//! For each role, Schemathesis generates valid and invalid requests from the OpenAPI document and sends them to a new
//! all-in-one server with demo data. Each deviation that Schemathesis finds, such as a 500 or an undocumented response,
//! is a failure.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::apt;
use crate::tools::{cargo, is_root, print_progress, run_checked, target_dir, which};

/// Default number of generated cases per operation, in addition to the cases that cover its schema.
const DEFAULT_EXAMPLES: u32 = 4;
/// Number of roles that are fuzzed concurrently: while one fuzzer generates cases, the other's server responds.
const CONCURRENCY: usize = 2;
/// Maximum time until the server listens.
const START_TIMEOUT: Duration = Duration::from_mins(1);
/// Interval between connection attempts while the server starts.
const START_POLL_INTERVAL: Duration = Duration::from_millis(50);

/// The roles under test, each with its demo login.
const ROLES: [(&str, Option<&str>); 5] = [
    ("customer", Some("diner")),
    ("business", Some("trattoria")),
    ("waiter", Some("waiter")),
    ("admin", Some("admin")),
    ("anonymous", None),
];

/// Builds the server and fuzzes it.
pub(crate) fn fuzz(examples: Option<u32>) -> Result<()> {
    run_checked(cargo().args(["build", "--package", "expediter"]))?;
    fuzz_all_roles(examples.unwrap_or(DEFAULT_EXAMPLES))
}

/// Fuzzes the server that `cargo xtask test` has built.
pub(crate) fn fuzz_built_binary() -> Result<()> {
    fuzz_all_roles(DEFAULT_EXAMPLES)
}

fn fuzz_all_roles(examples: u32) -> Result<()> {
    let Some(schemathesis) = install_schemathesis()? else { return Ok(()) };
    print_progress(format!("fuzz: {examples} examples per operation, {} roles", ROLES.len()));
    let (queue, results) = (Mutex::new(ROLES.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..CONCURRENCY {
            scope.spawn(|| {
                while let Some((role, login)) = queue.lock().ok().and_then(|mut queue| queue.next()) {
                    let result = fuzz_role(&schemathesis, role, *login, examples);
                    results.lock().expect("fuzz threads do not panic").push((*role, result));
                }
            });
        }
    });
    report(results.into_inner().unwrap_or_default())
}

/// The result of one role's run.
struct RoleResult {
    operations: u64,
    cases: u64,
    failures: u64,
    seconds: u64,
    /// Schemathesis' output if the run failed.
    failure_output: Option<String>,
}

fn fuzz_role(schemathesis: &Path, role: &str, login: Option<&str>, examples: u32) -> Result<RoleResult> {
    let dir = target_dir().join("fuzz").join(role);
    // The folder may contain files of the previous run.
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir)?;
    let config = format!("{}{}", include_str!("fuzz/schemathesis.toml"), login.map(auth_config).unwrap_or_default());
    fs::write(dir.join("schemathesis.toml"), config)?;
    fs::write(dir.join("hooks.py"), include_str!("fuzz/hooks.py"))?;

    let started_at = Instant::now();
    let mut server = TargetServer::start(&dir)?;
    let mut fuzzer = kill_with_parent(schemathesis);
    fuzzer.args(["--config-file", "schemathesis.toml", "run"]).arg(format!("{}/api/openapi.json", server.url));
    fuzzer.args(["--no-color", "--report-json-path", "report.json", "--max-examples"]).arg(examples.to_string());
    fuzzer.env("EXPEDITER_URL", &server.url).env("PYTHONPATH", &dir).env("PYTHONDONTWRITEBYTECODE", "1");
    let output = fuzzer.current_dir(&dir).stdin(Stdio::null()).output().context("cannot start Schemathesis")?;
    let log = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    fs::write(dir.join("log"), &log)?;
    if let Some(status) = server.process.try_wait()? {
        bail!("the server exited ({status}): see {}", server.log.display());
    }

    let report = fs::read(dir.join("report.json")).with_context(|| format!("Schemathesis wrote no report:\n{log}"))?;
    let report: Value = serde_json::from_slice(&report)?;
    let count = |pointer: &str| {
        let count = report.pointer(pointer).and_then(Value::as_u64);
        count.with_context(|| format!("the report of Schemathesis contains no {pointer}"))
    };
    let (total, tested, cases) =
        (count("/operations/total")?, count("/operations/tested")?, count("/test_cases/generated")?);
    if total != tested || cases == 0 || report["complete"] != true {
        bail!("only {tested} of {total} operations were tested, with {cases} cases:\n{log}");
    }
    Ok(RoleResult {
        operations: tested,
        cases,
        failures: count("/test_cases/unique_failures")?,
        seconds: started_at.elapsed().as_secs(),
        failure_output: (!output.status.success()).then_some(log),
    })
}

/// Returns the Schemathesis configuration that logs in, and logs in again when the token has expired.
fn auth_config(login: &str) -> String {
    format!(
        r#"
[auth.dynamic.openapi.bearer]
path = "/api/auth/login"
payload = {{ username = "{login}", password = "expediter" }}
extract_selector = "/access_token"
retry_on = [401]
"#
    )
}

fn report(mut results: Vec<(&str, Result<RoleResult>)>) -> Result<()> {
    results.sort_by_key(|(role, _)| ROLES.iter().position(|(name, _)| name == role));
    let mut problems = Vec::new();
    println!("\nfuzzed role        operations   cases  failures  seconds");
    let mut total_cases = 0;
    for (role, result) in results {
        match result {
            Ok(run) => {
                println!("{role:<18} {:>10} {:>7} {:>9} {:>8}", run.operations, run.cases, run.failures, run.seconds);
                total_cases += run.cases;
                if let Some(output) = run.failure_output {
                    let failures = output.split_once("= FAILURES =").map_or(output.as_str(), |(_, failures)| failures);
                    println!("{failures}");
                    problems.push(format!("{role}: {} failures", run.failures));
                }
            }
            Err(error) => problems.push(format!("{role}: {error:#}")),
        }
    }
    println!("{total_cases} cases");
    if !problems.is_empty() {
        bail!("fuzzing failed: {}", problems.join("; "));
    }
    Ok(())
}

/// An all-in-one server with demo data. Dropping this stops it.
struct TargetServer {
    process: Child,
    url: String,
    log: PathBuf,
}

impl TargetServer {
    fn start(dir: &Path) -> Result<Self> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let log = dir.join("server.log");
        let log_file = fs::File::create(&log)?;
        let mut command = kill_with_parent(&target_dir().join("debug/expediter"));
        // The developer's environment must not change the server's settings.
        command.env_clear().env("DATA_DIR", dir.join("data")).env("API_ADDR", address.to_string());
        command.env("KITCHEN_PREP_SECONDS", "0.1").env("RUST_LOG", "warn");
        command.stdin(Stdio::null()).stdout(log_file.try_clone()?).stderr(log_file);
        let process = command.spawn().context("cannot start the server")?;
        let mut server = Self { process, url: format!("http://{address}"), log };
        let deadline = Instant::now() + START_TIMEOUT;
        while TcpStream::connect(address).is_err() {
            if server.process.try_wait()?.is_some() || Instant::now() > deadline {
                bail!("the server does not start: see {}", server.log.display());
            }
            std::thread::sleep(START_POLL_INTERVAL);
        }
        Ok(server)
    }
}

impl Drop for TargetServer {
    fn drop(&mut self) {
        // The process may already have exited. Its files stay for inspection until the next run deletes them.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns a command for a program that is killed when this process dies.
fn kill_with_parent(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig=KILL", "--"]).arg(program);
    command
}

/// Installs Schemathesis into a virtual environment if necessary, and returns the path of the program.
///
/// Returns `None` if Python with venv is missing and this process cannot install it because it is not root. In CI, this is
/// an error.
fn install_schemathesis() -> Result<Option<PathBuf>> {
    let requirements = include_str!("fuzz/requirements.txt");
    let dir = target_dir().join("schemathesis");
    let (program, installed) = (dir.join("bin/schemathesis"), dir.join("installed-requirements.txt"));
    if program.is_file() && fs::read_to_string(&installed).is_ok_and(|installed| installed == requirements) {
        return Ok(Some(program));
    }
    if which("python3").is_none_or(|python| !has_venv(&python)) {
        if !is_root() && std::env::var_os("CI").is_none() {
            print_progress("skipping fuzz tests: Python 3 with venv is missing (sudo apt-get install python3-venv)");
            return Ok(None);
        }
        apt::install(&["python3-venv"])?;
    }
    print_progress("installing Schemathesis (once)");
    let _ = fs::remove_dir_all(&dir);
    let python = which("python3").context("python3 is not on the PATH")?;
    run_checked(Command::new(python).args(["-m", "venv"]).arg(&dir))?;
    let requirements_file = dir.join("requirements.txt");
    fs::write(&requirements_file, requirements)?;
    run_checked(
        Command::new(dir.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&requirements_file),
    )?;
    fs::write(installed, requirements)?;
    Ok(Some(program))
}

/// Returns whether this Python can create virtual environments. Debian packages the required modules separately.
fn has_venv(python: &Path) -> bool {
    let mut check = Command::new(python);
    check.args(["-c", "import ensurepip, venv"]).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
