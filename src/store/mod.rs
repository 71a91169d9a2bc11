//! The archive: SQLite behind one writer thread. Takes nouns of `model`, gives them back; knows no policy and no network.
//!
//! [`Store::write`] is one transaction, on disk when it returns; [`Store::read`] is one consistent picture. What can be
//! changed and asked stands in one file a concern, as methods of [`Tx`] and [`View`] beside their SQL. The schema is
//! `migrations/`, and its constraints have the last word. rusqlite's types do not leave this folder.

mod alert_readers;
mod alerts;
mod archive;
mod article_moves;
mod articles;
mod beside;
mod bursts;
mod candidates;
mod clock_ahead;
mod columns;
mod digests;
mod due;
mod edits;
mod error;
mod events;
mod facts;
mod feed_memory;
mod feeds;
mod first_words;
mod footing;
mod foreign_journal;
mod gone_pages;
mod host_rests;
mod invariants;
mod issue;
mod judged;
mod lessons;
mod load;
mod lock;
mod manners;
mod marks;
mod matched;
mod matches;
mod merges;
mod migrate;
mod news_seen;
mod open;
mod outbox;
mod pages;
mod pledges;
mod pragmas;
mod proof;
mod prune;
mod pushes;
mod readers;
mod rebuilds;
mod reserve;
mod rhythms;
mod search;
mod stories;
mod story_views;
mod subscriptions;
mod tallies;
mod traces;
mod transaction;
mod unsubscribed;
mod upkeep;
mod watchlisted;
mod writer;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::settings::StoreSettings;

pub use alerts::WaitingCount;
pub use archive::ArchiveRange;
pub use archive::Filed;
pub use article_moves::ArticleMove;
pub use articles::Revision;
pub use articles::StoredArticle;
pub use beside::change;
pub use digests::DeliveryRecord;
pub use digests::DigestDetail;
pub use digests::DigestRecord;
pub use digests::ToldArticle;
pub use digests::ToldStory;
pub use due::DueFeed;
pub use error::StoreError;
pub use feed_memory::FeedMemory;
pub use feed_memory::MoveSeen;
pub use feed_memory::PollResult;
pub use footing::Footing;
pub use footing::footing;
pub use foreign_journal::SECRET_FACT;
pub use gone_pages::PageCheck;
pub use issue::Issue;
pub use issue::IssuedStory;
pub use issue::OutboxLetter;
pub use judged::StoredJudgement;
pub use judged::TopicActivity;
pub use lessons::MarkedArticle;
pub use load::WriterLoad;
pub use merges::KeptMerge;
pub use news_seen::NewsSeen;
pub use open::Opening;
pub use outbox::OutboxCounts;
pub use pages::DuePage;
pub use pages::KeptPage;
pub use pages::PageState;
pub use proof::Breach;
pub use proof::DigestAccount;
pub use proof::LetterAccount;
pub use prune::DropRule;
pub use prune::FileSize;
pub use prune::Sweep;
pub use pushes::NewPush;
pub use pushes::PushCounts;
pub use pushes::SpooledPush;
pub use rebuilds::Aside;
pub use rebuilds::InForce;
pub use rebuilds::Regrouped;
pub use rebuilds::StoryMove;
pub use search::SearchHit;
pub use search::SearchQuery;
pub use stories::KeptPlacement;
pub use story_views::ListedStory;
pub use story_views::StoryArticle;
pub use story_views::StoryQuery;
pub use traces::TraceKey;
pub use traces::Traced;
pub use traces::Unshown;
pub use transaction::Tx;
pub use transaction::View;
pub use unsubscribed::Unsubscribed;
pub use upkeep::Totals;
pub use upkeep::Verdict;
pub use upkeep::vacuum;

/// The process that has the archive open for writing, if there is one.
#[must_use]
pub fn holder(settings: &StoreSettings) -> Option<u32> {
    lock::holder(&settings.path)
}

/// The archive. Clones share it; when the last one goes, what is queued is written and the file is closed.
#[derive(Clone, Debug)]
pub struct Store {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    opening: Opening,
    /// `None`: opened for reading only.
    writer: Option<writer::Writer>,
    readers: readers::Readers,
}

impl Store {
    /// Opens the archive for this process alone; makes it where there is none, brings an older one forward.
    pub fn open(settings: &StoreSettings) -> Result<Self, StoreError> {
        let path = &settings.path;
        let opened =
            open::for_writing(path, migrate::MIGRATIONS).map_err(|error| error.in_file(path))?;
        let writer = writer::Writer::start(opened.connection, Some(opened.lock), path.clone())?;
        Ok(Self::new(path, opened.opening, Some(writer)))
    }

    /// Opens the archive to change it whether or not a daemon has it; see [`change`] for what may be changed beside one. Never
    /// makes an archive where there is none.
    pub fn open_beside(settings: &StoreSettings) -> Result<Self, StoreError> {
        let path = &settings.path;
        if !open::exists(path)? {
            return Err(StoreError::Absent {
                path: path.to_owned(),
            });
        }
        match Self::open(settings) {
            Err(StoreError::Locked { .. }) => {
                let connection = beside::connect(path).map_err(|error| error.in_file(path))?;
                let writer = writer::Writer::start(connection, None, path.clone())?;
                Ok(Self::new(path, Opening::default(), Some(writer)))
            }
            opened => opened,
        }
    }

    /// Opens the archive to ask it, beside a daemon that writes or without one. Changes nothing.
    pub fn open_reader(settings: &StoreSettings) -> Result<Self, StoreError> {
        let path = &settings.path;
        open::for_reading(path).map_err(|error| error.in_file(path))?;
        Ok(Self::new(path, Opening::default(), None))
    }

    fn new(path: &Path, opening: Opening, writer: Option<writer::Writer>) -> Self {
        Self {
            shared: Arc::new(Shared {
                path: path.to_owned(),
                opening,
                writer,
                readers: readers::Readers::new(path.to_owned()),
            }),
        }
    }

    /// Runs `f` as one transaction on the writer thread. `Ok` means that it is on the disk; after an error nothing of it
    /// is. Others may share the commit, but not the fate of a failing `f`. It runs even when the caller stops waiting.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Tx) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let writer = self.shared.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        writer
            .run(f)
            .await
            .map_err(|error| error.in_file(&self.shared.path))
    }

    /// Asks one consistent picture of what is committed, without waiting for the writer.
    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&View) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.shared.readers.ask(f).await
    }

    /// What opening found and did.
    #[must_use]
    pub fn opening(&self) -> &Opening {
        &self.shared.opening
    }

    /// How busy the writer is; nothing of a reader.
    #[must_use]
    pub fn writer_load(&self) -> WriterLoad {
        let writer = self.shared.writer.as_ref();
        writer.map(writer::Writer::load).unwrap_or_default()
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// Writes what is queued, closes the file and lets go of the lock, however many clones there are. Blocks for as long.
    pub fn close(&self) {
        if let Some(writer) = &self.shared.writer {
            writer.finish();
        }
    }
}
