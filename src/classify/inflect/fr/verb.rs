//! Verbs of the three groups, from the infinitive or the past participle in -é.

use super::super::paradigm::Paradigm;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;

const FUTURE: &str = "ai as a ons ez ont ais ait ions iez aient";
const IMPERFECT: &str = "ais ait ions iez aient ant";

/// The third group, a verb (and what has it as its last part) a line: infinitive, present of je/tu and il,
/// the stem of nous, of ils and the subjunctive, of the simple past with its vowel, of the future, the participle.
const IRREGULAR: &str = "\
tenir | tiens tient | ten | tienn | tin | tiendr | tenu tenus tenue tenues
venir | viens vient | ven | vienn | vin | viendr | venu venus venue venues
prendre | prends prend | pren | prenn | pri | prendr | pris prise prises
mettre | mets met | mett | mett | mi | mettr | mis mise mises
battre | bats bat | batt | batt | batti | battr | battu battus battue battues
vaincre | vaincs vainc | vainqu | vainqu | vainqui | vaincr | vaincu vaincus vaincue vaincues
rompre | romps rompt | romp | romp | rompi | rompr | rompu rompus rompue rompues
ouvrir | ouvre ouvres | ouvr | ouvr | ouvri | ouvrir | ouvert ouverts ouverte ouvertes
frir | fre fres | fr | fr | fri | frir | fert ferts ferte fertes
partir | pars part | part | part | parti | partir | parti partis partie parties
sortir | sors sort | sort | sort | sorti | sortir | sorti sortis sortie sorties
mentir | mens ment | ment | ment | menti | mentir | menti mentis
sentir | sens sent | sent | sent | senti | sentir | senti sentis sentie senties
servir | sers sert | serv | serv | servi | servir | servi servis servie servies
dormir | dors dort | dorm | dorm | dormi | dormir | dormi
courir | cours court | cour | cour | couru | courr | couru courus courue courues
mourir | meurs meurt | mour | meur | mouru | mourr | mort morts morte mortes
quérir | quiers quiert | quér | quièr | qui | querr | quis quise quises
fuir | fuis fuit | fuy | fui | fui | fuir | fui fuis fuie fuies
cueillir | cueille cueilles | cueill | cueill | cueilli | cueiller | cueilli cueillis cueillie cueillies
recevoir | reçois reçoit | recev | reçoiv | reçu | recevr | reçu reçus reçue reçues
devoir | dois doit | dev | doiv | du | devr | dû dus due dues
pouvoir | peux peut puis | pouv | peuv | pu | pourr | pu puisse puissent
vouloir | veux veut | voul | veul | voulu | voudr | voulu voulus voulue voulues veuille veuillent veuillez
savoir | sais sait | sav | sav | su | saur | su sus sue sues sache saches sachent sachant
voir | vois voit | voy | voi | vi | verr | vu vus vue vues
faire | fais fait faites font | fais | fass | fi | fer | fait faits faite faites
dire | dis dit dites | dis | dis | di | dir | dit dits dite dites
crire | cris crit | criv | criv | crivi | crir | crit crits crite crites
lire | lis lit | lis | lis | lu | lir | lu lus lue lues
élire | élis élit | élis | élis | élu | élir | élu élus élue élues
rire | ris rit | ri | ri | ri | rir | ri
suivre | suis suit | suiv | suiv | suivi | suivr | suivi suivis suivie suivies
vivre | vis vit | viv | viv | vécu | vivr | vécu vécus vécue vécues
croire | crois croit | croy | croi | cru | croir | cru crus crue crues
boire | bois boit | buv | boiv | bu | boir | bu bus bue bues
plaire | plais plaît | plais | plais | plu | plair | plu
taire | tais tait | tais | tais | tu | tair | tu tus tue tues
duire | duis duit | duis | duis | duisi | duir | duit duits duite duites
truire | truis truit | truis | truis | truisi | truir | truit truits truite truites
nuire | nuis nuit | nuis | nuis | nuisi | nuir | nui
clure | clus clut | clu | clu | clu | clur | clu clus clue clues
aindre | ains aint | aign | aign | aigni | aindr | aint aints ainte aintes
eindre | eins eint | eign | eign | eigni | eindr | eint eints einte eintes
oindre | oins oint | oign | oign | oigni | oindr | oint oints ointe ointes
soudre | sous sout | solv | solv | solu | soudr | solu solus solue solues
cevoir | çois çoit | cev | çoiv | çu | cevr | çu çus çue çues
connaître | connais connaît | connaiss | connaiss | connu | connaîtr | connu connus connue connues
naître | nais naît | naiss | naiss | naqui | naîtr | né nés née nées
aître | ais aît ait | aiss | aiss | u | aîtr | u us ue ues
croître | croîs croît | croiss | croiss | cru | croîtr | cru crû crus crue crues
ndre | nds nd | nd | nd | ndi | ndr | ndu ndus ndue ndues
rdre | rds rd | rd | rd | rdi | rdr | rdu rdus rdue rdues";

const WHOLE: &[(&str, &str)] = &[
    (
        "être",
        "suis es est sommes êtes sont étais était étions étaient fus fut furent serai sera serons seront serait seraient sois soit soyons \
        soient fût étant été",
    ),
    (
        "avoir",
        "ai as a avons avez ont avais avait avions avaient eus eut eurent aurai aura aurons auront aurait auraient aie ait ayons aient \
        eût ayant eu eue eus eues",
    ),
    (
        "aller",
        "vais vas va allons allez vont allais allait allions allaient allai alla allèrent irai ira irons iront irait iraient aille \
        ailles aillent allant allé allés allée allées",
    ),
    (
        "envoyer",
        "envoie envoies envoyons envoyez envoient envoyais envoyait envoyaient envoya envoyèrent enverrai enverra enverront \
        enverrait envoyant envoyé envoyés envoyée envoyées",
    ),
];

/// Nouns and adjectives that end as infinitives do.
const NOUNS: &str = "prisonnier étranger danger officier policier ouvrier quartier dossier chantier métier papier courrier dernier premier entier \
    financier pétrolier gazier ukrainier hiver enfer cancer mer fer hier cher fier amer léger foyer loyer clavier janvier février \
    cahier huissier guerrier aventurier banquier hôtelier boulanger berger messager passager verger \
    bouclier chevalier cavalier héritier particulier régulier irrégulier singulier familier hospitalier bombardier \
    brancardier pompier sanglier soulier escalier palier évier acier brasier charnier cordelier atelier obusier croisier \
     cancer leader poker revolver cutter tanker thriller dealer \
    désir plaisir loisir soupir souvenir avenir tir cuir martyr saphir nadir vizir menhir zéphyr fakir émir \
    offre ordre membre nombre chambre septembre octobre novembre décembre ministre titre centre mètre lettre fenêtre prêtre \
    contre autre notre votre quatre entre outre rare guerre terre verre pierre frère père mère arrière frontière lumière matière \
    manière rivière carrière bannière prière affaire militaire contraire salaire notaire commissaire secrétaire propriétaire \
    solidaire populaire nucléaire humanitaire paire maire chaire territoire victoire histoire mémoire gloire foire loire \
    poire laboratoire observatoire armoire cadre poudre cidre cèdre genre moindre gendre cendre chancre ancre encre \
    nacre sucre lucre fiacre massacre simulacre œuvre manœuvre pauvre livre cuivre fièvre lèvre orfèvre lièvre havre \
    arbre marbre sabre ombre sombre concombre libre équilibre calibre fibre timbre peintre spectre sceptre monstre registre \
    sinistre lustre rustre astre désastre théâtre quatre plâtre albâtre chapitre arbitre pupitre vitre huître litre mitre cloître \
    goitre salpêtre ancêtre hêtre tigre pègre nègre allègre maigre aigre chiffre coffre gouffre soufre voire vautour \
    espoir soir noir couloir miroir trottoir rasoir manoir dépotoir terroir comptoir tiroir réservoir";

/// Verbs in -ier; other words in -ier are nouns.
const IER: &str = "publier négocier licencier associer oublier étudier nier lier trier crier apprécier remercier sacrifier copier plier parier allier \
    rallier relier délier supplier multiplier envier dévier initier expier marier varier scier skier confier défier méfier châtier \
    émacier gracier disgracier dissocier préjudicier bénéficier incendier mendier répudier radier irradier dédier remédier \
    expédier humilier concilier réconcilier affilier réfugier congédier colorier inventorier carier charrier contrarier rapatrier \
    exproprier approprier télégraphier photographier spolier renier dénier manier remanier communier déplier amnistier";

/// Participles that are nouns of their own; with them the verb would be a word too many.
const NOT_PARTICIPLES: &str = "député réfugié employé comité traité marché société liberté armée année journée autorité sécurité unité santé cité été \
    côté clé thé café blé fossé café pré lycée musée idée épée entrée arrivée durée soirée fumée vallée poignée cavalcade assemblée \
    curé abbé allié énoncé procédé degré congé canapé péché";

/// Adds the conjugation if the word looks like an infinitive or a participle in -é; says whether it did.
pub(super) fn inflect(word: &str, into: &mut Paradigm) -> bool {
    if is_one_of(word, NOUNS) {
        return false;
    }
    if let Some((infinitive, forms)) = WHOLE.iter().find(|(infinitive, _)| *infinitive == word) {
        into.add(*infinitive);
        into.with("", forms);
        return true;
    }
    if let Some(line) = third_group_line(word) {
        third_group(word, line, into);
        return true;
    }
    if let Some(stem) = word.strip_suffix("er").filter(|s| s.chars().count() > 2) {
        let noun = word.ends_with("ier") && !is_one_of(word, IER) && !word.ends_with("fier");
        if noun {
            return false;
        }
        first_group(stem, into);
        return true;
    }
    if let Some(stem) = word
        .strip_suffix("ir")
        .filter(|s| s.chars().count() > 2 && !ends_in(s, "o"))
    {
        second_group(stem, into);
        return true;
    }
    let participle = ["ées", "és", "ée", "é"]
        .iter()
        .find_map(|e| word.strip_suffix(e))
        .filter(|s| s.chars().count() > 3);
    if let Some(stem) = participle {
        if ends_in(word, "ité ités été étés rté rtés lté")
            || is_one_of(word.trim_end_matches('s'), NOT_PARTICIPLES)
        {
            return false;
        }
        into.with(stem, "é és ée ées");
        first_group(stem, into);
        return true;
    }
    false
}

fn first_group(stem: &str, into: &mut Paradigm) {
    into.add(format!("{stem}er"));
    let soft = match stem.chars().next_back() {
        Some('g') => format!("{stem}e"),
        Some('c') => format!("{}ç", &stem[..stem.len() - 1]),
        _ => stem.to_owned(),
    };
    into.with(stem, "e es ez ent ions iez é és ée ées èrent");
    into.with(
        &soft,
        "ons ais ait aient ant ai as a âmes âtes asse asses ât assions assiez assent",
    );
    into.cross(stem, "er", FUTURE);
    if let Some(silent) = silent_stem(stem) {
        into.with(&silent, "e es ent");
        into.cross(&silent, "er", FUTURE);
    }
}

/// The stem before a silent e: lever lève, espérer espère, appeler appelle, employer emploie.
fn silent_stem(stem: &str) -> Option<String> {
    if let Some(base) = stem.strip_suffix('y') {
        return Some(format!("{base}i"));
    }
    if ends_in(
        stem,
        "appel rappel jet rejet projet renouvel chancel nivel morcel épel",
    ) {
        return Some(format!("{stem}{}", &stem[stem.len() - 1..]));
    }
    let mut letters = stem.char_indices().rev();
    let (last_at, last) = letters.next()?;
    let (mut at, mut letter) = letters.next()?;
    if !matches!(last, 'a' | 'e' | 'i' | 'o' | 'u')
        && matches!(letter, 'l' | 'r' | 't' | 'd' | 'h' | 'g' | 'b' | 'c' | 'u')
        && !matches!(letter, 'u')
    {
        (at, letter) = letters.next()?;
    } else if letter == 'u' && matches!(last, 'é') {
        return None;
    }
    let _ = last_at;
    let width = letter.len_utf8();
    matches!(letter, 'e' | 'é').then(|| format!("{}è{}", &stem[..at], &stem[at + width..]))
}

fn second_group(stem: &str, into: &mut Paradigm) {
    into.add(format!("{stem}ir"));
    into.with(stem, "is it îmes îtes irent ît i ie ies");
    into.cross(stem, "iss", "ons ez ent e es ions iez ais ait aient ant");
    into.cross(stem, "ir", FUTURE);
}

/// The line with the longest infinitive that the word ends in.
fn third_group_line(word: &str) -> Option<&'static str> {
    let infinitive = |line: &'static str| line.split(" | ").next().unwrap_or(line);
    IRREGULAR
        .lines()
        .filter(|line| word.ends_with(infinitive(line)))
        .max_by_key(|line| infinitive(line).len())
}

fn third_group(word: &str, line: &str, into: &mut Paradigm) {
    let mut fields = line.split(" | ");
    let mut field = || fields.next().unwrap_or_default();
    let (end, present, plural, they) = (field(), field(), field(), field());
    let (past, future, participle) = (field(), field(), field());
    let stem = word.strip_suffix(end).unwrap_or(word);
    into.add(word);
    into.with(stem, present);
    into.with(stem, participle);
    into.cross(stem, plural, "ons ez");
    into.cross(stem, plural, IMPERFECT);
    into.cross(stem, they, "ent e es");
    into.cross(stem, future, FUTURE);
    into.cross(stem, past, "s t rent sse sses ssions ssiez ssent");
    into.cross(stem, &circumflexed(past), "mes tes t");
}

/// The simple past of nous, vous and the past subjunctive: tin, tîn; cru, crû.
fn circumflexed(past: &str) -> String {
    if let Some(stem) = past.strip_suffix('i') {
        format!("{stem}î")
    } else if let Some(stem) = past.strip_suffix('u') {
        format!("{stem}û")
    } else {
        past.replace("in", "în")
    }
}
