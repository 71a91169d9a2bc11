//! Articles as a newsroom's feeds bring them, in nine languages, made from sentences of everyday news and the pages that
//! the language model is made of: for the shipped watchlist, whose words are real. One article in five is about its
//! subjects; of the others none is, though one sentence in eight has a word of theirs.

use wirewatch::model::language::Language;

use crate::ARTICLE_BYTES;
use crate::ARTICLES;
use crate::Dice;
use crate::story::Story;

/// A page of running text, sentences of everyday news, then sentences that touch a word or two of the topics, then
/// sentences about them.
struct Sentences {
    language: Language,
    page: &'static str,
    everyday: &'static [&'static str],
    near: &'static [&'static str],
    about: &'static [&'static str],
}

const NEWS: [Sentences; 9] = [
    Sentences {
        language: Language::EN,
        page: include_str!("../../src/normalise/language/samples/en.txt"),
        everyday: &[
            "The city council voted on Tuesday to rebuild the old bridge, which has been closed since last winter.",
            "Prices for bread and milk rose again in October, the statistics office said in its monthly report.",
            "Doctors at the university hospital say the new vaccine will be offered to children under twelve.",
            "She joined the company in 2009 and became its chief executive after the merger four years later.",
            "Heavy rain flooded several streets in the old town and left hundreds of homes without power.",
            "Scientists found the remains of a small mammal that lived there about forty million years ago.",
            "The museum will show more than two hundred paintings, many of them for the first time since the fire.",
            "Shares in the carmaker fell by three percent after it told investors that sales would be lower than expected.",
            "“We did not think it would take this long,” said the mayor, who had promised the line for the spring.",
            "Students at the school have planted a garden behind the sports hall and sell the vegetables on Fridays.",
        ],
        near: &[
            "The minister told parliament that the government would ask the European Union for more money for roads.",
            "Police detained two men near the border after a car was stopped with stolen phones.",
            "The bank said growth in Poland and Germany would be slower because energy from Russia had become dear.",
            "The president met officials in Warsaw to talk about trade, security and the coming elections.",
        ],
        about: &[
            "The European Union added eight Belarusian judges to its sanctions list and froze their assets.",
            "Russian troops shelled a power station near Kharkiv overnight, the Ukrainian general staff said.",
            "A court in Minsk sentenced an opposition journalist to four years in prison for extremism.",
            "Washington imposed export controls on companies accused of helping Moscow to evade the oil price cap.",
            "Lukashenko said the two armies would hold another exercise close to the Lithuanian border.",
        ],
    },
    Sentences {
        language: Language::RU,
        page: include_str!("../../src/normalise/language/samples/ru.txt"),
        everyday: &[
            "Городской совет решил перестроить старый мост, закрытый с прошлой зимы из-за трещин в опорах.",
            "Цены на хлеб и молоко в октябре снова выросли, говорится в ежемесячном отчёте статистиков.",
            "Врачи областной больницы рассказали, что новую вакцину предложат детям до двенадцати лет.",
            "Она пришла в компанию в 2009 году и возглавила её после слияния четыре года спустя.",
            "Сильный дождь затопил несколько улиц старого города, сотни домов остались без света.",
            "Учёные нашли останки небольшого зверька, жившего здесь около сорока миллионов лет назад.",
            "Музей покажет более двухсот картин, многие из них впервые после пожара.",
            "Акции автозавода упали на три процента после прогноза, который оказался хуже ожиданий.",
            "«Мы не думали, что это займёт столько времени», — сказал мэр, обещавший открыть линию весной.",
            "Ученики школы разбили огород за спортивным залом и по пятницам продают овощи соседям.",
        ],
        near: &[
            "Министр сообщил парламенту, что правительство попросит у Евросоюза денег на ремонт дорог.",
            "Полиция задержала двух мужчин у границы: в машине нашли украденные телефоны.",
            "В банке считают, что рост в Польше и Германии замедлится, потому что газ из России подорожал.",
            "Президент обсудил в Варшаве торговлю, безопасность и предстоящие выборы.",
        ],
        about: &[
            "Евросоюз внёс восемь белорусских судей в санкционный список и заморозил их активы.",
            "Российские войска ночью обстреляли электростанцию под Харьковом, сообщил украинский генштаб.",
            "Суд в Минске приговорил оппозиционного журналиста к четырём годам колонии за экстремизм.",
            "Вашингтон ввёл экспортные ограничения против компаний, помогавших Москве обходить потолок цен.",
            "Лукашенко заявил, что две армии проведут ещё одно учение у литовской границы.",
        ],
    },
    Sentences {
        language: Language::DE,
        page: include_str!("../../src/normalise/language/samples/de.txt"),
        everyday: &[
            "Der Stadtrat beschloss am Dienstag, die alte Brücke neu zu bauen, die seit dem Winter gesperrt ist.",
            "Brot und Milch wurden im Oktober wieder teurer, wie das Amt in seinem Monatsbericht schreibt.",
            "Ärzte der Universitätsklinik wollen den neuen Impfstoff Kindern unter zwölf Jahren anbieten.",
            "Sie kam 2009 in das Unternehmen und wurde nach der Fusion vier Jahre später dessen Chefin.",
            "Starker Regen überschwemmte mehrere Straßen der Altstadt, hunderte Häuser waren ohne Strom.",
            "Forscher fanden die Überreste eines kleinen Säugetiers, das vor vierzig Millionen Jahren lebte.",
            "Das Museum zeigt mehr als zweihundert Gemälde, viele davon zum ersten Mal seit dem Brand.",
            "Die Aktie des Autobauers fiel um drei Prozent, nachdem die Prognose schlechter war als erwartet.",
            "„Wir dachten nicht, dass es so lange dauert“, sagte die Bürgermeisterin nach der Sitzung.",
            "Schüler haben hinter der Turnhalle einen Garten angelegt und verkaufen freitags ihr Gemüse.",
        ],
        near: &[
            "Der Minister sagte im Parlament, die Regierung werde die Europäische Union um Geld für Straßen bitten.",
            "Die Polizei nahm nahe der Grenze zwei Männer fest, in deren Auto gestohlene Telefone lagen.",
            "Das Wachstum in Polen werde schwächer, weil Gas aus Russland teurer geworden sei, schreibt die Bank.",
            "Der Präsident sprach in Warschau über Handel, Sicherheit und die kommenden Wahlen.",
        ],
        about: &[
            "Die Europäische Union setzte acht belarussische Richter auf die Sanktionsliste und fror ihr Vermögen ein.",
            "Russische Truppen beschossen in der Nacht ein Kraftwerk bei Charkiw, teilte der Generalstab mit.",
            "Ein Gericht in Minsk verurteilte einen oppositionellen Journalisten zu vier Jahren Haft.",
            "Washington verhängte Exportkontrollen gegen Firmen, die Moskau beim Umgehen des Ölpreisdeckels halfen.",
            "Lukaschenko kündigte eine weitere Übung der beiden Armeen nahe der litauischen Grenze an.",
        ],
    },
    Sentences {
        language: Language::PL,
        page: include_str!("../../src/normalise/language/samples/pl.txt"),
        everyday: &[
            "Rada miasta zdecydowała we wtorek o przebudowie starego mostu, zamkniętego od zeszłej zimy.",
            "Ceny chleba i mleka w październiku znów wzrosły, podał urząd w comiesięcznym raporcie.",
            "Lekarze szpitala uniwersyteckiego zaproponują nową szczepionkę dzieciom do lat dwunastu.",
            "Do spółki trafiła w 2009 roku, a cztery lata później, po fuzji, została jej szefową.",
            "Ulewa zalała kilka ulic starego miasta i pozbawiła prądu setki domów.",
            "Naukowcy znaleźli szczątki małego ssaka, który żył tu około czterdziestu milionów lat temu.",
            "Muzeum pokaże ponad dwieście obrazów, wiele z nich po raz pierwszy od pożaru.",
            "Akcje producenta aut spadły o trzy procent, bo prognoza była gorsza od oczekiwań.",
            "„Nie sądziliśmy, że to tyle potrwa”, powiedziała burmistrz, która obiecywała linię na wiosnę.",
            "Uczniowie założyli ogród za salą gimnastyczną i w piątki sprzedają warzywa sąsiadom.",
        ],
        near: &[
            "Minister powiedział w Sejmie, że rząd poprosi Unię Europejską o pieniądze na drogi.",
            "Policja zatrzymała przy granicy dwóch mężczyzn, w aucie znaleziono kradzione telefony.",
            "Zdaniem banku wzrost w Niemczech osłabnie, bo gaz z Rosji podrożał.",
            "Prezydent rozmawiał w Warszawie o handlu, bezpieczeństwie i zbliżających się wyborach.",
        ],
        about: &[
            "Unia Europejska wpisała ośmiu białoruskich sędziów na listę sankcyjną i zamroziła ich majątki.",
            "Rosyjskie wojska ostrzelały w nocy elektrownię pod Charkowem, podał ukraiński sztab generalny.",
            "Sąd w Mińsku skazał opozycyjnego dziennikarza na cztery lata kolonii za ekstremizm.",
            "Waszyngton nałożył ograniczenia eksportowe na firmy, które pomagały Moskwie omijać limit cen ropy.",
            "Łukaszenka zapowiedział kolejne ćwiczenia obu armii w pobliżu litewskiej granicy.",
        ],
    },
    Sentences {
        language: Language::FR,
        page: include_str!("../../src/normalise/language/samples/fr.txt"),
        everyday: &[
            "Le conseil municipal a décidé mardi de reconstruire le vieux pont, fermé depuis l’hiver dernier.",
            "Les prix du pain et du lait ont encore augmenté en octobre, selon le rapport mensuel de l’institut.",
            "Les médecins de l’hôpital proposeront le nouveau vaccin aux enfants de moins de douze ans.",
            "Elle est entrée dans l’entreprise en 2009 et l’a dirigée après la fusion, quatre ans plus tard.",
            "De fortes pluies ont inondé plusieurs rues du centre et privé d’électricité des centaines de foyers.",
            "Des chercheurs ont trouvé les restes d’un petit mammifère qui vivait là il y a quarante millions d’années.",
            "Le musée montrera plus de deux cents tableaux, dont beaucoup pour la première fois depuis l’incendie.",
            "L’action du constructeur a perdu trois pour cent après des prévisions moins bonnes que prévu.",
            "« Nous ne pensions pas que cela durerait autant », a dit la maire, qui avait promis la ligne au printemps.",
            "Les élèves ont planté un jardin derrière le gymnase et vendent leurs légumes le vendredi.",
        ],
        near: &[
            "Le ministre a dit au parlement que le gouvernement demanderait à l’Union européenne des fonds pour les routes.",
            "La police a arrêté deux hommes près de la frontière, des téléphones volés dans leur voiture.",
            "La croissance en Pologne ralentira car le gaz venu de Russie est devenu cher, estime la banque.",
            "Le président a parlé à Varsovie de commerce, de sécurité et des élections à venir.",
        ],
        about: &[
            "L’Union européenne a inscrit huit juges biélorusses sur sa liste de sanctions et gelé leurs avoirs.",
            "Les troupes russes ont bombardé dans la nuit une centrale près de Kharkiv, selon l’état-major ukrainien.",
            "Un tribunal de Minsk a condamné un journaliste d’opposition à quatre ans de prison pour extrémisme.",
            "Washington a imposé des contrôles à l’exportation aux sociétés qui aidaient Moscou à contourner le plafond.",
            "Loukachenko a annoncé un nouvel exercice des deux armées près de la frontière lituanienne.",
        ],
    },
    Sentences {
        language: Language::BE,
        page: include_str!("../../src/normalise/language/samples/be.txt"),
        everyday: &[
            "Гарадскі савет вырашыў перабудаваць стары мост, зачынены з мінулай зімы праз расколіны ў апорах.",
            "Кошты на хлеб і малако ў кастрычніку зноў выраслі, гаворыцца ў штомесячнай справаздачы.",
            "Моцны дождж заліў некалькі вуліц старога горада, сотні дамоў засталіся без святла.",
            "Вучні школы разбілі агарод за спартыўнай залай і па пятніцах прадаюць гародніну суседзям.",
        ],
        near: &[
            "Міністр паведаміў парламенту, што ўрад папросіць у Еўрасаюза грошай на рамонт дарог.",
            "Паліцыя затрымала двух мужчын каля мяжы: у машыне знайшлі скрадзеныя тэлефоны.",
            "Прэзідэнт абмеркаваў у Варшаве гандаль, бяспеку і будучыя выбары.",
        ],
        about: &[
            "Еўрасаюз уключыў восем беларускіх суддзяў у санкцыйны спіс і замарозіў іх актывы.",
            "Расійскія войскі ноччу абстралялі электрастанцыю пад Харкавам, паведаміў украінскі генштаб.",
            "Суд у Мінску прысудзіў апазіцыйнаму журналісту чатыры гады калоніі за экстрэмізм.",
            "Лукашэнка заявіў, што дзве арміі правядуць яшчэ адно вучэнне каля літоўскай мяжы.",
        ],
    },
    Sentences {
        language: Language::UK,
        page: include_str!("../../src/normalise/language/samples/uk.txt"),
        everyday: &[
            "Міська рада вирішила перебудувати старий міст, закритий з минулої зими через тріщини в опорах.",
            "Ціни на хліб і молоко в жовтні знову зросли, ідеться в щомісячному звіті статистиків.",
            "Сильний дощ затопив кілька вулиць старого міста, сотні будинків лишилися без світла.",
            "Учні школи розбили город за спортивною залою й щоп’ятниці продають овочі сусідам.",
        ],
        near: &[
            "Міністр повідомив парламенту, що уряд попросить у Євросоюзу грошей на ремонт доріг.",
            "Поліція затримала двох чоловіків біля кордону: у машині знайшли викрадені телефони.",
            "Президент обговорив у Варшаві торгівлю, безпеку та майбутні вибори.",
        ],
        about: &[
            "Євросоюз вніс вісьмох білоруських суддів до санкційного списку й заморозив їхні активи.",
            "Російські війська вночі обстріляли електростанцію під Харковом, повідомив Генштаб.",
            "Суд у Мінську засудив опозиційного журналіста до чотирьох років колонії за екстремізм.",
            "Лукашенко заявив, що дві армії проведуть ще одне навчання біля литовського кордону.",
        ],
    },
    Sentences {
        language: Language::LT,
        page: include_str!("../../src/normalise/language/samples/lt.txt"),
        everyday: &[
            "Miesto taryba nusprendė perstatyti senąjį tiltą, uždarytą nuo praėjusios žiemos.",
            "Duonos ir pieno kainos spalį vėl pakilo, rašoma mėnesio ataskaitoje.",
            "Smarkus lietus užliejo kelias senamiesčio gatves, šimtai namų liko be elektros.",
            "Mokiniai už sporto salės įrengė daržą ir penktadieniais parduoda daržoves kaimynams.",
        ],
        near: &[
            "Ministras Seime sakė, kad Vyriausybė prašys Europos Sąjungos pinigų keliams.",
            "Policija prie sienos sulaikė du vyrus, jų automobilyje rasta vogtų telefonų.",
            "Prezidentas Varšuvoje kalbėjo apie prekybą, saugumą ir artėjančius rinkimus.",
        ],
        about: &[
            "Europos Sąjunga įtraukė aštuonis Baltarusijos teisėjus į sankcijų sąrašą ir įšaldė jų turtą.",
            "Rusijos kariuomenė naktį apšaudė elektrinę prie Charkivo, pranešė Ukrainos generalinis štabas.",
            "Minsko teismas nuteisė opozicijos žurnalistą ketveriems metams kalėjimo už ekstremizmą.",
            "Lukašenka pareiškė, kad abi armijos rengs dar vienas pratybas prie Lietuvos sienos.",
        ],
    },
    Sentences {
        language: Language::LV,
        page: include_str!("../../src/normalise/language/samples/lv.txt"),
        everyday: &[
            "Pilsētas dome nolēma pārbūvēt veco tiltu, kas slēgts kopš pagājušās ziemas.",
            "Maizes un piena cenas oktobrī atkal pieauga, teikts ikmēneša pārskatā.",
            "Stiprs lietus appludināja vairākas vecpilsētas ielas, simtiem māju palika bez elektrības.",
            "Skolēni aiz sporta zāles ierīkoja dārzu un piektdienās pārdod dārzeņus kaimiņiem.",
        ],
        near: &[
            "Ministrs Saeimā sacīja, ka valdība lūgs Eiropas Savienībai naudu ceļiem.",
            "Policija pie robežas aizturēja divus vīriešus, viņu mašīnā atrada zagtus tālruņus.",
            "Prezidents Varšavā runāja par tirdzniecību, drošību un gaidāmajām vēlēšanām.",
        ],
        about: &[
            "Eiropas Savienība iekļāva astoņus Baltkrievijas tiesnešus sankciju sarakstā un iesaldēja viņu aktīvus.",
            "Krievijas karaspēks naktī apšaudīja elektrostaciju pie Harkivas, ziņoja Ukrainas ģenerālštābs.",
            "Minskas tiesa piesprieda opozīcijas žurnālistam četrus gadus cietumā par ekstrēmismu.",
            "Lukašenko paziņoja, ka abas armijas rīkos vēl vienas mācības pie Lietuvas robežas.",
        ],
    },
];

/// Of a page, the lines of running text; after them stand lists of words.
const LINES_OF_PROSE: usize = 2;

impl Sentences {
    fn of_page(&self) -> impl Iterator<Item = &'static str> {
        let prose = self.page.lines().take(LINES_OF_PROSE);
        prose.flat_map(|line| line.split_inclusive(". ").map(str::trim))
    }
}

/// Everyday sentences of a language, and those of its page.
pub(crate) fn sentences(language: Language) -> Vec<&'static str> {
    let of_language = NEWS.iter().filter(|known| known.language == language);
    let all = of_language.flat_map(|known| known.everyday.iter().copied().chain(known.of_page()));
    all.collect()
}

/// For each language its articles. `is_about` says of a title and a text that they are about the topics: sentences of the
/// pages that are so by themselves are left out, and of what is made as everyday news no article is.
pub(crate) fn news(
    is_about: impl Fn(&str, &str, Language) -> bool,
) -> impl Iterator<Item = (Language, Vec<Story>)> {
    NEWS.iter().map(move |sentences| {
        let language = sentences.language;
        let mut everyday = sentences.everyday.to_vec();
        let page = sentences.of_page();
        everyday.extend(page.filter(|sentence| !is_about("", sentence, language)));
        let mut dice = Dice(13);
        let mut make = |number| loop {
            let is_one_of_them = number % 5 == 0;
            let (title, text) = article(&mut dice, sentences, &everyday, is_one_of_them);
            if is_one_of_them || !is_about(&title, &text, language) {
                return (title, text);
            }
        };
        let articles = (0..ARTICLES).map(|number| {
            let (title, text) = make(number);
            Story::new(title, text, Some(language))
        });
        (language, articles.collect())
    })
}

fn article(
    dice: &mut Dice,
    sentences: &Sentences,
    everyday: &[&'static str],
    is_about: bool,
) -> (String, String) {
    let mut sentence = || match dice.throw(8) {
        0..=3 if is_about => dice.one(sentences.about),
        0 => dice.one(sentences.near),
        _ => dice.one(everyday),
    };
    let title = sentence().to_owned();
    let mut text = String::new();
    for number in 1.. {
        text.push_str(sentence());
        if text.len() >= ARTICLE_BYTES {
            break;
        }
        text.push_str(if number % 4 == 0 { "\n\n" } else { " " });
    }
    (title, text)
}
