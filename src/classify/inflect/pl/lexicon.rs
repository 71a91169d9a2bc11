//! Polish words that no ending tells.

use std::sync::LazyLock;

use super::super::paradigm::Lines;
use super::super::paradigm::Paradigm;
use super::super::paradigm::is_one_of;

/// A lemma a line, every form of it.
const WHOLE: &str = "\
człowiek człowieka człowiekowi człowiekiem człowieku człowiecze ludzie ludzi ludziom ludźmi ludziach
dziecko dziecka dziecku dzieckiem dzieci dzieciom dziećmi dzieciach
brat brata bratu bratem bracie bracia braci braciom braćmi braciach
ksiądz księdza księdzu księdzem księże księża księży księżom księżmi księżach
książę księcia księciu księciem książęta książąt książętom książętami książętach
przyjaciel przyjaciela przyjacielowi przyjacielem przyjacielu przyjaciele przyjaciół przyjaciołom przyjaciółmi przyjaciołach
nieprzyjaciel nieprzyjaciela nieprzyjacielowi nieprzyjacielem nieprzyjacielu nieprzyjaciele nieprzyjaciół nieprzyjaciołom
ojciec ojca ojcu ojcem ojcze ojcowie ojców ojcom ojcami ojcach
pies psa psu psem psie psy psów psom psami psach
dzień dnia dniowi dniem dniu dni dnie dniom dniami dniach
tydzień tygodnia tygodniowi tygodniem tygodniu tygodnie tygodni tygodniom tygodniami tygodniach
rok roku rokowi rokiem lata lat latom latami latach
miesiąc miesiąca miesiącowi miesiącem miesiącu miesiące miesięcy miesiącom miesiącami miesiącach
pieniądz pieniądza pieniądzowi pieniądzem pieniądzu pieniądze pieniędzy pieniądzom pieniędzmi pieniądzach
ręka ręki ręce rękę ręką ręko rąk rękom rękami rękach
oko oka oku okiem oczy oczu oczom oczami oczach
ucho ucha uchu uchem uszy uszu uszom uszami uszach
sędzia sędziego sędziemu sędzię sędzią sędzim sędzio sędziowie sędziów sędziom sędziami sędziach sędzi
wieś wsi wsią wsie wsiom wsiami wsiach
krew krwi krwią
cerkiew cerkwi cerkwią cerkwie cerkwiom cerkwiami cerkwiach
śmierć śmierci śmiercią śmierciom śmierciami śmierciach
pokój pokoju pokojowi pokojem pokoje pokoi pokojów pokojom pokojami pokojach
minister ministra ministrowi ministrem ministrze ministrowie ministrów ministrom ministrami ministrach ministry
poseł posła posłowi posłem pośle posłowie posłów posłom posłami posłach posły
państwo państwa państwu państwem państwie państw państwom państwami państwach
rząd rządu rządowi rządem rządzie rządy rządów rządom rządami rządach rzędu rzędowi rzędem rzędzie rzędy rzędów rzędom rzędami rzędach
sąd sądu sądowi sądem sądzie sądy sądów sądom sądami sądach
tysiąc tysiąca tysiącowi tysiącem tysiącu tysiące tysięcy tysiącom tysiącami tysiącach
kościół kościoła kościołowi kościołem kościele kościoły kościołów kościołom kościołami kościołach
kocioł kotła kotłowi kotłem kotle kotły kotłów kotłom kotłami kotłach
węzeł węzła węzłowi węzłem węźle węzły węzłów węzłom węzłami węzłach
orzeł orła orłowi orłem orle orły orłów orłom orłami orłach
wódz wodza wodzowi wodzem wodzu wodzowie wodzów wodzom wodzami wodzach
paweł pawła pawłowi pawłem pawle pawłowie pawłów
marek marka markowi markiem marku
lew lwa lwu lwowi lwem lwie lwy lwów lwom lwami lwach
lwów lwowa lwowowi lwowem lwowie
stany stanów stanom stanami stanach
aktywa aktywów aktywom aktywami aktywach
władza władzy władzę władzą władzo władz władzom władzami władzach władze
władze władz władzom władzami władzach władza władzy władzę władzą
łódź łodzi łodzią łodzie łodziom łodziami łodziach
powódź powodzi powodzią powodzie powodziom powodziami powodziach
sen snu snowi snem śnie sny snów snom snami snach
mecz meczu meczowi meczem mecze meczów meczy meczom meczami meczach
świat świata światu światem świecie światy światów światom światami światach
rubel rubla rublowi rublem rublu ruble rubli rublom rublami rublach
wiec wiecu wiecowi wiecem wiece wieców wiecom wiecami wiecach
niemcy niemiec niemców niemcom niemcami niemczech niemców niemcach niemiec niemca niemcowi niemcem niemcu
węgry węgier węgrom węgrami węgrzech węgrów węgrach
włochy włoch włochom włochami włoszech włochów włochach
czechy czech czechom czechami czechach
cło cła cłu cłem cle ceł cłom cłami cłach
kwiat kwiatu kwiatowi kwiatem kwiecie kwiaty kwiatów kwiatom kwiatami kwiatach
las lasu lasowi lasem lesie lasy lasów lasom lasami lasach
miasto miasta miastu miastem mieście miast miastom miastami miastach
ciasto ciasta ciastu ciastem cieście ciast ciastom ciastami ciastach
wiara wiary wierze wiarę wiarą wiaro wiar wiarom wiarami wiarach
ofiara ofiary ofierze ofiarę ofiarą ofiaro ofiar ofiarom ofiarami ofiarach
gwiazda gwiazdy gwieździe gwiazdę gwiazdą gwiazdo gwiazd gwiazdom gwiazdami gwiazdach
ciało ciała ciału ciałem ciele ciał ciałom ciałami ciałach
światło światła światłu światłem świetle świateł światłom światłami światłach
lato lata latu latem lecie lat latom latami latach
siostra siostry siostrze siostrę siostrą siostro sióstr siostrom siostrami siostrach
zjazd zjazdu zjazdowi zjazdem zjeździe zjazdy zjazdów zjazdom zjazdami zjazdach
wyjazd wyjazdu wyjazdowi wyjazdem wyjeździe wyjazdy wyjazdów wyjazdom wyjazdami wyjazdach
przejazd przejazdu przejazdowi przejazdem przejeździe przejazdy przejazdów przejazdom przejazdami przejazdach
wniosek wniosku wnioskowi wnioskiem wnioski wniosków wnioskom wnioskami wnioskach
obiad obiadu obiadowi obiadem obiedzie obiady obiadów obiadom obiadami obiadach
prawo prawa prawu prawem prawie praw prawom prawami prawach
żołnierz żołnierza żołnierzowi żołnierzem żołnierzu żołnierze żołnierzy żołnierzom żołnierzami żołnierzach
wojsko wojska wojsku wojskiem wojsk wojskom wojskami wojskach
król króla królowi królem królu królowie królów królom królami królach
jeden jedna jedno jednego jednej jednemu jednym jedną jedni jedne jednych jednymi
dwa dwie dwaj dwóch dwu dwom dwóm dwoma dwiema
wszystek wszystko wszyscy wszystkie wszystkich wszystkim wszystkimi wszystkiego wszystkiemu
kto kogo komu kim
być jestem jesteś jest jesteśmy jesteście są będę będziesz będzie będziemy będziecie będą był była było byli były bądź
broń broni bronią bronie broniom brońmi broniami broniach
wojna wojny wojnie wojnę wojną wojno wojen wojnom wojnami wojnach
zachód zachodu zachodowi zachodem zachodzie zachody zachodów zachodom zachodami zachodach
wschód wschodu wschodowi wschodem wschodzie wschody wschodów wschodom wschodami wschodach";

static LINES: LazyLock<Lines> = LazyLock::new(|| Lines::of(WHOLE));

const NEVER: &str = "nato euro wideo metro kakao taxi alibi jury menu lobby oslo baku tbilisi soczi chile peru kongo mali \
    haiti fidżi somali także przeciw przed między przez był była było były";

/// Adds the forms of an exceptional word; says whether it was one.
pub(super) fn exception(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    if is_one_of(word, NEVER) {
        return true;
    }
    let Some(line) = LINES.line(word, is_name) else {
        return false;
    };
    into.with("", line);
    true
}
