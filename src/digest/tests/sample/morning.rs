//! What a desk's morning brings: invented articles of invented outlets, in their languages.

use super::Told;

const HOLAS: (&str, &str, &str) = ("holas-horada", "Голас горада", "exile media");
const NEMAN: (&str, &str, &str) = ("neman-wire", "Neman Wire", "");
const KURJER: (&str, &str, &str) = ("kurjer-bug", "Kurier znad Bugu", "");
const VERSTA: (&str, &str, &str) = ("versta", "Верста", "exile media");
const DZIARZ: (&str, &str, &str) = ("dziarzhava", "Дзяржаўныя весткі", "state media");
const LEDGER: (&str, &str, &str) = ("baltic-ledger", "The Baltic Ledger", "");

pub(super) const MORNING: [Told; 11] = [
    Told {
        story: 4821,
        outlet: VERSTA,
        language: "ru",
        minutes_ago: 92,
        title: "В Гродно задержали трёх редакторов городского портала",
        text: "Сотрудники КГБ пришли с обысками в редакцию рано утром. По словам родственников, задержали троих: главного редактора и двух выпускающих. Правозащитники «Весны» связывают обыски с публикацией о закупках, и ещё до полудня признали задержанных политзаключёнными. Адвокатов к ним пока не пустили, следственный комитет от комментариев отказался.",
        found: &[
            ("repression", "задержать", "задержали", 1.0),
            ("repression", "@belarus", "Гродно", 1.0),
            ("repression", "КГБ", "КГБ", 1.0),
            ("repression", "@viasna", "«Весны»", 3.0),
            ("repression", "политзаключённый", "политзаключёнными", 2.0),
        ],
    },
    Told {
        story: 4821,
        outlet: HOLAS,
        language: "be",
        minutes_ago: 74,
        title: "У Гродне затрымалі рэдактараў гарадскога партала",
        text: "Раніцай у рэдакцыі прайшоў ператрус. Затрымалі траіх супрацоўнікаў.",
        found: &[
            ("repression", "затрымаць", "затрымалі", 1.0),
            ("repression", "@belarus", "Гродне", 1.0),
        ],
    },
    Told {
        story: 4821,
        outlet: NEMAN,
        language: "en",
        minutes_ago: 41,
        title: "Three editors detained in Hrodna after raid on local portal",
        text: "Security officers searched the newsroom of a Hrodna city portal on Tuesday and detained three editors, their families said.",
        found: &[
            ("repression", "detain", "detained", 1.0),
            ("repression", "@belarus", "Hrodna", 1.0),
        ],
    },
    Told {
        story: 4821,
        outlet: KURJER,
        language: "pl",
        minutes_ago: 25,
        title: "Grodno: zatrzymano redaktorów portalu miejskiego",
        text: "Funkcjonariusze KGB przeszukali redakcję i zatrzymali trzy osoby.",
        found: &[
            ("repression", "zatrzymać", "zatrzymano", 1.0),
            ("repression", "@belarus", "Grodno", 1.0),
        ],
    },
    Told {
        story: 4826,
        outlet: NEMAN,
        language: "en",
        minutes_ago: 388,
        title: "Minsk court sentences trade union lawyer to six years, closes hearing to relatives",
        text: "The hearing lasted two days. A Minsk court sentenced the lawyer to six years in a penal colony on Monday evening under the article on “assistance to extremist activity”. Relatives were kept outside. Two EU missions that had asked to observe the trial were turned away at the door, and one of them said the case would be raised when the next sanctions listing is prepared.",
        found: &[
            ("repression", "sentence", "sentences", 1.0),
            ("repression", "@belarus", "Minsk", 1.0),
            ("repression", "penal colony", "penal colony", 1.0),
            ("sanctions", "sanction", "sanctions", 1.0),
        ],
    },
    Told {
        story: 4829,
        outlet: HOLAS,
        language: "be",
        minutes_ago: 640,
        title: "Былую палітзняволеную зноў выклікалі на допыт у Берасці",
        text: "Жанчына выйшла на волю ў красавіку. Праз два месяцы яе выклікалі на допыт і забралі пашпарт; праваабаронцы кажуць, што гэта пяты такі выпадак у Берасці за месяц.",
        found: &[
            ("repression", "палітзняволены", "палітзняволеную", 2.0),
            ("repression", "@belarus", "Берасці", 1.0),
        ],
    },
    Told {
        story: 4831,
        outlet: LEDGER,
        language: "en",
        minutes_ago: 205,
        title: "Brussels drafts listing of four potash traders over Klaipėda transit",
        text: "Four trading firms registered in three Gulf states would face an asset freeze under a draft circulated to member states on Monday, according to two diplomats. The firms are said to have relabelled Belarusian potash at sea. OFAC has been consulted, one of them said; a decision is not expected before the end of the month.",
        found: &[
            ("sanctions", "asset freeze", "asset freeze", 2.0),
            ("sanctions", "OFAC", "OFAC", 2.0),
            ("sanctions", "potash", "potash", 1.0),
        ],
    },
    Told {
        story: 4831,
        outlet: KURJER,
        language: "pl",
        minutes_ago: 118,
        title: "Bruksela szykuje sankcje na handlarzy potażem",
        text: "Projekt obejmuje cztery spółki z krajów Zatoki.",
        found: &[("sanctions", "sankcja", "sankcje", 1.0)],
    },
    Told {
        story: 4833,
        outlet: KURJER,
        language: "pl",
        minutes_ago: 512,
        title: "Celnicy zatrzymali na granicy części do dronów ukryte w przyczepie z jabłkami",
        text: "Kontrola trwała sześć godzin. W ładunku znaleziono ponad dwieście podzespołów objętych zakazem wywozu; kierowca miał dokumenty na tranzyt przez Białoruś do Rosji. Sprawę obejścia sankcji prowadzi prokuratura w Białymstoku.",
        found: &[
            ("sanctions", "obejście ~3 sankcja", "obejścia sankcji", 2.0),
            ("sanctions", "zakaz wywozu", "zakazem wywozu", 1.0),
        ],
    },
    Told {
        story: 4835,
        outlet: DZIARZ,
        language: "be",
        minutes_ago: 701,
        title: "Сумесныя манеўры пройдуць пад Барысавам у ліпені",
        text: "Міністэрства абароны паведаміла, што ў ліпені пад Барысавам пройдуць сумесныя манеўры з расійскімі падраздзяленнямі. Колькасць удзельнікаў не называецца.",
        found: &[("intervention", "сумесны манеўр", "Сумесныя манеўры", 1.5)],
    },
    Told {
        story: 4774,
        outlet: VERSTA,
        language: "ru",
        minutes_ago: 160,
        title: "Апелляция по делу учительницы из Лиды: приговор оставили в силе",
        text: "Областной суд рассмотрел жалобу за сорок минут. Приговор — три года колонии — оставили в силе.",
        found: &[
            ("repression", "приговор", "приговор", 1.0),
            ("repression", "@belarus", "Лиды", 1.0),
        ],
    },
];
