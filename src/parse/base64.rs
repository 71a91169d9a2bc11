//! Base64 as Atom 0.3 and 1.0 bodies use it: white space anywhere, padding optional.

/// The decoded text; `None` when it is not base64 or what it holds is not UTF-8.
pub(super) fn to_text(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => continue,
            _ if byte.is_ascii_whitespace() => continue,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    String::from_utf8(out).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_with_white_space_is_read_and_other_text_refused() {
        assert_eq!(
            to_text("\nQSA8Yj5i\nPC9iPg==\n").as_deref(),
            Some("A <b>b</b>")
        );
        assert_eq!(to_text("not, base64"), None);
        assert_eq!(to_text(""), None);
        assert_eq!(to_text("/////w=="), None);
    }
}
