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

/// Adjectives in -as and -us whose ending is also a noun's.
const HARD: &str = "naujas senas geras blogas laisvas baltas juodas raudonas žalias mėlynas mažas didelis jaunas aukštas žemas ilgas \
    trumpas šaltas karštas silpnas pilnas tikras sveikas vienas pirmas antras trečias ketvirtas šventas gyvas miręs galutinas \
    būtinas galimas neteisėtas teisėtas viešas slaptas karšta skubotas artimas tolimas greitas lėtas tvirtas tuščias kietas \
    minkštas stambus puikus atviras uždaras užimtas okupuotas aneksuotas vieningas bendras privatus svetimas ankstyvas vėlyvas \
    atsakingas nelaimingas laimingas pavojingas reikalingas griežtas didžiulis nuolatinis nepriklausomas savarankiškas aktyvas \
    pasyvus agresyvus masyvus brangus ginkluotas nuteistas sulaikytas įkalintas areštuotas sužeistas apkaltintas sumuštas išrinktas";
const US_STEMS: &str = "svarbus stiprus saugus sunkus brangus lengvus platus gilus gražus puikus aštrus smarkus žiaurus tylus ramus \
    rimtus baisus bjaurus aiškus dažnus tikslus privalus skubus slaptus viršus. vidus. atsargus įtakingus galingus įžymus žymus \
    garsus platus patogus tankus lygus riebus sudėtingus politiškus legalus nelegalus globalus lokalus centralus oficialus \
    socialus nacionalus liberalus radikalus formalus normalus realus potencialus aktualus agresyvus aktyvus pasyvus masyvus \
    efektyvus objektyvus kolektyvus demokratus intensyvus negatyvus pozityvus privatus stambus bendrus nepavojus ilgalaikus \
    trumpalaikus neutralus lojalus nelojalus brutalus totalus skaudus žalingus jautrus nesaugus neramus";

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
    if is_one_of(word, US_STEMS)
        || ends_in(word, "alus yvus abilus inus ontus") && !is_name && !ends_in(word, "skandalus.")
    {
        if let Some(stem) = word.strip_suffix("us") {
            soft(stem, into);
            return true;
        }
    }
    if let Some(stem) = ["inė", "inės", "inio", "inių", "iniai", "inį"]
        .iter()
        .find_map(|e| word.strip_suffix(e))
    {
        if stem.chars().count() > 3 && !is_name {
            into.with(&format!("{stem}in"), INIS);
            return true;
        }
    }
    false
}

/// The stem of an adjective in -as or -a, if the ending tells that it is one.
fn stem_of(word: &str) -> Option<&str> {
    for ending in ["as", "a", "i", "ų", "o", "os", "ai"] {
        let Some(stem) = word.strip_suffix(ending).filter(|s| s.chars().count() > 3) else {
            continue;
        };
        let telling = ends_in(stem, "išk ing") && !ends_in(stem, "ting ring sting")
            || ending == "as" && ends_in(stem, "uot yt oj.");
        let participle = !matches!(ending, "a" | "i") && ends_in(stem, "uot");
        if telling && ending != "ai"
            || participle && ending != "ai"
            || ending == "ai" && ends_in(stem, "išk")
        {
            return Some(stem);
        }
    }
    word.strip_suffix("as")
        .filter(|_| is_one_of(word, HARD) || ends_in(word, "antas.."))
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
