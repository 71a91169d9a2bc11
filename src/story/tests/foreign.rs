//! One event told in several languages, and events that share names with it: our own texts about people that do not
//! exist. How many are found is measured here; what is joined wrongly is counted against it.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::story::Newcomer;
use crate::story::Reading;
use crate::story::Seat;
use crate::story::Telling;
use crate::story::Window;
use crate::story::tests::abroad::TOLD as TOLD_ABROAD;

/// Event, language, headline, text, address. Events with one number are one; those of the same letter are of one kind, with
/// names in common.
pub(super) type Told = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const TOLD: &[Told] = &[
    (
        "a1",
        "en",
        "Ferry Albatros runs aground near Liepaja with 214 passengers",
        "The ferry Albatros ran aground on a sandbank off Liepaja early on Monday with 214 passengers aboard, the port captain Andris Kalnins said. Nobody was hurt and two tugs from Ventspils were on their way.",
        "",
    ),
    (
        "a1",
        "ru",
        "Паром «Альбатрос» с 214 пассажирами сел на мель у Лиепаи",
        "Паром «Альбатрос» рано утром в понедельник сел на мель у порта Лиепая. На борту было 214 пассажиров, сообщил капитан порта Андрис Калниньш. Никто не пострадал, из Вентспилса вышли два буксира.",
        "",
    ),
    (
        "a1",
        "de",
        "Fähre Albatros läuft mit 214 Passagieren vor Liepaja auf Grund",
        "Die Fähre Albatros ist am Montag vor dem Hafen von Liepaja auf eine Sandbank gelaufen. An Bord waren 214 Passagiere, sagte der Hafenkapitän Andris Kalnins. Verletzt wurde niemand, zwei Schlepper kommen aus Ventspils.",
        "",
    ),
    (
        "a2",
        "ru",
        "В Лиепае открыли новый причал для яхт",
        "Капитан порта Андрис Калниньш открыл в Лиепае причал для 60 яхт. Строительство заняло три года и обошлось городу в 8 миллионов евро, большую часть дал Брюссель. Летом здесь ждут гостей из Швеции.",
        "",
    ),
    (
        "b1",
        "en",
        "Court in Grodno jails editor Shevtsova for 7 years",
        "A court in Grodno has sentenced the editor Irina Shevtsova to seven years in prison, her lawyer Oleg Dubovik said. The judge Marat Kulik heard 38 witnesses behind closed doors; the paper Vecherka was shut in spring.",
        "",
    ),
    (
        "b1",
        "ru",
        "В Гродно редактора Шевцову приговорили к семи годам",
        "Суд в Гродно приговорил редактора Ирину Шевцову к семи годам колонии, рассказал адвокат Олег Дубовик. Судья Марат Кулик за закрытыми дверями допросил 38 свидетелей, а газету «Вечерка» закрыли весной.",
        "",
    ),
    (
        "b1",
        "pl",
        "Grodno: redaktorka Szewcowa skazana na siedem lat",
        "Sąd w Grodnie skazał redaktorkę Irinę Szewcową na siedem lat kolonii, poinformował adwokat Oleg Dubowik. Sędzia Marat Kulik przesłuchał 38 świadków za zamkniętymi drzwiami, a gazeta Wieczerka została zamknięta wiosną.",
        "",
    ),
    (
        "b2",
        "ru",
        "Адвоката Дубовика лишили лицензии",
        "Министерство юстиции в Минске лишило лицензии адвоката Олега Дубовика. Он защищал 12 журналистов и редактора Ирину Шевцову; коллегия назвала его интервью газетам несовместимым с профессией. Дубовик будет жаловаться.",
        "",
    ),
    (
        "c1",
        "en",
        "Explosion at Zarya chemical works in Sterlitamak kills 5",
        "An explosion at the Zarya chemical works in Sterlitamak killed five workers and injured 17 on Thursday, the governor Radiy Safin said. The fire in workshop 40 was put out after 6 hours; schools in Salavat stayed closed.",
        "",
    ),
    (
        "c1",
        "ru",
        "Взрыв на заводе «Заря» в Стерлитамаке: пятеро погибших",
        "При взрыве на химическом заводе «Заря» в Стерлитамаке в четверг погибли пять рабочих и 17 пострадали, сообщил губернатор Радий Сафин. Пожар в цехе 40 тушили шесть часов, школы в Салавате закрыты.",
        "",
    ),
    (
        "c2",
        "ru",
        "Сафин пообещал Стерлитамаку новую больницу",
        "Губернатор Радий Сафин пообещал построить в Стерлитамаке больницу на 300 мест. Деньги выделит Москва, первый этап сдадут через два года, а старое здание у парка отдадут под поликлинику и аптеку.",
        "",
    ),
    (
        "d1",
        "en",
        "Minister Horbenko resigns over grain contracts",
        "Agriculture minister Taras Horbenko resigned on Friday after the bureau NABU searched his offices in Kyiv. Investigators say contracts with the company Stepagro worth 46 million were never tendered; deputy Olena Savchuk takes over.",
        "",
    ),
    (
        "d1",
        "uk",
        "Міністр Горбенко подав у відставку через зернові контракти",
        "Міністр аграрної політики Тарас Горбенко у п'ятницю подав у відставку після обшуків НАБУ в його кабінетах у Києві. Контракти з компанією «Степагро» на 46 мільйонів уклали без тендеру; його замінить Олена Савчук.",
        "",
    ),
    (
        "d1",
        "ru",
        "Министр Горбенко ушел в отставку из-за зерновых контрактов",
        "Министр сельского хозяйства Украины Тарас Горбенко в пятницу ушел в отставку после обысков НАБУ в Киеве. Контракты с компанией «Степагро» на 46 миллионов заключили без тендера; его обязанности исполняет Елена Савчук.",
        "",
    ),
    (
        "d2",
        "en",
        "Horbenko opens grain terminal on the Danube",
        "Agriculture minister Taras Horbenko opened a grain terminal at Izmail on Wednesday. It can load 9 barges a day for Constanta, he said, and farmers of the region no longer have to wait for trains to Odesa.",
        "",
    ),
    (
        "e1",
        "en",
        "Chess: Radek Wolny, 16, beats Kasimov to win in Gdynia",
        "Radek Wolny, 16, beat the grandmaster Timur Kasimov in the last round on Sunday and won the Baltic Open in Gdynia with 8.5 points. He is the youngest winner since Pavel Eljanov; Ivan Kulesh came third.",
        "",
    ),
    (
        "e1",
        "pl",
        "Szachy: szesnastoletni Wolny pokonał Kasimowa i wygrał w Gdyni",
        "Radek Wolny w ostatniej rundzie pokonał arcymistrza Timura Kasimowa i wygrał w niedzielę turniej Baltic Open w Gdyni z wynikiem 8,5 punktu. Jest najmłodszym zwycięzcą od czasu Pawła Eljanowa; trzeci był Iwan Kulesz.",
        "",
    ),
    (
        "e1",
        "ru",
        "Шахматы: 16-летний Вольный обыграл Касимова и победил в Гдыне",
        "Радек Вольный, 16 лет, в последнем туре обыграл гроссмейстера Тимура Касимова и выиграл турнир Baltic Open в Гдыне, набрав 8,5 очка. Он самый молодой победитель после Павла Эльянова; третьим стал Иван Кулеш.",
        "",
    ),
    (
        "e2",
        "ru",
        "Касимов сыграет за сборную в Будапеште",
        "Гроссмейстер Тимур Касимов вошел в сборную на командный чемпионат в Будапеште. Вместе с ним поедут Иван Кулеш и Глеб Дудин, тренер ждет от команды места в первой пятерке из 44 стран.",
        "",
    ),
    (
        "f1",
        "en",
        "Bridge over Pripyat at Mozyr closed after lorry falls",
        "The bridge over the Pripyat at Mozyr was closed on Tuesday after a lorry of the company Transbel broke through the railing. The driver, Sergei Lapko, 41, swam ashore; divers from Gomel raised 18 tons of steel.",
        "",
    ),
    (
        "f1",
        "be",
        "У Мазыры закрылі мост цераз Прыпяць: упаў грузавік",
        "Мост цераз Прыпяць у Мазыры ў аўторак закрылі: грузавік кампаніі «Трансбел» прабіў агароджу. Кіроўца Сяргей Лапко, 41 год, выплыў на бераг; вадалазы з Гомеля паднялі 18 тон сталі.",
        "",
    ),
    (
        "f1",
        "ru",
        "В Мозыре закрыли мост через Припять: упал грузовик",
        "Мост через Припять в Мозыре во вторник закрыли: грузовик компании «Трансбел» пробил ограждение. Водитель Сергей Лапко, 41 год, выплыл на берег; водолазы из Гомеля подняли 18 тонн стали.",
        "",
    ),
    (
        "f2",
        "en",
        "Mozyr refinery stops for repairs",
        "The refinery at Mozyr stops for 25 days of planned repairs, its director Viktor Sidorik said. Trains with fuel for Gomel and the south come from Novopolotsk meanwhile, and prices at filling stations stay as they are.",
        "",
    ),
    (
        "g1",
        "en",
        "Lithuania expels 4 Belarusian diplomats after drone found at Medininkai",
        "Lithuania expelled four Belarusian diplomats on Wednesday. A drone with explosives was found near Medininkai on 14 October, minister Rasa Petkute said; the ambassador Valery Baranok was summoned in Vilnius twice.",
        "",
    ),
    (
        "g1",
        "ru",
        "Литва высылает четырех белорусских дипломатов из-за дрона у Мядининкая",
        "Литва высылает четырех дипломатов Беларуси. Дрон со взрывчаткой нашли у Мядининкая 14 октября, заявила министр Раса Петкуте. Посла Валерия Баранка дважды вызывали в министерство в Вильнюсе.",
        "",
    ),
    (
        "g1",
        "lt",
        "Lietuva išsiunčia keturis Baltarusijos diplomatus dėl drono prie Medininkų",
        "Lietuva trečiadienį išsiuntė keturis Baltarusijos diplomatus. Dronas su sprogmenimis rastas prie Medininkų spalio 14 dieną, sakė ministrė Rasa Petkutė; ambasadorius Valerijus Baranokas du kartus kviestas į ministeriją Vilniuje.",
        "",
    ),
    (
        "g2",
        "ru",
        "Посол Баранок вручил награды в Вильнюсе",
        "Посол Валерий Баранок вручил в Вильнюсе медали 11 ветеранам. На вечере в посольстве пели дети из школы имени Скорины, а писатель Антон Рудак прочел отрывок из книги о Вилии и старом городе.",
        "",
    ),
    (
        "h1",
        "en",
        "Flood in Kakheti: 3,200 leave homes as Alazani rises",
        "The river Alazani flooded Telavi and Gurjaani in Kakheti overnight and 3,200 people left their homes. Governor Zaza Beridze asked Tbilisi for boats; the bridge at Chandari has gone and the road to Sighnaghi is closed.",
        "",
    ),
    (
        "h1",
        "ru",
        "Наводнение в Кахетии: Алазани затопила Телави и Гурджаани",
        "Река Алазани ночью затопила Телави и Гурджаани в Кахетии, дома покинули 3200 человек. Губернатор Заза Беридзе попросил у Тбилиси лодки; мост в Чандари снесло, дорога на Сигнахи закрыта.",
        "",
    ),
    (
        "h2",
        "ru",
        "В Телави начался праздник вина",
        "В Телави начался праздник молодого вина ртвели: в Кахетию приехали 15 тысяч гостей. Губернатор Заза Беридзе обещал хороший урожай, винодел Гоча Маисурадзе открыл первый квеври, а вечером пел хор из Гори.",
        "",
    ),
    (
        "i1",
        "en",
        "Bank Dvina collapses, depositors queue in Vitebsk",
        "The bank Dvina closed all 29 branches on Monday. Its chairman Eduard Matskevich flew to Dubai on Saturday, the central bank said; in Vitebsk and Polotsk depositors queued all night and prosecutor Yana Gurinovich opened a case.",
        "",
    ),
    (
        "i1",
        "ru",
        "Банк «Двина» закрыл все 29 отделений",
        "Банк «Двина» в понедельник закрыл все 29 отделений. Председатель Эдуард Мацкевич в субботу улетел в Дубай, сообщил центробанк; в Витебске и Полоцке вкладчики стояли всю ночь, прокурор Яна Гуринович возбудила дело.",
        "",
    ),
    (
        "i1",
        "be",
        "Банк «Дзвіна» закрыў усе 29 аддзяленняў",
        "Банк «Дзвіна» ў панядзелак закрыў усе 29 аддзяленняў. Старшыня Эдуард Мацкевіч у суботу паляцеў у Дубай, паведаміў цэнтрабанк; у Віцебску і Полацку ўкладчыкі стаялі ўсю ноч, пракурор Яна Гурыновіч распачала справу.",
        "",
    ),
    (
        "i2",
        "en",
        "Vitebsk festival names its jury",
        "The song festival in Vitebsk has named its jury: Eduard Khanok presides, Yana Stankevich and the tenor Petr Ridiger from Polotsk sit beside him. Singers of 22 countries come in July, and tickets are sold from Monday.",
        "",
    ),
    (
        "j1",
        "en",
        "Sledge racer Kravets breaks track record in Sigulda",
        "Dmitry Kravets broke the track record in Sigulda with 47.915 seconds on Saturday and leads the World Cup before Felix Loch and Kristers Aparjods. His sister Alina Kravets was fourth among the women in Latvia.",
        "",
    ),
    (
        "j1",
        "de",
        "Rodler Krawez fährt in Sigulda Bahnrekord",
        "Dmitri Krawez hat am Samstag in Sigulda mit 47,915 Sekunden den Bahnrekord gebrochen und führt im Weltcup vor Felix Loch und Kristers Aparjods. Seine Schwester Alina Krawez wurde in Lettland Vierte bei den Frauen.",
        "",
    ),
    (
        "j2",
        "de",
        "Loch hört nach dieser Saison auf",
        "Felix Loch beendet nach dem Winter seine Laufbahn. Der Rodler aus Berchtesgaden will beim Weltcup in Sigulda noch starten und dann Nachwuchs am Königssee trainieren; er hat 3 olympische Medaillen aus Vancouver und Sotschi.",
        "",
    ),
    (
        "k1",
        "en",
        "Poland arrests two over rail sabotage near Bialystok",
        "Polish prosecutors arrested Marcin Zielonka and Artur Hryniewicz on Thursday for cutting signal cables near Bialystok on 3 November. Train IC 1105 braked 200 metres before a lorry at Sokolka, spokeswoman Ewa Lipska said.",
        "",
    ),
    (
        "k1",
        "pl",
        "Dwóch zatrzymanych za sabotaż na kolei pod Białymstokiem",
        "Prokuratura zatrzymała w czwartek Marcina Zielonkę i Artura Hryniewicza za przecięcie kabli pod Białymstokiem 3 listopada. Pociąg IC 1105 zatrzymał się 200 metrów przed ciężarówką w Sokółce, powiedziała rzeczniczka Ewa Lipska.",
        "",
    ),
    (
        "k1",
        "ru",
        "В Польше арестовали двоих за диверсию под Белостоком",
        "Прокуратура Польши в четверг арестовала Марцина Зелонку и Артура Гриневича: 3 ноября они перерезали кабели под Белостоком. Поезд IC 1105 затормозил в 200 метрах от грузовика у Сокулки, сказала Эва Липска.",
        "",
    ),
    (
        "k2",
        "en",
        "Bialystok gets night trains to Vilnius again",
        "Night trains run between Bialystok and Vilnius again from December, the minister Ewa Malinowska said. They leave at 22.40, stop at Sokolka and Suwalki, and carry bicycles; tickets cost 19 euros, half for students.",
        "",
    ),
    (
        "l1",
        "en",
        "Moldova: Ciobanu wins mayor's race in Balti by 312 votes",
        "Natalia Ciobanu won the second round in Balti by 312 votes, the commission said on Monday. Her rival Vadim Rusnac spoke of buses from Tiraspol and will go to court; Chisinau sent 40 observers to the north.",
        "",
    ),
    (
        "l1",
        "ru",
        "Молдова: Чобану победила в Бельцах с перевесом в 312 голосов",
        "Наталья Чобану победила во втором туре в Бельцах с перевесом в 312 голосов, сообщила комиссия. Соперник Вадим Руснак заявил об автобусах из Тирасполя и пойдет в суд; Кишинев направил 40 наблюдателей.",
        "",
    ),
    (
        "l2",
        "ru",
        "Руснак требует отставки правительства",
        "Вадим Руснак потребовал в Кишиневе отставки правительства из-за цен на газ. На площадь пришли 5 тысяч человек, колонны приехали из Комрата и Оргеева; премьер Ион Мунтяну назвал митинг оплаченным.",
        "",
    ),
    (
        "m1",
        "en",
        "Presidents Orlov and Vasile meet in Batumi about gas transit",
        "President Kirill Orlov and his colleague Mihai Vasile met in Batumi on Monday and agreed on gas transit of 12 billion cubic metres until 2031. Minister Lev Gurov signed the paper; the pipeline ends at Constanta.",
        "",
    ),
    (
        "m2",
        "ru",
        "Орлов и Василе поспорили о границе",
        "Президент Кирилл Орлов и президент Михай Василе в интервью каналу «Восток» поспорили о границе по реке Прут. Василе назвал слова Орлова о 1940 годе оскорблением, посла Игоря Носика вызвали в Бухарест.",
        "",
    ),
    (
        "m3",
        "pl",
        "Orłow pogratulował Wasilemu urodzin",
        "Prezydent Kiriłł Orłow pogratulował Mihaiowi Vasilemu 55. urodzin i podarował mu szablę. W depeszy jest mowa o przyjaźni narodów i o muzeum w Jassach, które zostanie otwarte do zimy.",
        "",
    ),
    (
        "n1",
        "en",
        "Quake of magnitude 5.8 shakes Issyk-Kul, school in Karakol damaged",
        "A quake of magnitude 5.8 shook the Issyk-Kul region of Kyrgyzstan on Saturday at 04.17. A school in Karakol lost its roof, and Bishkek sent 6 lorries with tents; the ministry's Azamat Toktosunov spoke of 23 injured.",
        "",
    ),
    (
        "n2",
        "uk",
        "Землетрус магнітудою 4,1 стався біля Іссик-Куля",
        "Землетрус магнітудою 4,1 зафіксували на Іссик-Кулі в середу о 19:02. Мешканці Каракола і Баликчі відчули поштовхи, але жертв і руйнувань немає, повідомив у Бішкеку сейсмолог Канат Абдрахматов.",
        "",
    ),
    (
        "n1",
        "ru",
        "Землетрясение на Иссык-Куле: школа в Караколе осталась без крыши",
        "Землетрясение магнитудой 5,8 произошло в Иссык-Кульской области Кыргызстана в субботу в 04:17. Школа в Караколе лишилась крыши, из Бишкека отправили 6 грузовиков с палатками, Азамат Токтосунов сообщил о 23 пострадавших.",
        "",
    ),
    (
        "o1",
        "en",
        "Dinamo Brest beat Shakhtyor Soligorsk 3-1 with two goals by Melnik",
        "Dinamo Brest beat Shakhtyor Soligorsk 3-1 at home on Saturday. Ilya Melnik scored twice before the break and Denis Laptev added a penalty; coach Sergei Kovalchuk praised goalkeeper Pavluchenko, who saved from Antilevsky.",
        "",
    ),
    (
        "o2",
        "be",
        "БАТЭ абыграў «Дынама-Брэст» у Барысаве",
        "БАТЭ ў Барысаве абыграў «Дынама-Брэст» 2:0. Галы забілі Станіслаў Драгун і Валерый Грамыка; трэнер гасцей Сяргей Кавальчук замяніў Ілью Мельніка пасля перапынку і застаўся незадаволены суддзёй з Гомеля.",
        "",
    ),
    (
        "o1",
        "ru",
        "«Динамо-Брест» победил солигорский «Шахтер»: дубль Мельника",
        "«Динамо-Брест» дома обыграл «Шахтер» из Солигорска 3:1. Дважды до перерыва забил Илья Мельник, с пенальти отличился Денис Лаптев; Сергей Ковальчук похвалил вратаря Павлюченко, отразившего удар Антилевского.",
        "",
    ),
    (
        "p1",
        "en",
        "Sanctions: Brussels adds Nordtrans and 7 ships to list",
        "The Council in Brussels put the shipping company Nordtrans and seven ships on its list on Tuesday. Its owner Gleb Arsenyev may not enter; the tankers Kama and Vishera carried oil from Ust-Luga, Kaja Lindholm said.",
        "",
    ),
    (
        "p2",
        "ru",
        "«Нордтранс» оспорит санкции в Люксембурге",
        "Компания «Нордтранс» подала иск в суд в Люксембурге, сообщил адвокат Юрий Бек. Владелец Глеб Арсеньев требует 90 миллионов евро, танкер «Кама» стоит в Роттердаме, моряки из Мурманска ждут зарплату.",
        "",
    ),
    (
        "p1",
        "uk",
        "Брюссель вніс до списку санкцій «Нордтранс» і сім суден",
        "Рада в Брюсселі у вівторок внесла до списку компанію «Нордтранс» і сім суден. Її власнику Глібу Арсеньєву заборонили в'їзд; танкери «Кама» і «Вішера» возили нафту з Усть-Луги, сказала Кая Ліндгольм.",
        "",
    ),
    (
        "q1",
        "ru",
        "Суд в Москве арестовал активиста Ермакова на 15 суток",
        "Тверской суд Москвы арестовал активиста Павла Ермакова на 15 суток за одиночный пикет у посольства Ирана. Полиция задержала его 9 ноября; защитник Мария Эйсмонт обжалует решение, в спецприемнике в Сахарове Ермаков голодает.",
        "",
    ),
    (
        "q1",
        "en",
        "Moscow court jails activist Yermakov for 15 days",
        "The Tverskoy court in Moscow jailed the activist Pavel Yermakov for 15 days over a one-man picket at the Iranian embassy. Police detained him on November 9; his defender Maria Eismont will appeal, and he is on hunger strike in Sakharovo.",
        "",
    ),
    (
        "q2",
        "en",
        "Eismont wins rights prize in Oslo",
        "The Moscow defender Maria Eismont won a prize for human rights in Oslo on Friday. She thanked her clients Pavel Yermakov and Ilya Yashin; the jury of 15 praised her patience, and the money goes to families of prisoners.",
        "",
    ),
    (
        "r1",
        "pl",
        "Śmigłowiec ratowników rozbił się w Tatrach, dwie osoby ranne",
        "Śmigłowiec Sokół rozbił się w niedzielę w Tatrach pod Giewontem. Ranni zostali pilot Jan Gąsienica i ratownik Stanisław Krzeptowski; 34 turystów sprowadzono do Kuźnic, a szpital w Zakopanem przyjął ich wieczorem.",
        "",
    ),
    (
        "r1",
        "de",
        "Rettungshubschrauber stürzt in der Tatra ab, zwei Verletzte",
        "Ein Hubschrauber vom Typ Sokol ist am Sonntag in der Tatra unter dem Giewont abgestürzt. Verletzt wurden der Pilot Jan Gasienica und der Retter Stanislaw Krzeptowski; 34 Wanderer wurden nach Kuznice gebracht, Zakopane half.",
        "",
    ),
    (
        "r2",
        "de",
        "Zakopane plant neue Seilbahn",
        "Zakopane plant eine Seilbahn auf den Giewont mit 34 Gondeln. Naturschützer aus Krakau klagen dagegen, Bürgermeister Lukasz Filipowicz hofft auf Gäste aus Deutschland; gebaut würde von Kuznice aus in der Tatra ab 2028.",
        "",
    ),
    (
        "s1",
        "en",
        "Oil depot at Feodosia burns after drones strike",
        "An oil depot at Feodosia in Crimea burned on Monday after drones struck 3 tanks. The head of the region, Sergei Aksyonov, said 11 drones had been shot down; 800 people left their houses near Prymorskyi and the road to Kerch closed.",
        "",
    ),
    (
        "s1",
        "ru",
        "Нефтебаза в Феодосии горит после атаки беспилотников",
        "Нефтебаза в Феодосии загорелась в понедельник после удара беспилотников по трем резервуарам. Глава Крыма Сергей Аксёнов сообщил об 11 сбитых аппаратах; 800 человек вывезли из Приморского, дорогу на Керчь закрыли.",
        "",
    ),
    (
        "s1",
        "uk",
        "Нафтобаза у Феодосії палає після удару дронів",
        "Нафтобаза у Феодосії загорілася в понеділок після удару дронів по трьох резервуарах. Очільник окупованого Криму Сергій Аксьонов заявив про 11 збитих апаратів; 800 людей вивезли з Приморського, дорогу на Керч закрили.",
        "",
    ),
    (
        "s2",
        "en",
        "Kerch bridge closed for two hours",
        "Traffic on the bridge at Kerch stopped for two hours on Thursday night, Sergei Aksyonov said. Trains from Feodosia waited, and 11 lorries turned back; the reason was an exercise of the coast guard, not drones over Crimea.",
        "",
    ),
    (
        "t1",
        "lt",
        "Kaune sulaikytas banko plėšikas Petrauskas",
        "Kauno policija sulaikė Darių Petrauską, kuris pirmadienį apiplėšė banko Šiaulių skyrių ir pagrobė 73 tūkstančius eurų. Prokurorė Inga Valančiūtė sakė, kad pinigai rasti Jonavoje; bendrininkas Markas Zubovas pabėgo į Rygą.",
        "",
    ),
    (
        "t1",
        "ru",
        "В Каунасе задержан грабитель банка Пятраускас",
        "Полиция Каунаса задержала Дарюса Пятраускаса, который в понедельник ограбил отделение банка «Шяуляй» и унес 73 тысячи евро. Прокурор Инга Валанчюте сказала, что деньги нашли в Йонаве; сообщник Маркас Зубов бежал в Ригу.",
        "",
    ),
    (
        "t2",
        "ru",
        "Банк «Шяуляй» закрывает отделения в Йонаве",
        "Банк «Шяуляй» закроет отделения в Йонаве и Кедайняе и оставит 73 банкомата по всей Литве. Работу потеряют двадцать человек, сказал директор Витаутас Синюс; очереди в Каунасе длиннее на треть.",
        "",
    ),
];

/// The story of each; they come one by one, every twenty minutes.
fn stories(told: &[Told]) -> Vec<StoryId> {
    let mut window = Window::new();
    let mut opened = 0;
    let mut stories: Vec<StoryId> = Vec::new();
    for (number, (_, language, title, text, link)) in (0_i64..).zip(told) {
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(20 * number);
        let reading: Reading = window.read(&Telling {
            feed: None,
            title,
            text,
            link: Some(link),
            language: language.parse().ok(),
            at,
        });
        let newcomer = Newcomer {
            id: ArticleId(number),
            reading: &reading,
            at,
        };
        let settlement = window.settle(&[newcomer]);
        for merge in settlement.merges {
            for story in stories.iter_mut().filter(|story| **story == merge.from) {
                *story = merge.into;
            }
        }
        stories.push(match settlement.seats[0] {
            Seat::Joins(story, _) => story,
            _ => {
                opened += 1;
                window.number(0, StoryId(opened));
                StoryId(opened)
            }
        });
    }
    stories
}

/// Pairs found, missed, and joined wrongly.
type Account = (
    usize,
    Vec<(&'static str, &'static str)>,
    Vec<(&'static str, &'static str)>,
);

fn account(told: &[Told]) -> Account {
    let stories = stories(told);
    let (mut found, mut missed, mut wrong) = (0, Vec::new(), Vec::new());
    for (a, first) in told.iter().enumerate() {
        for (b, second) in told.iter().enumerate().skip(a + 1) {
            let is_said = stories[a] == stories[b];
            match (first.0 == second.0, is_said) {
                (true, true) => found += 1,
                (true, false) => missed.push((first.2, second.2)),
                (false, true) => wrong.push((first.2, second.2)),
                (false, false) => {}
            }
        }
    }
    (found, missed, wrong)
}

#[test]
fn events_told_in_several_languages_are_found_and_others_with_the_same_names_are_not_joined() {
    let (found, missed, wrong) = account(TOLD);

    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(missed.is_empty(), "{found} found, missed {missed:#?}");
}

#[test]
fn events_are_found_by_places_that_are_called_otherwise_by_dates_and_by_addresses_that_they_cite() {
    let (found, missed, wrong) = account(TOLD_ABROAD);

    assert!(wrong.is_empty(), "{wrong:#?}");
    // Two people and three places are as much as other events of the same day share, and are not enough.
    assert_eq!((found, missed.len()), (12, 4), "{missed:#?}");
}

#[test]
fn a_day_and_an_address_that_tie_are_told_beside_the_names() {
    let mut window = Window::new();
    let mut because = Vec::new();
    let pairs = [
        TOLD_ABROAD[0],
        TOLD_ABROAD[1],
        TOLD_ABROAD[19],
        TOLD_ABROAD[20],
    ];
    for (number, (_, language, title, text, link)) in (1_i64..).zip(pairs) {
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(number);
        let reading = window.read(&Telling {
            feed: None,
            title,
            text,
            link: Some(link),
            language: language.parse().ok(),
            at,
        });
        let newcomer = Newcomer {
            id: ArticleId(number),
            reading: &reading,
            at,
        };
        match window.settle(&[newcomer]).seats.remove(0) {
            Seat::Joins(_, tie) => because.push(tie.because),
            _ => window.number(0, StoryId(number)),
        }
    }

    let [day, address] = &*because else {
        panic!("{because:?}");
    };
    assert_eq!(day[0], "5 декабря");
    assert!(day.contains(&"Финляндия (Finland)".to_owned()), "{day:?}");
    assert_eq!(address[0], "https://medialab.example/ru/vena?utm_source=en");
}

#[test]
fn what_ties_a_telling_in_another_language_is_told_in_both() {
    let mut window = Window::new();
    let mut settle = |number: i64, place: usize| {
        let (_, language, title, text, _) = TOLD[place];
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(number);
        let reading = window.read(&Telling {
            feed: None,
            title,
            text,
            link: None,
            language: language.parse().ok(),
            at,
        });
        let id = ArticleId(number);
        let seat = window
            .settle(&[Newcomer {
                id,
                reading: &reading,
                at,
            }])
            .seats
            .remove(0);
        if seat == Seat::Opens {
            window.number(0, StoryId(number));
        }
        seat
    };

    assert_eq!(settle(1, 3), Seat::Opens);
    assert_eq!(settle(2, 4), Seat::Opens);
    let Seat::Joins(story, tie) = settle(3, 5) else {
        panic!("not joined");
    };

    assert_eq!(story, StoryId(2));
    assert!(
        tie.because.contains(&"Шевцову (Shevtsova)".to_owned()),
        "{tie:?}"
    );
    assert!(tie.similarity > 0.2, "{tie:?}");

    assert_eq!(
        settle(60, 6),
        Seat::Opens,
        "two days later it is another story"
    );
}

#[test]
fn an_article_s_own_words_are_not_what_the_others_call_a_name() {
    let mut window = Window::new();
    let (_, _, title, text, _) = TOLD[4];
    // Two words of one sound that only this article has.
    let own = format!("{}: Минск и Минский район", TOLD[5].2);
    let mut because = Vec::new();
    for (number, (language, title, text)) in
        (1_i64..).zip([("en", title, text), ("ru", own.as_str(), TOLD[5].3)])
    {
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(number);
        let reading = window.read(&Telling {
            feed: None,
            title,
            text,
            link: None,
            language: language.parse().ok(),
            at,
        });
        let newcomer = Newcomer {
            id: ArticleId(number),
            reading: &reading,
            at,
        };
        match window.settle(&[newcomer]).seats.remove(0) {
            Seat::Joins(_, tie) => because.push(tie),
            _ => window.number(0, StoryId(number)),
        }
    }

    let [tie] = &*because else {
        panic!("{because:?}");
    };
    assert!(tie.similarity <= 1.0);
    let is_foreign = |words: &String| {
        let Some((_, called)) = words.split_once(" (") else {
            return true;
        };
        called.starts_with(|first: char| first.is_ascii())
    };
    assert!(tie.because.iter().all(is_foreign), "{tie:?}");
}
