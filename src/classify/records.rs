//! The forms of a watchlist with what each says of itself, laid out to be asked of every word of an article.
//!
//! A form's letters and its postings stand side by side in one table of bytes, so that a word that is a form costs two
//! visits to memory, and most of the others none: a filter says no. Takes words of the owner only: a stranger cannot
//! choose what falls on one slot.

use crate::classify::lexicon::Posting;
use crate::classify::texts::Texts;

/// Of the filter, for each form that it lets pass: 64 kB for the shipped list, one word in ten or less passes in vain.
const FILTER_BITS: usize = 8;
/// In `Slot::record`: nothing here.
const NONE: u32 = u32::MAX;
/// Bytes before a record's letters: how many letters and how many postings it has.
const HEAD: usize = 8;

/// Where a form may be.
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// The upper half of its hash.
    tag: u32,
    /// Where its record begins.
    record: u32,
}

/// All forms, each with its postings.
#[derive(Clone, Debug)]
pub(super) struct Records {
    /// One after the other: two lengths, letters, postings.
    bytes: Vec<u8>,
    /// At least twice as many as records, so that a word is soon found not to be there.
    slots: Vec<Slot>,
    /// One bit a hash of a form where phrases are looked for, by its top bits: says no for most words without a visit to
    /// the slots.
    filter: Vec<u64>,
    shift: u32,
    count: usize,
}

impl Records {
    /// Of forms, and the postings by a form's number in the order they came.
    pub(super) fn build(forms: &Texts, pairs: Vec<(u32, Posting)>) -> Self {
        let count = forms.len();
        let (starts, mut postings) = by_form(count, pairs);
        let mut anchored = 0;
        for form in 0..count {
            let own = &mut postings[starts[form] as usize..starts[form + 1] as usize];
            own.sort_by_key(|posting| !posting.is_anchor);
            anchored += usize::from(own.first().is_some_and(|first| first.is_anchor));
        }
        let bits = (anchored * FILTER_BITS).next_power_of_two().max(64);
        let empty = Slot {
            tag: 0,
            record: NONE,
        };
        let mut this = Self {
            bytes: Vec::with_capacity(count * 2 * HEAD + postings.len() * Posting::BYTES),
            slots: vec![empty; (count * 2).next_power_of_two().max(2)],
            filter: vec![0; bits / 64],
            shift: 64 - bits.trailing_zeros(),
            count,
        };
        for (form, text) in forms.iter().enumerate() {
            let range = starts[form] as usize..starts[form + 1] as usize;
            this.add(text, &postings[range]);
        }
        this
    }

    fn add(&mut self, text: &str, postings: &[Posting]) {
        let hash = Texts::hash(text);
        if postings.first().is_some_and(|first| first.is_anchor) {
            let bit = hash >> self.shift;
            self.filter[(bit >> 6) as usize] |= 1 << (bit & 63);
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].record != NONE {
            at = (at + 1) & mask;
        }
        self.slots[at] = Slot {
            tag: (hash >> 32) as u32,
            record: self.bytes.len() as u32,
        };
        for length in [text.len(), postings.len()] {
            self.bytes.extend((length as u32).to_le_bytes());
        }
        self.bytes.extend(text.as_bytes());
        for posting in postings {
            self.bytes.extend(posting.to_bytes());
        }
    }

    /// The record that a word of this hash has if it is a form where phrases are looked for, nearly always. Asked of many
    /// words one after the other, the answers do not wait for each other's memory.
    #[inline]
    pub(super) fn likely(&self, hash: u64) -> Option<u32> {
        let bit = hash >> self.shift;
        let may_be = self.filter[(bit >> 6) as usize] >> (bit & 63) & 1 == 1;
        may_be.then(|| self.path(hash).next()).flatten()
    }

    /// What the token's form says, first where phrases are looked for; nothing where it is none. `likely` is what its hash
    /// told.
    #[inline]
    pub(super) fn postings(&self, token: &str, likely: u32) -> impl Iterator<Item = Posting> {
        let (text, postings) = self.record(likely);
        let postings = match text == token.as_bytes() {
            true => postings,
            false => self.search(token, Texts::hash(token)),
        };
        postings.iter().map(Posting::of_bytes)
    }

    /// The same for any form.
    pub(super) fn all_postings(&self, token: &str, hash: u64) -> impl Iterator<Item = Posting> {
        self.search(token, hash).iter().map(Posting::of_bytes)
    }

    fn search(&self, token: &str, hash: u64) -> &[[u8; Posting::BYTES]] {
        let records = self.path(hash).map(|at| self.record(at));
        let mut same = records.filter(|(text, _)| *text == token.as_bytes());
        same.next()
            .map(|(_, postings)| postings)
            .unwrap_or_default()
    }

    /// Records of a hash.
    fn path(&self, hash: u64) -> impl Iterator<Item = u32> {
        let mask = self.slots.len() - 1;
        let (first, tag) = (hash as usize, (hash >> 32) as u32);
        let slots = (0..).map(move |step: usize| self.slots[first.wrapping_add(step) & mask]);
        let slots = slots.take_while(|slot| slot.record != NONE);
        slots
            .filter(move |slot| slot.tag == tag)
            .map(|slot| slot.record)
    }

    fn record(&self, at: u32) -> (&[u8], &[[u8; Posting::BYTES]]) {
        let at = at as usize;
        let (length, count) = (self.number(at), self.number(at + 4));
        let rest = &self.bytes[at + HEAD..at + HEAD + length + count * Posting::BYTES];
        let (text, postings) = rest.split_at(length);
        (text, postings.as_chunks().0)
    }

    fn number(&self, at: usize) -> usize {
        let four = self.bytes[at..].first_chunk();
        four.map_or(0, |four| u32::from_le_bytes(*four) as usize)
    }

    /// How many different forms there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Every form, in the order they came.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let mut at = 0;
        (0..self.count).map(move |_| {
            let (text, postings) = self.record(at);
            at += (HEAD + text.len() + postings.len() * Posting::BYTES) as u32;
            std::str::from_utf8(text).unwrap_or_default()
        })
    }
}

/// Words were added in order, so that counting is sorting.
fn by_form(forms: usize, pairs: Vec<(u32, Posting)>) -> (Vec<u32>, Vec<Posting>) {
    let mut starts = vec![0_u32; forms + 1];
    for (form, _) in &pairs {
        starts[*form as usize + 1] += 1;
    }
    for form in 0..forms {
        starts[form + 1] += starts[form];
    }
    let mut next = starts.clone();
    let mut sorted: Vec<Option<Posting>> = vec![None; pairs.len()];
    for (form, posting) in pairs {
        let next = &mut next[form as usize];
        sorted[*next as usize] = Some(posting);
        *next += 1;
    }
    (starts, sorted.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::forms::Form;
    use crate::classify::lexicon::posting;
    use crate::classify::tongue::LanguageSet;

    #[test]
    fn every_form_gives_its_own_postings_and_no_other_word_any() {
        let form = |number: u32| Form {
            text: format!("слово{number}"),
            is_written: number.is_multiple_of(2),
            home: LanguageSet::default(),
            guessed: LanguageSet::default(),
        };
        let mut texts = Texts::default();
        let mut pairs = Vec::new();
        for word in 0..5000 {
            let form = form(word % 3000);
            let mut posting = posting(word, &form);
            posting.is_anchor = word >= 3000;
            pairs.push((texts.add(&form.text), posting));
        }

        let records = Records::build(&texts, pairs.clone());

        let words = |text: &str| -> Vec<u32> {
            let postings = records.all_postings(text, Texts::hash(text));
            postings.map(|posting| posting.word).collect()
        };
        let anchored = |text: &str| -> Vec<u32> {
            let likely = records.likely(Texts::hash(text));
            let postings = likely.map(|likely| records.postings(text, likely));
            let anchored = postings.into_iter().flatten().take_while(|p| p.is_anchor);
            anchored.map(|posting| posting.word).collect()
        };
        let passes = |number: &u32| records.likely(Texts::hash(&form(*number).text)).is_some();
        assert_eq!(words("слово7"), [3007, 7], "first where phrases begin");
        assert_eq!(anchored("слово7"), [3007]);
        assert!(anchored("слово2999").is_empty());
        assert!((0..2000).all(|number| passes(&number)));
        assert!(
            (2000..3000).filter(passes).count() < 250,
            "few pass the filter in vain"
        );
        assert_eq!(words("слово2999"), [2999]);
        assert!(words("слово3000").is_empty());
        assert_eq!(records.len(), 3000);
        assert!(records.texts().eq(texts.iter()));
        let seven = records.likely(Texts::hash("слово7")).unwrap();
        assert_eq!(records.postings("слово8", seven).next().unwrap().word, 3008);
        for (_, posting) in pairs {
            assert_eq!(Posting::of_bytes(&posting.to_bytes()), posting);
        }
    }
}
