//! An entry and the rules of its flags -> its forms.
//!
//! Suffixes once and, where a form brings flags of its own, once more (twofold suffixes); then the prefixes that make
//! forms of the same word, crossed with the suffixes where both allow it. Work and yield have a bound: a hostile file
//! costs a known number of steps.

use std::sync::Arc;

use crate::classify::hunspell::affixes::Affixes;
use crate::classify::hunspell::affixes::Class;
use crate::classify::hunspell::affixes::Rule;
use crate::classify::hunspell::flags::Flag;

/// A Lithuanian verb with its participles has some four hundred.
const MOST_FORMS: usize = 600;

/// Rules tried for all words together. Two thousand words of a rich language take about one million.
const MOST_STEPS: usize = 5_000_000;

/// A form on its way.
#[derive(Clone)]
struct Made {
    text: String,
    /// Flags that its last affix brought.
    more: Arc<[Flag]>,
    /// What of it all its affixes allow: another at the other end.
    crosses: bool,
    /// It has a suffix that goes only with a prefix of the same kind.
    is_half: bool,
    /// Not a form by itself.
    is_unfinished: bool,
}

/// Makes the forms of one entry after the other.
pub(super) struct Deriver<'a> {
    affixes: &'a Affixes,
    /// Prefixes that make forms of the same word.
    prefixes: &'a [&'a str],
    steps: usize,
}

impl<'a> Deriver<'a> {
    pub(super) fn new(affixes: &'a Affixes, prefixes: &'a [&'a str]) -> Self {
        Self {
            affixes,
            prefixes,
            steps: 0,
        }
    }

    /// Has it done so much work that it does no more?
    pub(super) fn is_exhausted(&self) -> bool {
        self.steps > MOST_STEPS
    }

    /// The forms of a word with these flags, the word itself among them where it is one.
    pub(super) fn forms(&mut self, word: &str, flags: &[Flag]) -> Vec<String> {
        let marks = self.affixes.marks;
        let has = |mark: Option<Flag>| mark.is_some_and(|mark| flags.contains(&mark));
        if has(marks.is_forbidden) || has(marks.is_part_of_compounds) {
            return Vec::new();
        }
        let mut made = vec![Made {
            text: word.to_owned(),
            more: Arc::default(),
            crosses: true,
            is_half: false,
            is_unfinished: has(marks.needs_affix),
        }];
        self.suffixed(word, flags, true, &mut made);
        for index in 1..made.len() {
            let (text, more, crosses) = (
                made[index].text.clone(),
                Arc::clone(&made[index].more),
                made[index].crosses,
            );
            self.suffixed(&text, &more, crosses, &mut made);
        }
        let bare = made.len();
        for index in 0..bare {
            if self.is_exhausted() || made.len() > MOST_FORMS {
                break;
            }
            let prefixed = self.prefixed(&made[index], flags);
            made.extend(prefixed);
        }
        let finished = made
            .into_iter()
            .filter(|form| !form.is_unfinished && !form.is_half);
        finished.map(|form| form.text).take(MOST_FORMS).collect()
    }

    fn suffixed(&mut self, word: &str, flags: &[Flag], crosses: bool, into: &mut Vec<Made>) {
        let affixes = self.affixes;
        for class in self.classes(flags, false) {
            for rule in &class.rules {
                self.steps += 1;
                if self.is_exhausted() || into.len() > MOST_FORMS {
                    return;
                }
                let Some(stem) = word.strip_suffix(&*rule.strip) else {
                    continue;
                };
                if rule.condition.fits_end(word) && self.may_leave(stem) {
                    let text = format!("{stem}{}", rule.add);
                    into.push(made(affixes, text, rule, crosses && class.crosses));
                }
            }
        }
    }

    /// A form with each prefix that its word or its suffix asks for and that makes no other word of it.
    fn prefixed(&mut self, form: &Made, flags: &[Flag]) -> Vec<Made> {
        let mut prefixed = Vec::new();
        if !form.crosses {
            return prefixed;
        }
        let all: Vec<Flag> = flags.iter().chain(&*form.more).copied().collect();
        self.steps += all.len();
        let circumfix = self.affixes.marks.circumfix;
        for class in self.classes(&all, true) {
            let is_bare = form.more.is_empty() && !form.is_half;
            if !class.crosses && !is_bare {
                continue;
            }
            for rule in &class.rules {
                self.steps += 1;
                if self.is_exhausted() || prefixed.len() > MOST_FORMS {
                    return prefixed;
                }
                if !self.prefixes.contains(&&*rule.add) {
                    continue;
                }
                let is_half = circumfix.is_some_and(|mark| rule.more.contains(&mark));
                let Some(rest) = form.text.strip_prefix(&*rule.strip) else {
                    continue;
                };
                if is_half == form.is_half && rule.condition.fits_beginning(&form.text) {
                    prefixed.push(Made {
                        text: format!("{}{rest}", rule.add),
                        is_half: false,
                        ..form.clone()
                    });
                }
            }
        }
        prefixed
    }

    fn classes(
        &self,
        flags: &[Flag],
        is_prefix: bool,
    ) -> impl Iterator<Item = &'a Class> + use<'a> {
        let classes: Vec<&Class> = flags
            .iter()
            .filter_map(|flag| self.affixes.classes.get(flag))
            .filter(|class| class.is_prefix == is_prefix)
            .collect();
        classes.into_iter()
    }

    fn may_leave(&self, stem: &str) -> bool {
        self.affixes.strips_whole || !stem.is_empty()
    }
}

fn made(affixes: &Affixes, text: String, rule: &Rule, crosses: bool) -> Made {
    let marks = affixes.marks;
    let has = |mark: Option<Flag>| mark.is_some_and(|mark| rule.more.contains(&mark));
    Made {
        text,
        crosses,
        is_half: has(marks.circumfix),
        is_unfinished: has(marks.needs_affix)
            || has(marks.is_forbidden)
            || has(marks.is_part_of_compounds),
        more: Arc::clone(&rule.more),
    }
}
