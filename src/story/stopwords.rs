//! Words that tell no event: articles, prepositions, pronouns, auxiliaries, and what headlines of every day are made of.
//!
//! One list for all languages together: a headline's language is often a guess, and a word that is common in one of
//! them and telling in another is left to its rarity instead of standing here.

/// Lower case, ё as е.
pub(super) const STOPWORDS: &[&str] = &[
    // English.
    "a about after against all also amid an and any are as at back be been before being best between big but by can could did do does down during first for from get gets go goes going got had has have he her here him his how i if in into is it its just last let live look made make makes may me might more most must my new news no not now of off on one only or our out over own per report reports review s said same say says see she should show shows so some still such t than that the their them then there these they this those through time to today top two up update updates us very video want was watch way we week were what when where which while who whom why will with would year years you your because day days",
    // Russian.
    "а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да для до его ее если есть еще же за здесь и из или им их к как когда который которая которое которые которых кто ли лет между меня мне может мы на над надо нам нас не него нее ни них но ну о об однако около он она они оно от по под после потом потому почти при про раз с сам себя со так также такой там тем то того тоже только том тот ты у уже фото видео хотя чего чем через что чтобы эта эти это этого этой этом этот я будет будут год года году заявил заявила заявили сообщил сообщила сообщили сообщает рассказал рассказала рассказали новости сегодня",
    // Belarusian and Ukrainian.
    "але альбо без бо будзе бы быў была былі быць ва вам вас вы га гэта гэты да для дык ён ёсць ж за з із і калі каб ля мы на над не ні па пад пасля праз пра пры са сваё так таксама там толькі тое той ты у ўжо ў хто чым што як якая які якія яна яны або аж був була були було бути в вже від він вона вони все де до є з за завдяки зі й його її їх ким коли котрий лише між ми на над наш не ні ну однак ось по при про під після та так також там те тим то тоді той тому у це цей ця ці чи чого чим що щоб як яка який які якщо року році",
    // Polish.
    "aby ale bo był była było były być co czy dla do gdy gdzie go i ich im ja jak jako je jego jej jest jeszcze już która które którego której którzy który lub ma mają może na nad nie nim niż o od oraz po pod przed przez przy są się ta tak także tam te tego tej ten to tu tylko tym w we wszystko z za ze że roku lat",
    // German.
    "aber als am an auch auf aus bei bis da das dass dem den der des durch ein eine einem einen einer eines er es für gegen hat haben hatte ich ihr im ist ja kann kein mehr mit nach nicht noch nur ob oder ohne sein seine seit sich sie sind soll über um und uns unter vom von vor war waren wegen wenn werden wie wird wir zu zum zur zwei neue jahr jahre",
    // French.
    "au aux avec ce ces cette dans de du elle elles en est et eux il ils je la le les leur lui mais même ne nos notre nous on ont ou où par pas pour plus qu que qui sa sans ses son sont sous sur ta te tes toi ton tu un une vos votre vous était été être après avant",
    // Lithuanian and Latvian.
    "ar apie bei bet bus buvo dar dėl iki iš ir jau jie jis jo jos kad kai kaip kas ką kur kurie kurį metų nei nes nuo o pagal per po prie sako su ta tačiau tai taip ten tik to tuo už yra arī bija būs gan gada ir jau kā kad kas ko kur lai līdz nav ne no pa par pie tā tad tas tika to un uz vai vēl viņa viņi viņš",
];
