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
        if cut.is_empty() {
            cut.push(' '); // miette draws nothing under an empty line
        }
        let start = start.saturating_sub(from).min(cut.len());
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
    let lower: String = line.iter().map(char::to_ascii_lowercase).collect();
    let chars_before = |byte: usize| lower.get(..byte).map_or(0, |head| head.chars().count());
    let is_set = |rest: &str| {
        rest.trim_start_matches(['"', '\'', ' '])
            .starts_with('=')
            .then(|| rest.find('=').unwrap_or_default() + 1)
    };
    let mut hidden = Vec::new();
    for key in SECRET_KEYS {
        for (at, _) in lower.match_indices(key) {
            let behind = at + key.len();
            if let Some(equals) = lower.get(behind..).and_then(is_set) {
                hidden.push(chars_before(behind + equals)..line.len());
            }
        }
    }
    for (at, _) in lower.match_indices("://") {
        let rest = lower.get(at + 3..).unwrap_or_default();
        let authority = rest
            .split(['/', '"', '\'', ' ', '?', '#'])
            .next()
            .unwrap_or_default();
        if let Some((user, _)) = authority.rsplit_once('@') {
            let from = chars_before(at + 3);
            hidden.push(from..from + user.chars().count());
        }
    }
    for place in hidden.into_iter().flatten() {
        if let Some(c) = line.get_mut(place) {
            *c = '•';
        }
    }
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
