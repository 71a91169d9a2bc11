//! World: a directory of its own with both files, an origin, an inbox, and the program run against them.
//! When a test fails, it prints everything that happened in it and keeps the directory.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Stdio;
use std::sync::Mutex;
use std::thread;

use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

use super::command::Ended;
use super::command::scrubbed;
use super::command::wirewatch;
use super::command::wirewatch_in;
use super::daemon::Daemon;
use super::inbox::Inbox;
use super::origin::Origin;
use super::plan::Plan;
use super::wait::DEADLINE;
use super::wait::wait_for;

/// Everything around one program.
pub(crate) struct World {
    directory: Option<TempDir>,
    origin: Origin,
    inbox: Inbox,
    /// What was run, for the report of a failure.
    ran: Mutex<String>,
}

/// A moment on the day at which worlds with a clock of their own play.
pub(crate) fn at(time: &str) -> Timestamp {
    format!("2026-11-20T{time}Z").parse().unwrap()
}

/// The machine's time, for tests of the daemon, which has no other.
pub(crate) fn now() -> Timestamp {
    #[expect(
        clippy::disallowed_methods,
        reason = "the daemon lives by the machine's clock"
    )]
    Timestamp::now()
}

impl World {
    #[expect(clippy::needless_pass_by_value, reason = "reads as a sentence")]
    pub(crate) fn new(plan: Plan) -> Self {
        let inbox = if plan.is_relay_closed() {
            Inbox::closed()
        } else {
            Inbox::open_at_once()
        };
        let world = Self {
            directory: Some(TempDir::with_prefix("wirewatch-it-").unwrap()),
            origin: Origin::start(),
            inbox,
            ran: Mutex::default(),
        };
        fs::create_dir(world.config()).unwrap();
        fs::create_dir(world.state()).unwrap();
        let settings = plan.settings(world.inbox.port());
        let settings = settings.replace("STATE", world.state().to_str().unwrap());
        fs::write(world.config().join("wirewatch.toml"), settings).unwrap();
        world.rewrite(&plan);
        world
    }

    /// Writes the watchlist anew.
    #[expect(clippy::needless_pass_by_value, reason = "reads as a sentence")]
    pub(crate) fn replan(&self, plan: Plan) {
        self.rewrite(&plan);
    }

    fn rewrite(&self, plan: &Plan) {
        self.write_watchlist(&plan.watchlist(|path| self.origin.url(path)));
    }

    pub(crate) fn write_watchlist(&self, text: &str) {
        fs::write(self.config().join("watchlist.toml"), text).unwrap();
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.as_ref().unwrap().path()
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.directory().join("config")
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.directory().join("state")
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    pub(crate) fn inbox(&self) -> &Inbox {
        &self.inbox
    }

    /// Runs `wirewatch --config DIR ARGS…` to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        self.run_with_input(args, "")
    }

    pub(crate) fn run_with_input(&self, args: &[&str], input: &str) -> Ended {
        let config = self.config();
        let mut all = vec!["--config", config.to_str().unwrap()];
        all.extend(args);
        let ended = wirewatch(&all, input);
        self.ran.lock().unwrap().push_str(&ended.to_string());
        ended
    }

    /// Changes a line of `wirewatch.toml`.
    pub(crate) fn edit_settings(&self, from: &str, to: &str) {
        let path = self.config().join("wirewatch.toml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from:?} in {text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// The row of a feed in `feed list --json`.
    pub(crate) fn feed(&self, name: &str) -> Value {
        let feeds = self.run(&["feed", "list", "--json"]).json();
        let found = feeds
            .as_array()
            .unwrap()
            .iter()
            .find(|feed| feed["name"] == name);
        found
            .unwrap_or_else(|| panic!("no feed {name} in {feeds}"))
            .clone()
    }

    /// `run --once --json` at that moment; its summary.
    pub(crate) fn once(&self, moment: Timestamp) -> Value {
        self.once_in(&[], moment)
    }

    /// The same with further environment variables.
    pub(crate) fn once_in(&self, environment: &[(&str, &str)], moment: Timestamp) -> Value {
        let (config, moment) = (self.config(), moment.to_string());
        let config = config.to_str().unwrap();
        let args = [
            "--config", config, "run", "--once", "--json", "--at", &moment,
        ];
        let ended = wirewatch_in(environment, &args, "");
        self.ran.lock().unwrap().push_str(&ended.to_string());
        // 1 is "done, and a fault found", such as a feed that failed.
        assert!(matches!(ended.code, Some(0 | 1)), "{ended}");
        serde_json::from_str(&ended.stdout).unwrap()
    }

    /// Starts `run --once` at that moment and waits for nothing; what it prints goes nowhere.
    pub(crate) fn begin_once(&self, environment: &[(&str, &str)], moment: Timestamp) -> Child {
        scrubbed()
            .arg("--config")
            .arg(self.config())
            .args(["run", "--once", "--at", &moment.to_string()])
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Starts the daemon and waits until it is ready.
    pub(crate) fn daemon(&self) -> Daemon {
        let daemon = self.daemon_with(&[]);
        daemon.wait_for_note("READY=1", 1);
        daemon
    }

    /// Starts the daemon with further environment variables, and waits for nothing.
    pub(crate) fn daemon_with(&self, environment: &[(&str, &str)]) -> Daemon {
        Daemon::start(&self.config(), self.directory(), environment)
    }

    /// Waits until the archive holds an article with these words; its row of `search --json`.
    pub(crate) fn wait_for_article(&self, words: &str) -> Value {
        wait_for(&format!("an article with {words:?}"), DEADLINE, || {
            let config = self.config();
            let config = config.to_str().unwrap();
            let ended = wirewatch(&["--config", config, "search", words, "--json"], "");
            let found: Value = serde_json::from_str(&ended.stdout).ok()?;
            found.get(0).cloned()
        })
    }

    /// The digests so far, each with its stories: `digest show N --json`.
    pub(crate) fn digests(&self) -> Vec<Value> {
        let list = self.run(&["digest", "list", "--json"]).json();
        let show = |digest: &Value| {
            let number = digest["number"].to_string();
            self.run(&["digest", "show", &number, "--json"]).json()
        };
        list.as_array().unwrap().iter().map(show).collect()
    }

    /// Titles of all articles that any digest tells, sorted.
    pub(crate) fn told_titles(&self) -> Vec<String> {
        let digests = self.digests();
        let articles = digests
            .iter()
            .flat_map(|digest| digest["stories"].as_array().unwrap())
            .flat_map(|story| story["articles"].as_array().unwrap());
        let mut titles: Vec<_> = articles
            .map(|article| article["title"].as_str().unwrap().to_owned())
            .collect();
        titles.sort();
        titles
    }

    fn report(&self) -> String {
        let ran = self.ran.lock().map(|ran| ran.clone()).unwrap_or_default();
        let watchlist = fs::read_to_string(self.config().join("watchlist.toml"));
        let requests: String = self
            .origin
            .all_requests()
            .iter()
            .map(|request| format!("{} -> {}\n", request.path, request.status))
            .collect();
        format!(
            "=== directory, kept: {}\n=== watchlist.toml\n{}\n=== ran\n{ran}\n=== requests seen\n{requests}\n\
             === letters taken\n{:#?}\n",
            self.directory().display(),
            watchlist.unwrap_or_default(),
            self.inbox.letters(),
        )
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{}", self.report());
            if let Some(directory) = self.directory.take() {
                let _ = directory.keep();
            }
        }
    }
}
