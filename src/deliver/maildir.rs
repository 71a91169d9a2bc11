//! Letters into a maildir: where they go as long as there is no relay. Task in, [`Outcome`] out.
//!
//! The file's name derives from the Message-ID, so a letter that is kept again after a cut is the same
//! file and not a second letter.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use sha2::Digest as _;
use sha2::Sha256;

use crate::deliver::ProbeStep;
use crate::model::delivery::DeliveryTask;
use crate::model::delivery::Outcome;

/// Keeps the letter in `directory`, which is made where it is missing; back means on disk.
pub(super) async fn keep(directory: &Path, task: &DeliveryTask) -> Outcome {
    match on_blocking_thread(directory, file_name(&task.message_id), task.bytes.clone()).await {
        Ok(()) => Outcome::Accepted,
        Err(fault) => Outcome::Deferred {
            reason: sentence(directory, &fault),
        },
    }
}

/// Tries the folder for `mail test`.
pub(super) async fn probe(directory: &Path, bytes: &[u8]) -> ProbeStep {
    // Named by its bytes: a second test is a second letter, and not taken for the first.
    let hash = Sha256::digest(bytes);
    let name: String = hash[..8].iter().map(|b| format!("{b:02x}")).collect();
    let name = format!("wirewatch.test.{name}");
    let kept = on_blocking_thread(directory, name, bytes.to_owned()).await;
    ProbeStep {
        step: "maildir",
        is_ok: kept.is_ok(),
        detail: match kept {
            Ok(()) => format!(
                "no [relay] is set: the letter is in {}",
                directory.join("new").display()
            ),
            Err(fault) => sentence(directory, &fault),
        },
    }
}

async fn on_blocking_thread(directory: &Path, name: String, bytes: Vec<u8>) -> io::Result<()> {
    let directory = directory.to_owned();
    tokio::task::spawn_blocking(move || write(&directory, &name, &bytes))
        .await
        .unwrap_or_else(|panic| Err(io::Error::other(panic)))
}

fn sentence(directory: &Path, fault: &io::Error) -> String {
    format!(
        "the letter cannot be written to {}: {fault}",
        directory.display()
    )
}

/// Only what every file system and every reader of maildirs takes: no `/`, and no `:` that begins the flags.
fn file_name(message_id: &str) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    let name: String = message_id
        .chars()
        .map(|c| if is_safe(c) { c } else { '_' })
        .take(200)
        .collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { "letter" } else { name }.to_owned()
}

fn write(directory: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    for part in ["tmp", "new", "cur"] {
        fs::create_dir_all(directory.join(part))?;
    }
    if is_kept(directory, name)? {
        return Ok(());
    }
    let draft = directory.join("tmp").join(name);
    let mut file = File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, directory.join("new").join(name))?;
    sync_directory(&directory.join("new"))
}

/// A reader moves a letter from `new` to `cur` and appends its flags to the name.
fn is_kept(directory: &Path, name: &str) -> io::Result<bool> {
    if directory.join("new").join(name).try_exists()? {
        return Ok(true);
    }
    for entry in fs::read_dir(directory.join("cur"))? {
        let file = entry?.file_name();
        if file.to_string_lossy().split(':').next() == Some(name) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Without this a power cut may forget the rename that the file's own sync does not cover.
fn sync_directory(directory: &PathBuf) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::delivery::Envelope;
    use crate::model::ids::DeliveryId;

    fn task(message_id: &str) -> DeliveryTask {
        DeliveryTask {
            id: DeliveryId(7),
            envelope: Envelope {
                from: "watch@example.org".parse().unwrap(),
                to: "desk@example.org".parse().unwrap(),
            },
            message_id: message_id.to_owned(),
            bytes: b"Subject: one\r\n\r\ntwo\r\n".to_vec(),
            attempt: 1,
        }
    }

    fn names(directory: &Path, part: &str) -> Vec<String> {
        fs::read_dir(directory.join(part))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[tokio::test]
    async fn a_letter_is_kept_whole_in_a_folder_that_was_not_there() {
        let home = tempfile::tempdir().unwrap();
        let maildir = home.path().join("state/mail");

        let outcome = keep(&maildir, &task("wirewatch.7.abc@example.org")).await;

        assert_eq!(outcome, Outcome::Accepted);
        assert_eq!(names(&maildir, "new"), ["wirewatch.7.abc@example.org"]);
        assert!(names(&maildir, "tmp").is_empty());
        let kept = fs::read(maildir.join("new/wirewatch.7.abc@example.org")).unwrap();
        assert_eq!(kept, task("x").bytes);
    }

    #[tokio::test]
    async fn a_letter_sent_again_is_no_second_letter_even_after_it_was_read() {
        let home = tempfile::tempdir().unwrap();
        let task = task("wirewatch.7.abc@example.org");
        keep(home.path(), &task).await;
        fs::rename(
            home.path().join("new").join(&task.message_id),
            home.path().join("cur/wirewatch.7.abc@example.org:2,S"),
        )
        .unwrap();

        let outcome = keep(home.path(), &task).await;

        assert_eq!(outcome, Outcome::Accepted);
        assert!(names(home.path(), "new").is_empty());
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_written_defers_the_letter() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a-file");
        fs::write(&file, "").unwrap();

        let outcome = keep(&file, &task("wirewatch.7.abc@example.org")).await;

        assert!(
            matches!(&outcome, Outcome::Deferred { reason } if reason.contains("a-file")),
            "{outcome:?}"
        );
    }

    #[tokio::test]
    async fn every_test_letter_is_kept_and_said_to_be() {
        let home = tempfile::tempdir().unwrap();

        for bytes in ["one", "two"] {
            let step = probe(home.path(), bytes.as_bytes()).await;
            assert!(step.is_ok, "{}", step.detail);
        }

        assert_eq!(names(home.path(), "new").len(), 2);
    }

    #[test]
    fn a_message_id_never_leaves_the_folder() {
        for (message_id, name) in [
            ("../../etc/passwd", "_.._etc_passwd"),
            ("a:2,S", "a_2_S"),
            ("", "letter"),
            ("...", "letter"),
        ] {
            assert_eq!(file_name(message_id), name);
        }
    }
}
