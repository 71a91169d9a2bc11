//! `wirewatch mail test`: a letter by hand, each step told in plain words.

use std::io::Write;
use std::path::Path;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::MailTestArgs;
use crate::cli::open::Place;
use crate::cli::open::runtime;
use crate::clock::Clock;
use crate::deliver::Channel;
use crate::deliver::message;
use crate::deliver::message::LetterParts;
use crate::model::delivery::Envelope;
use crate::model::ids::DeliveryId;
use crate::model::mail_address::MailAddress;
use crate::pipeline::MAILDIR;

const SUBJECT: &str = "wirewatch: test letter";
const TEXT: &str = "This letter was sent by `wirewatch mail test`.\n\nIf you can read it, letters find their way.\n";
const HTML: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>wirewatch: test letter</title></head>\
<body><p>This letter was sent by <code>wirewatch mail test</code>.</p><p>If you can read it, letters find their way.</p></body></html>";

pub(super) fn test(config: Option<&Path>, args: &MailTestArgs) -> Result<Exit, Failure> {
    let to: MailAddress = args.address.parse().map_err(Failure::usage)?;
    let settings = Place::find(config).settings()?;
    let channel = Channel::new(
        settings.relay.as_ref(),
        &settings.store.directory().join(MAILDIR),
    )?;
    let now = Clock::System.now();
    let envelope = Envelope {
        from: settings.from.clone(),
        to,
    };
    // Negative, so that no letter of the outbox ever has this number.
    let id = DeliveryId(-now.as_millisecond());
    let bytes = message::build(&LetterParts {
        envelope: &envelope,
        message_id: &message::message_id(id, now, settings.from.domain()),
        date: now,
        list: &"test".parse()?,
        subject: SUBJECT,
        text: TEXT,
        html: HTML,
        follows: &[],
    })?;
    let steps = runtime()?.block_on(channel.probe(&envelope, &bytes));
    let mut out = std::io::stdout().lock();
    for step in &steps {
        writeln!(
            out,
            "{}  {:<10} {}",
            if step.is_ok { "ok  " } else { "FAIL" },
            step.step,
            step.detail
        )?;
    }
    Ok(if steps.iter().all(|step| step.is_ok) {
        Exit::Ok
    } else {
        Exit::FaultFound
    })
}
