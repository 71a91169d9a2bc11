//! Adjectives and participles, with the pronominal forms and the degrees a dictionary counts.

use super::super::paradigm::Paradigm;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;

/// Both genders of the simple form, of the pronominal form, and of the degrees, each after the bare stem.
pub(super) const SIMPLE: &str =
    "as o am ą u ame i ų iems iem us ais uose a os ai oje oj oms om omis ose";
pub(super) const PRONOMINAL: &str = "asis ojo ajam ąjį uoju ajame ieji ųjų iesiems uosius aisiais uosiuose oji osios ajai ąją ąja ojoje ojoj \
    osioms ąsias osiomis osiose";
const US: &str = "us aus iam ų iu iame ūs ių iems iem ius iais iuose i ios iai ią ioje ioj ioms iom ias iomis iose u";
const US_PRONOMINAL: &str = "usis iojo iajam ųjį iuoju iajame ieji iųjų iesiems iuosius iaisiais iuosiuose ioji iosios iajai iąją iąja iojoje \
    iojoj iosioms iąsias iosiomis iosiose";
const INIS: &str =
    "is io iam į iu iame iai iai ių iams ius iais iuose ė ės ei ę e ėje ėj ėms ėm es ėmis ėse i";
/// -esnis: the comparative, simple and pronominal.
const COMPARATIVE: &str = "is io iam į iu iame ė ės ei ę e ėje i ių iems ius iais iuose ėms es ėmis ėse ysis iojo iajam įjį iuoju iajame ioji \
    iosios iajai iąją iąja iojoj iojoje ieji iųjų iesiems iuosius iaisiais iuosiuose iosioms iąsias iosiomis iosiose";
/// -iausias: the superlative, simple and pronominal.
const SUPERLATIVE: &str = "as o iam iame į ą u i ų iems us ais uose ia ios iai ią ioje oms omis os ose oms asis ojo ajam ąjį uoju ajame ieji \
    ųjų iesiems uosius aisiais uosiuose oji osios ajai ąją ąja ojoje ojoj osioms ąsias osiomis osiose am ame a ai oje";
const MODERATE: &str = "as o am ą u ame i ų iems us ais uose a os ai oje oms omis ose";
const QUALITY: &str = "as o ui ą u e ai ų ams us ais uose";

/// Adjectives in -as whose ending is also a noun's, and nouns in -us, where most words are adjectives.
const HARD: &str = "skystas vertas retas giedras liūdnas piktas doras kruvinas naujas senas geras blogas laisvas baltas juodas raudonas žalias mėlynas mažas didelis jaunas aukštas žemas ilgas \
    trumpas šaltas karštas silpnas pilnas tikras sveikas vienas pirmas antras trečias ketvirtas šventas gyvas miręs galutinas \
    būtinas galimas neteisėtas teisėtas viešas slaptas karšta skubotas artimas tolimas greitas lėtas tvirtas tuščias kietas \
    minkštas stambus puikus atviras uždaras užimtas okupuotas aneksuotas vieningas bendras privatus svetimas ankstyvas vėlyvas \
    atsakingas nelaimingas laimingas pavojingas reikalingas griežtas didžiulis nuolatinis nepriklausomas savarankiškas aktyvas \
    pasyvus agresyvus masyvus brangus ginkluotas nuteistas sulaikytas įkalintas areštuotas sužeistas apkaltintas sumuštas išrinktas";
const US_NOUNS: &str = "sūnus turgus medus alus viršus vidus dangus cukrus lietus status korpus konsensus \
    humus";

/// Stems of nouns that end as adjectives in -ingas do.
const NOUNS_IN_ING: &str =
    "miting ring trening marketing lizing monitoring briefing reiting kasting";

/// Adds the paradigm if the word looks like an adjective.
pub(super) fn inflect(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    if let Some(stem) = word
        .strip_suffix("inis")
        .filter(|s| s.chars().count() > 1 && !is_name)
    {
        into.with(&format!("{stem}in"), INIS);
        return true;
    }
    if let Some(stem) = stem_of(word) {
        whole(stem, into);
        return true;
    }
    if let Some(stem) = word
        .strip_suffix("us")
        .filter(|s| !is_name && !s.ends_with(['i', 'j']) && !is_one_of(word, US_NOUNS))
    {
        soft(stem, into);
        return true;
    }
    if let Some(stem) = ["inė", "inės", "inio", "inių", "iniai", "inį"]
        .iter()
        .find_map(|e| word.strip_suffix(e))
        && stem.chars().count() > 3
        && !is_name
    {
        into.with(&format!("{stem}in"), INIS);
        return true;
    }
    false
}

/// The stem of an adjective in -as or -a, if the ending tells that it is one.
fn stem_of(word: &str) -> Option<&str> {
    for ending in ["as", "a", "i", "ų", "o", "os", "ai"] {
        let Some(stem) = word.strip_suffix(ending).filter(|s| s.chars().count() > 3) else {
            continue;
        };
        let by_suffix = ends_in(stem, "išk ing") && !is_one_of(stem, NOUNS_IN_ING);
        let telling = match ending {
            "ai" => ends_in(stem, "išk"),
            "as" => by_suffix || ends_in(stem, "uot yt iam ojam int"),
            "a" | "i" => by_suffix,
            _ => by_suffix || ends_in(stem, "uot"),
        };
        if telling {
            return Some(stem);
        }
    }
    word.strip_suffix("as").filter(|_| is_one_of(word, HARD))
}

/// An adjective in -as with everything.
fn whole(stem: &str, into: &mut Paradigm) {
    into.with(stem, SIMPLE);
    into.with(stem, PRONOMINAL);
    degrees(stem, into);
}

/// An adjective in -us with everything; d and t are softened before i and another vowel.
fn soft(stem: &str, into: &mut Paradigm) {
    let softened = super::noun::softened(stem);
    for endings in [US, US_PRONOMINAL] {
        for ending in endings.split(' ') {
            let palatal = ending.len() > 1 && ending.starts_with('i') && !ending.starts_with("ie");
            into.with(if palatal { &softened } else { stem }, ending);
        }
    }
    degrees(stem, into);
}

fn degrees(stem: &str, into: &mut Paradigm) {
    let softened = super::noun::softened(stem);
    into.with(stem, "ai");
    into.cross(stem, "esn ėlesn", COMPARATIVE);
    let soft_sign = if softened.ends_with('j') { "" } else { "i" };
    into.with(&softened, &format!("{soft_sign}au"));
    let superlative = format!("{softened}{soft_sign}aus");
    into.with(&superlative, "ias i iems ieji iesiems");
    into.with(&format!("{superlative}i"), SUPERLATIVE);
    into.cross(stem, "ok", MODERATE);
    into.cross(stem, "um", QUALITY);
}
