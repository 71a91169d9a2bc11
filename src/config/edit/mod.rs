//! Changes to watchlist files that people keep: feeds added, paused, resumed, removed. Everything else in a file stays
//! byte for byte: a change is a few bytes put in or taken out at places that the parser told.
//!
//! Takes the folder of the files; gives them back changed only when the whole new watchlist is sound, each file replaced
//! in one step. It knows nothing of the network and of the archive.

mod block;
mod lines;
mod locate;
mod proof;
mod replace;

use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::config::Environment;
use crate::config::Findings;
use crate::config::WATCHLIST_FILE;
use crate::config::WATCHLIST_FOLDER;
use crate::config::cross;
use crate::config::edit::lines::Splice;
use crate::config::edit::proof::is_as_meant;
use crate::config::judge_texts;
use crate::config::source::LARGEST_WATCHLIST;
use crate::config::source::read_bytes;
use crate::config::suggest;
use crate::config::watchlist_paths;
use crate::model::ids::FeedName;
use crate::model::watchlist::Watchlist;

pub use block::NewFeed;
pub use replace::replace_file;

/// Why the files stay as they are.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The files are faulty, or would be.
    #[error("{0}")]
    Refused(#[from] Findings),
    /// The system refuses.
    #[error("{path}: {what}: {error}", path = path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What was tried.
        what: &'static str,
        /// The system's reason.
        error: io::Error,
    },
    /// Somebody else wrote the file meanwhile.
    #[error("{path} was changed by somebody else just now: nothing was written, try again", path = .0.display())]
    Changed(PathBuf),
    /// The file's form is one that is left to its owner.
    #[error(
        "{file} is written in a form that wirewatch cannot change safely: {reason}; please edit it by hand"
    )]
    Unsafe {
        /// The file as the owner knows it.
        file: String,
        /// What was in the way.
        reason: String,
    },
    /// `--file` names something else.
    #[error("{0:?} is not a watchlist file: write watchlist.toml or watchlist.d/NAME.toml")]
    NotAWatchlist(String),
}

/// One watchlist file, as it is and as it will be.
#[derive(Debug)]
struct Edited {
    path: PathBuf,
    /// As the owner knows it.
    short: String,
    has_mark: bool,
    /// `None`: there is no such file yet.
    before: Option<String>,
    text: String,
}

/// What a change takes out of a file and puts in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As the owner knows it.
    pub file: String,
    /// From 1, in the file as it was.
    pub line: usize,
    /// Taken out.
    pub removed: String,
    /// Put in.
    pub added: String,
}

/// The watchlist files, held against other wirewatch commands while they are changed.
#[derive(Debug)]
pub struct Editor {
    directory: PathBuf,
    environment: Environment,
    files: Vec<Edited>,
    watchlist: Watchlist,
    /// What was probably not meant so before.
    warned: Vec<String>,
    changes: Vec<Change>,
    /// Let go when dropped.
    _lock: Option<File>,
}

impl Editor {
    /// Reads the files; they must be sound, or a change could hide behind a fault.
    ///
    /// # Errors
    ///
    /// With every finding, or what the system refuses.
    pub fn open(directory: &Path, environment: &Environment) -> Result<Self, EditError> {
        let lock = File::open(directory).ok();
        if let Some(lock) = &lock {
            // Where locks are not to be had, the look before each replacement is what remains.
            let _ = lock.lock();
        }
        let (watchlist, warnings) = judge_texts(directory, environment, &[])?;
        let mut files = Vec::new();
        for (path, short) in watchlist_paths(directory) {
            files.push(read(path, short)?);
        }
        Ok(Self {
            directory: directory.to_owned(),
            environment: environment.clone(),
            files,
            watchlist,
            warned: warnings.iter().map(|known| known.message.clone()).collect(),
            changes: Vec::new(),
            _lock: lock,
        })
    }

    /// As it is before the changes.
    #[must_use]
    pub fn watchlist(&self) -> &Watchlist {
        &self.watchlist
    }

    /// The file and line at which a feed stands.
    #[must_use]
    pub fn place_of(&self, feed: &FeedName) -> Option<(String, usize)> {
        self.files.iter().find_map(|file| {
            let found = locate::feeds(&file.text).ok()?;
            let found = found
                .feeds
                .iter()
                .find(|found| found.name == feed.as_str())?;
            Some((file.short.clone(), lines::number(&file.text, found.start())))
        })
    }

    /// The feeds that a name or a pattern with `*` means, in the watchlist's order.
    #[must_use]
    pub fn matching(&self, pattern: &str) -> Vec<FeedName> {
        let feeds = self.watchlist.feeds.iter();
        feeds
            .filter(|feed| cross::is_like(pattern, feed.name.as_str()))
            .map(|feed| feed.name.clone())
            .collect()
    }

    /// "did you mean …?" for a name that means none.
    #[must_use]
    pub fn advice(&self, name: &str) -> Option<String> {
        let names = self.watchlist.feeds.iter().map(|feed| feed.name.as_str());
        suggest::advice(name, names)
    }

    /// Writes feeds into a file, below the feeds that stand there; `None` is `watchlist.toml`.
    ///
    /// # Errors
    ///
    /// When the file is not one of the watchlist's, or has a form that is left to its owner.
    pub fn add(&mut self, feeds: &[NewFeed], file: Option<&str>) -> Result<(), EditError> {
        let index = self.file_for(file.unwrap_or(WATCHLIST_FILE))?;
        let text = &self.files[index].text;
        let splice = block::insertion(
            text,
            &locate::feeds(text).map_err(|reason| self.not_safe(index, reason))?,
            feeds,
        );
        self.apply(index, vec![splice], |table| block::put_into(table, feeds))
    }

    /// Pauses or resumes feeds; gives those whose file changes.
    ///
    /// # Errors
    ///
    /// When a file has a form that is left to its owner.
    pub fn set_paused(
        &mut self,
        feeds: &[FeedName],
        is_paused: bool,
    ) -> Result<Vec<FeedName>, EditError> {
        let mut changed = Vec::new();
        self.each(
            feeds,
            |text, found| {
                let splices = found.set_paused(text, is_paused);
                if !splices.is_empty() {
                    changed.push(found.name.clone());
                }
                splices
            },
            |table, name| {
                if let Some(feed) = table.get_mut(name).and_then(toml::Value::as_table_mut) {
                    feed.insert("paused".to_owned(), toml::Value::Boolean(is_paused));
                }
            },
        )?;
        Ok(feeds
            .iter()
            .filter(|feed| changed.iter().any(|name| name == feed.as_str()))
            .cloned()
            .collect())
    }

    /// Takes feeds out, with the comments that stand right above them.
    ///
    /// # Errors
    ///
    /// When a file has a form that is left to its owner.
    pub fn remove(&mut self, feeds: &[FeedName]) -> Result<(), EditError> {
        self.each(
            feeds,
            |text, found| found.removal(text),
            |table, name| {
                table.remove(name);
            },
        )
    }

    /// What will be written, in order.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Reads the watchlist as it will be; gives what is probably not meant so and was not told before.
    ///
    /// # Errors
    ///
    /// With every finding, when the new watchlist would be refused.
    pub fn check(&self) -> Result<Findings, EditError> {
        let texts: Vec<(&Path, &str)> = self
            .files
            .iter()
            .map(|file| (file.path.as_path(), file.text.as_str()))
            .collect();
        let (_, warnings) = judge_texts(&self.directory, &self.environment, &texts)?;
        let mut new = Findings::default();
        for warning in &warnings {
            if !self.warned.contains(&warning.message) {
                new.push(warning.clone());
            }
        }
        Ok(new)
    }

    /// Replaces each changed file in one step; gives their names. Call [`Editor::check`] before.
    ///
    /// # Errors
    ///
    /// When the system refuses, or a file is another one than was read. Files replaced before that stay replaced.
    pub fn commit(self) -> Result<Vec<String>, EditError> {
        let mut written = Vec::new();
        for file in &self.files {
            if file.before.as_ref() == Some(&file.text) {
                continue;
            }
            if let Some(before) = &file.before {
                let now = read(file.path.clone(), file.short.clone())?;
                if now.text != *before {
                    return Err(EditError::Changed(file.path.clone()));
                }
            }
            let mark = if file.has_mark { "\u{feff}" } else { "" };
            replace_file(&file.path, format!("{mark}{}", file.text).as_bytes())?;
            written.push(file.short.clone());
        }
        Ok(written)
    }

    /// Changes the feeds of that name in each file, and proves that nothing else changed.
    fn each(
        &mut self,
        feeds: &[FeedName],
        mut change: impl FnMut(&str, &locate::Found) -> Vec<Splice>,
        mut meant: impl FnMut(&mut toml::Table, &str),
    ) -> Result<(), EditError> {
        for index in 0..self.files.len() {
            let text = &self.files[index].text;
            let located = locate::feeds(text).map_err(|reason| self.not_safe(index, reason))?;
            let mut splices = Vec::new();
            let mut names = Vec::new();
            for found in &located.feeds {
                if feeds.iter().any(|feed| feed.as_str() == found.name) {
                    splices.extend(change(text, found));
                    names.push(found.name.clone());
                }
            }
            self.apply(index, splices, |table| {
                for name in &names {
                    meant(table, name);
                }
            })?;
        }
        Ok(())
    }

    fn apply(
        &mut self,
        index: usize,
        splices: Vec<Splice>,
        meant: impl FnOnce(&mut toml::Table),
    ) -> Result<(), EditError> {
        let file = &self.files[index];
        let splices = lines::merged(&file.text, splices);
        let text = lines::spliced(&file.text, &splices);
        if let Err(reason) = is_as_meant(&file.text, &text, meant) {
            return Err(self.not_safe(index, reason));
        }
        let (mut line, mut counted) = (1, 0);
        for splice in &splices {
            line += lines::number(&file.text[counted..], splice.range.start - counted) - 1;
            counted = splice.range.start;
            self.changes.push(Change {
                file: file.short.clone(),
                line,
                removed: file.text[splice.range.clone()].to_owned(),
                added: splice.with.clone(),
            });
        }
        self.files[index].text = text;
        Ok(())
    }

    fn file_for(&mut self, named: &str) -> Result<usize, EditError> {
        let short = named.strip_prefix("./").unwrap_or(named);
        let by_path = |file: &Edited| file.path == Path::new(named);
        if let Some(index) = self
            .files
            .iter()
            .position(|file| file.short == short || by_path(file))
        {
            return Ok(index);
        }
        let name = short
            .strip_prefix(WATCHLIST_FOLDER)
            .and_then(|rest| rest.strip_prefix('/'));
        match name {
            Some(name)
                if !name.starts_with('.')
                    && name.len() > 5
                    && name.ends_with(".toml")
                    && !name.contains('/') =>
            {
                self.files.push(Edited {
                    path: self.directory.join(short),
                    short: short.to_owned(),
                    has_mark: false,
                    before: None,
                    text: String::new(),
                });
                Ok(self.files.len() - 1)
            }
            _ => Err(EditError::NotAWatchlist(named.to_owned())),
        }
    }

    fn not_safe(&self, index: usize, reason: String) -> EditError {
        EditError::Unsafe {
            file: self.files[index].short.clone(),
            reason,
        }
    }
}

fn read(path: PathBuf, short: String) -> Result<Edited, EditError> {
    let bytes = read_bytes(&path, LARGEST_WATCHLIST)
        .map_err(|fault| EditError::Refused(fault.told(&path.display().to_string()).into()))?;
    let whole = String::from_utf8_lossy(&bytes);
    let text = whole.strip_prefix('\u{feff}').unwrap_or(&whole).to_owned();
    Ok(Edited {
        has_mark: text.len() < whole.len(),
        before: Some(text.clone()),
        path,
        short,
        text,
    })
}
