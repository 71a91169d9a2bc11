//! A page -> the plain text of the article on it, and that text joined with what the feed itself said.
//!
//! Finding the article is left to `legible`. It is handed a page that `tidy` has made harmless: measured on pages made to
//! hurt, it takes more than 12 s for 100,000 nested elements or attributes, and so does every other crate that finds
//! articles; some of them end the process with a full stack.

mod join;
mod tidy;

use crate::model::item::Markup;
use crate::normalise::LONGEST_TEXT;
use crate::normalise::text::plain_text;
use crate::normalise::unicode;

pub use join::Joined;
pub use join::join;

/// A longer page is not looked at: the longest articles with all their menus are a tenth of this.
const LONGEST_PAGE: usize = 4 << 20;

/// Less text is a wall of cookies, a player or an error page.
const SHORTEST_ARTICLE: usize = 140;

/// Why a page gave no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoArticle {
    /// Too long to be looked at.
    #[error("the page is longer than {} MB, which no article is", LONGEST_PAGE >> 20)]
    TooLong,
    /// No article was found on it.
    #[error("no article was found on the page: it may be behind a wall, or made by scripts")]
    NotFound,
}

/// The words of the article on a page, in paragraphs; at most 256 KiB of them.
///
/// # Errors
///
/// When there is none.
pub fn article_of(html: &str) -> Result<String, NoArticle> {
    if html.len() > LONGEST_PAGE {
        return Err(NoArticle::TooLong);
    }
    let options = legible::Options::new()
        .disable_json_ld(true)
        .max_elems_to_parse(tidy::MOST_ELEMENTS + 16);
    let found =
        legible::parse(&tidy::tidy(html), None, Some(options)).map_err(|_| NoArticle::NotFound)?;
    let text = plain_text(&Markup::Html(found.content));
    match text.chars().nth(SHORTEST_ARTICLE) {
        Some(_) => Ok(unicode::beginning(&text, LONGEST_TEXT).to_owned()),
        None => Err(NoArticle::NotFound),
    }
}

#[cfg(test)]
mod tests;
