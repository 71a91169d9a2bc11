//! Text -> hashes of its runs of three words. What two copies share although one was cut, edited or given another
//! headline; other words for the same event share next to nothing.

/// Words in a run.
const RUN: usize = 3;
/// A text with fewer words says too little: its title is read with it.
const SHORT: usize = 20;
/// Nothing after this word is read, so that no article costs more than a long one.
const MOST_WORDS: usize = 4000;

/// The hashes of an article's runs, sorted, each once. A text too short for a run is one run, headline and all.
pub(super) fn shingles(title: &str, text: &str) -> Vec<u32> {
    let mut words = words(text);
    if words.len() < SHORT {
        let mut all = self::words(title);
        all.append(&mut words);
        words = all;
    }
    if words.is_empty() {
        return Vec::new();
    }
    let mut hashes: Vec<u32> = if words.len() < RUN {
        vec![fold(&words)]
    } else {
        words.windows(RUN).map(fold).collect()
    };
    sort(&mut hashes);
    hashes.dedup();
    hashes
}

/// Sorts even hashes: each goes to its shelf by its highest bits, where it has few neighbours to be put among.
fn sort(hashes: &mut Vec<u32>) {
    const SHELF_BITS: u32 = 9;
    let shelf = |hash: u32| (hash >> (u32::BITS - SHELF_BITS)) as usize;
    if hashes.len() < 64 {
        return hashes.sort_unstable();
    }
    let mut ends = [0_u32; 1 << SHELF_BITS];
    for hash in &*hashes {
        ends[shelf(*hash)] += 1;
    }
    let mut before = 0;
    for end in &mut ends {
        (before, *end) = (before + *end, before);
    }
    let mut sorted = vec![0; hashes.len()];
    for hash in &*hashes {
        let end = &mut ends[shelf(*hash)];
        sorted[*end as usize] = *hash;
        *end += 1;
    }
    let mut begin = 0;
    for end in ends {
        let shelf = &mut sorted[begin..end as usize];
        begin = end as usize;
        if shelf.len() > 1 {
            // Of two or three this is a comparison or two; of a text that says one thing over and over it is more.
            shelf.sort_unstable();
        }
    }
    *hashes = sorted;
}

/// The character itself is to be asked.
const ASK: u16 = 0;
/// Not of a word.
const BORDER: u16 = 1;
/// What the common letters are in lower case; most of the time of a sketch was spent asking for it.
static LETTERS: [u16; 0x460] = letters();

const fn letters() -> [u16; 0x460] {
    let mut table = [ASK; 0x460];
    let mut code = 0;
    while code < table.len() {
        table[code] = match code as u32 {
            0x30..=0x39 | 0x61..=0x7a | 0xdf..=0xf6 | 0xf8..=0xff => code as u16,
            0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde => code as u16 + 0x20,
            0x00..=0x7f => BORDER,
            0x401 | 0x451 => 0x435,
            0x400..=0x40f => code as u16 + 0x50,
            0x410..=0x42f => code as u16 + 0x20,
            0x430..=0x45f => code as u16,
            _ => ASK,
        };
        code += 1;
    }
    table
}

/// Hashes of the words in lower case; letters of scripts that are written without spaces are words of their own.
fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity((text.len() / 6).min(MOST_WORDS));
    let mut word = EMPTY;
    for letter in text.chars() {
        match LETTERS.get(letter as usize) {
            Some(&ASK) | None => {}
            Some(&BORDER) => {
                close(&mut words, &mut word);
                continue;
            }
            Some(&low) => {
                word = mix(word, u64::from(low));
                if words.len() >= MOST_WORDS {
                    return words;
                }
                continue;
            }
        }
        if !letter.is_alphanumeric() {
            close(&mut words, &mut word);
            continue;
        }
        let is_alone = matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
        if is_alone {
            close(&mut words, &mut word);
        }
        for low in letter.to_lowercase() {
            word = mix(word, u64::from(if low == 'ё' { 'е' } else { low }));
        }
        if is_alone {
            close(&mut words, &mut word);
        }
        if words.len() >= MOST_WORDS {
            return words;
        }
    }
    close(&mut words, &mut word);
    words
}

const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

fn close(words: &mut Vec<u64>, word: &mut u64) {
    if *word != EMPTY {
        words.push(*word);
        *word = EMPTY;
    }
}

/// FNV-1a, one letter a step: the same on every machine and in every release, as the standard hasher is not.
fn mix(state: u64, letter: u64) -> u64 {
    (state ^ letter).wrapping_mul(0x0000_0100_0000_01b3)
}

/// One number for a run; finished as SplitMix64 does, so that the lowest hashes are a fair sample of all.
fn fold(run: &[u64]) -> u32 {
    let mut state = 0_u64;
    for word in run {
        state = state.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word;
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        state ^= state >> 31;
    }
    (state >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_punctuation_do_not_count() {
        assert_eq!(
            shingles("", "Суд, приговорил: Ёжикова!"),
            shingles("", "суд приговорил ежикова")
        );
    }

    #[test]
    fn the_table_says_what_the_characters_say() {
        for (code, low) in (0_u32..).zip(LETTERS) {
            let Some(c) = char::from_u32(code).filter(|_| low != ASK) else {
                continue;
            };
            let long: String = c
                .to_lowercase()
                .map(|c| if c == 'ё' { 'е' } else { c })
                .collect();
            let short = char::from_u32(low.into()).filter(|_| low != BORDER);
            assert_eq!(short.is_some(), c.is_alphanumeric(), "{c:?}");
            assert!(short.is_none_or(|short| long == short.to_string()), "{c:?}");
        }
    }

    #[test]
    fn hashes_are_sorted_as_numbers_are() {
        for count in [0_u64, 1, 63, 64, 65, 600, 4000] {
            for spread in [1, 1 << 20, 1 << 40] {
                let hash = |number: u64| fold(&[number % spread]);
                let mut hashes: Vec<u32> = (0..count).map(hash).collect();
                let mut wanted = hashes.clone();
                wanted.sort_unstable();

                sort(&mut hashes);

                assert_eq!(hashes, wanted);
            }
        }
    }

    #[test]
    fn a_short_text_is_read_with_its_title() {
        assert_ne!(shingles("One", "same words"), shingles("Two", "same words"));
        assert!(shingles("", " … ").is_empty());
    }
}
