//! Nouns whose class no suffix tells. A compound follows its last member, so these are matched at the end.

use std::sync::LazyLock;

use super::super::paradigm::Lines;
use super::super::paradigm::Paradigm;
use super::super::paradigm::is_one_of;
use super::noun::umlauted;

/// Feminines with -en.
const FEMININE_EN: &str = "wahl bank zahl tat fahrt flucht gewalt welt arbeit jagd schlacht last pflicht sicht schicht absicht nachricht \
    schrift schuld form norm reform front miliz justiz frau uhr spur natur kultur tür gefahr art haft post burg steuer mauer \
    feder grenzmauer ziffer nummer kammer oper trauer dauer fracht tracht wacht predigt gegend tugend jugend saat \
    plattform person religion bahn autobahn qual regel insel formel kugel klausel tafel schüssel wirtschaft botschaft kost \
    schuld elf bucht furcht sucht zucht schlucht frist brut glut wut flut last rast kür wehr abwehr feuerwehr \
    landwehr schulter schwester butter ausfuhr einfuhr zufuhr abfuhr schur kur null ehe";

/// Feminines with umlaut and -e.
const FEMININE_UMLAUT: &str = "macht kraft stadt hand nacht wand not schnur haut kunst brust faust frucht angst luft axt braut maus laus kuh \
    zunft auskunft unterkunft ankunft vernunft zusammenkunft ohnmacht vollmacht";

/// Masculines with umlaut and -e.
const UMLAUT: &str = "trag rat schlag kampf sturm fluss pass platz satz zug flug fall stand grund bruch sohn wunsch zaun baum raum traum \
    hof kopf topf ton fuß gruß fund markt arzt anwalt stab wurf schluss fang gang drang rang klang hang ball saal damm kamm stamm \
    kranz tanz schwanz brand verband korb block stock rock bock schuss kuss guss strumpf trumpf rumpf sumpf sarg chor altar kanal \
    general kardinal palast plan kran hahn zahn kahn span lohn stuhl schwur kauf lauf hals gast knall schatz spruch zwang vorhang \
    sprung bezug schub abschaum frosch wolf schacht schwung stoß verstoß turm wuchs einwand zustand grundsatz erlass \
    anlass nachlass unterlass absatz dampf krampf hut brauch bauch schlauch rausch tausch stall pfahl fluch geruch \
    schmuck umschlag fluss marsch aufstand";

/// Neuters and masculines with -er.
const ER: &str = "land haus volk mann kind buch wort bild feld geld gesicht lied schild blatt dorf dach amt bad loch rad schloss schwert tal \
    tuch wald rand geist gott glas gras grab haupt holz huhn kalb lamm kleid korn kraut licht nest weib wurm ei rind brett fach fass \
    gehalt gemüt geschlecht glied denkmal regiment gespenst spital strauch leib band";

/// Masculines with -en throughout.
const WEAK: &str = "soldat mensch herr held bär graf prinz fürst christ bauer rebell nachbar pilot patriot idiot partisan kamerad tyrann \
    zar vagabund katholik terrorist narr spatz ungar tatar barbar pirat poet athlet prophet planet komet despot chirurg \
    demokrat diplomat bürokrat aristokrat advokat kandidat asiat agent";

/// -er, -el, -en with umlaut in the plural.
const INNER_UMLAUT: &str = "vater bruder mutter tochter garten boden hafen graben laden schaden vogel mantel apfel nagel ofen sattel hammer \
    acker faden kasten magen schwager kloster mangel schnabel hammel";

/// A lemma a line, every form of it.
const WHOLE: &str = "\
name namen namens
friede frieden friedens
glaube glauben glaubens
wille willen willens
gedanke gedanken gedankens
herz herzen herzens
firma firmen
thema themen themas
konto konten kontos
risiko risiken risikos
datum daten datums
mitglied mitglieds mitgliedes mitglieder mitgliedern
zeuge zeugen zeugin zeuginnen
kollege kollegen kollegin kolleginnen
geisel geiseln
staat staats staates staate staaten
see sees seen
ende endes enden
auge auges augen
interesse interesses interessen
bett bettes betts betten
hemd hemdes hemds hemden
ohr ohres ohrs ohren
recht rechts rechtes rechte rechten
bauer bauern bauers bäuerin bäuerinnen
beamte beamten beamter beamtem beamtin beamtinnen
leute leuten
eltern
ferien
kosten
usa
geld geldes gelds gelder geldern gelde
bruder bruders brüder brüdern
hauptmann hauptmanns hauptmannes hauptleute hauptleuten
euro euros
jahr jahrs jahres jahre jahren
tag tags tages tage tagen
krieg kriegs krieges kriege kriegen
polen polens pole
wahlen wahl
bank banken
botschaft botschaften
nazi nazis
gefangene gefangenen gefangener gefangenem gefangenes
abgeordnete abgeordneten abgeordneter abgeordnetem abgeordnetes
angehörige angehörigen angehöriger angehörigem angehöriges
gefängnis gefängnisse gefängnisses gefängnissen
ding dings dinges dinge dingen dinger dingern
spion spions spione spionen spionin spioninnen
streik streiks streikes streike streiken
chef chefs chefin chefinnen
freund freunds freundes freunde freunden freundin freundinnen
feind feinds feindes feinde feinden feindin feindinnen
könig königs könige königen königin königinnen
kapitän kapitäns kapitäne kapitänen kapitänin
kanton kantons kantone kantonen
stadion stadions stadien
embryo embryos embryonen
sanktionen sanktion
proteste protest protests protestes protesten
truppen truppe
waffen waffe
raketen rakete
soldaten soldat soldatin soldatinnen
grenzen grenze";

static LINES: LazyLock<Lines> = LazyLock::new(|| Lines::of(WHOLE));

/// Adds the forms of a noun that is listed, whole or by its last member; says whether it was one.
pub(super) fn exception(word: &str, into: &mut Paradigm) -> bool {
    if let Some(line) = LINES.line(word, false) {
        into.with("", line);
        return true;
    }
    if is_listed(word, INNER_UMLAUT) {
        into.with(word, "- s n");
        into.with(&umlauted(word), "- n");
        return true;
    }
    if is_listed(word, WEAK) {
        into.with(word, "- en n in innen");
        return true;
    }
    if is_listed(word, FEMININE_UMLAUT) {
        into.add(word);
        into.with(&umlauted(word), "e en");
        return true;
    }
    if is_listed(word, FEMININE_EN) {
        into.add(word);
        into.with(
            word,
            if word.ends_with(['l', 'r', 'e']) && word.ends_with("er")
                || word.ends_with("el")
                || word.ends_with('e')
            {
                "n"
            } else {
                "en"
            },
        );
        return true;
    }
    if is_listed(word, ER) {
        into.with(word, "- s es e");
        into.with(&umlauted(word), "er ern");
        if word.ends_with("band") || word.ends_with("land") {
            into.with(&umlauted(word), "e en");
        }
        return true;
    }
    if is_listed(word, UMLAUT) {
        into.with(
            word,
            if word.ends_with(['s', 'z', 'ß', 'x']) {
                "- es e"
            } else {
                "- s es e"
            },
        );
        into.with(&umlauted(word), "e en");
        return true;
    }
    false
}

/// Bare, or as the last member of a compound of some length.
fn is_listed(word: &str, list: &str) -> bool {
    is_one_of(word, list)
        || list.split_ascii_whitespace().any(|member| {
            member.len() > 3
                && word
                    .strip_suffix(member)
                    .is_some_and(|first| first.chars().count() > 1)
                || member.len() == 3
                    && word.strip_suffix(member).is_some_and(|first| {
                        first.chars().count() > 2 && !first.ends_with(['e', 'a', 'o', 'i', 'u'])
                    })
        })
}
