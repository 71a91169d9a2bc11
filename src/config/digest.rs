//! `[digest.NAME]` as written -> DigestDefinition.

use croner::parser::CronParser;
use croner::parser::Seconds;
use croner::parser::Year;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use crate::config::findings::Findings;
use crate::config::node::Node;
use crate::config::notes::Mention;
use crate::config::notes::Notes;
use crate::config::suggest;
use crate::config::table::Key;
use crate::config::table::Table;
use crate::config::watchlist;
use crate::model::ids::TopicName;
use crate::model::recipient::Recipient;
use crate::model::watchlist::DigestDefinition;
use crate::model::watchlist::QuietHours;
use crate::model::watchlist::Schedule;
use crate::model::watchlist::SubjectMode;
use crate::model::watchlist::WhenEmpty;

/// A letter with more is not read to its end.
const USUAL_MOST_STORIES: u32 = 40;

const WEEK: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// A digest whose topics are not known yet: leaving out `topics` means all of them.
#[derive(Debug)]
pub(super) struct Draft {
    /// Everything else.
    pub(super) definition: DigestDefinition,
    /// Were topics left out?
    pub(super) wants_all_topics: bool,
}

/// Reads one digest. `None` when its name is not one, or there is no sound schedule or recipient.
pub(super) fn read<'a>(key: Key<'a>, node: Node<'a>, notes: &mut Notes<'a>) -> Option<Draft> {
    let mut table = node.table(&mut notes.findings)?;
    let name = watchlist::name(key, &mut notes.findings);
    let schedule = schedule(&mut table, &mut notes.findings);
    let tz = table
        .take("tz")
        .map_or(Some(TimeZone::UTC), |node| zone(node, &mut notes.findings));
    let topics_node = table.take("topics");
    let topics = topics_node
        .map(|node| topics(node, notes))
        .unwrap_or_default();
    let to = recipients(&mut table, notes);
    let findings = &mut notes.findings;
    let when_empty = [("send", WhenEmpty::Send), ("skip", WhenEmpty::Skip)];
    let when_empty = table
        .take("when_empty")
        .and_then(|node| node.word(&when_empty, findings));
    let max_stories = table
        .take("max_stories")
        .and_then(|node| node.whole(1..=500, findings));
    let subject = [
        ("full", SubjectMode::Full),
        ("discreet", SubjectMode::Discreet),
    ];
    let subject = table
        .take("subject")
        .and_then(|node| node.word(&subject, findings));
    let has_alerts = table.take("alerts").and_then(|node| node.flag(findings));
    let quiet_hours = table
        .take("quiet_hours")
        .and_then(|node| quiet_hours(node, findings));
    table.finish(&format!("[digest.{}]", key.text), findings);
    let definition = DigestDefinition {
        name: name?,
        schedule: schedule?,
        tz: tz?,
        topics,
        to,
        when_empty: when_empty.unwrap_or_default(),
        max_stories: max_stories.unwrap_or(USUAL_MOST_STORIES) as usize,
        subject: subject.unwrap_or_default(),
        has_alerts: has_alerts.unwrap_or(true),
        quiet_hours,
    };
    Some(Draft {
        definition,
        wants_all_topics: topics_node.is_none(),
    })
}

fn schedule(table: &mut Table<'_>, findings: &mut Findings) -> Option<Schedule> {
    let at = table.take("at");
    let days = table.take("days");
    match (at, table.take("cron")) {
        (Some(at), None) => at_times(at, days, findings),
        (None, Some(cron)) => {
            if let Some(days) = days {
                findings.push(
                    days.spot
                        .error("\"days\" goes with \"at\"; cron has a field of its own for them"),
                );
            }
            cron_line(cron, findings)
        }
        (Some(at), Some(_)) => {
            findings.push(
                at.spot
                    .error("this digest has both \"at\" and \"cron\"")
                    .help("keep one of them"),
            );
            None
        }
        (None, None) => {
            let finding = table.spot.error("this digest does not say when it is due");
            findings.push(finding.help(
                "write at = \"07:30\", or at = [\"07:30\", \"16:00\"] with days = [\"mon..fri\"]",
            ));
            None
        }
    }
}

/// Five fields as in crontab(5): seconds and years would promise more than a daemon that wakes by the minute keeps.
fn cron_line(node: Node<'_>, findings: &mut Findings) -> Option<Schedule> {
    let text = node.text(findings)?.trim();
    let parser = CronParser::builder()
        .seconds(Seconds::Disallowed)
        .year(Year::Disallowed)
        .build();
    match parser.parse(text) {
        Ok(_) => Some(Schedule::Cron(text.to_owned())),
        Err(reason) => {
            let finding = node
                .spot
                .error(format!("\"{text}\" is not a cron expression: {reason}"));
            findings.push(finding.help("write five fields: minute, hour, day, month, day of week, such as \"30 7 * * mon-fri\""));
            None
        }
    }
}

fn at_times(at: Node<'_>, days: Option<Node<'_>>, findings: &mut Findings) -> Option<Schedule> {
    let items = at.list();
    let mut times: Vec<_> = items
        .iter()
        .filter_map(|item| item.time_of_day(findings))
        .collect();
    times.sort();
    times.dedup();
    let days = match days {
        Some(node) => weekdays(node, findings),
        None => WEEK.iter().map(|(_, day)| *day).collect(),
    };
    if items.is_empty() {
        findings.push(
            at.spot
                .error("this list of times is empty")
                .help("write at = \"07:30\""),
        );
    }
    (!times.is_empty() && !days.is_empty()).then_some(Schedule::At { times, days })
}

/// `["mon".."sun"]` in the manual means: any of these words, or a range as "mon..fri".
fn weekdays(node: Node<'_>, findings: &mut Findings) -> Vec<Weekday> {
    let mut chosen = [false; 7];
    for (item, text) in node.texts(findings) {
        let (from, to) = text
            .split_once("..")
            .or_else(|| text.split_once('-'))
            .unwrap_or((text, text));
        match (weekday(from), weekday(to)) {
            (Some(from), Some(to)) => {
                let length = (to + 7 - from) % 7;
                for step in 0..=length {
                    if let Some(day) = chosen.get_mut((from + step) % 7) {
                        *day = true;
                    }
                }
            }
            _ => {
                let finding = item
                    .spot
                    .error(format!("\"{text}\" is not a day of the week"));
                findings.push(finding.help("write \"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\", or a range such as \"mon..fri\""));
            }
        }
    }
    let days: Vec<Weekday> = WEEK
        .iter()
        .zip(chosen)
        .filter(|(_, is_chosen)| *is_chosen)
        .map(|((_, day), _)| *day)
        .collect();
    if node.is_empty_list() {
        findings.push(
            node.spot
                .error("this list of days is empty")
                .help("leave \"days\" out for every day"),
        );
    }
    days
}

fn weekday(text: &str) -> Option<usize> {
    let text = text.trim().to_lowercase();
    let full = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    WEEK.iter()
        .position(|(word, _)| *word == text)
        .or_else(|| full.iter().position(|word| *word == text))
}

fn zone(node: Node<'_>, findings: &mut Findings) -> Option<TimeZone> {
    let text = node.text(findings)?;
    if let Ok(zone) = TimeZone::get(text)
        && !text.is_empty()
    {
        return Some(zone);
    }
    let known: Vec<String> = jiff::tz::db()
        .available()
        .map(|name| name.to_string())
        .collect();
    let advice = match suggest::nearest(text, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "write a continent and a city, such as \"Europe/Vilnius\", or \"UTC\"".to_owned(),
    };
    findings.push(
        node.spot
            .error(format!("there is no time zone \"{text}\""))
            .help(advice),
    );
    None
}

fn topics<'a>(node: Node<'a>, notes: &mut Notes<'a>) -> Vec<TopicName> {
    let mut topics: Vec<TopicName> = Vec::new();
    let items = node.list();
    if items.is_empty() {
        let finding = node
            .spot
            .warning("this digest names no topic and will always be empty");
        notes
            .findings
            .push(finding.help("leave \"topics\" out for all of them"));
    }
    for item in items {
        let Some(name) = item.read::<TopicName>(&mut notes.findings) else {
            continue;
        };
        notes.topics.push(Mention {
            name: name.to_string(),
            spot: item.spot,
        });
        if !topics.contains(&name) {
            topics.push(name);
        }
    }
    topics
}

fn recipients<'a>(table: &mut Table<'a>, notes: &mut Notes<'a>) -> Vec<Recipient> {
    let advice = "write to = [\"desk@example.org\"]";
    let findings = &mut notes.findings;
    let Some(node) = table.take("to") else {
        findings.push(
            table
                .spot
                .error("this digest does not say whom it goes \"to\"")
                .help(advice),
        );
        return Vec::new();
    };
    let items = node.list();
    if items.is_empty() {
        findings.push(node.spot.error("this digest goes to nobody").help(advice));
    }
    let mut to: Vec<Recipient> = Vec::new();
    for item in items {
        match item.read::<Recipient>(findings) {
            Some(address) if to.contains(&address) => {
                findings.push(item.spot.warning(
                    "this address stands in the list already: it gets one letter, not two",
                ));
            }
            Some(recipient) => {
                if let Recipient::Webhook(name) = &recipient {
                    notes.webhooks.push(Mention {
                        name: name.to_string(),
                        spot: item.spot,
                    });
                }
                to.push(recipient);
            }
            None => {}
        }
    }
    to
}

/// `{ from = "22:00", to = "06:00", alerts = "hold" }`; "drop" leaves alerts to the digest, "send" sends them all the same.
fn quiet_hours(node: Node<'_>, findings: &mut Findings) -> Option<QuietHours> {
    let mut table = node.table(findings)?;
    let from = table
        .take("from")
        .and_then(|node| node.time_of_day(findings));
    let to = table.take("to").and_then(|node| node.time_of_day(findings));
    let words = [("hold", Some(false)), ("drop", Some(true)), ("send", None)];
    let is_dropped = table
        .take("alerts")
        .and_then(|node| node.word(&words, findings))
        .unwrap_or(Some(false));
    table.finish("quiet_hours", findings);
    if !table.has("from") || !table.has("to") {
        let finding = table.spot.error("quiet hours need \"from\" and \"to\"");
        findings.push(finding.help("write quiet_hours = { from = \"22:00\", to = \"06:00\" }"));
    }
    let hours = QuietHours {
        from: from?,
        to: to?,
        is_dropped: is_dropped.unwrap_or(false),
    };
    if hours.from == hours.to {
        findings.push(
            table
                .spot
                .error("quiet hours that begin and end at the same time are none")
                .help("leave them out, or change one"),
        );
    }
    is_dropped.map(|_| hours)
}
