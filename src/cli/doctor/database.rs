//! The archive: can it be read, is it sound, who has it, how long is its journal.

use jiff::Timestamp;

use crate::cli::db::size;
use crate::cli::doctor::Check;
use crate::cli::doctor::Patient;
use crate::store::Store;
use crate::store::StoreError;

const NAME: &str = "database";

/// A larger file is not read whole by the way: `db verify` takes its time.
const LARGE_BYTES: u64 = 2 << 30;

/// A journal of this size is not being emptied: some program has held a picture of the archive for long.
const LONG_JOURNAL: u64 = 256 << 20;

/// What other checks ask of the archive.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    pub(super) latest_event: Option<Timestamp>,
}

pub(super) async fn check(patient: &Patient) -> (Check, Facts) {
    let settings = &patient.settings.store;
    let store = match Store::open_reader(settings) {
        Ok(store) => store,
        Err(error) => return (unopened(&error), Facts::default()),
    };
    match look(patient, &store).await {
        Ok(found) => found,
        Err(error) => (unopened(&error), Facts::default()),
    }
}

async fn look(patient: &Patient, store: &Store) -> Result<(Check, Facts), StoreError> {
    let path = patient.settings.store.path.display();
    let (bytes, latest) = store
        .read(|view| Ok((view.totals()?.bytes, view.latest_events(1)?)))
        .await?;
    let facts = Facts {
        latest_event: latest.last().map(|event| event.at),
    };
    let held = patient.pid.map_or("nobody has it open".to_owned(), |pid| {
        format!("process {pid} has it")
    });
    let read = if bytes <= LARGE_BYTES {
        store.quick_check().await?;
        "read whole and sound"
    } else {
        "too large to be read whole here (\"wirewatch db verify\" does)"
    };
    let words = format!("{path}: {}, {read}; {held}", size(bytes));
    let journal = std::fs::metadata(format!("{path}-wal")).map_or(0, |file| file.len());
    let check = if journal > LONG_JOURNAL {
        let words = format!("{words}; its journal has grown to {}", size(journal));
        let advice = "a program reads the archive without an end: find it with \"fuser -v\" on the file and end it";
        Check::warning(NAME, words, advice)
    } else {
        Check::ok(NAME, words)
    };
    Ok((check, facts))
}

fn unopened(error: &StoreError) -> Check {
    if let StoreError::Absent { path } = error {
        let words = format!("there is none yet at {}", path.display());
        return Check::warning(NAME, words, "\"wirewatch run\" makes it on its first start");
    }
    // What to do stands in the error itself.
    let words = error.to_string();
    let (what, advice) = words.split_once('\n').unwrap_or((
        words.as_str(),
        "see the sentence above; \"wirewatch db verify\" reads it all",
    ));
    Check::fault(NAME, what, advice)
}
