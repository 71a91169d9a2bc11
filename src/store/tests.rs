//! The archive on real files: what its callers rely on, and what strangers and accidents do to it.

mod alerts;
mod article_moves;
mod articles;
mod candidates;
mod damage;
mod digests;
mod errors;
mod feeds;
mod host_rests;
mod lessons;
mod marks;
mod merges;
mod opening;
mod outbox;
mod pledges;
mod search;
mod speed;
mod tallies;
mod writing;

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tempfile::TempDir;

use crate::model::access::Access;
use crate::model::article::Article;
use crate::model::article::ContentHash;
use crate::model::article::Identity;
use crate::model::delivery::Envelope;
use crate::model::feed::Feed;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestName;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::ids::WatchlistVersion;
use crate::model::matching::Evidence;
use crate::model::matching::Field;
use crate::model::matching::Match;
use crate::model::settings::StoreSettings;
use crate::model::watchlist::DigestDefinition;
use crate::model::watchlist::Schedule;
use crate::model::watchlist::SubjectMode;
use crate::model::watchlist::WhenEmpty;
use crate::store::Issue;
use crate::store::IssuedStory;
use crate::store::OutboxLetter;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

/// An archive in a folder of its own, with the feed `wire` in it.
struct World {
    folder: TempDir,
    store: Option<Store>,
}

impl World {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let mut world = Self {
            folder,
            store: None,
        };
        world.start().unwrap();
        world
            .write(|tx| tx.sync_feeds(&[feed("wire")], at(0)))
            .await;
        world
    }

    fn settings(&self) -> StoreSettings {
        StoreSettings { path: self.path() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("state").join("wirewatch.db")
    }

    fn store(&self) -> &Store {
        self.store.as_ref().expect("the archive is open")
    }

    fn stop(&mut self) {
        self.store = None;
    }

    fn start(&mut self) -> Result<(), StoreError> {
        self.store = Some(Store::open(&self.settings())?);
        Ok(())
    }

    async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Tx) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store().write(f).await.unwrap()
    }

    async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&View) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store().read(f).await.unwrap()
    }
}

/// So many minutes after midnight of the first of May 2026, UTC.
fn at(minutes: i64) -> Timestamp {
    let start: Timestamp = "2026-05-01T00:00:00Z".parse().unwrap();
    start + Duration::from_secs(60 * u64::try_from(minutes).unwrap())
}

fn feed(name: &str) -> Feed {
    Feed {
        name: name.parse().unwrap(),
        url: format!("https://{name}.example/feed").parse().unwrap(),
        every: None,
        language: None,
        label: Some("agency".to_owned()),
        via: None,
        headers: Vec::new(),
        access: Access::default(),
        full_text: false,
        expect: None,
        encoding: None,
        backfill: Duration::ZERO,
        is_paused: false,
    }
}

fn article(guid: &str, title: &str, minute: i64) -> Article {
    Article {
        feed: "wire".parse().unwrap(),
        identity: Identity::Guid(guid.to_owned()),
        link: Some(format!("https://wire.example/{guid}").parse().unwrap()),
        canonical_link: Some(format!("https://wire.example/{guid}")),
        title: title.to_owned(),
        text: format!("{title}. Minsk, 1 May."),
        author: None,
        source: None,
        language: Some("en".parse().unwrap()),
        published: None,
        updated: None,
        first_seen: at(minute),
        content_hash: ContentHash(format!("hash of {title}")),
    }
}

fn topic(name: &str) -> TopicName {
    name.parse().unwrap()
}

fn morning() -> DigestName {
    "morning".parse().unwrap()
}

fn version() -> WatchlistVersion {
    WatchlistVersion("0123456789ab".to_owned())
}

fn matching(name: &str) -> Match {
    Match {
        topic: topic(name),
        score: 2.5,
        evidence: vec![Evidence {
            term: "sanction \"quoted\"".to_owned(),
            form: "санкциями".to_owned(),
            field: Field::Title,
            start: 3,
            end: 12,
            weight: 1.25,
        }],
        learned: None,
    }
}

/// Admits an article into a story of its own, matching these topics.
fn admit(tx: &mut Tx, guid: &str, topics: &[&str], minute: i64) -> (ArticleId, StoryId) {
    let article = article(guid, &format!("Title of {guid}"), minute);
    let id = tx.admit(&article, false, &version()).unwrap();
    let story = tx.open_story(id, &article.title, at(minute)).unwrap();
    let matches: Vec<Match> = topics.iter().map(|topic| matching(topic)).collect();
    tx.keep_matches(id, &version(), &matches, at(minute))
        .unwrap();
    (id, story)
}

fn definition(name: &str, topics: &[&str]) -> DigestDefinition {
    DigestDefinition {
        name: name.parse().unwrap(),
        schedule: Schedule::Cron("0 7 * * *".to_owned()),
        tz: TimeZone::UTC,
        topics: topics.iter().map(|name| topic(name)).collect(),
        to: Vec::new(),
        when_empty: WhenEmpty::Send,
        max_stories: 40,
        subject: SubjectMode::Full,
        has_alerts: true,
        quiet_hours: None,
    }
}

/// What `morning` tells of.
fn topics() -> Vec<TopicName> {
    vec![topic("sanctions"), topic("repression")]
}

/// The articles that `morning` would tell then.
async fn candidates(world: &World, minute: i64) -> Vec<ArticleId> {
    let found = world
        .read(move |view| view.candidates(&morning(), &topics(), at(minute), 1_000))
        .await;
    found.iter().map(|candidate| candidate.article).collect()
}

/// A letter for each of these.
fn letters(tx: &mut Tx, recipients: &[&str]) -> Result<Vec<OutboxLetter>, StoreError> {
    let ids = tx.reserve_delivery_ids(recipients.len())?;
    let letters = ids.iter().zip(recipients).map(|(id, to)| OutboxLetter {
        id: *id,
        envelope: Envelope {
            from: "wirewatch@example.org".parse().unwrap(),
            to: to.parse().unwrap(),
        },
        message_id: format!("{id}.wirewatch@example.org"),
        bytes: format!("To: {to}\r\n\r\n\u{1}letter {id}\r\n").into_bytes(),
    });
    Ok(letters.collect())
}

/// Issues the digest `morning` with these stories and one letter for each recipient.
fn issue(
    tx: &mut Tx,
    stories: &[(StoryId, Vec<ArticleId>)],
    recipients: &[&str],
    minute: i64,
) -> Result<Issue, StoreError> {
    let issue = Issue {
        number: tx.next_digest_number()?,
        name: morning(),
        is_alert: false,
        from: at(0),
        until: at(minute),
        subject: "2 stories".to_owned(),
        topics: topics(),
        stories: stories
            .iter()
            .map(|(story, articles)| IssuedStory {
                story: *story,
                title: format!("Story {story}"),
                link: Some("https://wire.example/lead".parse().unwrap()),
                articles: articles.clone(),
            })
            .collect(),
        letters: letters(tx, recipients)?,
    };
    tx.issue(&issue, at(minute))?;
    Ok(issue)
}
