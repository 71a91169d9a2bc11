//! States and capitals that are called otherwise in another language: Germany, Германия, Niemcy, Vokietija. By how their
//! names begin to sound, as all names are met; so most of their cases and the words made of them are met as well.
//!
//! Everybody's news names them, so they are no proof by themselves; see `foreign`. Those that sound alike everywhere are not
//! here, and neither are names that sound like somebody's: Georgia, Jordan, the English of Румыния. The facts are ours to write down.

use crate::story::keyed::Keyed;
use crate::story::reading::sound_of;

/// What a place is called, in the nine languages in any order, with the cases that begin otherwise.
const PLACES: &[&str] = &[
    "Germany Deutschland Германия Германии Германія Германії Нямеччына Нямеччыне Німеччина Німеччині Niemcy Niemiec Niemczech \
     Niemcami Vokietija Vokietijos Vācija Vācijas Vācijā Allemagne",
    "France Frankreich Франция Франции Францыя Францыі Франція Франції Francja Francji Prancūzija Prancūzijos Francija Francijas",
    "Britain Britannien Großbritannien Великобритания Вялікабрытанія Британія Британия Брытанія Brytania Brytanii Britanija \
     Lielbritānija Lielbritānijas Bretagne",
    "Italy Italien Италия Італія Włochy Włoch Włoszech Italija Itālija Italie",
    "Spain Spanien Испания Іспанія Hiszpania Hiszpanii Ispanija Ispanijos Spānija Spānijas Espagne",
    "Poland Polen Польша Польши Польшча Польщі Польща Polska Polsce Polski Polskę Lenkija Lenkijos Lenkijoje Lenkijai Polija \
     Polijas Polijā Pologne",
    "Lithuania Litauen Литва Литвы Литве Литву Литвой Літва Літвы Літве Литві Litwa Litwie Litwy Litwę Lietuva Lietuvos \
     Lietuvoje Lietuvai Lietuvas Lietuvā Lituanie",
    "Latvia Lettland Латвия Латвии Латвія Łotwa Łotwie Łotwy Łotwę Latvija Latvijos Latvijā Lettonie",
    "Estonia Estland Эстония Эстонии Эстонія Естонія Estonia Estonii Estija Estijos Igaunija Igaunijas Estonie",
    "Finland Finnland Финляндия Фінляндыя Фінляндія Finlandia Suomija Suomijos Suomi Somija Somijas Finlande",
    "Sweden Schweden Швеция Швеции Швецыя Швеція Szwecja Szwecji Švedija Švedijos Zviedrija Zviedrijas Suède",
    "Norway Norwegen Норвегия Нарвегія Норвегія Norwegia Norvegija Norvēģija Norvège",
    "Denmark Dänemark Дания Дании Данія Даніі Данії Dania Danii Danią Danija Danijos Dānija Dānijas Danemark",
    "Netherlands Niederlande Нидерланды Нідэрланды Нідерланди Голландия Holandia Holandii Niderlandy Nyderlandai Olandija \
     Nīderlande Pays-Bas",
    "Belgium Belgien Бельгия Бельгія Belgia Belgii Belgija Beļģija Belgique",
    "Austria Österreich Австрия Аўстрыя Австрія Austrija Autriche",
    "Switzerland Schweiz Швейцария Швейцарыя Швейцарія Szwajcaria Šveicarija Šveice Šveices Suisse",
    "Czech Czechia Tschechien Чехия Чехии Чэхія Чехія Czechy Czechach Čekija Čekijos Čehija Čehijas Tchéquie Tchèque",
    "Slovakia Slowakei Словакия Славакія Словаччина Słowacja Slovakija Slovākija Slovaquie",
    "Hungary Ungarn Венгрия Венгрии Венгрыя Угорщина Угорщини Węgry Węgier Węgrzech Vengrija Vengrijos Ungārija Ungārijas \
     Hongrie",
    "Rumänien Румыния Румынія Румунія Rumunia Rumunija Rumānija Roumanie",
    "Bulgaria Bulgarien Болгария Балгарыя Болгарія Bułgaria Bulgarija Bulgārija Bulgarie",
    "Greece Griechenland Греция Греции Грэцыя Греція Grecja Grecji Graikija Graikijos Grieķija Grieķijas Grèce",
    "Turkey Türkei Турция Турции Турцыя Туреччина Турція Turcja Turcji Turkija Turcija Turquie",
    "Ukraine Ukraina Украина Украины Украіна Україна Ukrainos",
    "Russia Russland Россия России Расія Расіі Росія Росії Rosja Rosji Rosję Rusija Rusijos Krievija Krievijas Krievijā Russie",
    "Belarus Weißrussland Беларусь Белоруссия Білорусь Białoruś Białorusi Baltarusija Baltkrievija Biélorussie",
    "Moldova Moldau Молдова Молдавия Малдова Moldavija Mołdawia Moldāvija Moldavie",
    "Armenia Armenien Армения Арменія Вірменія Armėnija Armēnija Arménie",
    "Kazakhstan Kasachstan Казахстан Kazachstan Kazachstanas Kazahstāna",
    "China Китай Китая Китае Китаем Кітай Kína Chiny Chin Chinach Chinom Kinija Kinijos Ķīna Ķīnas Ķīnā Chine",
    "Japan Япония Японии Японія Japonia Japonii Japonija Japāna Japon",
    "Korea Корея Кореи Карэя Південної Korėja Koreja Corée",
    "USA США ЗША ASV",
    "Israel Израиль Ізраіль Ізраїль Izrael Izraelis Izraēla Israël",
    "Egypt Ägypten Египет Египта Єгипет Егіпет Egipt Egipcie Egiptas Ēģipte Egypte",
    "Syria Syrien Сирия Сірыя Сирія Syria Syrii Sirija Sīrija Syrie",
    "Croatia Kroatien Хорватия Харватыя Хорватія Chorwacja Kroatija Horvātija Croatie",
    "Cyprus Zypern Кипр Кипре Кіпр Cypr Cyprze Kipras Kipra Chypre",
    "Ireland Irland Ирландия Ірландыя Ірландія Irlandia Airija Īrija Irlande",
    "Lebanon Libanon Ливан Ливане Ліван Liban Libano Libanas Libāna",
    "Vienna Wien Вена Вены Вене Вену Відень Відні Wiedeń Wiedniu Wiednia Viena Vienos Vīne Vīnē Vienne",
    "Warsaw Warschau Варшава Варшаве Warszawa Warszawie Varšuva Varšava Varsovie",
    "Vilnius Wilna Вильнюс Вильнюсе Вільня Вільні Вільнюс Wilno Wilnie Viļņa Viļņā",
    "Copenhagen Kopenhagen Копенгаген Капенгаген Kopenhaga Kopenhadze Kopenhaga Copenhague",
    "Prague Prag Прага Праге Праги Прагу Празі Praga Pradze Prahoje Prāga Prāgā",
    "Bucharest Bukarest Бухарест Бухарэст Bukareszt Bukareštas Bukareste Bucarest",
    "Athens Athen Афины Афинах Афіны Афіни Ateny Atenach Atėnai Atēnas Athènes",
    "Brussels Brüssel Брюссель Брусель Bruksela Brukseli Briuselis Brisele Bruxelles",
    "Moscow Moskau Москва Москве Москвы Москву Масква Маскве Moskwa Moskwie Maskva Maskava Moscou",
    "Kyiv Kiev Kiew Киев Киеве Киева Кіеў Київ Києві Kijów Kijowie Kijevas Kijeva",
    "Chisinau Кишинев Кишинёв Кішынёў Кишинів Kiszyniów Kišiniovas Kišiņeva",
    "Beijing Peking Пекин Пекине Пекін Пекіні Pekin Pekinas Pekina Pékin",
    "Cairo Kairo Каир Каире Каір Каїр Kair Kairas Kaira Caire",
    "Jerusalem Иерусалим Ерусалим Єрусалим Jerozolima Jeruzalė Jeruzaleme Jérusalem",
    "Belgrade Belgrad Белград Бялград Белграде Belgradas Belgrada",
    "Lisbon Lissabon Лиссабон Лісабон Lizbona Lisabona Lisbonne",
    "Haye Haag Haga Hadze Гаага Гааге Гаазі Hague Haga Hāga",
    "Geneva Genf Женева Женеве Жэнева Genewa Genewie Ženeva Ženēva Genève",
    "Damascus Damaskus Дамаск Дамаске Damaszek Damaszku Damaskas Damaska Damas",
];

/// Knows places by how they sound.
#[derive(Clone, Debug)]
pub(super) struct Places {
    by_sound: Keyed<u64>,
}

impl Default for Places {
    fn default() -> Self {
        let mut by_sound = Keyed::default();
        for (number, names) in (1..).zip(PLACES) {
            for sound in names.split_whitespace().filter_map(sound_of) {
                by_sound.entry(sound).or_insert(number);
            }
        }
        Self { by_sound }
    }
}

impl Places {
    /// The sound of a place is its number here, which no word's is: those are hashes.
    pub(super) fn sound(&self, sound: u64) -> u64 {
        self.by_sound.get(&sound).copied().unwrap_or(sound)
    }
}

/// This is the sound of a place.
pub(super) fn is_place(sound: u64) -> bool {
    (1..=PLACES.len() as u64).contains(&sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> Option<u64> {
        let places = Places::default();
        sound_of(name).map(|sound| places.sound(sound))
    }

    #[test]
    fn a_state_is_one_place_in_every_language_and_case() {
        for names in [
            &[
                "Germany",
                "Германии",
                "Niemczech",
                "Vokietijoje",
                "Allemagne",
                "Німеччині",
            ][..],
            &["Finland", "Suomijos", "Финляндией", "Somijā"],
            &["Vienna", "Вене", "Wiedniu", "Wien", "Відні"],
            &["Poland", "Польше", "Lenkijos", "Polsce", "Pologne"],
            &["China", "Китая", "Kinijos", "Chinach", "Chine"],
        ] {
            let found: Vec<_> = names.iter().map(|name| place(name)).collect();
            assert!(found[0].is_some_and(is_place), "{names:?} {found:?}");
            assert!(
                found.iter().all(|one| *one == found[0]),
                "{names:?} {found:?}"
            );
        }
    }

    #[test]
    fn no_two_places_sound_alike_and_people_are_no_places() {
        let mut named: Keyed<(usize, &str)> = Keyed::default();
        for (number, names) in PLACES.iter().enumerate() {
            for name in names.split_whitespace() {
                let Some(sound) = sound_of(name) else {
                    continue;
                };
                let (other, other_name) = *named.entry(sound).or_insert((number, name));
                assert_eq!(other, number, "{name} sounds like {other_name}");
            }
        }
        for name in [
            "Merkel",
            "Фролов",
            "Roman",
            "Георгий",
            "Ivan",
            "Austin",
            "Denis",
        ] {
            assert!(!place(name).is_some_and(is_place), "{name}");
        }
    }
}
