//! A letter has a size. What does not fit is counted behind "+N more" and never lost: it stays in `more`.

use crate::model::digest::Digest;

/// Mail services cut a message off near 100 KB, in the middle of whatever is there.
pub(super) const LONGEST_LETTER_BYTES: usize = 90_000;

/// Headers, boundaries and the headers of the two parts.
const FRAME_BYTES: usize = 2_000;

/// Is a letter whose parts take so much short enough?
pub(super) fn has_room(bytes: usize) -> bool {
    bytes + FRAME_BYTES <= LONGEST_LETTER_BYTES
}

/// At most `stories` in the letter.
pub(super) fn keep_to_number(digest: &mut Digest, stories: usize) {
    let told: usize = digest
        .sections
        .iter()
        .map(|section| section.stories.len())
        .sum();
    for _ in stories..told {
        put_one_back(digest);
    }
}

/// As many stories as the letter's size allows, by what `bytes` says of it.
pub(super) fn keep_to_size(digest: &mut Digest, bytes: impl Fn(&Digest) -> usize) {
    loop {
        let told: usize = digest
            .sections
            .iter()
            .map(|section| section.stories.len())
            .sum();
        let size = bytes(digest) + FRAME_BYTES;
        if told == 0 || size <= LONGEST_LETTER_BYTES {
            return;
        }
        // Half of what the average says, so that a few long stories do not drag short ones out with them.
        let surplus = (size - LONGEST_LETTER_BYTES) * told / size / 2;
        for _ in 0..surplus.max(1) {
            put_one_back(digest);
        }
    }
}

/// The longest section gives first, and its least telling story: no topic silences another.
fn put_one_back(digest: &mut Digest) {
    let longest = digest
        .sections
        .iter_mut()
        .max_by_key(|section| section.stories.len());
    if let Some(section) = longest
        && let Some(story) = section.stories.pop()
    {
        section.more.insert(0, story);
    }
}

/// How many bytes a part takes on the way: quoted-printable or base64, whichever is shorter.
pub(super) fn encoded_bytes(text: &str) -> usize {
    let quoted: usize = text
        .bytes()
        .map(|byte| match byte {
            b'\n' => 2,
            b'=' => 3,
            b' '..=b'~' => 1,
            _ => 3,
        })
        .sum();
    // A soft line break every 72 bytes at the least; CRLF instead of LF before base64.
    let quoted = quoted + quoted / 72 * 3;
    let line_ends = text.bytes().filter(|byte| *byte == b'\n').count();
    let base64 = (text.len() + line_ends).div_ceil(3) * 4;
    quoted.min(base64 + base64 / 76 * 2)
}
