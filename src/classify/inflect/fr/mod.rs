//! French: plurals and feminines of nouns and adjectives, and verbs by their infinitive.

mod lexicon;
mod verb;

use super::Word;
use super::paradigm::Paradigm;
use super::paradigm::Row;
use super::paradigm::decline;
use super::paradigm::ends_in;
use super::paradigm::is_one_of;

/// Masculine ending and the two genders in both numbers; first the nouns of one gender only.
const ROWS: &[Row] = &[
    ("tion", "tion", "- s", ""),
    ("sion", "sion", "- s", ""),
    ("xion", "xion", "- s", ""),
    ("nion", "nion", "- s", ""),
    ("ment", "ment", "- s", ""),
    ("ité", "ité", "- s", ""),
    ("été", "été", "- s", ""),
    ("rté", "rté", "- s", ""),
    ("trice", "t", "eur eurs rice rices", ""),
    ("teur", "t", "eur eurs rice rices euse euses", ""),
    ("enseur", "ens", "eur eurs eure eures", ""),
    ("seur", "s", "eur eurs euse euses", ""),
    ("geur", "g", "eur eurs euse euses", ""),
    ("neur", "n", "eur eurs euse euses", ""),
    ("leur", "l", "eur eurs euse euses", ""),
    ("yeur", "y", "eur eurs euse euses", ""),
    ("deur", "d", "eur eurs euse euses", ""),
    ("heur", "h", "eur eurs euse euses", ""),
    ("veur", "v", "eur eurs euse euses", ""),
    ("ueur", "u", "eur eurs euse euses", ""),
    ("ieur", "ieur", "- s e es", ""),
    ("eur", "eur", "- s", ""),
    ("eux", "eu", "x se ses", ""),
    ("euse", "eu", "x se ses r rs", ""),
    ("oux", "ou", "x se ses", ""),
    ("ienne", "ien", "- s ne nes", ""),
    ("ien", "ien", "- s ne nes", ""),
    ("éen", "éen", "- s ne nes", ""),
    ("onne", "onn", "e es", ""),
    ("ron", "ron", "- s ne nes", ""),
    ("tron", "tron", "- s ne nes", ""),
    ("ton", "ton", "- s", ""),
    ("on", "on", "- s", ""),
    ("ière", "i", "er ers ère ères", ""),
    ("ier", "i", "er ers ère ères", ""),
    ("nger", "ng", "er ers ère ères", ""),
    ("cher", "ch", "er ers ère ères", ""),
    ("ger", "g", "er ers ère ères", ""),
    ("er", "er", "- s", ""),
    ("if", "i", "f fs ve ves", ""),
    ("euf", "eu", "f fs ve ves", ""),
    ("ive", "i", "f fs ve ves", ""),
    ("eau", "eau", "- x", ""),
    ("au", "au", "- x", ""),
    ("eu", "eu", "- x", ""),
    ("ail", "ail", "- s", ""),
    ("al", "a", "l ls le les ux", ""),
    ("ale", "al", "e es", "aux al"),
    ("aux", "a", "ux l le les", ""),
    ("elle", "el", "- s le les", ""),
    ("el", "el", "- s le les", ""),
    ("eil", "eil", "- s le les", ""),
    ("ais", "ais", "- e es", ""),
    ("ois", "ois", "- e es", ""),
    ("ain", "ain", "- s e es", ""),
    ("ein", "ein", "- s e es", ""),
    ("in", "in", "- s e es", ""),
    ("un", "un", "- s e es", ""),
    ("ant", "ant", "- s e es", ""),
    ("ent", "ent", "- s e es", ""),
    ("ont", "ont", "- s", ""),
    ("at", "at", "- s e es", ""),
    ("it", "it", "- s e es", ""),
    ("et", "et", "- s", ""),
    ("ard", "ard", "- s e es", ""),
    ("and", "and", "- s e es", ""),
    ("nd", "nd", "- s e es", ""),
    ("rt", "rt", "- s", ""),
    ("ée", "é", "- s e es", ""),
    ("é", "é", "- s e es", ""),
    ("u", "u", "- s e es", ""),
    ("i", "i", "- s e es", ""),
    ("s", "s", "-", ""),
    ("x", "x", "-", ""),
    ("z", "z", "-", ""),
];

/// Masculines without a feminine, among them -eur of things.
const ONE_GENDER: &str = "char gel erreur terreur valeur peur chaleur couleur douleur fleur honneur humeur labeur largeur longueur lueur odeur \
    rigueur saveur sueur tumeur vapeur vigueur ampleur bonheur malheur moteur secteur facteur vecteur réacteur ordinateur \
    détonateur projecteur tracteur compteur hauteur lenteur pesanteur puanteur profondeur grandeur rumeur faveur ardeur \
    splendeur candeur fureur horreur liqueur pudeur torpeur langueur stupeur clameur primeur teneur équateur condensateur transformateur \
    indicateur papier dossier chantier quartier cahier clavier courrier février janvier loyer métier obusier panier \
    février fichier foyer acier sentier levier gravier collier calendrier fer mer enfer hiver cancer hier ver \
    hôtel appel duel gel miel ciel tunnel label missel logiciel référentiel arsenal journal canal signal mal \
    hôpital capital tribunal total métal cheval animal procès-verbal mémorial festival bal carnaval récital régal chacal \
    état résultat contrat mandat débat combat achat climat attentat format état-major assassinat syndicat consulat odorat plat chat \
    secrétariat partenariat bâtonnat habitat rabat sénat doctorat internat certificat constat prélat chocolat \
    bandit conflit crédit débit délit déficit profit récit audit édit esprit lit nuit bruit circuit fruit appétit habit \
    agent argent accident incident continent talent vent cent couvent serpent ciment élément \
    restaurant montant volant sang croissant instant pourtant carburant diamant enfant pendant avant durant \
    fin bulletin destin matin vin terrain train pain bain main gain grain refrain scrutin butin magasin dessin jardin bassin chemin \
    venin requin patin \
    fond bond gond canton pays temps corps bras cas tas pas repas procès succès accès progrès décès excès congrès \
    abcès palais relais rabais mois bois poids puits fois choix voix croix prix paix toux noix poix époux taux flux reflux \
    gaz nez riz chez assez \
    parti emploi défi abri pari souci lundi mardi mercredi jeudi vendredi samedi midi cri pli tri convoi envoi tournoi roi loi foi \
    alibi permis avis pays tapis sursis mépris colis logis \
    début but salut tribut attribut statut institut substitut revenu menu individu tissu jus \
       marché congé blé thé café canapé comité côté clé fossé pavé péché pré gré santé cité unité entité \
    été liberté société sécurité autorité nationalité armée fumée journée soirée année durée sortie idée annĕe épée fée \
    mosquée musée lycée trophée standard hasard regard retard lard dollar record accord désaccord bord nord fjord abord \
    effort port aéroport passeport transport rapport support sport sort ressort confort renfort tort art quart part départ rempart écart \
    haut-parleur but crash pont front mont affront raid bilan plan écran clan divan océan volcan cadran an \
    drone zone somme comme point joint soin besoin témoin loin coin groin foin";

/// Adds the forms of a French word.
pub(super) fn inflect(word: Word<'_>, into: &mut Paradigm) {
    let text = word.text;
    if lexicon::exception(text, word.is_name, into) {
        return;
    }
    if word.is_acronym {
        return;
    }
    if word.is_name {
        name(text, into);
        return;
    }
    if verb::inflect(text, into) {
        return;
    }
    noun(text, into);
    if let Some(singular) = text
        .strip_suffix('s')
        .filter(|s| s.len() > 3 && !ends_in(text, "ss is as ès os ps ds virus campus processus refus abus plus bus dessus dessous jus corpus consensus versus"))
        && !lexicon::exception(singular, false, into)
    {
        noun(singular, into);
    }
}

/// A name changes when it is a people's.
fn name(text: &str, into: &mut Paradigm) {
    into.add(text);
    if ends_in(
        text,
        "ien éen ais ois ain tien and ienne aise oise aine ande",
    ) && !ends_in(text, "palais calais beauvais valois artois")
    {
        decline(text, ROWS, into);
        if ends_in(text, "e") {
            into.with(text, "s");
        }
    } else if ends_in(text, "e") {
        into.with(text, "s");
    }
}

fn noun(text: &str, into: &mut Paradigm) {
    if is_one_of(
        text,
        "offensive initiative tentative directive perspective alternative archive rive dérive",
    ) {
        into.with(text, "- s");
        return;
    }
    if text.ends_with('e') && !ends_in(text, "ive euse trice ienne ière elle ale") {
        into.with(text, "- s");
        if let Some(stem) = text.strip_suffix('e').filter(|s| {
            ends_in(s, "ais ois ain ant ent")
                && !ends_in(text, "gente tente vente pente rente mante aine")
        }) {
            into.with(stem, "- s e es");
        }
        return;
    }
    if is_one_of(text, ONE_GENDER) {
        into.add(text);
        if let Some(stem) = text
            .strip_suffix("al")
            .filter(|_| !is_one_of(text, "festival bal carnaval récital régal chacal"))
        {
            into.with(stem, "aux");
        } else if !ends_in(text, "s x z") {
            into.with(text, if ends_in(text, "au eu eau") { "x" } else { "s" });
        }
        return;
    }
    if !decline(text, ROWS, into) {
        into.with(text, "- s");
    }
}
