//! Zones as dates write them, by number and by name, and the clock of twelve hours.

/// Seconds east of Greenwich for what follows a time; nothing and unknown names are UTC, other text is no zone.
pub(super) fn read(text: &str) -> Option<i32> {
    let text = text.trim().trim_end_matches(')').trim_start_matches('(');
    if text.is_empty() {
        return Some(0);
    }
    if let Some(offset) = signed(text) {
        return Some(offset);
    }
    let letters = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    if letters == 0 {
        return None;
    }
    let (name, rest) = text.split_at(letters);
    let rest = rest.trim();
    // GMT+0300, UTC+3.
    signed(rest).or_else(|| Some(named(name).unwrap_or(0)))
}

/// `+0300`, `-05:00`, `+3`; more than fifteen hours is nonsense and UTC.
pub(super) fn signed(text: &str) -> Option<i32> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = text[1..].bytes().take_while(u8::is_ascii_digit).count();
    let (whole, rest) = text[1..].split_at(digits);
    let (hours, minutes): (i32, i32) = match digits {
        1 | 2 => {
            let minutes = rest
                .strip_prefix(':')
                .and_then(|m| m.get(..2))
                .and_then(|m| m.parse().ok());
            (whole.parse().ok()?, minutes.unwrap_or(0))
        }
        3 => (whole[..1].parse().ok()?, whole[1..].parse().ok()?),
        4.. => (whole[..2].parse().ok()?, whole[2..4].parse().ok()?),
        _ => return None,
    };
    let is_real = hours <= 15 && minutes < 60;
    Some(if is_real {
        sign * (hours * 3600 + minutes * 60)
    } else {
        0
    })
}

/// Zone names of RFC 822, and those that newsrooms use; where a name has two meanings, RFC 822 and then Europe.
pub(super) fn named(name: &str) -> Option<i32> {
    const MINUTES: [(&str, i32); 59] = [
        ("Z", 0),
        ("UT", 0),
        ("UTC", 0),
        ("GMT", 0),
        ("WET", 0),
        ("EST", -300),
        ("EDT", -240),
        ("CST", -360),
        ("CDT", -300),
        ("MST", -420),
        ("MDT", -360),
        ("PST", -480),
        ("PDT", -420),
        // America without a word on the season, as its newsrooms write it: standard time.
        ("AT", -240),
        ("ET", -300),
        ("CT", -360),
        ("MT", -420),
        ("PT", -480),
        ("AST", -240),
        ("ADT", -180),
        ("NST", -210),
        ("NDT", -150),
        ("AKST", -540),
        ("AKDT", -480),
        ("HST", -600),
        ("HDT", -540),
        ("ART", -180),
        ("BRT", -180),
        ("BRST", -120),
        ("CLT", -240),
        ("COT", -300),
        ("PET", -300),
        ("BST", 60),
        ("IST", 330),
        ("WEST", 60),
        ("CET", 60),
        ("CEST", 120),
        ("MET", 60),
        ("MEST", 120),
        ("MEZ", 60),
        ("MESZ", 120),
        ("EET", 120),
        ("EEST", 180),
        ("MSK", 180),
        ("MSD", 240),
        ("TRT", 180),
        ("SAST", 120),
        ("EAT", 180),
        ("SAMT", 240),
        ("YEKT", 300),
        ("PKT", 300),
        ("ICT", 420),
        ("WIB", 420),
        ("SGT", 480),
        ("HKT", 480),
        ("JST", 540),
        ("KST", 540),
        ("AEST", 600),
        ("NZST", 720),
    ];
    if matches!(name, "GMT" | "UTC" | "Z") {
        return Some(0);
    }
    let found = MINUTES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, minutes)| minutes * 60);
    found.or(match name.to_ascii_uppercase().as_str() {
        "AEDT" => Some(660 * 60),
        "NZDT" => Some(780 * 60),
        _ => None,
    })
}

/// The hour of a clock of twelve.
pub(super) fn of_twelve(hour: u32, is_afternoon: bool) -> Option<u32> {
    match (hour, is_afternoon) {
        (12, false) => Some(0),
        (1..=11, true) => Some(hour + 12),
        (0..=24, _) => Some(hour),
        _ => None,
    }
}
