//! A service in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A service in a process of its own. Killed when it is dropped.
pub(crate) struct Process {
    name: String,
    child: Child,
    lines: mpsc::Receiver<String>,
}

/// A program of this workspace, beside the test's own.
pub(crate) fn program(name: &str) -> Command {
    let built = PathBuf::from(env!("CARGO_BIN_EXE_expediter"));
    let dir = std::env::var_os("EXPEDITER_BIN_DIR").map_or_else(|| built.parent().unwrap().to_owned(), PathBuf::from);
    let path = if name == "expediter" { built } else { dir.join(name) };
    assert!(path.exists(), "{} is not built: run `cargo xtask test`, which builds it", path.display());
    let mut command = Command::new(path);
    // Nothing of the surroundings counts.
    for (key, _) in std::env::vars_os() {
        let key = key.to_string_lossy().into_owned();
        if ["DATABASE", "BROKER", "JWT", "API_", "NOTIFIER_", "KITCHEN_", "RATE_", "DATA_", "CORS_", "EXPEDITER_DEMO"]
            .iter()
            .any(|p| key.starts_with(p))
        {
            command.env_remove(key);
        }
    }
    command
}

impl Process {
    /// Starts a program with these settings.
    pub(crate) fn start(name: &str, settings: &[(&str, &str)]) -> Self {
        let mut command = program(name);
        command.envs(settings.iter().copied()).env("RUST_LOG", "info").stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        for stream in [Box::new(out) as Box<dyn std::io::Read + Send>, Box::new(err)] {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        Self { name: name.to_owned(), child, lines }
    }

    /// Waits for a line that contains this, and answers it.
    pub(crate) fn says(&self, what: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(30);
        let mut heard = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            if line.contains(what) {
                return line;
            }
            heard.push(line);
        }
        panic!("{} never said \"{what}\"; it said:\n{}", self.name, heard.join("\n"));
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> String {
        let line = self.says("http://");
        let address = line.split("http://").nth(1).unwrap();
        address.split(|c: char| c != '.' && c != ':' && !c.is_ascii_digit()).next().unwrap().to_owned()
    }

    /// Ends it at once, like a power cut.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "{} does not end", self.name);
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Most have ended by now.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
