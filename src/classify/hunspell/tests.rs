//! What dictionaries of invented words say, in every way in which an `.aff` file may say it.

use super::*;

fn forms_in(language: Language, aff: &str, dic: &str, word: &str) -> Vec<String> {
    let (affixes, faults) = Affixes::read(aff).unwrap();
    assert!(faults.is_empty(), "{faults:?}");
    let words = BTreeSet::from([word.to_owned()]);
    let (found, is_cut) = look_up(&affixes, dic, &words, language);
    assert!(!is_cut);
    found
        .get(word)
        .map(|forms| forms.iter().cloned().collect())
        .unwrap_or_default()
}

fn forms(aff: &str, dic: &str, word: &str) -> String {
    forms_in(Language::RU, aff, dic, word).join(" ")
}

const TWO_SUFFIXES: &str = "SFX A Y 2\nSFX A ка ки ка\nSFX A 0 ми [ая]\n";

#[test]
fn a_suffix_is_put_on_where_its_condition_fits() {
    assert_eq!(
        forms(TWO_SUFFIXES, "2\nзырка/A\nзыра\n", "зырка"),
        "зырка зырками зырки"
    );
    assert_eq!(forms(TWO_SUFFIXES, "2\nзырка/A\nзыра\n", "зыра"), "зыра");
    assert_eq!(forms(TWO_SUFFIXES, "2\nзырка/A\nзыра\n", "дыра"), "");
    let none_of = "SFX A Y 2\nSFX A 0 ы [^а]\nSFX A а ой .а\n";
    assert_eq!(forms(none_of, "1\nзырка/A\n", "зырка"), "зырка зыркой");
    assert_eq!(forms(none_of, "1\nзырк/A\n", "зырк"), "зырк зыркы");
}

#[test]
fn flags_are_letters_pairs_numbers_or_aliases() {
    let long = "FLAG long\nSFX Aa Y 1\nSFX Aa 0 у .\nSFX Ab Y 1\nSFX Ab 0 ом .\n";
    assert_eq!(forms(long, "1\nзырк/AaAb\n", "зырк"), "зырк зырком зырку");
    let numbers = "FLAG num\nSFX 12 Y 1\nSFX 12 0 у .\nSFX 345 Y 1\nSFX 345 0 ом .\n";
    assert_eq!(
        forms(numbers, "1\nзырк/345,12 po:noun\n", "зырк"),
        "зырк зырком зырку"
    );
    let letters = "FLAG UTF-8\nSFX ж Y 1\nSFX ж 0 у .\n";
    assert_eq!(forms(letters, "1\nзырк/ж\n", "зырк"), "зырк зырку");
    let aliases = "AF 2\nAF AB\nAF B\nSFX A Y 1\nSFX A 0 у .\nSFX B Y 1\nSFX B 0 ом .\n";
    assert_eq!(
        forms(aliases, "2\nзырк/1\nфырк/2\n", "зырк"),
        "зырк зырком зырку"
    );
    assert_eq!(forms(aliases, "2\nзырк/1\nфырк/2\n", "фырк"), "фырк фырком");
}

#[test]
fn a_suffix_may_bring_flags_of_its_own_once() {
    let aff = "SFX A Y 1\nSFX A 0 ющ/B .\nSFX B Y 1\nSFX B 0 ий/C .\nSFX C Y 1\nSFX C 0 ся .\n";

    assert_eq!(forms(aff, "1\nзыра/A\n", "зыра"), "зыра зырающ зырающий");
}

#[test]
fn marks_say_which_forms_are_none() {
    let aff = "NEEDAFFIX N\nFORBIDDENWORD F\nONLYINCOMPOUND O\nSFX A Y 3\nSFX A 0 у .\nSFX A 0 ы/N .\nSFX A 0 ом/O .\n";

    assert_eq!(forms(aff, "1\nзырк/AN\n", "зырк"), "зырку");
    assert_eq!(forms(aff, "1\nзырк/AF\n", "зырк"), "");
    assert_eq!(forms(aff, "1\nзырк/AO\n", "зырк"), "");
}

#[test]
fn prefixes_count_where_they_make_forms_of_the_same_word_and_cross_with_suffixes() {
    let aff = "PFX P Y 2\nPFX P 0 naj .\nPFX P 0 nie .\nSFX S Y 1\nSFX S 0 szy .\nSFX T N 1\nSFX T 0 ek .\n";

    let forms = forms_in(Language::PL, aff, "1\nzyrk/PST\n", "zyrk").join(" ");

    assert_eq!(forms, "najzyrk najzyrkszy zyrk zyrkek zyrkszy");
}

#[test]
fn what_goes_only_around_a_word_is_not_put_at_one_end() {
    let aff = "CIRCUMFIX X\nPFX P Y 1\nPFX P 0 vis/X .\nSFX S Y 2\nSFX S 0 ais/XP .\nSFX S 0 i .\n";

    let forms = forms_in(Language::LV, aff, "1\nzir/S\n", "zir").join(" ");

    assert_eq!(forms, "viszirais zir ziri");
}

#[test]
fn another_word_is_no_form_though_the_rules_make_it() {
    let aff = "SFX A Y 6\nSFX A 0 er .\nSFX A 0 ed .\nSFX A 0 ment .\nSFX A 0 ing .\nSFX A 0 ly .\nSFX A 0 able .\n";
    let of = |dic: &str| forms_in(Language::EN, aff, dic, "zirt").join(" ");

    assert_eq!(of("1\nzirt/A\n"), "zirt zirted zirting");
    assert_eq!(
        of("2\nzirt/A\nzirting/Z\n"),
        "zirt zirted",
        "it has an entry of its own"
    );
    let of_words = "SFX A Y 3\nSFX A 0 in .\nSFX A 0 s .\nSFX A 0 - .\n";
    let told = forms_in(Language::DE, of_words, "2\nzirt/A\nZirt/A\n", "zirt");
    assert_eq!(told.join(" "), "zirt zirts");
    let adverb = "SFX A Y 2\nSFX A ый о ый\nSFX A ый ая ый\n";
    assert_eq!(forms(adverb, "1\nзыркый/A\n", "зыркый"), "зыркая зыркый");
}

#[test]
fn only_common_words_are_asked_for() {
    for (word, language, asked) in [
        ("санкция", Language::RU, Some("санкция")),
        ("Минск", Language::RU, None),
        ("сям’я", Language::BE, Some("сям’я")),
        ("OFAC", Language::EN, None),
        ("Sanktion", Language::DE, None),
        ("verhaften", Language::DE, Some("verhaften")),
        ("bez", Language::PL, None),
        ("asset-freeze", Language::EN, None),
        ("2026", Language::EN, None),
        ("", Language::EN, None),
    ] {
        assert_eq!(asked_as(word, language).as_deref(), asked, "{word}");
    }
    assert_eq!(
        forms("SFX A Y 1\nSFX A 0 ю .\n", "1\nсям'я/A\n", "сям’я"),
        "сям'я сям'яю"
    );
}

#[test]
fn what_our_tables_give_already_is_not_added() {
    let aff = "SFX A Y 3\nSFX A 0 s .\nSFX A 0 ed .\nSFX A 0 zz .\n";
    let (affixes, _) = Affixes::read(aff).unwrap();
    let words = BTreeSet::from(["arrest".to_owned(), "zirt".to_owned()]);

    let answer = ask(&affixes, "1\narrest/A\n", &words, Language::EN);

    let expected = BTreeMap::from([("arrest".to_owned(), vec!["arrestzz".to_owned()])]);
    assert_eq!((answer.added, answer.is_cut), (expected, false));
}

#[test]
fn a_line_that_cannot_be_read_is_told_and_the_rest_serves() {
    let aff = "SET UTF-8\nSFX A Y 3\nSFX A 0 у [абв\nSFX A 0 ом .\nSFX A\nSFX B 0 ы .\n";

    let (affixes, faults) = Affixes::read(aff).unwrap();

    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [3, 5, 6]);
    let words = BTreeSet::from(["зырк".to_owned()]);
    let (found, _) = look_up(&affixes, "1\nзырк/AB\n", &words, Language::RU);
    assert_eq!(
        found["зырк"],
        BTreeSet::from(["зырк".to_owned(), "зырком".to_owned()])
    );
}

#[test]
fn what_is_no_affix_file_is_refused_at_its_line() {
    assert_eq!(Affixes::read("FLAG octal\n").unwrap_err().line, 1);
    let noise = "SFX ?\n".repeat(100);
    assert_eq!(Affixes::read(&noise).unwrap_err().line, 21);
    let endless: String = (0..300_001)
        .map(|number| format!("SFX A 0 {number} .\n"))
        .collect();
    assert!(Affixes::read(&format!("SFX A Y 9\n{endless}")).is_err());
}

#[test]
fn a_hostile_dictionary_costs_a_bounded_time_and_yields_a_bounded_list() {
    let rules: String = (0..5000)
        .map(|number| format!("SFX A 0 {}/A .\n", "ы".repeat(number % 700)))
        .collect();
    let (affixes, _) = Affixes::read(&format!("SFX A Y 5000\n{rules}")).unwrap();
    let words = BTreeSet::from(["зырк".to_owned()]);
    let answer = ask(&affixes, &"зырк/A\n".repeat(9000), &words, Language::RU);
    assert!(answer.added["зырк"].len() <= 601);

    let rules = "SFX A ы 0 .\n".repeat(50_000);
    let (affixes, _) = Affixes::read(&format!("SFX A Y 50000\n{rules}")).unwrap();
    let words: BTreeSet<String> = ('а'..='я').map(|letter| format!("зырк{letter}")).collect();
    let dic: String = words.iter().map(|word| format!("{word}/A\n")).collect();
    assert!(!ask(&affixes, &dic, &words, Language::RU).is_cut);
    let answer = ask(&affixes, &dic.repeat(9), &words, Language::RU);
    assert!(answer.is_cut);

    let long = format!("1\n{}\nзырк/{}\n", "ы".repeat(1 << 20), "A".repeat(1 << 20));
    assert_eq!(forms(TWO_SUFFIXES, &long, "зырк"), "");
}

#[test]
fn a_hostile_list_of_flags_or_prefixes_costs_a_bounded_time_and_room() {
    let flags: String = (0..200_000).map(|number| format!("{number},")).collect();
    let rules: String = (0..60_000)
        .map(|number| format!("SFX 7 0 {}/1 .\n", "ы".repeat(number % 60)))
        .collect();
    let file = format!("FLAG num\nAF 1\nAF {flags}\nSFX 7 Y 60000\n{rules}");
    let (affixes, _) = Affixes::read(&file).unwrap();
    let words = BTreeSet::from(["зырк".to_owned()]);
    assert!(ask(&affixes, "1\nзырк/1\n", &words, Language::RU).added["зырк"].len() <= 601);

    let rules = "PFX A 0 не .\n".repeat(200_000);
    let (affixes, _) = Affixes::read(&format!("PFX A Y 200000\n{rules}")).unwrap();
    let words: BTreeSet<String> = ('а'..='я').map(|letter| format!("зырк{letter}")).collect();
    let dic: String = words.iter().map(|word| format!("{word}/A\n")).collect();
    let answer = ask(&affixes, &dic, &words, Language::RU);
    assert!(answer.added.values().all(|forms| forms.len() <= 601));
}
