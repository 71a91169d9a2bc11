//! Verbs: the three stems from the infinitive, tenses, participles and the verbal noun.

use super::super::paradigm::Paradigm;
use super::super::paradigm::before;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::DEFINITE;
use super::INDEFINITE;

/// How an infinitive ends, and in its place the stem of the present (several divided by blanks) and of the past.
type Row = (&'static str, &'static str, &'static str);

const ROOTS: &[Row] = &[
    ("turēt", "tur", "turēj"),
    ("gribēt", "grib", "gribēj"),
    ("dzirdēt", "dzird", "dzirdēj"),
    ("redzēt", "redz", "redzēj"),
    ("zināt", "zin", "zināj"),
    ("iet", "ej", "gāj"),
    ("dot", "dod", "dev"),
    ("ņemt", "ņem", "ņēm"),
    ("jāt", "jāj", "jāj"),
    ("mirt", "mirst", "mir"),
    ("nest", "nes", "nes"),
    ("vest", "ved", "ved"),
    ("celt", "ceļ", "cēl"),
    ("sūtīt", "sūt", "sūtīj"),
    ("likt", "liek", "lik"),
    ("tikt", "tiek", "tik"),
    ("nākt", "nāk", "nāc"),
    ("sākt", "sāk", "sāk"),
    ("beigt", "beidz", "beidz"),
    ("slēgt", "slēdz", "slēdz"),
    ("liegt", "liedz", "liedz"),
    ("kļūt", "kļūst", "kļuv"),
    ("brukt", "brūk", "bruk"),
    ("bēgt", "bēg", "bēg"),
    ("glābt", "glābj", "glāb"),
    ("spiest", "spiež", "spied"),
    ("spriest", "spriež", "spried"),
    ("sist", "sit", "sit"),
    ("krist", "krīt", "krit"),
    ("mest", "met", "met"),
    ("atrast", "atrod", "atrad"),
    ("rast", "rod", "rad"),
    ("šaut", "šauj", "šāv"),
    ("gūt", "gūst", "guv"),
    ("pirkt", "pērk", "pirk"),
    ("braukt", "brauc", "brauc"),
    ("saukt", "sauc", "sauc"),
    ("kaut", "kauj", "kāv"),
    ("graut", "grauj", "grāv"),
    ("laist", "laiž", "laid"),
    ("lauzt", "lauž", "lauz"),
    ("grozīt", "groz", "grozīj"),
    ("teikt", "teic", "teic"),
    ("vilkt", "velk", "vilk"),
    ("kāpt", "kāpj", "kāp"),
    ("stāt", "stāj", "stāj"),
    ("stāties", "stāj", "stāj"),
    ("mācīt", "māc", "mācīj"),
    ("rakstīt", "rakst", "rakstīj"),
    ("darīt", "dar", "darīj"),
    ("bīdīt", "bīd", "bīdīj"),
    ("ticēt", "tic", "ticēj"),
    ("peldēt", "peld", "peldēj"),
    ("sēdēt", "sēd", "sēdēj"),
    ("stāvēt", "stāv", "stāvēj"),
    ("minēt", "min", "minēj"),
    ("kustēt", "kust", "kustēj"),
    ("slodzīt", "slodz", "slodzīj"),
    ("skaitīt", "skait", "skaitīj"),
];

const CLASSES: &[Row] = &[
    ("ināt", "in", "ināj"),
    ("ēt", "ēj", "ēj"),
    ("āt", "āj", "āj"),
    ("ot", "oj", "oj"),
    ("īt", "īj ", "īj"),
    ("t", "", ""),
];

const NOUNS: &str = "bet tomēr šeit tevi klāt pat kat ritā";

/// Adds the conjugation if the word is an infinitive.
pub(super) fn inflect(word: &str, into: &mut Paradigm) -> bool {
    let (infinitive, reflexive) = match word.strip_suffix("ties") {
        Some(stem) => (format!("{stem}t"), true),
        None => (word.to_owned(), false),
    };
    if !infinitive.ends_with('t') || infinitive.chars().count() < 4 || is_one_of(word, NOUNS) {
        return false;
    }
    let row = ROOTS
        .iter()
        .find(|row| infinitive.strip_suffix(row.0).is_some_and(is_prefix))
        .or_else(|| {
            CLASSES
                .iter()
                .find(|row| before(&infinitive, row.0).is_some())
        });
    let Some((end, present, past)) = row.copied() else {
        return false;
    };
    let stem = &infinitive[..infinitive.len() - end.len()];
    let base = &infinitive[..infinitive.len() - 1];
    into.add(word);
    for present in present.split(' ') {
        present_forms(&format!("{stem}{present}"), reflexive, into);
    }
    past_forms(&format!("{stem}{past}"), reflexive, into);
    infinitive_forms(base, reflexive, into);
    true
}

fn is_prefix(text: &str) -> bool {
    text.is_empty() || is_one_of(text, "aiz ap at ie iz no pa pār pie sa uz ne jā aizne")
}

fn present_forms(stem: &str, reflexive: bool, into: &mut Paradigm) {
    if reflexive {
        into.with(stem, "os ies as amies aties ieties oties");
        return;
    }
    if let Some(third) = stem.strip_suffix('j').filter(|s| ends_in(s, "ē ā o ī")) {
        into.add(third);
    }
    let third_is_bare = !ends_in(stem, "zin");
    into.with(
        stem,
        if third_is_bare {
            "u i - am at iet ot a"
        } else {
            "u i a ām āt iet ot"
        },
    );
    into.with(&format!("jā{stem}"), "- a");
    into.cross(
        stem,
        "oš",
        "s a am u ā i iem us os as ai ām ās ais ajam o ajā ie ajiem ajos ajai ajām ajās",
    );
    into.cross(stem, "am", INDEFINITE);
    into.with(stem, "ams amais amā amie");
}

fn past_forms(stem: &str, reflexive: bool, into: &mut Paradigm) {
    if reflexive {
        into.with(stem, "os ies ās āmies āties ies usies ušies ušās");
        return;
    }
    into.with(stem, "u i a ām āt is usi");
    into.cross(stem, "uš", INDEFINITE);
    into.cross(stem, "uš", DEFINITE);
}

fn infinitive_forms(base: &str, reflexive: bool, into: &mut Paradigm) {
    let future = match base.strip_suffix(['s', 'z']) {
        Some(short) => format!("{short}sī"),
        None => base.to_owned(),
    };
    if reflexive {
        into.with(&future, "šos sies sies simies sieties šoties");
        into.with(base, "tos damies damās šanās šanos");
        return;
    }
    into.with(&future, "šu si s sim siet sit šot");
    into.with(base, "tu dams dama dami damas");
    into.with(base, "ts");
    into.cross(base, "t", INDEFINITE);
    into.cross(base, "t", DEFINITE);
    into.cross(base, "šan", "a as ai u ā ām ās");
}
