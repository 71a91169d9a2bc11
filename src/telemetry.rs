//! Log format and filter, set up once per process.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::model::settings::LogFormat;
use crate::model::settings::LogSettings;

/// Begins to log to standard error. A second call changes nothing: the first one stands.
///
/// Under systemd the journal adds its own time, so `under_journal` leaves ours out. A filter that cannot be read
/// falls back to `info`, because a daemon without a log would be worse.
pub fn begin(settings: &LogSettings, under_journal: bool) {
    let filter = EnvFilter::try_new(&settings.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(false);
    let begun = match (settings.format, under_journal) {
        (LogFormat::Json, _) => registry.with(lines.json().flatten_event(true)).try_init(),
        (LogFormat::Text, true) => registry.with(lines.without_time()).try_init(),
        (LogFormat::Text, false) => registry.with(lines).try_init(),
    };
    drop(begun);
}
