//! Finding: one thing wrong with a file that people edit, with its place and what to write instead. Findings: all of them.

use std::fmt;

use crate::config::excerpt::Excerpt;

/// Does it stop us?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The files are refused.
    Error,
    /// The files are taken, but this is probably not what their owner wants.
    Warning,
}

impl Severity {
    /// The word for machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing wrong, told so that it can be put right without asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Does it stop us?
    pub severity: Severity,
    /// A short word for machines: `invalid`, `unusual`, or what the lint calls it.
    pub code: &'static str,
    /// The file as its owner knows it.
    pub file: String,
    /// From 1; 0 when it is about the file as a whole.
    pub line: u32,
    /// From 1, in characters; 0 when it is about the file as a whole.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The line itself and what part of it is meant; secrets are masked.
    pub excerpt: Option<Excerpt>,
}

impl Finding {
    /// An error about a file as a whole.
    pub fn about_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code: "invalid",
            file: file.into(),
            line: 0,
            column: 0,
            message: message.into(),
            help: None,
            excerpt: None,
        }
    }

    /// The same, with what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with what to write instead if there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// The same, as something that does not stop us.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self.code = "unusual";
        self
    }

    /// The same, under its own word for machines.
    #[must_use]
    pub fn code(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    /// What is wrong with its place, the line, a caret and the advice.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        crate::config::excerpt::render(self, color)
    }

    /// `watchlist.toml:3:12`, as editors and terminals understand it.
    #[must_use]
    pub fn at(&self) -> String {
        if self.line == 0 {
            self.file.clone()
        } else {
            format!("{}:{}:{}", self.file, self.line, self.column)
        }
    }
}

/// Everything found in one reading of all files, in the order of files and lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    list: Vec<Finding>,
}

/// A person reads no more than this in one go; a machine-made file can hold a fault a line.
const MOST_SHOWN: usize = 100;

impl Findings {
    /// Adds one, unless the very same was told already.
    pub(super) fn push(&mut self, finding: Finding) {
        if self.list.last() != Some(&finding) {
            self.list.push(finding);
        }
    }

    /// Adds several.
    pub(super) fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }

    /// These and the others, each once, by file and place. Files come in the order in which they are first named here.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        self.append(other);
        let mut files: Vec<String> = Vec::new();
        for finding in &self.list {
            if !files.contains(&finding.file) {
                files.push(finding.file.clone());
            }
        }
        self.sort(&files);
        self
    }

    /// Adds all of the others.
    pub(super) fn append(&mut self, mut other: Self) {
        self.list.append(&mut other.list);
    }

    /// By file as read, then by place; errors and warnings mixed, as a person reads a file from the top.
    pub(super) fn sort(&mut self, files: &[String]) {
        let rank = |file: &String| files.iter().position(|known| known == file);
        self.list
            .sort_by_cached_key(|finding| (rank(&finding.file), finding.line, finding.column));
        self.list.dedup();
    }

    /// Nothing to tell?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Must the files be refused?
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// Every finding with its place, the line, a caret and the advice; the last line counts them.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        let mut shown = String::new();
        for finding in self.list.iter().take(MOST_SHOWN) {
            shown.push_str(&crate::config::excerpt::render(finding, color));
            shown.push('\n');
        }
        if let Some(hidden) = self.list.len().checked_sub(MOST_SHOWN + 1) {
            shown.push_str(&format!("… and {} more like these\n\n", hidden + 1));
        }
        shown.push_str(&self.summary());
        shown.push('\n');
        shown
    }

    /// The first error in one line: `watchlist.toml:5:1: [topic.a] has no key "colour"`; the folder is left out.
    #[must_use]
    pub fn first_fault(&self) -> Option<String> {
        let mut errors = self
            .list
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        let first = errors.next()?;
        let at = first.at();
        let at = at.rsplit('/').next().unwrap_or(&at);
        let more = match errors.count() {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        Some(format!("{at}: {}{more}", first.message))
    }

    /// "2 errors and 1 warning in watchlist.toml".
    #[must_use]
    pub fn summary(&self) -> String {
        let errors = self.count(Severity::Error);
        let warnings = self.count(Severity::Warning);
        let mut files: Vec<&str> = Vec::new();
        for finding in &self.list {
            if !files.contains(&finding.file.as_str()) {
                files.push(&finding.file);
            }
        }
        let many = |count: usize, noun: &str| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {noun}{plural}")
        };
        let counted = match (errors, warnings) {
            (0, 0) => return "nothing found".to_owned(),
            (0, _) => many(warnings, "warning"),
            (_, 0) => many(errors, "error"),
            _ => format!(
                "{} and {}",
                many(errors, "error"),
                many(warnings, "warning")
            ),
        };
        format!("{counted} in {}", files.join(", "))
    }

    fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

impl From<Finding> for Findings {
    fn from(finding: Finding) -> Self {
        Self {
            list: vec![finding],
        }
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Findings {}
