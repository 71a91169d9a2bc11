//! The line a finding is about, cut to what fits a terminal, with secrets masked; and its drawing by miette.

use std::fmt;

use miette::Diagnostic;
use miette::GraphicalReportHandler;
use miette::GraphicalTheme;
use miette::LabeledSpan;
use miette::MietteError;
use miette::MietteSpanContents;
use miette::SourceCode;
use miette::SourceSpan;
use miette::SpanContents;

use crate::config::findings::Finding;
use crate::config::findings::Severity;
use crate::config::suggest;

/// A line of a file and what part of it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, at most 110 characters of it; control characters are shown as `�`.
    pub line: String,
    /// First character meant, counted in `line` from 0.
    pub start: usize,
    /// How many characters are meant; at least 1.
    pub length: usize,
}

/// Characters of a line that are shown.
const WIDEST: usize = 110;

/// Where the caret stands in a line that had to be cut.
const LEAD: usize = 40;

/// Keys whose values no error text may show.
const SECRET_KEYS: [&str; 6] = [
    "password",
    "passwd",
    "secret",
    "token",
    "authorization",
    "cookie",
];

impl Excerpt {
    /// Cuts a line around the characters from `start` to `end`.
    #[must_use]
    pub fn new(line: &str, start: usize, end: usize) -> Self {
        let mut shown: Vec<char> = line.chars().map(harmless).collect();
        mask_secrets(&mut shown);
        let from = if shown.len() > WIDEST {
            start.saturating_sub(LEAD)
        } else {
            0
        };
        let until = shown.len().min(from + WIDEST);
        let mut cut: Vec<char> = shown.get(from..until).unwrap_or_default().to_vec();
        if from > 0
            && let Some(first) = cut.first_mut()
        {
            *first = '…';
        }
        if until < shown.len()
            && let Some(last) = cut.last_mut()
        {
            *last = '…';
        }
        let start = start.saturating_sub(from).min(cut.len());
        if start == cut.len() {
            cut.push(' '); // the caret of what is missing at the end of a line needs something to stand under
        }
        let room = cut.len().saturating_sub(start).max(1);
        Self {
            line: cut.into_iter().collect(),
            start,
            length: end.saturating_sub(from + start).clamp(1, room),
        }
    }

    fn bytes_meant(&self) -> SourceSpan {
        let byte = |index: usize| {
            self.line
                .char_indices()
                .nth(index)
                .map_or(self.line.len(), |(at, _)| at)
        };
        let start = byte(self.start);
        (start, byte(self.start + self.length) - start).into()
    }
}

/// Escape sequences in a file must not reach a terminal through our error text.
fn harmless(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// Dots over what stands behind a secret's key or between `://` and `@`, one for one so that the caret stays in place.
fn mask_secrets(line: &mut [char]) {
    let mut hidden = Vec::new();
    for at in positions(line, &['=']) {
        if is_secret_key(&key_before(line, at)) {
            hidden.push(at + 2..line.len());
        }
    }
    for at in positions(line, &[':', '/', '/']) {
        let authority = line.get(at + 3..).unwrap_or_default();
        let length = authority.iter().position(|c| "/\"' ?#".contains(*c));
        let authority = authority.get(..length.unwrap_or(authority.len()));
        let user = authority.and_then(|part| part.iter().rposition(|c| *c == '@'));
        hidden.extend(user.map(|user| at + 3..at + 3 + user));
    }
    for place in hidden.into_iter().flatten() {
        if let Some(c) = line.get_mut(place) {
            *c = '•';
        }
    }
}

fn positions(line: &[char], wanted: &[char]) -> Vec<usize> {
    let windows = line.windows(wanted.len()).enumerate();
    windows
        .filter(|(_, window)| *window == wanted)
        .map(|(at, _)| at)
        .collect()
}

fn key_before(line: &[char], equals: usize) -> String {
    let is_of_key = |c: &&char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let head = line.get(..equals).unwrap_or_default();
    let backwards = head
        .iter()
        .rev()
        .skip_while(|c| matches!(c, ' ' | '"' | '\''));
    let mut key: Vec<char> = backwards
        .take_while(is_of_key)
        .map(char::to_ascii_lowercase)
        .collect();
    key.reverse();
    key.into_iter().collect()
}

/// Misspelt ones count as well: that is when their line is shown.
fn is_secret_key(key: &str) -> bool {
    let names_a_place = key.ends_with("_file") || key.ends_with("_credential");
    let is_named = SECRET_KEYS.iter().any(|secret| key.contains(secret));
    !names_a_place && (is_named || suggest::nearest(key, SECRET_KEYS).is_some())
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Drawn<'a>(&'a Finding);

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.excerpt.is_none() {
            write!(f, "{}: ", self.0.at())?;
        }
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.0.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.0.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.excerpt.is_some().then_some(self as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let meant = self.0.excerpt.as_ref()?.bytes_meant();
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(
            None, meant,
        ))))
    }
}

impl SourceCode for Drawn<'_> {
    /// Always the one line, under the name and number it has in its file.
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let excerpt = self.0.excerpt.as_ref().ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.0.file.clone(),
            excerpt.line.as_bytes(),
            (0, excerpt.line.len()).into(),
            self.0.line.saturating_sub(1) as usize,
            self.0.column.saturating_sub(1) as usize,
            1,
        )))
    }
}

/// Draws one finding: what is wrong, `file:line:column`, the line with its caret, the advice.
pub(super) fn render(finding: &Finding, color: bool) -> String {
    let theme = if color {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(WIDEST + 10)
        .with_links(false);
    let mut drawn = String::new();
    match handler.render_report(&mut drawn, &Drawn(finding)) {
        Ok(()) => drawn,
        Err(fmt::Error) => format!("{}: {}\n", finding.at(), finding.message),
    }
}
