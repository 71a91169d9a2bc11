//! English: nouns' plurals, verbs' forms and short adjectives' degrees, joined where a word may be both.

mod lexicon;

use super::Word;
use super::paradigm::Paradigm;
use super::paradigm::ends_in;
use super::paradigm::is_one_of;

/// Ends of nouns that are never verbs.
const NOUN_ENDS: &str = "ity ism ist ists ness ship hood dom logy cracy crat ician ary ery ology graphy ance ence ancy ency tude eer ette ology \
    omics itis oid ment ure";

/// Words with such an end that are verbs as well.
const VERBS_ALL_THE_SAME: &str = "enlist blacklist whitelist blocklist shortlist delist relist assist resist insist persist consist twist list exist balance advance finance influence evidence experience \
    reference silence sentence fence dance glance enhance commence ship worship partner document supplement implement \
    complement torment augment experiment comment lament cement ferment harness witness pressure measure treasure secure \
    capture torture lecture structure figure picture venture manufacture feature fracture rupture procure endure ensure assure \
    insure injure lure cure conjure censure engineer volunteer career pioneer veer steer cheer sneer bury query \
    vary carry marry hurry tarry cruise query cure";

/// -tion and -sion are nouns, but for these.
const TION_VERBS: &str = "sanction mention position question function caution auction station section condition commission provision petition motion \
    ration envision partition portion proportion transition apportion cushion fashion";

/// -er and -or are agents, but for these.
const ER_VERBS: &str = "soldier border order offer enter counter encounter barter shelter filter murder surrender render consider cover discover \
    recover uncover deliver answer register administer minister hammer batter shatter scatter transfer suffer differ gather lower \
    power empower trigger muster conquer hinder plunder slaughter hover linger master matter number prosper suffer utter wander \
    wonder alter bother cluster defer prefer refer infer confer deter fester flounder foster further hinder launder litter \
    ponder pepper quarter remember shoulder smother squander stagger stutter swagger whisper wither endanger anger stammer \
    monitor sponsor author tutor anchor favor honor labor harbor mirror censor armor abhor decipher offer broker \
    engineer volunteer pioneer embitter remainder reorder cater water batter hamper tamper temper tender";

/// Verbs of two syllables and more whose last is stressed, so that it is doubled.
const DOUBLING: &str = "commit permit admit submit omit emit transmit remit refer prefer defer infer confer transfer deter occur concur incur recur \
    control patrol rebel compel expel repel propel dispel excel equip regret begin forget upset outwit acquit allot \
    abhor annul enrol extol handicap kidnap program unplug debug overlap ";

/// Adds the forms of an English word.
pub(super) fn inflect(word: Word<'_>, into: &mut Paradigm) {
    let text = word.text;
    if lexicon::exception(text, word.is_name, into) {
        return;
    }
    if word.is_acronym {
        into.add(text);
        into.with(text, "s");
        return;
    }
    if word.is_name {
        name(text, into);
        return;
    }
    let lemmas = lemmas_of(text);
    for lemma in &lemmas {
        if !lexicon::exception(lemma, false, into) {
            lemma_forms(lemma, into);
        }
    }
}

/// A name has no plural to speak of, but a people has.
fn name(text: &str, into: &mut Paradigm) {
    into.add(text);
    if ends_in(text, "an ian can i er ite ot")
        && !ends_in(text, "stan azerbaijan iran japan pakistan oman sudan milan")
        && !ends_in(text, "hi vili bilisi")
    {
        into.with(text, "s");
    } else if ends_in(
        text,
        "day ment tion council court party house army union minister president journal bank ball",
    ) {
        plural(text, into);
    }
}

fn lemma_forms(lemma: &str, into: &mut Paradigm) {
    into.add(lemma);
    if is_one_of(lemma, lexicon::GRADED) {
        degrees(lemma, into);
    }
    if ends_in(
        lemma,
        "ous ful less ical ally ible able ish ic ive al ial ual ary ly ese",
    ) && !is_one_of(
        lemma,
        "trial arrival denial signal rival appeal deal arsenal criminal official capital proposal terminal journal \
            scandal festival hospital animal general professional individual intellectual liberal radical survival withdrawal \
            referral removal disposal approval channel canal metal goal meal coal admiral marshal tribunal manual material credential \
            potential essential principal original national editorial memorial rally ally bully supply reply apply family assembly \
            monopoly comply imply multiply fly relative executive representative detective motive initiative alternative incentive \
            perspective objective native captive operative narrative archive drive give live dive strive derive arrive forgive \
            survive fugitive collective conservative missive offensive directive topic critic public traffic panic music attic fabric picnic \
            clinic republic mechanic cleric academic epidemic pandemic logic tactic rhetoric table cable stable \
            variable vegetable fish dish wish publish punish finish establish vanish polish abolish demolish diminish perish \
            accomplish distinguish banish furnish relish british mercenary secretary adversary anniversary boundary dictionary \
            library salary diary commentary documentary missionary revolutionary dignitary emissary beneficiary \
             visionary subsidiary intermediary luminary",
    ) {
        return;
    }
    plural(lemma, into);
    if is_verbal(lemma) {
        verb(lemma, into);
    }
}

fn is_verbal(lemma: &str) -> bool {
    if ends_in(lemma, "er or") {
        return is_one_of(lemma, ER_VERBS) || vowel_groups(lemma) == 1;
    }
    if ends_in(lemma, "tion sion") {
        return is_one_of(lemma, TION_VERBS);
    }
    !ends_in(lemma, NOUN_ENDS) || is_one_of(lemma, VERBS_ALL_THE_SAME)
}

/// The noun's plural, which is the verb's third person too.
fn plural(lemma: &str, into: &mut Paradigm) {
    if let Some(stem) = lemma
        .strip_suffix('y')
        .filter(|s| !s.ends_with(['a', 'e', 'i', 'o', 'u']))
    {
        into.with(stem, "ies");
    } else if let Some(stem) = lemma.strip_suffix("sis").filter(|s| s.len() > 1) {
        into.with(stem, "ses");
    } else if ends_in(lemma, "s x z ch sh") {
        into.with(lemma, "es");
    } else if lemma.ends_with('o') {
        into.with(lemma, if is_one_of(lemma, "embargo hero potato tomato veto echo torpedo go do undergo cargo volcano tornado mosquito") { "s es" } else { "s" });
    } else if let Some(stem) = lemma
        .strip_suffix("man")
        .filter(|s| !s.is_empty() && !ends_in(s, "hu ger ro nor ot") && s.len() > 1)
    {
        into.with(stem, "men");
    } else {
        into.with(lemma, "s");
    }
}

fn verb(lemma: &str, into: &mut Paradigm) {
    if let Some(stem) = lemma.strip_suffix("ie") {
        into.with(stem, "ied ying");
    } else if ends_in(lemma, "ee oe ye") {
        into.with(lemma, "d ing");
    } else if let Some(stem) = lemma.strip_suffix('e') {
        into.with(stem, "ed ing");
    } else if let Some(stem) = lemma
        .strip_suffix('y')
        .filter(|s| !s.ends_with(['a', 'e', 'i', 'o', 'u']))
    {
        into.with(stem, "ied ying");
    } else if lemma.ends_with("ic") {
        into.with(lemma, "ked king");
    } else if doubles(lemma) {
        let last = &lemma[lemma.len() - 1..];
        into.with(&format!("{lemma}{last}"), "ed ing");
    } else {
        into.with(lemma, "ed ing");
        if ends_in(lemma, "el al") && vowel_groups(lemma) > 1 && !ends_in(lemma, "eel eal ial ual")
        {
            into.with(&format!("{lemma}l"), "ed ing");
        }
    }
}

fn degrees(lemma: &str, into: &mut Paradigm) {
    if let Some(stem) = lemma.strip_suffix('e') {
        into.with(stem, "er est");
    } else if let Some(stem) = lemma.strip_suffix('y') {
        into.with(stem, "ier iest");
    } else if doubles(lemma) {
        into.with(&format!("{lemma}{}", &lemma[lemma.len() - 1..]), "er est");
    } else {
        into.with(lemma, "er est");
    }
}

/// Does the last consonant double before -ed? One vowel, one consonant, one syllable (or a known one).
fn doubles(lemma: &str) -> bool {
    if is_one_of(lemma, DOUBLING) {
        return true;
    }
    let bytes = lemma.as_bytes();
    let [.., vowel, last] = bytes else {
        return false;
    };
    let short = matches!(vowel, b'a' | b'e' | b'i' | b'o' | b'u')
        && !matches!(
            last,
            b'a' | b'e' | b'i' | b'o' | b'u' | b'w' | b'x' | b'y' | b'h'
        );
    let before_is_vowel = bytes.len() > 2
        && matches!(bytes[bytes.len() - 3], b'a' | b'e' | b'i' | b'o' | b'u')
        && !(bytes.len() > 3 && bytes[bytes.len() - 3] == b'u' && bytes[bytes.len() - 4] == b'q');
    short && !before_is_vowel && vowel_groups(lemma) == 1 && lemma.is_ascii()
}

fn vowel_groups(lemma: &str) -> usize {
    let mut groups = 0;
    let mut inside = false;
    for letter in lemma.chars() {
        let vowel = "aeiouy".contains(letter);
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    groups
}

/// The words that `text` may be a form of, the likeliest first; often itself.
fn lemmas_of(text: &str) -> Vec<String> {
    if text.chars().count() < 5 || !text.is_ascii() {
        return vec![text.to_owned()];
    }
    if let Some(stem) = text
        .strip_suffix("ies")
        .filter(|s| s.len() > 2 && !ends_in(text, "series species"))
    {
        return vec![format!("{stem}y")];
    }
    if let Some(stem) = text
        .strip_suffix("es")
        .filter(|s| ends_in(s, "ss x zz ch sh"))
    {
        return vec![stem.to_owned()];
    }
    if let Some(stem) = text.strip_suffix("men").filter(|s| s.len() > 2) {
        return vec![format!("{stem}man")];
    }
    if let Some(stem) = text
        .strip_suffix('s')
        .filter(|s| !ends_in(s, "s u i ic") && !ends_in(text, "news series species always perhaps"))
    {
        return vec![stem.to_owned()];
    }
    if let Some(stem) = text
        .strip_suffix("ed")
        .filter(|s| vowel_groups(s) > 0 && s.len() > 2 && !ends_in(text, "eed hundred sacred"))
    {
        return bases(stem);
    }
    if let Some(stem) = text
        .strip_suffix("ing")
        .filter(|s| vowel_groups(s) > 0 && s.len() > 2 && !lexicon::is_noun_in_ing(text))
    {
        return bases(stem);
    }
    vec![text.to_owned()]
}

/// detain(ed), invad(ed), plann(ed), carri(ed): the verb before the ending.
fn bases(stem: &str) -> Vec<String> {
    if let Some(base) = stem.strip_suffix('i') {
        return vec![format!("{base}y")];
    }
    let bytes = stem.as_bytes();
    let n = bytes.len();
    if n > 3 && bytes[n - 1] == bytes[n - 2] && !ends_in(stem, "ss ll ff zz") {
        return vec![stem[..n - 1].to_owned()];
    }
    if n > 4 && ends_in(stem, "oll ell ill") && is_one_of(&stem[..n - 1], DOUBLING) {
        return vec![stem[..n - 1].to_owned()];
    }
    if needs_e(stem) {
        vec![format!("{stem}e")]
    } else {
        vec![stem.to_owned()]
    }
}

fn needs_e(stem: &str) -> bool {
    if ends_in(
        stem,
        "c v z u bl pl tl dl gl kl fl cl rg dg s iev eiv urs ens ons aus ais eas",
    ) && !ends_in(stem, "ss focus bias")
    {
        return true;
    }
    let bytes = stem.as_bytes();
    let [.., before, vowel, last] = bytes else {
        return false;
    };
    let is_vowel = |b: &u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    if !is_vowel(vowel) || is_vowel(last) || matches!(last, b'w' | b'x' | b'y' | b'h') {
        return false;
    }
    let diphthong = is_vowel(before) && !(*before == b'u' && stem.contains("qu"));
    if diphthong {
        return ends_in(stem, "eat iat uat")
            && ends_in(stem, "creat ociat itiat tuat liat viat diat riat niat");
    }
    if vowel_groups(stem) == 1 {
        return !matches!(last, b'l' | b'r') || ends_in(stem, "ir or ar ur al il ol ul");
    }
    !ends_in(
        stem,
        "er on en el or it et ow op ip ab ish om ed id ap il ol ar eb ub um ur od ig an",
    ) && !ends_in(stem, "ain oin")
        || ends_in(
            stem,
            "ignor explor restor declar prepar compar \
        secur requir acquir inspir expir conspir retir desir admir fir provid decid divid resid presid guid persuad invad exped conced \
        reced delet complet compet escap shap deplor provok invok enabl unit invit excit ignit defin combin examin determin escalat \
        assur ensur insur endur injur captur tortur pressur measur manufactur eros explod implod erod cod abus excus expos oppos \
        propos impos depos compos suppos clos alon postpon condon welcom becom overcom consum assum resum presum volum arrang",
        )
}
