//! The stages set in a row. Read `poll`, `admit`, `page`, `issue` and `send` in this order: that is the program.
//!
//! ```text
//! poll   feed -> fetch -> parse -> normalise, then admit
//! admit  articles -> known, new or revised -> matches -> stories, in one transaction
//! page   an admitted article's page, where its feed wants full text -> judged again, with both texts
//! notice what was admitted -> what is worth an instant letter, in the same transaction
//! alert  what was noticed -> letters in the outbox now, together, later or never, in one transaction
//! issue  a due digest -> letters in the outbox, in one transaction
//! send   outbox -> relay, one short transaction before and one after
//! hub    a feed's offer -> a hub's pledge to push it
//! learn  marks -> what a topic was taught, kept in the watch that judges
//! push   what a hub sent -> parse -> normalise, then admit
//! prune  old articles -> dropped, with a trace that keeps their entries known
//! ```
//!
//! Nothing here decides: the pure rooms do. Nothing here keeps state in memory but the recent past, which
//! can be built again from the archive.

pub mod admit;
pub mod alert;
mod alert_round;
mod apart;
pub mod backtest;
mod burst;
mod edits;
mod flood;
pub mod gone;
mod habit;
pub mod hub;
pub mod issue;
pub mod judge;
mod judged;
mod known;
pub mod learn;
mod letter;
pub mod manner;
mod moves;
pub mod near_misses;
mod new_address;
mod notice;
mod offer;
pub mod on_the_way;
pub mod page;
pub mod poll;
pub mod prune;
pub mod push;
mod push_rhythm;
pub mod rebuild;
mod recall;
pub mod recent;
mod rests;
mod review;
mod revise;
pub mod rhythm;
pub mod send;
mod settle;
mod skipping;
pub mod survey;
pub mod sweep;
mod turn;
pub mod webhook;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinError;
use url::Url;

use crate::classify::Classifier;
use crate::classify::Prepared;
use crate::classify::Text;
use crate::classify::learn::Learned;
use crate::classify::learn::Verdict;
use crate::clock::Clock;
use crate::deliver::Channel;
use crate::deliver::SmtpFault;
use crate::fetch::FetchError;
use crate::fetch::Fetcher;
use crate::model::mail_address::MailAddress;
use crate::model::pledge_key::PledgeKey;
use crate::model::settings::Settings;
use crate::model::settings::WebhookSettings;
use crate::model::watchlist::Watchlist;
use crate::pipeline::manner::Manner;
use crate::pipeline::recall::Memory;
use crate::pipeline::survey::Tempo;
use crate::store::Store;
use crate::store::StoreError;

/// Letters go here, beside the database, as long as there is no relay.
pub const MAILDIR: &str = "mail";

/// A watchlist with its terms compiled: swapped whole at a reload, so that no article is judged by half a list.
#[derive(Debug)]
pub struct Watch {
    /// What the analyst wrote.
    pub watchlist: Watchlist,
    /// The same, ready to judge.
    pub classifier: Classifier,
    /// What its topics learnt from marks.
    pub learned: Learned,
}

impl Watch {
    /// With nothing learnt: as one judges who has no archive.
    #[must_use]
    pub fn new(watchlist: Watchlist, classifier: Classifier) -> Self {
        Self {
            watchlist,
            classifier,
            learned: Learned::default(),
        }
    }

    /// Judges an article on its way into the archive, by rules and marks.
    pub(crate) fn judge(&self, text: &Text<'_>) -> Verdict {
        let article = Prepared::new(*text);
        self.classifier.judge_learned(&article, &self.learned)
    }
}

/// What the stages share. Cheap to clone.
#[derive(Clone)]
pub struct Pipeline {
    /// Where everything is kept.
    pub store: Store,
    /// Asks for feeds,
    pub fetcher: Fetcher,
    /// in this manner.
    pub manner: Arc<Manner>,
    /// Takes letters away.
    pub channel: Arc<Channel>,
    /// Says what time it is.
    pub clock: Clock,
    /// What a new article may be a copy of, and the stories it may join; held only inside a write transaction.
    recent: Arc<Memory>,
    /// Where messages go by HTTP.
    pub webhooks: Arc<[WebhookSettings]>,
    /// Who the letters are from.
    pub from: MailAddress,
    /// Where readers' answers go; `None` where letters only go to a maildir, and nobody could answer.
    pub answers_to: Option<MailAddress>,
    /// Makes what only this archive can know.
    pub key: PledgeKey,
    /// How readers reach the page, for links in letters.
    pub public_url: Option<Url>,
    /// For so long it is looked at whether the pages of told articles are still there.
    pub check_pages: Option<Duration>,
    /// How often the whole list is asked.
    pub tempo: Arc<Tempo>,
    /// Wakes those who ask hubs: a feed offers one, or one has pushed.
    pub push_bell: Arc<Notify>,
    /// Wakes the issuer: something is worth an instant letter.
    pub alert_bell: Arc<Notify>,
}

impl Pipeline {
    /// Opens the archive for writing and readies what talks to the outside.
    ///
    /// # Errors
    ///
    /// When the archive cannot be opened or is another process's, or the fetcher or the relay cannot be set up.
    pub async fn open(settings: &Settings, clock: Clock) -> Result<Self, OpenError> {
        let fetcher = Fetcher::with_clock(&settings.fetch, clock.clone())?;
        let channel = Channel::new(
            settings.relay.as_ref(),
            &settings.store.directory().join(MAILDIR),
        )?;
        let at = settings.store.clone();
        let store = tokio::task::spawn_blocking(move || Store::open(&at)).await??;
        let key = hub::key(&store).await?;
        let answers_to = settings.reply_to.as_ref().unwrap_or(&settings.from);
        let pipeline = Self {
            store,
            webhooks: settings.webhooks.clone().into(),
            answers_to: settings.relay.as_ref().map(|_| answers_to.clone()),
            key,
            fetcher,
            manner: Arc::new(Manner::new(&settings.fetch)),
            channel: Arc::new(channel),
            clock,
            recent: Arc::new(Memory::default()),
            from: settings.from.clone(),
            public_url: settings.web.public_url.clone(),
            check_pages: settings.check_pages,
            tempo: Arc::new(Tempo::default()),
            push_bell: Arc::new(Notify::new()),
            alert_bell: Arc::new(Notify::new()),
        };
        recall::recall(&pipeline).await?;
        rests::recall(&pipeline).await?;
        Ok(pipeline)
    }
}

/// Why the stages could not be readied.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The archive could not be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Feeds could not be asked for.
    #[error("feeds cannot be asked for: {0}")]
    Fetch(#[from] FetchError),
    /// Letters could not be sent.
    #[error("letters cannot be sent: {0}")]
    Deliver(#[from] SmtpFault),
    /// The archive's own key could not be had.
    #[error(transparent)]
    Key(#[from] hub::KeyError),
    /// Opening the archive panicked, which is our fault.
    #[error("opening the archive failed by our own fault: {0}")]
    Panicked(#[from] JoinError),
}
