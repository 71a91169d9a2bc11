//! What folding makes of every script and trick that we know of.

use proptest::prelude::*;

use super::*;

fn folded(text: &str) -> String {
    fold(text).text
}

/// Folded without runs.
fn one_by_one(text: &str) -> Folded {
    let mut folder = Folder::in_room_of(Folded::default());
    for (at, c) in text.char_indices() {
        folder.read_char(text, at, c);
    }
    folder.end_word();
    folder.out.origins.push(text.len() as u32);
    folder.out
}

proptest! {
    #[test]
    fn runs_of_ascii_fold_as_their_characters_do(
        text in "(The U.S. said it won't go|Minsk, 2026: \"No\" - |a|7| |  |'|`|-|\n|\r|\t|é|\u{301}|\u{ad}|об'ява|kо|制|ў|’s|\u{7f}){0,16}"
    ) {
        let (run, slow) = (fold(&text), one_by_one(&text));
        prop_assert_eq!(run.text, slow.text);
        prop_assert_eq!(run.origins, slow.origins);
        prop_assert_eq!(run.tokens, slow.tokens);
    }
}

#[test]
fn texts_that_a_reader_takes_for_the_same_fold_to_the_same() {
    let table = [
        ("Minsk", "minsk"),
        ("ЁЖ", "еж"),
        ("Łódź Šiauliai Žžūą", "lodz siauliai zzua"),
        ("STRASSE Straße ẞ", "strasse strasse ss"),
        ("İstanbul ISTANBUL ıI", "istanbul istanbul ii"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("Œuvre ﬁn", "oeuvre fin"),
        ("san\u{ad}ction", "sanction"),
        ("san\u{200b}c\u{feff}ti\u{202e}on", "sanction"),
        ("\u{e0041}Minsk\u{fe0f}", "minsk"),
        ("аб’ява абʼява аб'ява", "абява абява абява"),
        ("l’Ukraine", "l'ukraine"),
        ("й и\u{306} ў у\u{306} ї і\u{308} е\u{308}", "й й ў ў ї ї е"),
        ("Мі́нск е́", "мінск е"),
        ("e\u{301}té", "ete"),
        ("Λόγος ΛΟΓΟΣ", "λογοσ λογοσ"),
        ("مُحَمَّد محمـد", "محمد محمد"),
        ("ｶﾞｽ ガス", "ガス ガス"),
        ("제재 제재", "제재 제재"),
        ("a \t\u{a0} b", "a b"),
        ("a\nb\r\nc\n\nd\u{2029} \u{2028}e", "a\rb\rc\nd\ne"),
        ("X\u{2011}Y «z»", "x-y \"z\""),
    ];

    for (written, wanted) in table {
        assert_eq!(folded(written), wanted, "{written:?}");
    }
}

#[test]
fn letters_that_only_look_like_the_words_own_are_put_right() {
    let table = [
        ("Лукaшенко", "лукашенко"),
        ("Mинск", "минск"),
        ("Mіnsk", "minsk"),
        ("Sаnсtiоn", "sanction"),
        ("ΟFAC", "ofac"),
        ("iPhoneами", "iphoneами"),
        ("ЕС EC", "ес ec"),
        ("слова слова CОР", "слова слова сор"),
        ("words words CОРP", "words words copp"),
    ];

    for (written, wanted) in table {
        assert_eq!(folded(written), wanted, "{written:?}");
    }
}

#[test]
fn words_are_cut_where_a_reader_would_and_elided_ones_count_as_one() {
    let words = |text| {
        let folded = fold(text);
        let numbers: Vec<u32> = folded.tokens.iter().map(|token| token.number).collect();
        (
            folded
                .words()
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .join("|"),
            numbers,
        )
    };

    assert_eq!(
        words("L'Ukraine, d’accord"),
        ("l|ukraine|d|accord".into(), vec![1, 1, 2, 2])
    );
    assert_eq!(
        words("Minsk's EU-wide"),
        ("minsk|s|eu|wide".into(), vec![1, 1, 2, 3])
    );
    assert_eq!(words("'quoted' word"), ("quoted|word".into(), vec![1, 2]));
    assert_eq!(
        words("制裁EU解除"),
        ("制|裁|eu|解|除".into(), vec![1, 2, 3, 4, 5])
    );
    assert_eq!(words("กำแพง").0.replace('|', ""), folded("กำแพง"));
    assert_eq!(words("👩‍👩‍👧 🇧🇾 x"), ("x".into(), vec![1]));
}

#[test]
fn a_letter_under_ten_thousand_marks_is_that_letter() {
    let bomb = format!("Minsk{} burns", "\u{301}".repeat(10_000));
    assert_eq!(folded(&bomb), "minsk burns");

    let thai = format!("ก{}", "\u{e49}".repeat(10_000));
    assert!(folded(&thai).chars().count() <= 1 + usize::from(MOST_MARKS));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn folding_keeps_the_way_back(text in any::<String>()) {
        let folded = fold(&text);

        prop_assert_eq!(folded.origins.len(), folded.text.len() + 1);
        prop_assert!(folded.origins.is_sorted());
        prop_assert!(folded.origins.iter().all(|at| text.is_char_boundary(*at as usize)));
        prop_assert!(folded.tokens.iter().all(|t| t.start < t.end));
        prop_assert!(folded.tokens.windows(2).all(|two| two[0].end <= two[1].start));
        for token in &folded.tokens {
            prop_assert!(!folded.token(*token).is_empty());
        }
    }

    #[test]
    fn folding_words_of_one_script_twice_is_folding_them_once(
        words in prop::collection::vec("[a-zA-Ząćęłńóśźżäöüß\u{200b}\u{301}]{0,8}[ ,.’-]|[Ѐ-џ’\u{301}]{0,8} ", 0..8),
    ) {
        let once = folded(&words.concat());

        prop_assert_eq!(folded(&once), once.clone());
    }
}

/// One character after the other, as all of a text was read once.
fn folded_slowly(text: &str) -> Folded {
    let mut folder = Folder::in_room_of(Folded::default());
    for (at, c) in text.char_indices() {
        folder.read_char(text, at, c);
    }
    folder.end_word();
    folder.out.origins.push(text.len() as u32);
    folder.out
}

/// Words of one script and of several, what stands in them and between them, and what looks like either.
const PIECES: &str = "([a-zA-Z0-9]{1,20}|[а-яА-ЯёЁ]{1,20}|[Ѐ-ѵ]{1,4}|[ўЎ]|[ўЎ][а-я]{1,3}|[à-žÀ-Ž]{1,4}|[a-cа-в0-9]{1,4}|(Minsk|мінск, )\
{20}|\u{301}|\u{306}|\u{308}|\u{200b}|\u{ad}|\u{202e}|ß|æ|ﬁ|Ω|ς|制|ก|\u{e49}|한|é|e\u{301}|и\u{306}|['’‘ʼ`´]|[ ]{1,3}|\n{1,2}|\t|\u{a0}|\
[«»“”„\"]|[-–—…,.!?&@/]|\\PC|\u{1f1e7}\u{1f1fe}|\u{0}){0,40}";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn many_words_at_once_are_read_as_one_character_after_the_other(text in PIECES) {
        let (fast, slow) = (fold(&text), folded_slowly(&text));

        prop_assert_eq!(&fast.text, &slow.text);
        prop_assert_eq!(fast.origins, slow.origins);
        prop_assert_eq!(fast.tokens, slow.tokens);
    }
}
