//! What holds for every message, read back as a reader's program reads it.

use mail_parser::MessageParser;
use proptest::prelude::*;

use super::*;

const ISSUED: Timestamp = Timestamp::constant(1_781_584_200, 0);

struct Sample {
    envelope: Envelope,
    message_id: String,
    list: DigestName,
    follows: Vec<String>,
}

impl Sample {
    fn new() -> Self {
        Self {
            envelope: Envelope {
                from: "watch+desk@example.org".parse().unwrap(),
                to: "reader@example.net".parse().unwrap(),
            },
            message_id: message_id(DeliveryId(4711), ISSUED, "example.org"),
            list: "morning".parse().unwrap(),
            follows: Vec::new(),
        }
    }

    fn build(&self, subject: &str, text: &str, html: &str) -> Vec<u8> {
        build(&LetterParts {
            envelope: &self.envelope,
            message_id: &self.message_id,
            date: ISSUED,
            list: &self.list,
            reply_to: None,
            unsubscribe: None,
            subject,
            text,
            html,
            follows: &self.follows,
        })
        .unwrap()
    }
}

fn header_block(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.split("\r\n\r\n").next().unwrap().to_owned()
}

fn header_names(bytes: &[u8]) -> Vec<String> {
    header_block(bytes)
        .split("\r\n")
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.split(':').next().unwrap().to_owned())
        .collect()
}

const HEADERS: [&str; 10] = [
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
];

#[test]
fn a_message_is_what_its_snapshot_says() {
    let bytes = Sample::new().build(
        "6 stories: Belarus: repression 3 · Голас горада · Tue 16 Jun 07:30",
        "WIREWATCH\n\nСуд в Минске\n.\nFrom here on\n",
        "<p>Суд в <mark>Минске</mark></p>\n",
    );

    insta::assert_snapshot!(
        "message",
        String::from_utf8(bytes).unwrap().replace('\r', "")
    );
}

#[test]
fn the_same_parts_give_the_same_bytes() {
    let sample = Sample::new();

    assert_eq!(sample.build("a", "b", "c"), sample.build("a", "b", "c"));
}

#[test]
fn message_ids_differ_by_delivery_and_by_issue() {
    let later = ISSUED + jiff::SignedDuration::from_millis(1);

    let ids = [
        message_id(DeliveryId(1), ISSUED, "example.org"),
        message_id(DeliveryId(2), ISSUED, "example.org"),
        message_id(DeliveryId(1), later, "example.org"),
    ];

    assert_eq!(ids[0], "wirewatch.1.mqg58eo0@example.org");
    assert!(
        ids[0] != ids[1] && ids[0] != ids[2] && ids[1] != ids[2],
        "{ids:?}"
    );
}

#[test]
fn a_development_threads_under_its_story() {
    let mut sample = Sample::new();
    sample.follows = vec!["one@example.org".to_owned(), "two@example.org".to_owned()];

    let bytes = sample.build("s", "t", "h");

    let headers = header_block(&bytes);
    assert!(
        headers.contains("In-Reply-To: <two@example.org>\r\n"),
        "{headers}"
    );
    assert!(
        headers.contains("References: <one@example.org>\r\n <two@example.org>\r\n"),
        "{headers}"
    );
}

#[test]
fn a_list_named_in_another_script_has_an_ascii_list_id() {
    let mut sample = Sample::new();
    sample.list = "утро".parse().unwrap();

    let headers = header_block(&sample.build("s", "t", "h"));

    assert!(headers.contains("List-Unsubscribe: <mailto:watch%2Bdesk@example.org?subject=unsubscribe%20%D1%83%D1%82%D1%80%D0%BE>"), "{headers}");
    assert!(headers.is_ascii(), "{headers}");
}

#[test]
fn the_longest_names_make_no_line_too_long() {
    let mut sample = Sample::new();
    let domain = [
        "d".repeat(60),
        "e".repeat(60),
        "f".repeat(60),
        "example".to_owned(),
    ]
    .join(".");
    sample.envelope.from = format!("{}@{domain}", "%".repeat(64)).parse().unwrap();
    sample.list = "𐐀".repeat(64).parse().unwrap();

    let headers = header_block(&sample.build("s", "t", "h"));

    assert!(headers.lines().all(|line| line.len() <= 998), "{headers}");
}

#[test]
fn a_subject_that_looks_encoded_reads_as_written() {
    for subject in [
        "=?utf-8?q?Bcc=3A_evil?=",
        "=?utf-8?b?SGk=?= there",
        "Голас горада: 3 · 👩\u{200d}🚒",
        "plain",
        "x\u{301}",
    ] {
        let bytes = Sample::new().build(subject, "t", "h");
        let message = MessageParser::default().parse(&bytes).unwrap();

        assert_eq!(message.subject(), Some(subject));
    }
}

#[test]
fn dates_that_no_header_can_hold_do_not_panic() {
    for at in [Timestamp::MIN, Timestamp::MAX] {
        assert!(system_time(at) >= SystemTime::UNIX_EPOCH);
        let _ = Date::new(system_time(at));
    }
}

/// Words, line ends of every kind, and what means something to mail.
fn rough() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,40}",
        "[ -~]{0,120}",
        "[а-яёў ]{0,60}",
        Just("\r\n".to_owned()),
        Just("\r".to_owned()),
        Just("\n".to_owned()),
        Just("\u{85}\u{2028}\u{0}\u{b}".to_owned()),
        Just("\r\n.\r\n".to_owned()),
        Just("\r\n\r\nBcc: evil@example.org\r\n".to_owned()),
        Just("\r\n--=_wirewatch_".to_owned()),
        Just("=?utf-8?q?".to_owned()),
        Just("x".repeat(3000)),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_words_break_a_message(subject in rough(), text in rough(), html in rough()) {
        let bytes = Sample::new().build(&subject, &text, &html);

        prop_assert!(bytes.is_ascii() && !bytes.contains(&0));
        for line in bytes.split(|byte| *byte == b'\n') {
            prop_assert!(line.len() <= 999, "a line of {} bytes", line.len());
            let body = line.strip_suffix(b"\r").unwrap_or(line);
            prop_assert!(!body.contains(&b'\r'));
            prop_assert!(line.is_empty() || line.len() > body.len(), "a line feed by itself");
        }
        prop_assert_eq!(header_names(&bytes), HEADERS);
    }

    #[test]
    fn a_reader_gets_back_what_was_written(subject in rough(), text in rough(), html in rough()) {
        let bytes = Sample::new().build(&subject, &text, &html);
        let message = MessageParser::default().parse(&bytes).unwrap();

        let lines = |text: &str| {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            text.trim_end().to_owned()
        };
        prop_assert_eq!(message.parts.len(), 3);
        prop_assert_eq!(lines(&message.body_text(0).unwrap()), lines(&text));
        prop_assert_eq!(lines(&message.body_html(0).unwrap()), lines(&html));
        prop_assert_eq!(message.subject().unwrap_or_default(), clean(&subject));
        prop_assert_eq!(message.to().unwrap().first().unwrap().address(), Some("reader@example.net"));
        prop_assert!(message.bcc().is_none() && message.cc().is_none());
    }
}

#[test]
fn a_letter_is_read_back_as_it_was_written() {
    let long = format!("Санкции = \"{}\"\n.\nFrom here", "слово ".repeat(200));
    for (text, html) in [
        ("plain\n.\nFrom = x", "<p>caf\u{e9} = 1</p>\n"),
        (long.as_str(), "<p>x</p>"),
        ("", ""),
    ] {
        let shown = read(&Sample::new().build("One", text, html)).unwrap();

        assert_eq!(
            (shown.text.trim_end(), shown.html.trim_end()),
            (text.trim_end(), html.trim_end())
        );
    }
    assert_eq!(read(b"{}"), None);
}

#[test]
fn answers_and_the_end_of_letters_have_headers_of_their_own() {
    let sample = Sample::new();
    let link = "mailto:answers@example.org?subject=unsubscribe%20ww-1-0a";
    let parts = |reply_to| LetterParts {
        envelope: &sample.envelope,
        message_id: &sample.message_id,
        date: ISSUED,
        list: &sample.list,
        reply_to,
        unsubscribe: Some(link),
        subject: "One",
        text: "two",
        html: "three",
        follows: &[],
    };

    let elsewhere = "answers@example.org".parse().unwrap();
    let head = header_block(&build(&parts(Some(&elsewhere))).unwrap());
    assert!(head.contains("Reply-To: answers@example.org"), "{head}");
    assert!(
        head.contains(&format!("List-Unsubscribe: <{link}>")),
        "{head}"
    );

    let same = sample.envelope.from.clone();
    let head = header_block(&build(&parts(Some(&same))).unwrap());
    assert!(!head.contains("Reply-To"), "{head}");
}

#[test]
fn a_webhook_takes_no_mail() {
    let mut sample = Sample::new();
    sample.envelope.to = "webhook:desk".parse().unwrap();
    let parts = LetterParts {
        envelope: &sample.envelope,
        message_id: &sample.message_id,
        date: ISSUED,
        list: &sample.list,
        reply_to: None,
        unsubscribe: None,
        subject: "One",
        text: "two",
        html: "three",
        follows: &[],
    };

    assert!(matches!(build(&parts), Err(MessageError::NoMail(_))));
}

/// One address that no header can bear would keep the digest from all of its readers.
#[test]
fn every_address_that_is_one_can_stand_in_a_header() {
    let label = "a".repeat(63);
    let longest = format!("{label}.{label}.{label}.{}", "a".repeat(61));
    let local = "x".repeat(64);
    for domain in [label.as_str(), &longest, "1.2.3.4", "xn--e1afmkfd.xn--p1ai"] {
        for local in [local.as_str(), "!#$%&'*+/=?^_`{|}~-", "a.b"] {
            let own: MailAddress = format!("{local}@{domain}").parse().unwrap();
            assert!(address(&own).is_ok(), "{}", own.as_str());
        }
    }
    for domain in [format!("{label}a.org"), format!("{longest}a")] {
        assert!(format!("desk@{domain}").parse::<MailAddress>().is_err());
    }
}

proptest! {
    #[test]
    fn an_address_that_we_take_is_one_that_a_header_takes(
        text in "[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,70}@[a-zA-Z0-9-]{1,70}(\\.[a-z0-9-]{1,70}){0,4}",
    ) {
        if let Ok(own) = text.parse::<MailAddress>() {
            prop_assert!(address(&own).is_ok(), "{text}");
        }
    }
}
