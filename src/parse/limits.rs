//! How much of anything a stranger may send us; beyond it we cut and say so, or refuse.

/// Bytes of a title, an author, a category.
pub(super) const TITLE_BYTES: usize = 1024;
/// Bytes of a title's markup that are looked at: what makes no title in these is none.
pub(super) const RAW_TITLE_BYTES: usize = 16 * TITLE_BYTES;
/// Bytes of an address.
pub(super) const URL_BYTES: usize = 4096;
/// Bytes of a body text.
pub(super) const BODY_BYTES: usize = 256 * 1024;
/// Bytes of a guid; a longer one is cut, which still tells it from its neighbours in practice.
pub(super) const GUID_BYTES: usize = 4096;
/// Bytes of a date before it is looked at.
pub(super) const DATE_BYTES: usize = 64;
/// Items kept of one reading, the newest.
pub(super) const ITEMS: usize = 5_000;
/// Commas in a JSON Feed: so many values take some tens of megabytes, and no feed has them.
pub(super) const JSON_COMMAS: usize = 400_000;
/// Elements open at a time: `rss` recurses, and 2,700 levels end the process on a 2 MiB stack.
pub(super) const DEPTH: usize = 128;
/// Categories kept of one item.
pub(super) const CATEGORIES: usize = 64;
/// Namespace declarations in force at a time.
pub(super) const NAMESPACES: usize = 64;

/// How often the length of a text may be spent on looking ahead for end tags.
pub(super) const LOOKS_AHEAD: usize = 8;

/// The longest beginning of `text` that has at most `bytes` bytes and ends between characters.
pub(super) fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
