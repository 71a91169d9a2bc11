//! The unit, where systemd runs this machine.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use crate::cli::doctor::Check;
use crate::cli::doctor::Patient;

const NAME: &str = "service";
const UNIT: &str = "wirewatch.service";

/// One about its state, and one for each doubt about what it would run.
pub(super) fn check(patient: &Patient) -> Vec<Check> {
    if !Path::new("/run/systemd/system").is_dir() {
        return vec![match patient.pid {
            Some(pid) => Check::ok(NAME, format!("process {pid}, without systemd")),
            None => Check::warning(NAME, "wirewatch does not run", "start it: wirewatch run"),
        }];
    }
    let asked = Command::new("systemctl")
        .args(["show", UNIT, "--property"])
        .arg("LoadState,LoadError,ActiveState,SubState,Result,NRestarts,ExecMainStatus,NeedDaemonReload,DropInPaths,ExecStart")
        .output();
    let Ok(asked) = asked else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&asked.stdout).into_owned();
    let unit = Unit::read(&text);
    let mut checks = vec![unit.state(patient.pid)];
    checks.extend(unit.doubts(&patient.place.directory));
    checks
}

/// What systemd says of the unit: lines of key and value.
struct Unit<'a>(HashMap<&'a str, &'a str>);

impl<'a> Unit<'a> {
    fn read(shown: &'a str) -> Self {
        Self(
            shown
                .lines()
                .filter_map(|line| line.split_once('='))
                .collect(),
        )
    }

    fn get(&self, key: &str) -> &'a str {
        self.0.get(key).copied().unwrap_or_default()
    }

    /// How it is.
    fn state(&self, pid: Option<u32>) -> Check {
        let state = format!(
            "{UNIT} is {} ({})",
            self.get("ActiveState"),
            self.get("SubState")
        );
        match (self.get("LoadState"), self.get("ActiveState"), pid) {
            ("bad-setting" | "error", _, _) => Check::fault(
                NAME,
                format!("systemd cannot use {UNIT}: {}", self.load_error()),
                format!(
                    "see which line: systemd-analyze verify {UNIT}{}",
                    self.drop_ins()
                ),
            ),
            ("loaded", "active", _) if self.get("NRestarts") != "0" => Check::warning(
                NAME,
                format!("{state}, after {} restarts", self.get("NRestarts")),
                format!("see why: journalctl -u {UNIT} -p warning"),
            ),
            ("loaded", "active", _) => Check::ok(NAME, state),
            ("loaded", "failed", _) => Check::fault(
                NAME,
                format!(
                    "{state}: {}, exit code {}",
                    self.get("Result"),
                    self.get("ExecMainStatus")
                ),
                format!(
                    "see why: journalctl -u {UNIT} -n 50; then: systemctl restart {UNIT}{}",
                    self.drop_ins()
                ),
            ),
            ("loaded", _, None) => Check::warning(
                NAME,
                state,
                format!("start it: systemctl enable --now {UNIT}"),
            ),
            ("masked", _, None) => Check::warning(
                NAME,
                format!("{UNIT} is masked, so that it cannot be started"),
                format!("systemctl unmask {UNIT}"),
            ),
            (_, _, Some(pid)) => Check::ok(NAME, format!("process {pid}, not as {UNIT}")),
            _ => Check::warning(
                NAME,
                "wirewatch does not run, and there is no unit of it",
                "start it: wirewatch run",
            ),
        }
    }

    /// What drop-ins may have done to it, so that it is not what this looks at. `directory`: whose configuration was read here.
    fn doubts(&self, directory: &Path) -> Vec<Check> {
        let mut doubts = Vec::new();
        if self.get("NeedDaemonReload") == "yes" {
            doubts.push(Check::warning(
                NAME,
                format!("the files of {UNIT} have changed, and systemd goes by the older ones"),
                format!("systemctl daemon-reload && systemctl restart {UNIT}"),
            ));
        }
        let Some(command) = self.command() else {
            return doubts;
        };
        let words: Vec<&str> = command.split(' ').collect();
        if !is_ours(&words) {
            doubts.push(Check::warning(
                NAME,
                format!("{UNIT} runs {command}, which this cannot look into"),
                format!(
                    "see that it runs the daemon: `wirewatch run`{}",
                    self.drop_ins()
                ),
            ));
        } else if !words.contains(&"run") {
            let advice = format!(
                "ExecStart=/usr/bin/wirewatch run is what it should say{}",
                self.drop_ins()
            );
            let words = format!("{UNIT} does not run the daemon, but: {command}");
            doubts.push(Check::fault(NAME, words, advice));
        }
        if let Some(theirs) = configuration(&words).filter(|theirs| Path::new(theirs) != directory)
        {
            let words = format!(
                "{UNIT} reads its configuration from {theirs}, and this looked at {}",
                directory.display()
            );
            let advice = format!(
                "ask about that one: wirewatch --config {theirs} doctor; or correct ExecStart={}",
                self.drop_ins()
            );
            doubts.push(Check::warning(NAME, words, advice));
        }
        doubts
    }

    /// The words of the fault without its D-Bus name.
    fn load_error(&self) -> &'a str {
        let error = self.get("LoadError");
        error.split('"').nth(1).unwrap_or(error)
    }

    /// Its site changes, as the end of an advice.
    fn drop_ins(&self) -> String {
        match self.get("DropInPaths") {
            "" => String::new(),
            paths => format!(" (drop-ins: {paths})"),
        }
    }

    /// What it would start: "… ; argv[]=PROGRAM ARGUMENT… ; …".
    fn command(&self) -> Option<&'a str> {
        let (_, rest) = self.get("ExecStart").split_once("argv[]=")?;
        rest.split(" ;").next()
    }
}

/// Is the program wirewatch itself, and not a script around it?
fn is_ours(words: &[&str]) -> bool {
    let program = words.first().and_then(|word| Path::new(word).file_name());
    program.is_some_and(|name| name == "wirewatch")
}

/// The folder after `--config`.
fn configuration<'a>(words: &[&'a str]) -> Option<&'a str> {
    words
        .iter()
        .enumerate()
        .find_map(|(place, word)| match *word {
            "--config" => words.get(place + 1).copied(),
            word => word.strip_prefix("--config="),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::State;

    #[test]
    fn a_units_state_is_told_with_what_to_do() {
        let shown = |active: &str, restarts: &str| {
            format!(
                "LoadState=loaded\nActiveState={active}\nSubState=x\nResult=exit-code\nNRestarts={restarts}\nExecMainStatus=78\n"
            )
        };

        let judge = |shown: &str, pid| Unit::read(shown).state(pid);
        let well = judge(&shown("active", "0"), Some(7));
        let restarted = judge(&shown("active", "3"), Some(7));
        let failed = judge(&shown("failed", "5"), None);
        let off = judge(&shown("inactive", "0"), None);
        let absent = judge("LoadState=not-found\nActiveState=inactive\n", Some(7));

        assert_eq!(well.state, State::Ok);
        assert_eq!(restarted.state, State::Warning);
        assert_eq!(failed.state, State::Fault);
        assert!(failed.detail.contains("exit code 78"), "{failed:?}");
        assert_eq!(off.state, State::Warning);
        assert_eq!(absent.state, State::Ok);
    }

    #[test]
    fn what_a_drop_in_has_broken_is_named_with_the_drop_in() {
        let drop_in = "/etc/systemd/system/wirewatch.service.d/override.conf";
        let shown = |more: &str| {
            format!(
                "LoadState=loaded\nActiveState=active\nNRestarts=0\nDropInPaths={drop_in}\n{more}"
            )
        };
        let runs = |arguments: &str| {
            shown(&format!(
                "ExecStart={{ path=/usr/bin/wirewatch ; argv[]=/usr/bin/wirewatch{arguments} ; ignore_errors=no ; pid=0 }}\n"
            ))
        };
        let wrapped = shown(
            "ExecStart={ path=/opt/desk/start ; argv[]=/opt/desk/start ; ignore_errors=no ; pid=0 }\n",
        );
        let doubts = |shown: &str| Unit::read(shown).doubts("/etc/wirewatch".as_ref());
        let bad = "LoadState=bad-setting\nActiveState=inactive\nLoadError=org.freedesktop.systemd1.BadUnitSetting \"Unit has a bad setting.\"\n";

        let unusable = Unit::read(&format!("{bad}DropInPaths={drop_in}\n")).state(None);
        let masked = Unit::read("LoadState=masked\nActiveState=inactive\n").state(None);
        let elsewhere = doubts(&runs(" --config /srv/watch run"));
        let no_daemon = doubts(&runs(" status"));

        assert_eq!(unusable.state, State::Fault);
        assert!(
            unusable.detail.contains(": Unit has a bad setting."),
            "{unusable:?}"
        );
        assert!(unusable.advice.unwrap().contains(drop_in));
        assert!(masked.detail.contains("masked"), "{masked:?}");
        assert!(
            elsewhere[0].detail.contains("from /srv/watch"),
            "{elsewhere:?}"
        );
        assert_eq!(elsewhere[0].state, State::Warning);
        assert_eq!(no_daemon[0].state, State::Fault, "{no_daemon:?}");
        let wrapped = doubts(&wrapped);
        assert_eq!(wrapped[0].state, State::Warning, "{wrapped:?}");
        assert!(
            wrapped[0].detail.contains("runs /opt/desk/start"),
            "{wrapped:?}"
        );
        assert!(
            doubts(&shown("NeedDaemonReload=yes\n"))[0]
                .advice
                .as_ref()
                .unwrap()
                .contains("daemon-reload")
        );
        for well in ["", " --config /etc/wirewatch", " --config=/etc/wirewatch/"] {
            assert_eq!(doubts(&runs(&format!("{well} run"))), [], "{well}");
        }
    }
}
