//! Daemon: `wirewatch run` under a stand-in for systemd that hears its notes, sends it signals and reaps it.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::Child;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use rustix::process::Pid;
use rustix::process::Signal;

use super::command::scrubbed;
use super::wait::DEADLINE;
use super::wait::wait_for;

/// A running daemon; it is killed when dropped.
pub(crate) struct Daemon {
    child: Child,
    /// Lines heard on the notify socket, in order.
    notes: Arc<Mutex<Vec<String>>>,
    /// Everything it printed.
    log: Arc<Mutex<String>>,
}

static STARTED: AtomicU32 = AtomicU32::new(0);

impl Daemon {
    pub(super) fn start(config: &Path, directory: &Path, environment: &[(&str, &str)]) -> Self {
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let socket = directory.join(format!("notify-{number}"));
        let notes = listen(&socket);
        let mut child = scrubbed()
            .arg("--config")
            .arg(config)
            .arg("run")
            .env("NOTIFY_SOCKET", &socket)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::<Mutex<String>>::default();
        capture(child.stdout.take().unwrap(), &log);
        capture(child.stderr.take().unwrap(), &log);
        Self { child, notes, log }
    }

    /// What it told systemd so far, a line each.
    pub(crate) fn notes(&self) -> Vec<String> {
        self.notes.lock().unwrap().clone()
    }

    /// How often it told systemd this very line.
    pub(crate) fn count_notes(&self, note: &str) -> usize {
        self.notes().iter().filter(|heard| *heard == note).count()
    }

    /// Waits until a note was heard at least `count` times in all.
    pub(crate) fn wait_for_note(&self, note: &str, count: usize) {
        wait_for(&format!("{note:?}, {count} times"), DEADLINE, || {
            (self.count_notes(note) >= count).then_some(())
        });
    }

    /// Everything it printed so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits until its log holds `words`; the line that does.
    pub(crate) fn wait_for_log(&self, words: &str) -> String {
        wait_for(&format!("{words:?} in the log"), DEADLINE, || {
            let log = self.log();
            log.lines()
                .find(|line| line.contains(words))
                .map(str::to_owned)
        })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGHUP.
    pub(crate) fn hang_up(&self) {
        self.signal(Signal::HUP);
    }

    /// SIGTERM.
    pub(crate) fn terminate(&self) {
        self.signal(Signal::TERM);
    }

    pub(crate) fn signal(&self, signal: Signal) {
        rustix::process::kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits until it is gone.
    pub(crate) fn wait(&mut self, deadline: Duration) -> ExitStatus {
        wait_for("the daemon's end", deadline, || {
            self.child.try_wait().unwrap()
        })
    }

    /// SIGTERM, and the end it should bring about.
    pub(crate) fn stop(mut self) {
        self.terminate();
        let status = self.wait(DEADLINE);
        assert_eq!(status.code(), Some(0), "the exit code after SIGTERM");
    }

    /// SIGKILL: no word more.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            let notes = self.notes.lock().map(|notes| notes.join("\n"));
            let log = self.log.lock().map(|log| log.clone());
            eprintln!(
                "=== the daemon's notes\n{}\n=== the daemon's log\n{}",
                notes.unwrap_or_default(),
                log.unwrap_or_default()
            );
        }
    }
}

/// Hears notes for as long as the daemon can send any.
fn listen(path: &Path) -> Arc<Mutex<Vec<String>>> {
    let socket = UnixDatagram::bind(path).unwrap();
    let notes = Arc::<Mutex<Vec<String>>>::default();
    let ours = Arc::downgrade(&notes);
    socket
        .set_read_timeout(Some(Duration::from_secs(1)))
        .unwrap();
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Some(notes) = ours.upgrade() {
            let Ok(length) = socket.recv(&mut buffer) else {
                continue; // nobody spoke for a second
            };
            let note = String::from_utf8_lossy(&buffer[..length]).into_owned();
            let mut notes = notes.lock().unwrap();
            notes.extend(note.lines().map(str::to_owned));
        }
    });
    notes
}

fn capture(stream: impl Read + Send + 'static, log: &Arc<Mutex<String>>) {
    let log = Arc::clone(log);
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut log = log.lock().unwrap();
            log.push_str(&line);
            log.push('\n');
        }
    });
}
