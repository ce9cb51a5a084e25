//! `cargo xtask fuzz`: Schemathesis reads the OpenAPI document of a real all-in-one and asks it everything, sensible or
//! not, as each of the people that there are. No answer may be a 500, or one that the document does not tell of.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::apt;
use crate::tools::{cargo, find, is_root, must, say, target};

/// How many cases of each operation are made up in the suite, beside those that cover its schema.
const EXAMPLES: u32 = 4;

/// Who asks: the role, and the demo's login.
const PEOPLE: [(&str, Option<&str>); 5] = [
    ("customer", Some("diner")),
    ("business", Some("trattoria")),
    ("waiter", Some("waiter")),
    ("admin", Some("admin")),
    ("anonymous", None),
];

/// `cargo xtask fuzz`, with as many cases as wanted.
pub(crate) fn fuzz(examples: Option<u32>) -> Result<()> {
    must(cargo().args(["build", "--package", "expediter"]))?;
    in_suite(examples.unwrap_or(EXAMPLES))
}

/// As a step of `cargo xtask test`, which has built everything.
pub(crate) fn test() -> Result<()> {
    in_suite(EXAMPLES)
}

fn in_suite(examples: u32) -> Result<()> {
    let Some(schemathesis) = install()? else { return Ok(()) };
    say(format!("fuzz: {examples} examples of each operation, as {} kinds of people", PEOPLE.len()));
    let (queue, done) = (Mutex::new(PEOPLE.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        // One fuzzer thinks while another's house answers.
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((role, login)) = queue.lock().ok().and_then(|mut queue| queue.next()) {
                    let run = run(&schemathesis, role, *login, examples);
                    done.lock().expect("no fuzzer panics").push((*role, run));
                }
            });
        }
    });
    report(done.into_inner().unwrap_or_default())
}

/// What a run found.
struct Run {
    operations: u64,
    cases: u64,
    failures: u64,
    seconds: u64,
    /// What the fuzzer says of the failures, in full.
    told: Option<String>,
}

fn run(schemathesis: &Path, role: &str, login: Option<&str>, examples: u32) -> Result<Run> {
    let folder = target().join("fuzz").join(role);
    // Left by the run before, if there was one.
    let _absent = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let config = format!("{}{}", include_str!("fuzz/schemathesis.toml"), login.map(authentication).unwrap_or_default());
    fs::write(folder.join("schemathesis.toml"), config)?;
    fs::write(folder.join("hooks.py"), include_str!("fuzz/hooks.py"))?;

    let began = Instant::now();
    let mut house = House::open(&folder)?;
    let mut fuzzer = bound(schemathesis);
    fuzzer.args(["--config-file", "schemathesis.toml", "run"]).arg(format!("{}/api/openapi.json", house.url));
    fuzzer.args(["--no-color", "--report-json-path", "report.json", "--max-examples"]).arg(examples.to_string());
    fuzzer.env("EXPEDITER_URL", &house.url).env("PYTHONPATH", &folder).env("PYTHONDONTWRITEBYTECODE", "1");
    let out = fuzzer.current_dir(&folder).stdin(Stdio::null()).output().context("cannot start Schemathesis")?;
    let told = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    fs::write(folder.join("log"), &told)?;
    if let Some(status) = house.process.try_wait()? {
        bail!("the house ended ({status}): see {}", folder.join("house.log").display());
    }

    let report = fs::read(folder.join("report.json")).with_context(|| format!("no report; it said: {told}"))?;
    let report: Value = serde_json::from_slice(&report)?;
    let count = |pointer: &str| report.pointer(pointer).and_then(Value::as_u64);
    let (total, tested) = (count("/operations/total"), count("/operations/tested"));
    if total != tested || count("/test_cases/generated").unwrap_or(0) == 0 || report["complete"] != true {
        bail!("not every operation was tried ({tested:?} of {total:?}); it said: {told}");
    }
    Ok(Run {
        operations: tested.unwrap_or(0),
        cases: count("/test_cases/generated").unwrap_or(0),
        failures: count("/test_cases/unique_failures").unwrap_or(0),
        seconds: began.elapsed().as_secs(),
        told: (!out.status.success()).then_some(told),
    })
}

/// Logs in, and again when the token has expired.
fn authentication(login: &str) -> String {
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

fn report(mut runs: Vec<(&str, Result<Run>)>) -> Result<()> {
    runs.sort_by_key(|(role, _)| PEOPLE.iter().position(|(name, _)| name == role));
    let mut wrong = Vec::new();
    println!("\nfuzzed by role     operations   cases  failures  seconds");
    let mut sum = 0;
    for (role, run) in runs {
        match run {
            Ok(run) => {
                println!("{role:<18} {:>10} {:>7} {:>9} {:>8}", run.operations, run.cases, run.failures, run.seconds);
                sum += run.cases;
                if let Some(told) = run.told {
                    let failures = told.split_once("= FAILURES =").map_or(told.as_str(), |(_, failures)| failures);
                    println!("{failures}");
                    wrong.push(format!("{role}: {} failures", run.failures));
                }
            }
            Err(error) => wrong.push(format!("{role}: {error:#}")),
        }
    }
    println!("{sum} cases");
    if !wrong.is_empty() {
        bail!("the fuzzer: {}", wrong.join("; "));
    }
    Ok(())
}

/// An all-in-one of its own, with the demo's data; it ends when it is dropped.
struct House {
    process: Child,
    url: String,
}

impl House {
    fn open(folder: &Path) -> Result<Self> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let log = fs::File::create(folder.join("house.log"))?;
        let mut command = bound(&target().join("debug/expediter"));
        // Nothing of the surroundings counts.
        command.env_clear().env("DATA_DIR", folder.join("data")).env("API_ADDR", address.to_string());
        command.env("KITCHEN_PREP_SECONDS", "0.1").env("RUST_LOG", "warn");
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let process = command.spawn().context("cannot start the all-in-one")?;
        let mut house = Self { process, url: format!("http://{address}") };
        let deadline = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(address).is_err() {
            if house.process.try_wait()?.is_some() || Instant::now() > deadline {
                bail!("the all-in-one does not open: see {}", folder.join("house.log").display());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(house)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // It may have ended by itself; what it leaves is looked at, or deleted by the next run.
        let _ended = self.process.kill();
        let _reaped = self.process.wait();
    }
}

/// A program that ends when we do.
fn bound(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig=KILL", "--"]).arg(program);
    command
}

/// Schemathesis in an environment of its own; none where there is no Python and nobody who may install it.
fn install() -> Result<Option<PathBuf>> {
    let requirements = include_str!("fuzz/requirements.txt");
    let dir = target().join("schemathesis");
    let (program, made) = (dir.join("bin/schemathesis"), dir.join("made-of.txt"));
    if program.is_file() && fs::read_to_string(&made).is_ok_and(|of| of == requirements) {
        return Ok(Some(program));
    }
    let has_venv = |python: &PathBuf| {
        let mut ask = Command::new(python);
        ask.args(["-c", "import ensurepip, venv"]).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    if find("python3").is_none_or(|python| !has_venv(&python)) {
        if !is_root() && std::env::var_os("CI").is_none() {
            say("NOT FUZZED: there is no Python 3 with venv (on Debian or Ubuntu: sudo apt-get install python3-venv)");
            return Ok(None);
        }
        apt::install(&["python3-venv"])?;
    }
    say("installing Schemathesis once");
    let _absent = fs::remove_dir_all(&dir);
    must(Command::new(find("python3").context("no python3")?).args(["-m", "venv"]).arg(&dir))?;
    let wanted = dir.join("requirements.txt");
    fs::write(&wanted, requirements)?;
    must(
        Command::new(dir.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&wanted),
    )?;
    fs::write(made, requirements)?;
    Ok(Some(program))
}
