//! Command: the program run once, from its arguments to its exit code, in an environment that tells it nothing.

use std::fmt;
use std::io::Write;
use std::process::Command;
use std::process::Stdio;
use std::thread;

use serde_json::Value;

/// A command that ended.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    command: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The program with no home, no zone and no language beside `C`: what `DynamicUser=` gives it.
pub(super) fn scrubbed() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirewatch"));
    command.env_clear().env("LANG", "C").env("DICPATH", ""); // no dictionary of this machine
    command
}

/// Runs `wirewatch ARGS…` with `input` as its standard input.
pub(crate) fn wirewatch(args: &[&str], input: &str) -> Ended {
    wirewatch_in(&[], args, input)
}

/// The same with further environment variables.
pub(crate) fn wirewatch_in(environment: &[(&str, &str)], args: &[&str], input: &str) -> Ended {
    let mut child = scrubbed()
        .envs(environment.iter().copied())
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // Its own thread: a filter that answers while it reads would otherwise wait for us, and we for it.
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    Ended {
        command: format!("wirewatch {}", args.join(" ")),
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Ended {
    /// # Panics
    /// When the exit code is another one; tells what was printed.
    pub(crate) fn assert_code(&self, code: i32) {
        assert_eq!(self.code, Some(code), "the exit code of\n{self}");
    }

    /// Standard output as one JSON value; the command must have ended well.
    pub(crate) fn json(&self) -> Value {
        self.assert_code(0);
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|e| panic!("{e} in the output of\n{self}"))
    }

    /// Standard output as a JSON value a line.
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        let read = |line| {
            serde_json::from_str(line).unwrap_or_else(|e| panic!("{e} in {line:?} of\n{self}"))
        };
        self.stdout.lines().map(read).collect()
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ {}  -> {:?}", self.command, self.code)?;
        writeln!(f, "--- stdout\n{}--- stderr\n{}", self.stdout, self.stderr)
    }
}
