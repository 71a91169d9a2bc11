//! Flags: the marks by which a dictionary's words ask for rules, in the four ways in which `FLAG` lets them be written.

/// One flag, packed: a letter, two letters or a number.
pub(super) type Flag = u64;

/// No honest word or rule has more; the richest of known dictionaries stay under a hundred.
const MOST_FLAGS: usize = 1000;

/// How the flags of a file are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum FlagKind {
    /// One letter each; `FLAG UTF-8` says the same of letters beyond one byte.
    #[default]
    Letter,
    /// Two letters each.
    Long,
    /// Numbers between commas.
    Number,
}

impl FlagKind {
    /// What the line `FLAG …` says.
    pub(super) fn read(word: &str) -> Option<Self> {
        match word {
            "UTF-8" | "utf-8" | "char" => Some(Self::Letter),
            "long" => Some(Self::Long),
            "num" => Some(Self::Number),
            _ => None,
        }
    }

    /// All flags of a text, in order, each once; what is no flag in it is left out.
    pub(super) fn flags(self, text: &str) -> Vec<Flag> {
        let mut flags: Vec<Flag> = match self {
            Self::Letter => text.chars().map(Flag::from).collect(),
            Self::Long => {
                let letters: Vec<char> = text.chars().collect();
                letters.chunks_exact(2).map(pack).collect()
            }
            Self::Number => text
                .split(',')
                .filter_map(|number| number.trim().parse().ok())
                .collect(),
        };
        flags.sort_unstable();
        flags.dedup();
        flags.truncate(MOST_FLAGS);
        flags
    }

    /// The one flag that a line of the affix file names.
    pub(super) fn flag(self, text: &str) -> Option<Flag> {
        match self.flags(text).as_slice() {
            [flag] => Some(*flag),
            _ => None,
        }
    }
}

fn pack(letters: &[char]) -> Flag {
    letters
        .iter()
        .fold(0, |flag, letter| flag << 32 | Flag::from(*letter))
}
