//! Letters into a program, as `sendmail` takes them: a letter on its standard input, the envelope as arguments, the outcome by
//! its exit code (sysexits.h). What the program does with a letter it has taken is between it and its own queue.

use std::path::Path;
use std::process::ExitStatus;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Child;
use tokio::process::Command;
use tokio::time::timeout;

use crate::deliver::ProbeStep;
use crate::deliver::reply::one_line;
use crate::model::delivery::Envelope;
use crate::model::delivery::Outcome;

/// As long as an SMTP relay may think; a program that talks to one itself thinks no less.
const PATIENCE: Duration = Duration::from_secs(13 * 60);

const MOST_WORDS: u64 = 4096;

/// For what it said to come through once it has ended.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// sysexits.h: what is said of the letter or its recipient, and will not change by itself.
const ABOUT_THE_LETTER: [(i32, &str); 5] = [
    (64, "it was called wrongly (EX_USAGE)"),
    (65, "it cannot read the letter (EX_DATAERR)"),
    (67, "it knows no such recipient (EX_NOUSER)"),
    (68, "it knows no such host (EX_NOHOST)"),
    (77, "it may not send this (EX_NOPERM)"),
];

/// Feeds the letter to the program and waits for its end.
pub(super) async fn hand_over(program: &Path, envelope: &Envelope, bytes: &[u8]) -> Outcome {
    let deferred = |words: String| Outcome::Deferred {
        reason: one_line(&format!("{}: {words}", program.display())),
    };
    let child = match start(program, envelope) {
        Ok(child) => child,
        Err(fault) => return deferred(format!("it cannot be started: {fault}")),
    };
    // Dropped when the time is over, the child is killed and reaped.
    match timeout(PATIENCE, feed(child, bytes)).await {
        Ok(Ok((status, words))) => outcome(program, status, &words),
        Ok(Err(fault)) => deferred(format!("it cannot be talked to: {fault}")),
        Err(_) => deferred(format!(
            "it did not end within {} minutes (it may have taken the letter; the same letter goes again)",
            PATIENCE.as_secs() / 60
        )),
    }
}

/// Hands a test letter over for `mail test`.
pub(super) async fn probe(program: &Path, envelope: &Envelope, bytes: &[u8]) -> ProbeStep {
    let (is_ok, detail) = match hand_over(program, envelope, bytes).await {
        Outcome::Accepted => (
            true,
            format!(
                "{} took the letter (exit code 0); its own queue and log say what became of it",
                program.display()
            ),
        ),
        Outcome::Deferred { reason } | Outcome::Failed { reason } => (false, reason),
    };
    ProbeStep {
        step: "program",
        is_ok,
        detail,
    }
}

/// `-i`: a lone dot is no end; `--`: what follows is an address whatever it begins with.
fn start(program: &Path, envelope: &Envelope) -> std::io::Result<Child> {
    Command::new(program)
        .args([
            "-i",
            "-f",
            envelope.from.as_str(),
            "--",
            envelope.to.as_str(),
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
}

async fn feed(mut child: Child, bytes: &[u8]) -> std::io::Result<(ExitStatus, String)> {
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let write = async {
        if let Some(mut stdin) = stdin {
            // A program that wants no more of it says why by its exit code.
            let _ = stdin.write_all(&with_plain_line_ends(bytes)).await;
            let _ = stdin.shutdown().await;
        }
    };
    // By a task of its own: neither side may wait for a full pipe of the other, and what the program leaves running behind
    // it may hold the pipe for ever.
    let reading = tokio::spawn(async move {
        let mut words = Vec::new();
        if let Some(stderr) = stderr {
            let _ = stderr.take(MOST_WORDS).read_to_end(&mut words).await;
        }
        words
    });
    let stop_reading = reading.abort_handle();
    let ((), status) = tokio::join!(write, child.wait());
    let words = match timeout(LAST_WORDS, reading).await {
        Ok(Ok(words)) => words,
        _ => Vec::new(),
    };
    stop_reading.abort();
    Ok((status?, String::from_utf8_lossy(&words).into_owned()))
}

/// Programs on this machine take lines as the machine writes them; some would double the CR.
fn with_plain_line_ends(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            plain.push(*byte);
        }
    }
    plain
}

fn outcome(program: &Path, status: ExitStatus, words: &str) -> Outcome {
    if status.success() {
        return Outcome::Accepted;
    }
    let said = match one_line(words) {
        words if words.is_empty() => String::new(),
        words => format!(": {words}"),
    };
    let final_words = ABOUT_THE_LETTER
        .iter()
        .find(|(code, _)| status.code() == Some(*code));
    let told = match (final_words, status.code()) {
        (Some((_, words)), _) => (*words).to_owned(),
        (None, Some(75)) => "it asks to try again later (EX_TEMPFAIL)".to_owned(),
        (None, _) => format!("it ended with {status}"),
    };
    let reason = one_line(&format!("{}: {told}{said}", program.display()));
    match final_words {
        Some(_) => Outcome::Failed { reason },
        None => Outcome::Deferred { reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_those_of_the_machine_and_nothing_else_changes() {
        let plain = with_plain_line_ends(b"a\r\n.\r\nb\rc\n\r\n");

        assert_eq!(plain, b"a\n.\nb\rc\n\n");
    }
}
