//! Verbs: weak by rule, strong by table, with separable and inseparable prefixes and both participles.

use super::super::paradigm::Paradigm;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::ADJECTIVE;

/// Prefixes that stand apart in a main clause: ge- and zu go between.
const SEPARABLE: &[&str] = &[
    "zusammen", "zurück", "entgegen", "herunter", "hinunter", "heraus", "hinaus", "herein",
    "hinein", "herbei", "weiter", "wieder", "nieder", "bereit", "statt", "bevor", "unter", "durch",
    "voran", "voraus", "vorbei", "vorüber", "hinzu", "dar", "über", "fest", "fort", "frei", "nach",
    "auf", "aus", "bei", "ein", "her", "hin", "los", "mit", "vor", "weg", "ab", "an", "um", "zu",
    "teil", "bloß", "still", "gleich", "hoch", "stand", "preis", "kalt", "lahm", "vorher",
];
/// Prefixes that never stand apart: no ge-.
const INSEPARABLE: &[&str] = &[
    "ver", "zer", "ent", "emp", "miss", "wider", "hinter", "über", "unter", "be", "er", "ge",
    "durch", "um",
];

/// Infinitive, present second and third person stem, past, past subjunctive, participle (without ge-).
const STRONG: &[[&str; 5]] = &[
    ["nehmen", "nimm", "nahm", "nähm", "nommen"],
    ["geben", "gib", "gab", "gäb", "geben"],
    ["sprechen", "sprich", "sprach", "spräch", "sprochen"],
    ["brechen", "brich", "brach", "bräch", "brochen"],
    ["treffen", "triff", "traf", "träf", "troffen"],
    ["helfen", "hilf", "half", "hälf", "holfen"],
    ["werfen", "wirf", "warf", "wärf", "worfen"],
    ["sterben", "stirb", "starb", "stürb", "storben"],
    ["werben", "wirb", "warb", "würb", "worben"],
    ["treten", "tritt", "trat", "trät", "treten"],
    ["lesen", "lies", "las", "läs", "lesen"],
    ["sehen", "sieh", "sah", "säh", "sehen"],
    ["stehlen", "stiehl", "stahl", "stähl", "stohlen"],
    ["befehlen", "befiehl", "befahl", "befähl", "befohlen"],
    ["fahren", "fähr", "fuhr", "führ", "fahren"],
    ["tragen", "träg", "trug", "trüg", "tragen"],
    ["schlagen", "schläg", "schlug", "schlüg", "schlagen"],
    ["laden", "läd", "lud", "lüd", "laden"],
    ["graben", "gräb", "grub", "grüb", "graben"],
    ["schaffen", "schaff", "schuf", "schüf", "schaffen"],
    ["fallen", "fäll", "fiel", "fiel", "fallen"],
    ["halten", "hält", "hielt", "hielt", "halten"],
    ["lassen", "läss", "ließ", "ließ", "lassen"],
    ["raten", "rät", "riet", "riet", "raten"],
    ["fangen", "fäng", "fing", "fing", "fangen"],
    ["hängen", "häng", "hing", "hing", "hangen"],
    ["laufen", "läuf", "lief", "lief", "laufen"],
    ["rufen", "ruf", "rief", "rief", "rufen"],
    ["stoßen", "stöß", "stieß", "stieß", "stoßen"],
    ["gehen", "geh", "ging", "ging", "gangen"],
    ["stehen", "steh", "stand", "stünd", "standen"],
    ["kommen", "komm", "kam", "käm", "kommen"],
    ["ziehen", "zieh", "zog", "zög", "zogen"],
    ["fliehen", "flieh", "floh", "flöh", "flohen"],
    ["fliegen", "flieg", "flog", "flög", "flogen"],
    ["lügen", "lüg", "log", "lög", "logen"],
    ["bieten", "biet", "bot", "böt", "boten"],
    ["schießen", "schieß", "schoss", "schöss", "schossen"],
    ["schließen", "schließ", "schloss", "schlöss", "schlossen"],
    ["frieren", "frier", "fror", "frör", "froren"],
    ["verlieren", "verlier", "verlor", "verlör", "verloren"],
    ["schieben", "schieb", "schob", "schöb", "schoben"],
    ["finden", "find", "fand", "fänd", "funden"],
    ["binden", "bind", "band", "bänd", "bunden"],
    ["zwingen", "zwing", "zwang", "zwäng", "zwungen"],
    ["dringen", "dring", "drang", "dräng", "drungen"],
    ["springen", "spring", "sprang", "spräng", "sprungen"],
    ["singen", "sing", "sang", "säng", "sungen"],
    ["sinken", "sink", "sank", "sänk", "sunken"],
    ["trinken", "trink", "trank", "tränk", "trunken"],
    ["schwinden", "schwind", "schwand", "schwänd", "schwunden"],
    ["gelingen", "geling", "gelang", "geläng", "gelungen"],
    ["beginnen", "beginn", "begann", "begänn", "begonnen"],
    ["gewinnen", "gewinn", "gewann", "gewänn", "gewonnen"],
    ["schwimmen", "schwimm", "schwamm", "schwämm", "schwommen"],
    ["greifen", "greif", "griff", "griff", "griffen"],
    ["schreiben", "schreib", "schrieb", "schrieb", "schrieben"],
    ["bleiben", "bleib", "blieb", "blieb", "blieben"],
    ["treiben", "treib", "trieb", "trieb", "trieben"],
    ["steigen", "steig", "stieg", "stieg", "stiegen"],
    ["schweigen", "schweig", "schwieg", "schwieg", "schwiegen"],
    ["streiten", "streit", "stritt", "stritt", "stritten"],
    ["schreiten", "schreit", "schritt", "schritt", "schritten"],
    ["leiden", "leid", "litt", "litt", "litten"],
    ["schneiden", "schneid", "schnitt", "schnitt", "schnitten"],
    ["reißen", "reiß", "riss", "riss", "rissen"],
    ["weisen", "weis", "wies", "wies", "wiesen"],
    ["gleichen", "gleich", "glich", "glich", "glichen"],
    ["weichen", "weich", "wich", "wich", "wichen"],
    ["scheinen", "schein", "schien", "schien", "schienen"],
    ["scheiden", "scheid", "schied", "schied", "schieden"],
    ["meiden", "meid", "mied", "mied", "mieden"],
    ["heißen", "heiß", "hieß", "hieß", "heißen"],
    ["sitzen", "sitz", "saß", "säß", "sessen"],
    ["liegen", "lieg", "lag", "läg", "legen"],
    ["essen", "iss", "aß", "äß", "gessen"],
    ["messen", "miss", "maß", "mäß", "messen"],
    ["vergessen", "vergiss", "vergaß", "vergäß", "vergessen"],
    ["tun", "tu", "tat", "tät", "tan"],
    ["wachsen", "wächs", "wuchs", "wüchs", "wachsen"],
    ["bringen", "bring", "bracht", "brächt", "bracht"],
    ["denken", "denk", "dacht", "dächt", "dacht"],
    ["kennen", "kenn", "kannt", "kennt", "kannt"],
    ["nennen", "nenn", "nannt", "nennt", "nannt"],
    ["brennen", "brenn", "brannt", "brennt", "brannt"],
    ["wenden", "wend", "wandt", "wendet", "wandt"],
    ["senden", "send", "sandt", "sendet", "sandt"],
    ["wissen", "weiß", "wusst", "wüsst", "wusst"],
    ["schwören", "schwör", "schwor", "schwör", "schworen"],
    ["heben", "heb", "hob", "höb", "hoben"],
    ["werden", "wird", "wurd", "würd", "worden"],
    ["haben", "ha", "hatt", "hätt", "habt"],
    ["preisen", "preis", "pries", "pries", "priesen"],
];

/// Adds the conjugation of an infinitive, or of a participle or past that tells its infinitive.
pub(super) fn inflect(word: &str, into: &mut Paradigm) -> bool {
    let Some(infinitive) = infinitive_of(word) else {
        return false;
    };
    let (prefix, root, separable) = split(&infinitive);
    into.add(infinitive.as_str());
    match STRONG
        .iter()
        .find(|row| row[0] == root || !separable && row[0] == infinitive)
    {
        Some(row) if row[0] == infinitive => strong("", row, false, into),
        Some(row) => strong(prefix, row, separable, into),
        None => weak(prefix, root, separable, into),
    }
    true
}

fn infinitive_of(word: &str) -> Option<String> {
    if ends_in(word, "en ern eln tun") && word.chars().count() > 4 {
        if let Some(infinitive) = of_strong_participle(word) {
            return Some(infinitive);
        }
        let adjectival = ends_in(
            word,
            "ischen lichen igen baren samen losen haften ellen iven alen anten enten goldenen",
        ) || is_one_of(word, "offen eigen golden");
        return (!adjectival || is_one_of(word, "erwischen vermischen einmischen auffrischen tischen auftischen verwischen verhaften haften anhaften inhaften einigen verteidigen beschuldigen kündigen beschädigen schädigen verstaatlichen veröffentlichen zeigen \
            steigen schweigen bestätigen beteiligen beseitigen beleidigen ermöglichen genehmigen würdigen entschädigen \
            fertigen rechtfertigen huldigen reinigen bestellen stellen fallen erstellen herstellen feststellen einstellen aufstellen zahlen wählen fälschen wünschen verabschieden mischen wischen löschen")
            )
            .then(|| word.to_owned());
    }
    if let Some(stem) = word.strip_suffix('t').filter(|s| s.len() > 5) {
        let inseparable = INSEPARABLE
            .iter()
            .any(|p| stem.strip_prefix(p).is_some_and(|r| r.len() > 2));
        let ge = stem.strip_prefix("ge").filter(|r| r.len() > 2);
        let base = stem
            .strip_suffix('e')
            .filter(|s| ends_in(s, "t d n m"))
            .unwrap_or(stem);
        if ends_in(stem, "ier") {
            return Some(format!("{stem}en"));
        }
        if let Some(rest) = ge {
            let rest = rest
                .strip_suffix('e')
                .filter(|s| ends_in(s, "t d n m"))
                .unwrap_or(rest);
            return Some(with_en(rest));
        }
        let inner = SEPARABLE.iter().find_map(|p| {
            stem.strip_prefix(p)
                .and_then(|r| r.strip_prefix("ge"))
                .map(|r| (p, r))
        });
        if let Some((prefix, rest)) = inner {
            let rest = rest
                .strip_suffix('e')
                .filter(|s| ends_in(s, "t d n m"))
                .unwrap_or(rest);
            return Some(format!("{prefix}{}", with_en(rest)));
        }
        return (inseparable
            && !ends_in(word, "bekannt recht ernst gerecht bereit berühmt verrückt"))
        .then(|| with_en(base));
    }
    None
}

fn with_en(stem: &str) -> String {
    if ends_in(stem, "er el") && stem.len() > 4 && !ends_in(stem, "ier ehr") {
        format!("{stem}n")
    } else {
        format!("{stem}en")
    }
}

/// festgenommen -> festnehmen, erschossen -> erschießen.
fn of_strong_participle(word: &str) -> Option<String> {
    STRONG
        .iter()
        .filter(|row| row[4] != row[0])
        .find_map(|row| {
            let before = word.strip_suffix(row[4])?;
            let prefix = before.strip_suffix("ge").unwrap_or(before);
            let known = (row[4] != row[0] || before.ends_with("ge"))
                && (prefix.is_empty() && before == "ge"
                    || SEPARABLE.contains(&prefix) && before != prefix
                    || INSEPARABLE.contains(&before));
            known.then(|| {
                format!(
                    "{}{}",
                    if INSEPARABLE.contains(&before) {
                        before
                    } else {
                        prefix
                    },
                    row[0]
                )
            })
        })
}

/// The prefix, the verb behind it, and whether they part.
fn split(infinitive: &str) -> (&str, &str, bool) {
    let is_strong = |root: &str| STRONG.iter().any(|row| row[0] == root);
    for (list, separable) in [(SEPARABLE, true), (INSEPARABLE, false)] {
        for prefix in list {
            if let Some(root) = infinitive.strip_prefix(prefix) {
                let long = root.chars().count() > 4 || is_strong(root);
                let both = separable && matches!(*prefix, "über" | "unter" | "durch" | "wieder");
                if long
                    && (!both || is_strong(root))
                    && !is_one_of(
                        infinitive,
                        "herrschen beten hindern angeln ankern zucken ächten achten arbeiten antworten äußern erben enden gestern",
                    )
                {
                    return (prefix, root, separable && !both);
                }
            }
        }
    }
    ("", infinitive, true)
}

fn weak(prefix: &str, root: &str, separable: bool, into: &mut Paradigm) {
    let stem = root
        .strip_suffix("en")
        .or_else(|| root.strip_suffix('n'))
        .unwrap_or(root);
    let whole = format!("{prefix}{stem}");
    let needs_e = ends_in(stem, "t d chn ffn dm tm gn ckn");
    into.with(
        &whole,
        if needs_e {
            "e est et ete etest eten etet"
        } else {
            "e st t te test ten tet"
        },
    );
    if ends_in(stem, "s ß z x") {
        into.with(&whole, "t");
    }
    if let Some(short) = stem.strip_suffix("el") {
        into.add(format!("{prefix}{short}le"));
    }
    let end = if needs_e { "et" } else { "t" };
    let participle = if root.ends_with("ieren")
        || !separable
        || INSEPARABLE
            .iter()
            .any(|p| root.strip_prefix(p).is_some_and(|r| r.len() > 5))
    {
        format!("{prefix}{stem}{end}")
    } else {
        format!("{prefix}ge{stem}{end}")
    };
    participles(&participle, prefix, root, separable, into);
}

fn strong(prefix: &str, row: &[&str; 5], separable: bool, into: &mut Paradigm) {
    let [root, third, past, wish, participle] = *row;
    let stem = root.strip_suffix("en").unwrap_or(&root[..root.len() - 1]);
    into.with(&format!("{prefix}{stem}"), "e t est et en");
    into.with(&format!("{prefix}{third}"), "- st t");
    if ends_in(third, "t d") && stem.len() == third.len() {
        into.with(&format!("{prefix}{third}"), "est et");
    }
    let mixed = ends_in(past, "cht nnt ndt sst tt urd");
    into.with(
        &format!("{prefix}{past}"),
        if mixed && past != "litt" && past != "tritt" {
            "e est en et"
        } else {
            "- st est en t et"
        },
    );
    if mixed && ends_in(past, "litt stritt schritt schnitt") {
        into.with(&format!("{prefix}{past}"), "- st");
    }
    into.with(&format!("{prefix}{wish}"), "e est en et");
    let inseparable_root = INSEPARABLE
        .iter()
        .any(|p| root.strip_prefix(p).is_some_and(|r| r.len() > 5))
        && participle.starts_with(&root[..2]);
    let participle = if !separable || inseparable_root {
        format!("{prefix}{participle}")
    } else {
        format!("{prefix}ge{participle}")
    };
    participles(&participle, prefix, root, separable, into);
}

fn participles(participle: &str, prefix: &str, root: &str, separable: bool, into: &mut Paradigm) {
    into.add(participle);
    into.with(participle, ADJECTIVE);
    let present = format!("{prefix}{root}d");
    into.add(present.as_str());
    into.with(&present, ADJECTIVE);
    if separable && !prefix.is_empty() {
        into.add(format!("{prefix}zu{root}"));
    }
}
