//! French nouns and adjectives that no ending tells.

use std::sync::LazyLock;

use super::super::paradigm::Lines;
use super::super::paradigm::Paradigm;

/// A lemma a line, every form of it.
const WHOLE: &str = "\
œil yeux
ciel cieux ciels
travail travaux
bail baux
vitrail vitraux
corail coraux
bijou bijoux
genou genoux
chou choux
bleu bleus bleue bleues
pneu pneus
beau bel beaux belle belles
nouveau nouvel nouveaux nouvelle nouvelles
vieux vieil vieille vieilles
fou fol fous folle folles
blanc blancs blanche blanches
franc francs franche franches
sec secs sèche sèches
public publics publique publiques
turc turcs turque turques
grec grecs grecque grecques
long longs longue longues
bon bons bonne bonnes
gros grosse grosses
bas basse basses
gras grasse grasses
épais épaisse épaisses
frais fraîche fraîches
doux douce douces
roux rousse rousses
faux fausse fausses
jaloux jalouse jalouses
époux épouse épouses
complet complets complète complètes
secret secrets secrète secrètes
inquiet inquiets inquiète inquiètes
discret discrets discrète discrètes
concret concrets concrète concrètes
muet muets muette muettes
favori favoris favorite favorites
tout tous toute toutes
monsieur messieurs
madame mesdames
mademoiselle mesdemoiselles
homme hommes
femme femmes
fils
fille filles
frère frères
sœur sœurs
héros héroïne héroïnes
roi rois reine reines
maire maires mairesse mairesses
vengeur vengeurs vengeresse vengeresses
chasseur chasseurs chasseuse chasseuses chasseresse
ambassadeur ambassadeurs ambassadrice ambassadrices
empereur empereurs impératrice impératrices
gouverneur gouverneurs gouverneure gouverneures
professeur professeurs professeure professeures
procureur procureurs procureure procureures
auteur auteurs auteure auteures autrice autrices
ingénieur ingénieurs ingénieure ingénieures
chef chefs cheffe cheffes
otage otages
juif juifs juive juives
grand grands grande grandes
petit petits petite petites
mort morts morte mortes
vert verts verte vertes
ouvert ouverts ouverte ouvertes
fort forts forte fortes
court courts courte courtes
expert experts experte expertes
étroit étroits étroite étroites
droit droits droite droites
haut hauts haute hautes
sot sots sotte sottes
prêt prêts prête prêtes
idiot idiots idiote idiotes
avocat avocats avocate avocates
président présidents présidente présidentes
patron patrons patronne patronnes
baron barons baronne baronnes
piéton piétons piétonne piétonnes
breton bretons bretonne bretonnes
saxon saxons saxonne saxonnes
lion lions lionne lionnes
espion espions espionne espionnes
champion champions championne championnes
citoyen citoyens citoyenne citoyennes
moyen moyens moyenne moyennes
paysan paysans paysanne paysannes
partisan partisans partisane partisanes
artisan artisans artisane artisanes
sultan sultans sultane sultanes
persan persans persane persanes
afghan afghans afghane afghanes
taliban talibans
cadet cadets cadette cadettes
net nets nette nettes
sujet sujets sujette sujettes
projet projets
objet objets
budget budgets
coquet coquets coquette coquettes
gentil gentils gentille gentilles
nul nuls nulle nulles
civil civils civile civiles
subtil subtils subtile subtiles
vil vils vile viles
seul seuls seule seules
espagnol espagnols espagnole espagnoles
mongol mongols mongole mongoles
dur durs dure dures
sûr sûrs sûre sûres
pur purs pure pures
noir noirs noire noires
clair clairs claire claires
impair impairs impaire impaires
cher chers chère chères
fier fiers fière fières
amer amers amère amères
entier entiers entière entières
léger légers légère légères
étranger étrangers étrangère étrangères
danger dangers
hors
très
sous
dans
lors
alors
mais
vers
pays
opération opérations
croix
voix
gens
état états
final finals finaux finale finales
naval navals navale navales
fatal fatals fatale fatales
natal natals natale natales
banal banals banale banales
embargo embargos
veto vetos
putsch putschs
missile missiles
migrant migrants migrante migrantes
biélorusse biélorusses
docteur docteurs docteure docteures doctoresse doctoresses
direct directs directe directes
indirect indirects indirecte indirectes
exact exacts exacte exactes
suspect suspects suspecte suspectes
strict stricts stricte strictes
total totaux totale totales
coureur coureurs coureuse coureuses
meilleur meilleurs meilleure meilleures
premier premiers première premières
dernier derniers dernière dernières
froid froids froide froides
majeur majeurs majeure majeures
mineur mineurs mineure mineures
capital capitaux capitale capitales
animal animaux animale animales
libéral libéraux libérale libérales
catalan catalans catalane catalanes
allemand allemands allemande allemandes
distinct distincts distincte distinctes
jeune jeunes
gouvernement gouvernements";

static LINES: LazyLock<Lines> = LazyLock::new(|| Lines::of(WHOLE));

/// Adds the forms of an exceptional word; says whether it was one.
pub(super) fn exception(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    let Some(line) = LINES.line(word, is_name) else {
        return false;
    };
    into.with("", line);
    true
}
