//! Two texts compared word by word: what is gone, what is new, and a few words around it.
//!
//! Case, punctuation and blanks are no news. What both texts begin and end with is taken off; the longest common row of
//! words (by dynamic programming) is found in what is left, and where that is too long for it the whole of it counts as
//! rewritten.

use crate::model::edit::Difference;
use crate::model::edit::EditKind;
use crate::model::edit::EditPart;

/// Kept words shown on either side of a change.
const CONTEXT: usize = 4;
/// Words of one change that are shown; the rest of it is "…".
const LONGEST_RUN: usize = 24;
/// Words shown in all.
const MOST_WORDS: usize = 70;
/// Cells of the table of common rows.
const MOST_CELLS: usize = 1_500_000;

struct Word<'a> {
    written: &'a str,
    /// What is compared.
    key: String,
}

/// One step from the old text to the new one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Kept(usize),
    Removed(usize),
    Added(usize),
}

/// What changed; `None` where the words are the same.
pub(super) fn difference(before: &str, after: &str) -> Option<Difference> {
    let (old, new) = (words(before), words(after));
    let steps = steps(&old, &new);
    let count = |is: fn(&Step) -> bool| steps.iter().filter(|step| is(step)).count();
    let removed = count(|step| matches!(step, Step::Removed(_)));
    let added = count(|step| matches!(step, Step::Added(_)));
    if removed + added == 0 {
        return None;
    }
    Some(Difference {
        parts: parts(&steps, &old, &new),
        removed,
        added,
    })
}

fn words(text: &str) -> Vec<Word<'_>> {
    let word = |written| {
        let key: String = str::chars(written)
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        (!key.is_empty()).then_some(Word { written, key })
    };
    text.split_whitespace().filter_map(word).collect()
}

fn steps(old: &[Word<'_>], new: &[Word<'_>]) -> Vec<Step> {
    let is_same = |pair: &(&Word<'_>, &Word<'_>)| pair.0.key == pair.1.key;
    let first = old.iter().zip(new).take_while(is_same).count();
    let (old_rest, new_rest) = (&old[first..], &new[first..]);
    let last = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(is_same)
        .count();
    let old_middle = &old_rest[..old_rest.len() - last];
    let new_middle = &new_rest[..new_rest.len() - last];
    let mut steps: Vec<Step> = (0..first).map(Step::Kept).collect();
    if (old_middle.len() + 1) * (new_middle.len() + 1) <= MOST_CELLS {
        common_row(old_middle, new_middle, first, &mut steps);
    } else {
        steps.extend((0..old_middle.len()).map(|at| Step::Removed(first + at)));
        steps.extend((0..new_middle.len()).map(|at| Step::Added(first + at)));
    }
    steps.extend((new.len() - last..new.len()).map(Step::Kept));
    steps
}

fn common_row(old: &[Word<'_>], new: &[Word<'_>], first: usize, steps: &mut Vec<Step>) {
    let width = new.len() + 1;
    let mut longest = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * width + j] = if old[i].key == new[j].key {
                longest[(i + 1) * width + j + 1].saturating_add(1)
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i].key == new[j].key {
            steps.push(Step::Kept(first + j));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len() && longest[(i + 1) * width + j] >= longest[i * width + j + 1])
        {
            steps.push(Step::Removed(first + i));
            i += 1;
        } else {
            steps.push(Step::Added(first + j));
            j += 1;
        }
    }
}

fn parts(steps: &[Step], old: &[Word<'_>], new: &[Word<'_>]) -> Vec<EditPart> {
    let is_change = |step: &Step| !matches!(step, Step::Kept(_));
    let is_near = |at: usize| {
        let from = at.saturating_sub(CONTEXT);
        let to = (at + CONTEXT + 1).min(steps.len());
        steps[from..to].iter().any(is_change)
    };
    let mut shown = Shown::default();
    for (at, step) in steps.iter().enumerate() {
        match *step {
            Step::Kept(word) if is_near(at) => shown.word(EditKind::Kept, new[word].written),
            Step::Kept(_) => shown.gap(),
            Step::Removed(word) => shown.word(EditKind::Removed, old[word].written),
            Step::Added(word) => shown.word(EditKind::Added, new[word].written),
        }
    }
    shown.parts
}

#[derive(Default)]
struct Shown {
    parts: Vec<EditPart>,
    words: usize,
    /// Words of the last part.
    run: usize,
    is_gap: bool,
}

impl Shown {
    fn word(&mut self, kind: EditKind, word: &str) {
        let is_same = self.parts.last().is_some_and(|last| last.kind == kind) && !self.is_gap;
        let run = if is_same { self.run + 1 } else { 1 };
        if self.words >= MOST_WORDS {
            return self.gap();
        }
        if is_same && run > LONGEST_RUN {
            if run == LONGEST_RUN + 1
                && let Some(last) = self.parts.last_mut()
            {
                last.text.push_str(" …");
            }
            self.run = run;
            return;
        }
        (self.run, self.is_gap, self.words) = (run, false, self.words + 1);
        match self.parts.last_mut() {
            Some(last) if is_same => {
                last.text.push(' ');
                last.text.push_str(word);
            }
            _ => self.parts.push(EditPart {
                text: word.to_owned(),
                kind,
            }),
        }
    }

    /// Something is left out; the text's beginning and end need no sign of it.
    fn gap(&mut self) {
        if !self.is_gap && !self.parts.is_empty() {
            self.parts.push(EditPart {
                text: "…".to_owned(),
                kind: EditKind::Kept,
            });
        }
        self.is_gap = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let Some(difference) = difference(before, after) else {
            return "same".to_owned();
        };
        let part = |part: &EditPart| match part.kind {
            EditKind::Kept => part.text.clone(),
            EditKind::Removed => format!("[-{}-]", part.text),
            EditKind::Added => format!("{{+{}+}}", part.text),
        };
        let parts: Vec<String> = difference.parts.iter().map(part).collect();
        parts.join(" ")
    }

    #[test]
    fn what_is_gone_and_what_is_new_stands_among_a_few_words() {
        for (before, after, expected) in [
            (
                "Three editors detained in Hrodna",
                "Five editors detained in Hrodna",
                "[-Three-] {+Five+} editors detained in Hrodna",
            ),
            (
                "Санкции против банка введены сегодня",
                "Санкции против двух банков введены сегодня",
                "Санкции против [-банка-] {+двух банков+} введены сегодня",
            ),
            ("The same, words!", "the SAME   words", "same"),
            ("", "Now there is a text", "{+Now there is a text+}"),
            (
                "a b c d e f g h i j k",
                "a b c d e f X h i j k",
                "c d e f [-g-] {+X+} h i j k",
            ),
            (
                "1 a b c d e f g h i j k l m n o 2",
                "3 a b c d e f g h i j k l m n o 4",
                "[-1-] {+3+} a b c d … l m n o [-2-] {+4+}",
            ),
        ] {
            assert_eq!(shown(before, after), expected);
        }
    }

    #[test]
    fn a_long_change_is_cut_and_counted() {
        let long: String = (0..200).map(|n| format!("w{n} ")).collect();
        let other: String = (0..5000).map(|n| format!("v{n} ")).collect();

        let added = difference("begin end", &format!("begin {long} end")).unwrap();
        let rewritten = difference(&long, &other).unwrap();

        assert_eq!((added.removed, added.added), (0, 200));
        assert!(added.parts[1].text.ends_with("w23 …"), "{added:?}");
        assert_eq!((rewritten.removed, rewritten.added), (200, 5000));
        let words: usize = rewritten
            .parts
            .iter()
            .map(|part| part.text.split(' ').count())
            .sum();
        assert!(words <= MOST_WORDS + 4, "{words}");
    }

    #[test]
    fn applying_a_difference_gives_the_new_text() {
        let texts = ["a b c", "c b a", "", "a a a b", "b a b a", "x a b c y"];
        for before in texts {
            for after in texts {
                let (old, new) = (words(before), words(after));
                let steps = steps(&old, &new);
                let mut rebuilt = Vec::new();
                let mut left = Vec::new();
                for step in steps {
                    match step {
                        Step::Kept(at) => {
                            rebuilt.push(new[at].written);
                            left.push(new[at].written);
                        }
                        Step::Added(at) => rebuilt.push(new[at].written),
                        Step::Removed(at) => left.push(old[at].written),
                    }
                }
                assert_eq!(rebuilt.join(" "), after);
                assert_eq!(left.join(" "), before);
            }
        }
    }
}
