//! The unit, where systemd runs this machine.

use std::path::Path;
use std::process::Command;

use crate::cli::doctor::Check;
use crate::cli::doctor::Patient;

const NAME: &str = "service";
const UNIT: &str = "wirewatch.service";

/// Nothing where there is no systemd.
pub(super) fn check(patient: &Patient) -> Option<Check> {
    if !Path::new("/run/systemd/system").is_dir() {
        return Some(match patient.pid {
            Some(pid) => Check::ok(NAME, format!("process {pid}, without systemd")),
            None => Check::warning(NAME, "wirewatch does not run", "start it: wirewatch run"),
        });
    }
    let shown = Command::new("systemctl")
        .args(["show", UNIT, "--property"])
        .arg("LoadState,ActiveState,SubState,Result,NRestarts,ExecMainStatus")
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&shown.stdout).into_owned();
    Some(judge(&text, patient.pid))
}

fn judge(shown: &str, pid: Option<u32>) -> Check {
    let get = |key: &str| {
        let lines = shown.lines();
        let found = lines.filter_map(|line| line.split_once('='));
        found
            .filter(|(name, _)| *name == key)
            .map(|(_, value)| value)
            .next()
            .unwrap_or_default()
    };
    let state = format!("{UNIT} is {} ({})", get("ActiveState"), get("SubState"));
    match (get("LoadState"), get("ActiveState"), pid) {
        ("loaded", "active", _) if get("NRestarts") != "0" => Check::warning(
            NAME,
            format!("{state}, after {} restarts", get("NRestarts")),
            format!("see why: journalctl -u {UNIT} -p warning"),
        ),
        ("loaded", "active", _) => Check::ok(NAME, state),
        ("loaded", "failed", _) => Check::fault(
            NAME,
            format!(
                "{state}: {}, exit code {}",
                get("Result"),
                get("ExecMainStatus")
            ),
            format!("see why: journalctl -u {UNIT} -n 50; then: systemctl restart {UNIT}"),
        ),
        ("loaded", _, None) => Check::warning(
            NAME,
            state,
            format!("start it: systemctl enable --now {UNIT}"),
        ),
        (_, _, Some(pid)) => Check::ok(NAME, format!("process {pid}, not as {UNIT}")),
        _ => Check::warning(
            NAME,
            "wirewatch does not run, and there is no unit of it",
            "start it: wirewatch run",
        ),
    }
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
}
