//! Log format and filter, set up once per process.

mod fields;
mod journal;
mod levelled;

use std::os::unix::fs::MetadataExt;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::model::settings::LogFormat;
use crate::model::settings::LogSettings;
use crate::telemetry::journal::Journal;
use crate::telemetry::levelled::Levelled;

/// Begins to log. A second call changes nothing: the first one stands.
///
/// Where standard error goes to the systemd journal, which is what `journal_stream` (the variable JOURNAL_STREAM) says,
/// each line goes to the journal itself, with its level and its fields; where the journal takes no datagrams, to
/// standard error with the level in front, as sd-daemon(3) has it. Everywhere else lines go to standard error. A filter that
/// cannot be read falls back to `info`, because a daemon without a log would be worse.
pub fn begin(settings: &LogSettings, journal_stream: Option<&str>) {
    let filter = EnvFilter::try_new(&settings.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(false);
    let begun = match settings.format {
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
        LogFormat::Text if journal_stream.is_some_and(is_standard_error) => match Journal::open() {
            Ok(journal) => registry.with(journal).try_init(),
            Err(_) => registry
                .with(lines.event_format(Levelled::default()))
                .try_init(),
        },
        LogFormat::Text => registry.with(lines).try_init(),
    };
    drop(begun);
}

/// Is standard error what this says, as `device:inode`? It is not when somebody has sent it elsewhere.
fn is_standard_error(stream: &str) -> bool {
    std::fs::metadata("/proc/self/fd/2")
        .is_ok_and(|facts| stream == format!("{}:{}", facts.dev(), facts.ino()))
}

/// The level's number after syslog(3).
fn priority(level: tracing::Level) -> u8 {
    match level {
        tracing::Level::ERROR => 3,
        tracing::Level::WARN => 4,
        tracing::Level::INFO => 6,
        _ => 7,
    }
}
