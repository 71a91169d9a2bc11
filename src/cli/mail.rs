//! `wirewatch mail test`: a letter by hand, or a message to a webhook, each step told in plain words.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::MailTestArgs;
use crate::cli::open::Place;
use crate::cli::open::runtime;
use crate::clock::Clock;
use crate::deliver::Channel;
use crate::deliver::ProbeStep;
use crate::deliver::message;
use crate::deliver::message::LetterParts;
use crate::fetch::Fetcher;
use crate::model::delivery::DeliveryTask;
use crate::model::delivery::Envelope;
use crate::model::ids::DeliveryId;
use crate::model::recipient::Recipient;
use crate::model::recipient::WebhookName;
use crate::model::settings::Settings;
use crate::pipeline::MAILDIR;
use crate::pipeline::webhook;

const SUBJECT: &str = "wirewatch: test letter";
const TEXT: &str = "This letter was sent by `wirewatch mail test`.\n\nIf you can read it, letters find their way.\n";
const HTML: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>wirewatch: test letter</title></head>\
<body><p>This letter was sent by <code>wirewatch mail test</code>.</p><p>If you can read it, letters find their way.</p></body></html>";

pub(super) fn test(config: Option<&Path>, args: &MailTestArgs) -> Result<Exit, Failure> {
    let to: Recipient = args.address.parse().map_err(Failure::usage)?;
    let settings = Place::find(config).settings()?;
    let now = Clock::System.now();
    let steps = match &to {
        Recipient::Mail(_) => by_mail(&settings, &to, now)?,
        Recipient::Webhook(name) => by_webhook(&settings, name, &to, now)?,
    };
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

/// Negative, so that no letter of the outbox ever has this number.
fn id(now: Timestamp) -> DeliveryId {
    DeliveryId(-now.as_millisecond())
}

fn by_mail(settings: &Settings, to: &Recipient, now: Timestamp) -> Result<Vec<ProbeStep>, Failure> {
    let channel = Channel::new(
        settings.relay.as_ref(),
        &settings.store.directory().join(MAILDIR),
    )?;
    let envelope = Envelope {
        from: settings.from.clone(),
        to: to.clone(),
    };
    let bytes = message::build(&LetterParts {
        envelope: &envelope,
        message_id: &message::message_id(id(now), now, settings.from.domain()),
        date: now,
        list: &"test".parse()?,
        reply_to: settings.reply_to.as_ref(),
        unsubscribe: None,
        subject: SUBJECT,
        text: TEXT,
        html: HTML,
        follows: &[],
    })?;
    Ok(runtime()?.block_on(channel.probe(&envelope, &bytes)))
}

fn by_webhook(
    settings: &Settings,
    name: &WebhookName,
    to: &Recipient,
    now: Timestamp,
) -> Result<Vec<ProbeStep>, Failure> {
    let known = &settings.webhooks;
    let webhook = known.iter().find(|webhook| webhook.name == *name);
    let Some(webhook) = webhook else {
        let names: Vec<&str> = known.iter().map(|webhook| webhook.name.as_str()).collect();
        return Err(Failure::usage(format!(
            "there is no [webhook.{name}] in wirewatch.toml; there is {}",
            if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            }
        )));
    };
    let event = json!({
        "type": "webhook.test",
        "timestamp": now.to_string(),
        "data": {
            "subject": SUBJECT,
            "stories": [],
            "more": 0,
            "text": TEXT.replace("letter", "message"),
        },
    });
    let task = DeliveryTask {
        id: id(now),
        envelope: Envelope {
            from: settings.from.clone(),
            to: to.clone(),
        },
        message_id: message::message_id(id(now), now, settings.from.domain()),
        bytes: event.to_string().into_bytes(),
        attempt: 1,
    };
    runtime()?.block_on(async {
        let fetcher = Fetcher::new(&settings.fetch)?;
        Ok(webhook::probe(&fetcher, webhook, &task, now).await)
    })
}
