//! issue: a due digest -> one row, its articles and one letter a recipient in the outbox, all in one transaction.
//!
//! Gathering, composing and rendering happen inside that transaction, so that no article can slip in between being
//! told and being marked as told. Rendering is pure and takes milliseconds; nothing is sent here.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde_json::json;
use tracing::info;
use url::Url;

use crate::crash_point::crash_point;
use crate::digest::compose;
use crate::digest::render_text;
use crate::model::burst::Burst;
use crate::model::digest::Candidate;
use crate::model::digest::Coverage;
use crate::model::digest::Digest;
use crate::model::digest::DigestInput;
use crate::model::digest::LetterKind;
use crate::model::digest::SourceTrouble;
use crate::model::digest::ToldText;
use crate::model::digest::TopicBurst;
use crate::model::digest::TopicHeading;
use crate::model::event::Event;
use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::feed::FeedHealth;
use crate::model::feed::FeedState;
use crate::model::ids::DigestName;
use crate::model::ids::DigestNumber;
use crate::model::ids::StoryId;
use crate::model::lesson::Learning;
use crate::model::recipient::Recipient;
use crate::model::watchlist::DigestDefinition;
use crate::model::watchlist::WhenEmpty;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::edits;
use crate::pipeline::letter::Addressee;
use crate::pipeline::letter::Sender;
use crate::pipeline::letter::letters;
use crate::pipeline::letter::readers;
use crate::pipeline::new_address;
use crate::store::Issue;
use crate::store::IssuedStory;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

/// Told articles that a development is compared with: those told last.
const TOLD_TEXTS: usize = 20;

/// One issue asked for: which definition, up to when, and when the next one comes.
#[derive(Clone, Debug)]
pub struct Order {
    /// Which digest.
    pub definition: DigestDefinition,
    /// Everything first seen up to here is told.
    pub until: Timestamp,
    /// For the footer.
    pub next: Option<Timestamp>,
}

/// An issue that stands in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Its running number.
    pub number: DigestNumber,
    /// How many letters it is.
    pub letters: usize,
    /// The text part, as its readers get it.
    pub text: String,
}

/// Writes the issue into the outbox; `None` when there was nothing to tell and the definition wants silence then.
///
/// # Errors
///
/// When the database fails; nothing is half issued then.
pub async fn issue(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    order: Order,
) -> Result<Option<Issued>, StoreError> {
    let watch = Arc::clone(watch);
    let sender = Sender::of(pipeline);
    let name = order.definition.name.clone();
    let issued = pipeline
        .store
        .write(move |tx| {
            let readers = readers(tx, &order.definition)?;
            for left in (order.definition.to.iter()).filter(|to| !readers.contains(to)) {
                let (digest, to) = (&order.definition.name, left.masked());
                info!(%digest, to, "no letter: this reader left the digest");
            }
            if readers.is_empty() {
                // Nothing is told to nobody: it waits for a reader.
                tx.keep_fact(
                    &skipped_key(&order.definition.name),
                    &order.until.to_string(),
                )?;
                return Ok(None);
            }
            let number = tx.next_digest_number()?;
            let definition = &order.definition;
            let page = sender.public_url.clone();
            // Also what a clock that has been set back since dates into the future: nothing may wait for that day.
            let input = gather_seen_by(tx, &watch, &order, number, page, Timestamp::MAX)?;
            let digest = compose(&input);
            edits::settle(tx, &definition.name)?;
            let is_empty = input.candidates.is_empty() && digest.edits.is_empty();
            if is_empty && definition.when_empty == WhenEmpty::Skip {
                tx.keep_fact(&skipped_key(&definition.name), &order.until.to_string())?;
                return Ok(None);
            }
            let issued = write_down(tx, &order, &digest, &readers, &sender)?;
            crash_point("issue: before its commit");
            Ok(Some(issued))
        })
        .await?;
    crash_point("issue: after its commit");
    match &issued {
        Some(issued) => {
            info!(digest.id = issued.number.0, letters = issued.letters, digest = %name, "digest issued");
        }
        None => info!(digest = %name, "digest skipped: nothing to tell, or everybody left it"),
    }
    Ok(issued)
}

/// This program is younger: a clock that shows an earlier time has not been set yet, and no letter goes by it.
pub const BORN: Timestamp = Timestamp::constant(1_767_225_600, 0);

/// How far a clock that is set back may have been ahead for what was told then to be believed: the digest waits until that
/// time comes again and sends nothing twice. Told by a clock that was further ahead, it would keep silent for a year.
const BELIEVED_AHEAD: SignedDuration = SignedDuration::from_hours(3);

/// Up to when the digest has told everything: its last issue, the last time it kept silent, or when it was first known.
///
/// # Errors
///
/// When the database fails.
pub fn told_until(
    view: &View,
    name: &DigestName,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let believed = now.checked_add(BELIEVED_AHEAD).unwrap_or(Timestamp::MAX);
    let fact = |key: &str| -> Result<Option<Timestamp>, StoreError> {
        Ok(view.fact(key)?.and_then(|text| text.parse().ok()))
    };
    let known = [
        view.last_issue_by(name, believed)?,
        fact(&skipped_key(name))?,
        fact(&begun_key(name))?,
    ];
    let known = known.into_iter().flatten();
    Ok(known.filter(|told| *told <= believed).max())
}

/// Notes the moment from which a new digest tells: its first slot is the first one after this.
///
/// # Errors
///
/// When the database fails.
pub fn begin(tx: &mut Tx, name: &DigestName, now: Timestamp) -> Result<(), StoreError> {
    if now >= BORN && told_until(tx, name, now)?.is_none() {
        tx.keep_fact(&begun_key(name), &now.to_string())?;
    }
    Ok(())
}

fn skipped_key(name: &DigestName) -> String {
    format!("digest.{name}.skipped")
}

fn begun_key(name: &DigestName) -> String {
    format!("digest.{name}.begun")
}

/// All that the letter is made from, as of `order.until`.
///
/// # Errors
///
/// When the database fails.
pub fn gather(
    view: &View,
    watch: &Watch,
    order: &Order,
    number: DigestNumber,
    public_url: Option<Url>,
) -> Result<DigestInput, StoreError> {
    gather_seen_by(view, watch, order, number, public_url, order.until)
}

fn gather_seen_by(
    view: &View,
    watch: &Watch,
    order: &Order,
    number: DigestNumber,
    public_url: Option<Url>,
    seen_by: Timestamp,
) -> Result<DigestInput, StoreError> {
    let definition = &order.definition;
    let told = told_until(view, &definition.name, order.until)?;
    let from = told.map_or(order.until, |told| told.min(order.until));
    let mut topics = Vec::new();
    for topic in definition
        .topics
        .iter()
        .filter_map(|name| watch.watchlist.topic(name))
    {
        topics.push(TopicHeading {
            topic: topic.name.clone(),
            title: topic.title.clone(),
            priority: topic.priority,
            daily: view.daily_stories(&topic.name, order.until, &definition.tz)?,
        });
    }
    let candidates = view.candidates(&definition.name, &definition.topics, seen_by, usize::MAX)?;
    Ok(DigestInput {
        told: told_before(view, &definition.name, &candidates)?,
        kind: LetterKind::Digest,
        number,
        name: definition.name.clone(),
        topics,
        from,
        until: order.until,
        tz: definition.tz.clone(),
        candidates,
        occasion: None,
        revised: edits::revised(view, &definition.name)?,
        bursts: bursts(view, watch, definition, from, order.until)?,
        sources: view
            .feed_health()?
            .into_iter()
            .filter_map(|health| {
                let feed = watch.watchlist.feed(&health.name);
                trouble(health, feed)
            })
            .collect(),
        coverage: Coverage {
            watchlist_version: watch.watchlist.version.to_string(),
            tests: watch.watchlist.test_count() as u64,
            next: order.next,
            hidden: hidden(view, watch, order, from)?,
            ..view.coverage(from, order.until, &definition.topics)?
        },
        watchlist_changes: watchlist_changes(view, from, order.until)?,
        subject: definition.subject,
        max_stories: definition.max_stories,
        public_url,
    })
}

/// What digests of this name told before of the stories that articles develop.
fn told_before(
    view: &View,
    name: &DigestName,
    candidates: &[Candidate],
) -> Result<BTreeMap<StoryId, Vec<ToldText>>, StoreError> {
    let mut told = BTreeMap::new();
    for candidate in candidates
        .iter()
        .filter(|candidate| candidate.is_development)
    {
        if let Entry::Vacant(place) = told.entry(candidate.story) {
            place.insert(view.told_texts(name, candidate.story, TOLD_TEXTS)?);
        }
    }
    Ok(told)
}

/// How many articles of the digest's topics marks kept out of it.
fn hidden(view: &View, watch: &Watch, order: &Order, from: Timestamp) -> Result<u64, StoreError> {
    let mut hidden = BTreeSet::new();
    for topic in &order.definition.topics {
        let topic = watch.watchlist.topic(topic);
        if let Some(topic) = topic.filter(|topic| topic.learn == Learning::Hide) {
            hidden.extend(view.hidden_articles(&topic.name, from, order.until)?);
        }
    }
    Ok(hidden.len() as u64)
}

/// What the letter says of a feed that its reader should know about; `None` when all is well.
fn trouble(health: FeedHealth, feed: Option<&Feed>) -> Option<SourceTrouble> {
    let cause = match (health.state, health.cause) {
        (FeedState::Failing | FeedState::Quiet | FeedState::Gone, Some(cause)) => cause,
        (FeedState::Ok, _) if health.is_partial => Cause {
            kind: "partial".to_owned(),
            sentence:
                "its last body held more entries than could be read; what could be read is here"
                    .to_owned(),
        },
        (FeedState::Ok, _) => new_address::told(&health.moved_to?, feed),
        // A paused feed is its owner's wish.
        _ => return None,
    };
    Some(SourceTrouble {
        outlet: health.title.unwrap_or_else(|| health.name.to_string()),
        feed: health.name,
        state: health.state,
        cause,
        since: health.since,
        tries: health.tries,
    })
}

/// The topics of this digest that got loud within the window.
fn bursts(
    view: &View,
    watch: &Watch,
    definition: &DigestDefinition,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<TopicBurst>, StoreError> {
    let noticed = view.bursts(&definition.topics, from, until)?;
    let titled = |burst: Burst| {
        let title = watch.watchlist.topic(&burst.topic)?.title.clone();
        Some(TopicBurst { title, burst })
    };
    Ok(noticed.into_iter().filter_map(titled).collect())
}

/// A sentence for each time the watchlist changed, or a bad one was refused, within the window.
fn watchlist_changes(
    view: &View,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<String>, StoreError> {
    let events = view.events_of(EventKind::WatchlistChanged, from, until)?;
    let sentence = |event: Event| {
        let words = event.data["words"].as_str().unwrap_or_default();
        let first = event.data["fault"]
            .as_str()
            .or_else(|| words.lines().next())
            .unwrap_or_default();
        match event.data["accepted"].as_bool() {
            Some(false) => {
                format!("A changed watchlist was refused and the old one stays: {first}")
            }
            _ => first.to_owned(),
        }
    };
    Ok(events.into_iter().map(sentence).collect())
}

fn write_down(
    tx: &mut Tx,
    order: &Order,
    digest: &Digest,
    readers: &[Recipient],
    sender: &Sender,
) -> Result<Issued, StoreError> {
    let definition = &order.definition;
    let text = render_text(digest);
    let addressees = readers.iter().map(|to| Addressee {
        to: to.clone(),
        follows: Vec::new(),
    });
    let letters = letters(tx, digest, &addressees.collect::<Vec<_>>(), sender)?;
    let recipients = letters.len();
    tx.issue(
        &Issue {
            number: digest.number,
            name: digest.name.clone(),
            from: digest.from,
            until: digest.until,
            subject: digest.subject.clone(),
            topics: definition.topics.clone(),
            stories: IssuedStory::all_of(digest),
            letters,
            is_alert: false,
        },
        digest.until,
    )?;
    let data = json!({ "digest": digest.name.as_str(), "subject": digest.subject, "recipients": recipients });
    let event = NewEvent {
        kind: EventKind::DigestIssued,
        subject: digest.number.to_string(),
        data,
    };
    tx.tell(&event, digest.until)?;
    Ok(Issued {
        number: digest.number,
        letters: recipients,
        text,
    })
}
