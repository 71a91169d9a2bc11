//! Lesson: what a topic's marks say of one article, and what that changed. Written down with the match, so that it can be
//! explained when the marks have long become others.

use std::fmt;

/// What a topic does with its marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Learning {
    /// Nothing.
    #[default]
    Off,
    /// Orders its part of the digest; inside the grey band lifts what nearly matches and moves to the end what is likely noise.
    Rank,
    /// The same, and keeps out of letters what is very likely noise.
    Hide,
}

impl Learning {
    /// The word for machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Rank => "rank",
            Self::Hide => "hide",
        }
    }

    /// Is anything learnt at all?
    #[must_use]
    pub fn is_on(self) -> bool {
        self != Self::Off
    }
}

/// What marks changed about a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// The score alone would have been too low.
    Lifted,
    /// It stands at the end of its topic's part of a digest.
    Lowered,
    /// It is in no letter. Only a topic that says `learn = "hide"` does this.
    Hidden,
}

impl Moved {
    /// The word for tables and machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lifted => "lifted",
            Self::Lowered => "lowered",
            Self::Hidden => "hidden",
        }
    }

    /// The move of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Lifted, Self::Lowered, Self::Hidden]
            .into_iter()
            .find(|moved| moved.as_str() == word)
    }
}

/// One trait of an article that speaks for or against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lean {
    /// In words: `'OFAC' in title`, `word 'hockey'`, `feed sport-wire`.
    pub what: String,
    /// Log-odds, to two decimals: positive speaks for useful.
    pub weight: f64,
}

/// What marks say of an article for a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// How likely a reader would mark it as useful, from 0 to 1, to three decimals.
    pub likelihood: f64,
    /// What that changed; `None` = only the order of the digest.
    pub moved: Option<Moved>,
    /// Articles with a mark that it was learnt from.
    pub marks: usize,
    /// The newest mark by then; the archive numbers them.
    pub up_to: i64,
    /// What counted, strongest first.
    pub because: Vec<Lean>,
}

impl fmt::Display for Lesson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moved = match self.moved {
            None => "",
            Some(Moved::Lifted) => "lifted by what was marked, its score alone is too low; ",
            Some(Moved::Lowered) => "moved to the end by what was marked; ",
            Some(Moved::Hidden) => "kept out of letters by what was marked; ",
        };
        write!(
            f,
            "{moved}{:.0} % likely useful, by {} marked articles",
            self.likelihood * 100.0,
            self.marks
        )?;
        for (index, lean) in self.because.iter().enumerate() {
            write!(f, "{} {lean}", if index == 0 { ":" } else { "," })?;
        }
        Ok(())
    }
}

impl fmt::Display for Lean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:+.2}", self.what, self.weight)
    }
}
