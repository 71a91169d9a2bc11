//! Answers: what a reader says by mail, in the subject of a letter that a link of ours began: `useful s12 ww-34-…`,
//! `noise s12 ww-34-…` or `unsubscribe ww-34-…`.
//!
//! The last word is a token: the letter it stood in, and an HMAC over that letter and what is said of which story. Nobody
//! else can make one, and one for a story says nothing of another. Whose letter it was is known from the archive, so that a
//! From header, which anybody can write, is never asked.

use crate::model::ids::DeliveryId;
use crate::model::ids::StoryId;
use crate::model::mail_address::MailAddress;
use crate::model::mark::Judgement;
use crate::model::mark::Marked;
use crate::model::pledge_key::PledgeKey;

const UNSUBSCRIBE: &str = "unsubscribe";
const TOKEN: &str = "ww-";

/// 48 bits: enough where each guess is a mail, and every story of a letter pays for them.
const TAG_DIGITS: usize = 12;

/// What a reader says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// What they think of a story.
    Mark(StoryId, Judgement),
    /// No more letters of this digest.
    Unsubscribe,
}

/// An answer as it came; true only when [`Answer::is_from_reader`] says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What is said.
    pub said: Said,
    /// In answer to which letter.
    pub delivery: DeliveryId,
    tag: String,
}

/// Why a text is no answer to a letter of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAnswer {
    /// Neither `useful`, `noise` nor `unsubscribe`.
    #[error(
        "{0:?} is no answer to a letter: its links begin the subject with useful, noise or unsubscribe"
    )]
    NothingSaid(String),
    /// A mark of nothing.
    #[error("after {0:?} there should be a story, such as s12, as the links of letters have it")]
    NoStory(String),
    /// Anybody could have written it.
    #[error(
        "there is no token in {0:?}, so anybody may have written it: answer by the links of a letter, or use `wirewatch mark` \
         and `wirewatch digest unsubscribe`"
    )]
    NoToken(String),
}

/// Reads a subject, or a line that says the same; what mail programs put before it ("Re:") does not matter.
///
/// # Errors
/// What is missing.
pub fn read(subject: &str) -> Result<Answer, NotAnAnswer> {
    let shown = || subject.chars().take(120).collect::<String>();
    let mut words = subject.split_whitespace();
    let verb = words
        .find_map(|word| verb(&word.to_ascii_lowercase()))
        .ok_or_else(|| NotAnAnswer::NothingSaid(shown()))?;
    let said = match verb {
        Some(judgement) => match words.next().map(str::parse) {
            Some(Ok(Marked::Story(story))) => Said::Mark(story, judgement),
            _ => return Err(NotAnAnswer::NoStory(judgement.to_string())),
        },
        None => Said::Unsubscribe,
    };
    let (delivery, tag) = words
        .next()
        .and_then(token)
        .ok_or_else(|| NotAnAnswer::NoToken(shown()))?;
    Ok(Answer {
        said,
        delivery,
        tag,
    })
}

/// Does a text begin like an answer, rather than like a line of marks?
#[must_use]
pub fn is_one(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    verb(&first.to_ascii_lowercase()).is_some()
}

/// `Some(None)` is "unsubscribe".
fn verb(word: &str) -> Option<Option<Judgement>> {
    if word == UNSUBSCRIBE {
        return Some(None);
    }
    Judgement::from_word(word).map(Some)
}

fn token(word: &str) -> Option<(DeliveryId, String)> {
    let (number, tag) = word.strip_prefix(TOKEN)?.split_once('-')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse().ok().filter(|_| is_number)?;
    Some((DeliveryId(number), tag.to_ascii_lowercase()))
}

impl Answer {
    /// Was it this archive that gave the token to the reader of that letter, for saying this?
    #[must_use]
    pub fn is_from_reader(&self, key: &PledgeKey) -> bool {
        // Compared whole, however far they agree: the time it takes tells nothing of where they part.
        let wanted = tag(key, self.said, self.delivery);
        let differing = wanted
            .bytes()
            .zip(self.tag.bytes())
            .fold(0, |all, (a, b)| all | (a ^ b));
        wanted.len() == self.tag.len() && differing == 0
    }
}

/// One token for both judgements: who may say one may say the other.
fn tag(key: &PledgeKey, said: Said, delivery: DeliveryId) -> String {
    let about = match said {
        Said::Mark(story, _) => format!("mark\n{story}\n{delivery}"),
        Said::Unsubscribe => format!("unsubscribe\n{delivery}"),
    };
    let mut tag = key.derive_for_answer(&about);
    tag.truncate(TAG_DIGITS);
    tag
}

/// How the reader of one letter can answer: the links in it.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Where answers go.
    pub to: MailAddress,
    /// Which letter.
    pub delivery: DeliveryId,
    /// Makes the tokens.
    pub key: PledgeKey,
    /// So many stories have links, the first ones first.
    pub most: usize,
}

impl Invitation {
    /// A `mailto:` link that says what its reader thinks of a story.
    #[must_use]
    pub fn mark(&self, story: StoryId, judgement: Judgement) -> String {
        let story_word = Marked::Story(story);
        self.link(
            &format!("{judgement} {story_word}"),
            Said::Mark(story, judgement),
        )
    }

    /// A `mailto:` link that ends these letters for their reader.
    #[must_use]
    pub fn unsubscribe(&self) -> String {
        self.link(UNSUBSCRIBE, Said::Unsubscribe)
    }

    fn link(&self, words: &str, said: Said) -> String {
        let tag = tag(&self.key, said, self.delivery);
        let subject = format!("{words} {TOKEN}{}-{tag}", self.delivery);
        // What an address may hold beside letters and digits is not all allowed in a link (RFC 6068).
        let (local, domain) = self.to.as_str().rsplit_once('@').unwrap_or_default();
        let local: String = local.bytes().map(percent).collect();
        format!(
            "mailto:{local}@{domain}?subject={}",
            subject.replace(' ', "%20")
        )
    }
}

fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::secret::Secret;

    fn key(text: &str) -> PledgeKey {
        PledgeKey::new(Secret::new(text))
    }

    fn invitation() -> Invitation {
        Invitation {
            to: "watch+answers@example.org".parse().unwrap(),
            delivery: DeliveryId(34),
            key: key("0011"),
            most: 40,
        }
    }

    fn subject(link: &str) -> String {
        link.split_once("?subject=").unwrap().1.replace("%20", " ")
    }

    #[test]
    fn what_a_link_says_is_read_back_and_believed() {
        let invitation = invitation();
        let (story, useful) = (StoryId(12), Judgement::Useful);

        let link = invitation.mark(story, useful);
        assert!(
            link.starts_with("mailto:watch%2Banswers@example.org?subject=useful%20s12%20ww-34-")
        );
        for before in ["", "Re: ", "AW: Fwd: "] {
            let answer = read(&format!("{before}{}", subject(&link))).unwrap();
            assert_eq!(answer.said, Said::Mark(story, useful));
            assert_eq!(answer.delivery, DeliveryId(34));
            assert!(answer.is_from_reader(&key("0011")));
        }
        let answer = read(&subject(&invitation.unsubscribe())).unwrap();
        assert_eq!(answer.said, Said::Unsubscribe);
        assert!(answer.is_from_reader(&key("0011")));
    }

    #[test]
    fn a_token_says_nothing_of_another_story_letter_or_archive() {
        let link = subject(&invitation().mark(StoryId(12), Judgement::Useful));
        let is_believed = |subject: &str, of: &str| read(subject).unwrap().is_from_reader(&key(of));

        assert!(is_believed(&link.replace("useful", "noise"), "0011"));
        assert!(!is_believed(&link.replace("s12", "s13"), "0011"));
        assert!(!is_believed(&link.replace("ww-34", "ww-35"), "0011"));
        assert!(!is_believed(&link, "0012"));
        assert!(!is_believed(&link[..link.len() - 1], "0011"));
        assert!(!is_believed(&format!("{link}0"), "0011"));
        let unsubscribe = link.replace("useful s12", "unsubscribe");
        assert!(!is_believed(&unsubscribe, "0011"));
    }

    #[test]
    fn what_is_no_answer_says_why() {
        for (subject, words) in [
            ("", "no answer"),
            ("Out of office", "no answer"),
            ("useful", "story"),
            ("useful 12 ww-34-00", "story"),
            ("noise s12", "no token"),
            ("unsubscribe", "no token"),
            ("unsubscribe ww-x-00", "no token"),
            ("unsubscribe ww--00", "no token"),
            ("unsubscribe ww-99999999999999999999-00", "no token"),
        ] {
            let fault = read(subject).unwrap_err().to_string();
            assert!(fault.contains(words), "{subject:?}: {fault}");
        }
    }
}
