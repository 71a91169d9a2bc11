//! Letter: what the relay took: envelope and bytes, read as a stranger's mail program would read them.

use std::fmt;

use mail_parser::Message;
use mail_parser::MessageParser;

/// One letter.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Letter {
    /// The envelope's sender.
    pub(crate) from: String,
    /// The envelope's recipients.
    pub(crate) to: Vec<String>,
    /// Everything after DATA.
    pub(crate) bytes: Vec<u8>,
}

impl Letter {
    fn message(&self) -> Message<'_> {
        MessageParser::default().parse(&self.bytes).unwrap()
    }

    /// The Subject header, decoded.
    pub(crate) fn subject(&self) -> String {
        self.message().subject().unwrap_or_default().to_owned()
    }

    /// Without angle brackets.
    pub(crate) fn message_id(&self) -> String {
        let message = self.message();
        message
            .message_id()
            .expect("a letter has a Message-ID")
            .to_owned()
    }

    /// A header's lines as they stand, unfolded: one entry each time it is there.
    pub(crate) fn header(&self, name: &str) -> Vec<String> {
        let head = self.head().replace("\r\n ", " ").replace("\r\n\t", " ");
        head.split("\r\n")
            .filter_map(|line| line.split_once(':'))
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
            .collect()
    }

    /// Everything above the first empty line.
    pub(crate) fn head(&self) -> String {
        let whole = String::from_utf8_lossy(&self.bytes);
        let (head, _) = whole.split_once("\r\n\r\n").unwrap_or((&whole, ""));
        head.to_owned()
    }

    /// The text part, decoded.
    pub(crate) fn text(&self) -> String {
        let message = self.message();
        let text = message.text_bodies().next();
        let text = text.and_then(|part| part.text_contents());
        text.expect("a letter has a text part").to_owned()
    }

    /// The HTML part, decoded.
    pub(crate) fn html(&self) -> String {
        let message = self.message();
        let html = message.html_bodies().next();
        assert!(
            html.is_some_and(mail_parser::MessagePart::is_text_html),
            "a letter has an HTML part"
        );
        let html = html.and_then(|part| part.text_contents());
        html.unwrap_or_default().to_owned()
    }

    /// What RFC 5321 and RFC 5322 ask of any letter, where the relay announced nothing better than seven bits.
    pub(crate) fn assert_sound(&self) {
        assert!(self.bytes.is_ascii(), "eight bits in a letter: {self:?}");
        for name in [
            "Date",
            "From",
            "To",
            "Subject",
            "Message-ID",
            "MIME-Version",
        ] {
            assert_eq!(self.header(name).len(), 1, "one {name} header: {self:?}");
        }
        for line in self.bytes.split(|byte| *byte == b'\n') {
            let bare = line.strip_suffix(b"\r").unwrap_or(line);
            assert!(bare.len() <= 998, "a line of {} bytes", bare.len());
            assert!(!bare.contains(&b'\r'), "a bare CR: {self:?}");
        }
        let crlf = self
            .bytes
            .windows(2)
            .filter(|pair| *pair == b"\r\n")
            .count();
        let lf = self.bytes.iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(lf, crlf, "a bare LF: {self:?}");
    }
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "--- letter from {} to {:?}", self.from, self.to)?;
        writeln!(f, "{}", self.head())?;
        let message = MessageParser::default().parse(&self.bytes);
        let text = message.as_ref().and_then(|m| m.body_text(0));
        write!(f, "\n{}\n---", text.as_deref().unwrap_or("(no text part)"))
    }
}
