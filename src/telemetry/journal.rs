//! The systemd journal, spoken to in its own protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL): one datagram an event, so that
//! `journalctl -u wirewatch FEED_ID=zerkalo -p warning` finds what it should.

use std::io;
use std::os::unix::net::UnixDatagram;
use std::path::Path;

use tracing::Event;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use crate::telemetry::fields::Fields;
use crate::telemetry::priority;

const SOCKET: &str = "/run/systemd/journal/socket";

/// A longer message would not fit into a datagram; nobody reads that far.
const LONGEST_BYTES: usize = 64 * 1024;

/// A line to the journal.
pub(super) struct Journal {
    socket: UnixDatagram,
}

impl Journal {
    pub(super) fn open() -> io::Result<Self> {
        Self::at(Path::new(SOCKET))
    }

    fn at(path: &Path) -> io::Result<Self> {
        let socket = UnixDatagram::unbound()?;
        socket.connect(path)?;
        Ok(Self { socket })
    }
}

impl<S: Subscriber> Layer<S> for Journal {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let priority = priority(*event.metadata().level());
        let datagram = datagram(&fields, priority, event.metadata().target());
        // There is nobody else to tell: a journal that is restarted loses what is said meanwhile.
        let _ = self.socket.send(&datagram);
    }
}

fn datagram(fields: &Fields, priority: u8, target: &str) -> Vec<u8> {
    let mut datagram = Vec::new();
    put(&mut datagram, "PRIORITY", &priority.to_string());
    put(&mut datagram, "SYSLOG_IDENTIFIER", "wirewatch");
    put(&mut datagram, "TARGET", target);
    put(&mut datagram, "MESSAGE", &fields.line());
    for (name, value) in &fields.others {
        put(&mut datagram, &name_of(name), value);
    }
    datagram
}

/// `feed.id` is FEED_ID: capitals, digits and `_`, beginning with a letter.
fn name_of(field: &str) -> String {
    let name: String = field
        .chars()
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() => c.to_ascii_uppercase(),
            _ => '_',
        })
        .take(64)
        .collect();
    let start = name.trim_start_matches(|c: char| !c.is_ascii_uppercase());
    match start {
        "" => "FIELD".to_owned(),
        start => start.to_owned(),
    }
}

/// A value with a line break goes with its length before it.
fn put(datagram: &mut Vec<u8>, name: &str, value: &str) {
    let value = &value[..value.floor_char_boundary(LONGEST_BYTES)];
    datagram.extend(name.as_bytes());
    if value.contains('\n') {
        datagram.push(b'\n');
        datagram.extend((value.len() as u64).to_le_bytes());
    } else {
        datagram.push(b'=');
    }
    datagram.extend(value.as_bytes());
    datagram.push(b'\n');
}

#[cfg(test)]
mod tests {
    use tracing::warn;
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    #[test]
    fn an_event_reaches_the_journal_with_its_level_and_its_fields() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("socket");
        let reader = UnixDatagram::bind(&path).unwrap();
        let subscriber = tracing_subscriber::registry().with(Journal::at(&path).unwrap());

        tracing::subscriber::with_default(subscriber, || {
            warn!(feed.id = %"wire", bytes = 7, "first\nsecond");
        });

        let mut buffer = [0; 4096];
        let length = reader.recv(&mut buffer).unwrap();
        let message = "first\nsecond feed.id=wire bytes=7";
        let mut expected = b"PRIORITY=4\nSYSLOG_IDENTIFIER=wirewatch\n".to_vec();
        expected.extend(b"TARGET=wirewatch::telemetry::journal::tests\nMESSAGE\n");
        expected.extend((message.len() as u64).to_le_bytes());
        expected.extend(message.as_bytes());
        expected.extend(b"\nFEED_ID=wire\nBYTES=7\n");
        assert_eq!(
            String::from_utf8_lossy(&buffer[..length]),
            String::from_utf8_lossy(&expected)
        );
    }

    #[test]
    fn names_are_such_as_the_journal_takes() {
        assert_eq!(name_of("feed.id"), "FEED_ID");
        assert_eq!(name_of("_pid"), "PID");
        assert_eq!(name_of("9"), "FIELD");
    }
}
