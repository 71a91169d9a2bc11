//! Terms that mind the case: acronyms and `=Exact Form`, compared with the text as written.
//!
//! Only places whose folded words fit are ever looked at.

use unicode_normalization::UnicodeNormalization;

use crate::classify::letters;
use crate::classify::letters::Kind;

/// What the text as written must be like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Check {
    /// Anything that folds to the words.
    Nothing,
    /// No lower-case letter.
    Capitals,
    /// Exactly this, but for what no reader sees.
    Exact {
        /// Signs before the first word.
        before: Box<str>,
        /// From the first word to the last.
        core: Box<str>,
        /// Signs after the last word.
        after: Box<str>,
    },
}

impl Check {
    /// The check of `=Exact Form`.
    pub(super) fn exact(written: &str) -> Self {
        let written = as_seen(written.trim());
        let is_sign = |c: char| !c.is_alphanumeric();
        let from_first = written.trim_start_matches(is_sign);
        let core = from_first.trim_end_matches(is_sign);
        Self::Exact {
            before: written[..written.len() - from_first.len()].into(),
            core: core.into(),
            after: from_first[core.len()..].into(),
        }
    }

    /// Does the place in the original text pass? If so, the place with the term's own signs around it.
    pub(super) fn pass(&self, original: &str, start: usize, end: usize) -> Option<(usize, usize)> {
        let place = &original[start..end];
        match self {
            Self::Nothing => Some((start, end)),
            Self::Capitals => (!place.chars().any(char::is_lowercase)).then_some((start, end)),
            Self::Exact {
                before,
                core,
                after,
            } => {
                let fits = original[..start].ends_with(&**before)
                    && original[end..].starts_with(&**after)
                    && as_seen(place) == **core;
                fits.then(|| (start - before.len(), end + after.len()))
            }
        }
    }
}

/// The text without what no reader sees: NFKC, one kind of apostrophe, single blanks, nothing invisible.
fn as_seen(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for c in text.nfkc() {
        match letters::kind_of(c) {
            Kind::Nothing => {}
            Kind::Space(_) if seen.ends_with(' ') => {}
            Kind::Space(_) => seen.push(' '),
            Kind::Apostrophe => seen.push('\''),
            Kind::Hyphen => seen.push('-'),
            _ => seen.push(c),
        }
    }
    seen
}
