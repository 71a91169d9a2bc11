//! Condition: what the end (or the beginning) of a word must look like for a rule: letters, `.`, `[abc]` and `[^abc]`.

/// One place of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Any,
    One(char),
    OneOf(Box<str>),
    NoneOf(Box<str>),
}

/// The places in their order; an empty one fits every word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Condition(Box<[Place]>);

impl Condition {
    /// Reads one; `None` where a bracket stays open.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text == "." {
            return Some(Self::default());
        }
        let mut places = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            rest = &rest[first.len_utf8()..];
            let place = match first {
                '.' => Place::Any,
                '[' => {
                    let (inside, after) = rest.split_once(']')?;
                    rest = after;
                    match inside.strip_prefix('^') {
                        Some(inside) => Place::NoneOf(inside.into()),
                        None => Place::OneOf(inside.into()),
                    }
                }
                letter => Place::One(letter),
            };
            places.push(place);
        }
        Some(Self(places.into()))
    }

    /// Does the word end so?
    pub(super) fn fits_end(&self, word: &str) -> bool {
        let mut letters = word.chars().rev();
        let places = self.0.iter().rev();
        places.into_iter().all(|place| place.takes(letters.next()))
    }

    /// Does the word begin so?
    pub(super) fn fits_beginning(&self, word: &str) -> bool {
        let mut letters = word.chars();
        self.0.iter().all(|place| place.takes(letters.next()))
    }
}

impl Place {
    fn takes(&self, letter: Option<char>) -> bool {
        letter.is_some_and(|letter| match self {
            Self::Any => true,
            Self::One(one) => *one == letter,
            Self::OneOf(letters) => letters.contains(letter),
            Self::NoneOf(letters) => !letters.contains(letter),
        })
    }
}
