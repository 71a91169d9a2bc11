//! A letter of ours read back from its bytes, for people who want to see what was sent. Knows no other program's mail.

use crate::model::base64;

/// The two forms of a letter, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// `text/plain`, with LF line ends.
    pub text: String,
    /// `text/html`, with LF line ends.
    pub html: String,
}

/// Reads both parts; `None` where the bytes are no letter of ours.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Shown> {
    let letter = std::str::from_utf8(bytes).ok()?.replace("\r\n", "\n");
    let (head, body) = letter.split_once("\n\n")?;
    let boundary = head.split_once("boundary=\"")?.1.split('"').next()?;
    let opening = format!("--{boundary}\n");
    let closing = format!("\n--{boundary}");
    let part = |kind: &str| {
        body.split(&opening)
            .filter_map(|part| part.split_once("\n\n"))
            .find(|(head, _)| head.contains(kind))
            .and_then(|(head, body)| decode(head, body.split(&closing).next().unwrap_or(body)))
    };
    Some(Shown {
        text: part("text/plain")?,
        html: part("text/html")?,
    })
}

fn decode(head: &str, body: &str) -> Option<String> {
    let bytes = if head.contains("base64") {
        base64::decode(body)?
    } else {
        quoted_printable(body)?
    };
    Some(String::from_utf8(bytes).ok()?.replace("\r\n", "\n"))
}

fn quoted_printable(body: &str) -> Option<Vec<u8>> {
    let joined = body.replace("=\n", "");
    let mut bytes = Vec::with_capacity(joined.len());
    let mut rest = joined.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'=' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    Some(bytes)
}
