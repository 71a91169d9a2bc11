//! An article folded and cut into words once, to be judged by several watchlists or for several topics.

use crate::classify::Text;
use crate::classify::analyse::Side;
use crate::classify::analyse::analyse;

/// What judging begins with: it depends on the article alone.
#[derive(Debug)]
pub struct Prepared<'a> {
    pub(super) text: Text<'a>,
    pub(super) sides: [Side<'a>; 2],
}

impl<'a> Prepared<'a> {
    /// Folds both texts.
    #[must_use]
    pub fn new(text: Text<'a>) -> Self {
        Self {
            sides: analyse(&text),
            text,
        }
    }
}
