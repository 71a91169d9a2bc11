//! Latvian: which paradigms a word may belong to, and adjectives.

mod noun;
mod verb;

use super::Word;
use super::paradigm::Paradigm;
use super::paradigm::ends_in;
use super::paradigm::is_one_of;

/// Both genders: the indefinite and the definite forms, and the degrees behind -āk-.
const INDEFINITE: &str = "a am u ā i iem us os as ai ām ās";
const DEFINITE: &str = "ais ajam o ajā ie ajiem ajos ajai ajām ajās";
const COMPARATIVE: &str =
    "s a as am ai u ā i iem ām us os ās ais ā ās ajam ajai o ajā ie ajiem ajām ajos ajās";

const NEVER: &str = "nato eiro metro kino auto foto taksi embargo interviju depo foajē tabu būs bija ir tika \
    oslo baku peru tbilisi soči kongo mali haiti";

/// Adjectives in -s and -š whose ending is also a noun's.
const ADJECTIVES: &str = "jauns vecs labs slikts liels mazs augsts zems garš īss balts melns sarkans zaļš zils dzeltens brīvs spēcīgs stiprs \
    vājš tukšs pilns viss pirms otrs trešs svēts dzīvs miris karsts auksts grūts viegls smags ātrs lēns dārgs lēts plašs šaurs \
    dziļš sekls tāls tuvs tīrs netīrs skaidrs kluss skaļš mierīgs cits dažs svarīgs vispārējs pēdējs iekšējs ārējs vietējs \
    tagadējs bijušais vidējs galējs agrs vēls stingrs nopietns veselīgs drošs nedrošs bīstams kopīgs kopējs vienots atklāts slēgts \
    slepens publisks privāts civils militārs svešs mirušs aizturēts ieslodzīts arestēts okupēts anektēts ievainots notiesāts \
    apsūdzēts bruņots politisks naidīgs cietsirdīgs nelegāls nelikumīgs likumīgs vēsturisks akls gatavs parasts pats drīzs šķidrs dažāds rets regulārs ilgs īpašs citāds krietns vienkāršs slims pārējs iepriekšējs īsts svaigs \
    gaišs tumšs ciets mīksts populārs solidārs molekulārs nukleārs galvens";

/// Adds the forms of a Latvian word.
pub(super) fn inflect(word: Word<'_>, into: &mut Paradigm) {
    let text = word.text;
    if is_one_of(text, NEVER) || word.is_acronym {
        return;
    }
    if noun::exception(text, word.is_name, into) {
        return;
    }
    if let Some(stem) = adjective_stem(text, word.is_name) {
        adjective(text, stem, into);
        return;
    }
    if !word.is_name && verb::inflect(text, into) {
        return;
    }
    noun::inflect(text, word.is_name, into);
}

fn adjective_stem(word: &str, is_name: bool) -> Option<&str> {
    if is_one_of(word, ADJECTIVES) {
        return word.strip_suffix(['s', 'š']);
    }
    if is_name {
        return None;
    }
    if ends_in(word, "isks īgs īvs āls ains tīvs ošs ēts īts āts ots")
        && !ends_in(
            word,
            "masīvs arhīvs motīvs kolektīvs \
        inspektorāts ideāls žurnāls kanāls materiāls fināls festivāls kapitāls signāls ģenerāls arsenāls terminālis personāls formāts \
        rezultāts mandāts deputāts advokāts kandidāts aparāts automāts referāts sertifikāts senāts diplomāts klimats pilots lots \
        pirāts granāts soldāts kvadrāts preparāts citāts vitāls krājums portāls kardināls bokāls skandāls \
        kuilis robots jods internāts dekrēts sekrēts prefekts objekts kravas tauts azots magnāts brālis",
        )
    {
        return word.strip_suffix('s');
    }
    if let Some(stem) = word.strip_suffix("ais") {
        return (!is_one_of(word, "mais")).then_some(stem);
    }
    for ending in [
        "ākā", "ākās", "ākie", "āko", "iskā", "iska", "iskie", "iskās", "iskas", "isko", "iski",
        "īgā", "īga", "īgie", "īgās", "īgo", "ējā", "ējais",
    ] {
        if let Some(start) = word.strip_suffix(ending) {
            let kept = if ending.starts_with("āk") {
                ""
            } else if ending.starts_with("isk") {
                "isk"
            } else if ending.starts_with("īg") {
                "īg"
            } else {
                "ēj"
            };
            return Some(&word[..start.len() + kept.len()]);
        }
    }
    None
}

fn adjective(word: &str, stem: &str, into: &mut Paradigm) {
    let nominative =
        if word.ends_with('š') || ends_in(stem, "š ž č ļ ņ oš ļ") && !word.ends_with('s') {
            "š"
        } else {
            "s"
        };
    into.add(format!("{stem}{nominative}"));
    into.with(stem, INDEFINITE);
    into.with(stem, DEFINITE);
    into.with(stem, "āk i");
    into.cross(stem, "āk", COMPARATIVE);
}
