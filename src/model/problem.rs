//! A Problem is noted and the work went on; an Error means that the work did not happen.

use std::fmt;

/// Something wrong in what a stranger sent, told beside the good part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Short and stable, in kebab-case: counted in metrics, searched for in logs.
    pub kind: &'static str,
    /// One plain sentence for a person: what was found and what was done about it.
    pub detail: String,
}

impl Problem {
    /// A problem of this kind, told in one sentence.
    pub fn new(kind: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.detail)
    }
}
