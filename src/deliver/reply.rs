//! What a fault at one step of a session means for the letter. Pure: step and reply in, [`Outcome`] out.
//!
//! Only a 5xx about *this letter* is final. What the relay says of our account or of itself, however
//! permanently, is mended by its owner or ours, and no letter may be lost until then.

use std::time::Duration;

use lettre::transport::smtp::Error;

use crate::model::delivery::Outcome;

/// How far the talk had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Connect,
    Greeting,
    Encrypt,
    Login,
    Sender,
    Recipient,
    Data,
    Content,
}

impl Step {
    /// The step's name for `mail test`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Encrypt => "encryption",
            Self::Login => "login",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Data => "data",
            Self::Content => "letter",
        }
    }

    /// Goes after "the relay answered 450 to".
    fn said(self) -> &'static str {
        match self {
            Self::Connect => "our connection",
            Self::Greeting => "our greeting",
            Self::Encrypt => "STARTTLS",
            Self::Login => "our login",
            Self::Sender => "the sender",
            Self::Recipient => "the recipient",
            Self::Data => "DATA",
            Self::Content => "the letter",
        }
    }
}

/// Why a step did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// A reply that says no.
    Reply { code: u16, words: String },
    /// Silence.
    Timeout(Duration),
    /// The line broke, or what came over it was no SMTP.
    Broken(String),
    /// The relay says that it takes no letter of that size; it was not offered.
    TooLarge { letter: u64, most: u64 },
    /// We did not want to go on.
    Unwilling(String),
}

/// A step that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) step: Step,
    pub(super) why: Why,
}

impl Fault {
    pub(super) fn unwilling(step: Step, words: &str) -> Self {
        let why = Why::Unwilling(words.to_owned());
        Self { step, why }
    }

    pub(super) fn broken(step: Step, fault: &dyn std::error::Error) -> Self {
        let why = Why::Broken(innermost(fault));
        Self { step, why }
    }

    /// Sorts lettre's error by what it knows for certain: a code, or nothing.
    pub(super) fn from_lettre(step: Step, error: &Error) -> Self {
        match error.status() {
            Some(code) => Self {
                step,
                why: Why::Reply {
                    code: u16::from(code),
                    words: innermost(error),
                },
            },
            None => Self::broken(step, error),
        }
    }

    /// What it means for the letter.
    pub(super) fn outcome(&self, reason: String) -> Outcome {
        let is_no = match self.why {
            Why::Reply { code, .. } => (500..600).contains(&code),
            Why::TooLarge { .. } => true,
            Why::Timeout(_) | Why::Broken(_) | Why::Unwilling(_) => false,
        };
        let is_final = is_no && self.step >= Step::Sender && !self.is_about_account();
        if is_final {
            Outcome::Failed { reason }
        } else {
            Outcome::Deferred { reason }
        }
    }

    /// The relay does not want *us*: trying every letter again would only get the account locked.
    pub(super) fn is_about_account(&self) -> bool {
        match &self.why {
            Why::Reply { code, .. } => {
                matches!(code, 530 | 534 | 535 | 538)
                    || (self.step == Step::Login && (500..600).contains(code))
            }
            Why::Unwilling(_) => self.step == Step::Login,
            Why::Timeout(_) | Why::Broken(_) | Why::TooLarge { .. } => false,
        }
    }

    /// The relay said no to this step, for good.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(
            self.why,
            Why::Reply {
                code: 500..=599,
                ..
            }
        )
    }

    /// A line kept open from the letter before was closed by the relay in the meantime.
    pub(super) fn is_stale_line(&self) -> bool {
        let is_closed = match &self.why {
            Why::Reply { code, .. } => *code == 421,
            Why::Broken(_) => true,
            Why::Timeout(_) | Why::Unwilling(_) | Why::TooLarge { .. } => false,
        };
        is_closed && (Step::Sender..=Step::Data).contains(&self.step)
    }

    /// One line for tables, logs and `mail test`, in the relay's own words where it had any.
    pub(super) fn reason(&self) -> String {
        let step = self.step;
        let text = match &self.why {
            Why::Reply { code, words } if step == Step::Login => {
                let words = without_blobs(words);
                format!("the relay answered {code} to our login: {words}")
            }
            Why::Reply { code, words } => {
                format!("the relay answered {code} to {}: {words}", step.said())
            }
            Why::Timeout(limit) => format!(
                "no answer to {} within {} s{}",
                step.said(),
                limit.as_secs(),
                self.doubt()
            ),
            Why::Broken(words) if step == Step::Connect => format!("cannot connect: {words}"),
            Why::Broken(words) if step == Step::Encrypt => {
                format!("the line cannot be made private: {words}")
            }
            Why::Broken(words) => {
                format!("the line broke at {}: {words}{}", step.said(), self.doubt())
            }
            Why::TooLarge { letter, most } => format!(
                "the letter has {letter} bytes and the relay takes at most {most} (SIZE): ask for a higher limit, or lower \
                 max_stories of the digest for those to come"
            ),
            Why::Unwilling(words) => words.clone(),
        };
        one_line(&text)
    }

    fn doubt(&self) -> &'static str {
        if self.step == Step::Content {
            " (it may have taken the letter; the same letter goes again)"
        } else {
            ""
        }
    }
}

/// The deepest cause speaks plainest: "connection refused", or the relay's words.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut deepest = error;
    while let Some(cause) = deepest.source() {
        deepest = cause;
    }
    deepest.to_string()
}

/// Relays have been seen to quote what they did not understand; a login is not to be quoted further.
fn without_blobs(words: &str) -> String {
    words
        .split_whitespace()
        .map(|word| if is_blob(word) { "…" } else { word })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Base64 rather than a word: long, and of mixed case or with digits.
fn is_blob(word: &str) -> bool {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let core = word.trim_matches(|c: char| !is_base64(c));
    let tail = core.get(1..).unwrap_or_default();
    core.len() >= 8
        && core.chars().all(is_base64)
        && core.chars().any(|c| c.is_ascii_lowercase())
        && tail
            .chars()
            .any(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '=')
}

const LONGEST_REASON: usize = 400;

/// White space and controls become one space; the length is bounded.
pub(super) fn one_line(text: &str) -> String {
    let mut line = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if let Some((cut, _)) = line.char_indices().nth(LONGEST_REASON) {
        line.truncate(cut);
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(step: Step, code: u16) -> Fault {
        let words = "5.7.1 as you like it".to_owned();
        Fault {
            step,
            why: Why::Reply { code, words },
        }
    }

    fn is_failed(fault: &Fault) -> bool {
        matches!(fault.outcome(fault.reason()), Outcome::Failed { .. })
    }

    #[test]
    fn a_5xx_about_the_letter_is_final() {
        for (step, code) in [
            (Step::Sender, 550),
            (Step::Sender, 552),
            (Step::Recipient, 550),
            (Step::Recipient, 553),
            (Step::Data, 554),
            (Step::Content, 552),
            (Step::Content, 554),
        ] {
            assert!(is_failed(&reply(step, code)), "{code} at {step:?}");
        }
    }

    #[test]
    fn a_5xx_about_the_relay_or_our_account_loses_no_letter() {
        for (step, code) in [
            (Step::Greeting, 554),
            (Step::Greeting, 521),
            (Step::Encrypt, 502),
            (Step::Login, 535),
            (Step::Login, 504),
            (Step::Sender, 530),
            (Step::Recipient, 530),
        ] {
            assert!(!is_failed(&reply(step, code)), "{code} at {step:?}");
        }
    }

    #[test]
    fn a_4xx_is_deferred_at_every_step() {
        for step in [
            Step::Greeting,
            Step::Login,
            Step::Sender,
            Step::Recipient,
            Step::Content,
        ] {
            for code in [421, 450, 451, 452, 454] {
                assert!(!is_failed(&reply(step, code)), "{code} at {step:?}");
            }
        }
    }

    #[test]
    fn only_a_refused_login_pauses_the_account() {
        assert!(reply(Step::Login, 535).is_about_account());
        assert!(reply(Step::Sender, 530).is_about_account());
        assert!(!reply(Step::Login, 454).is_about_account());
        assert!(!reply(Step::Recipient, 550).is_about_account());
    }

    #[test]
    fn a_reason_is_one_short_line() {
        let fault = Fault {
            step: Step::Recipient,
            why: Why::Reply {
                code: 450,
                words: format!("greylisted\r\nsee\u{1b}[31m {}", "x".repeat(2000)),
            },
        };

        let reason = fault.reason();

        assert!(reason.starts_with("the relay answered 450 to the recipient: greylisted see [31m"));
        assert!(reason.chars().count() <= LONGEST_REASON + 1);
        assert!(!reason.contains(char::is_control));
    }

    #[test]
    fn a_login_quoted_back_is_not_quoted_further() {
        let fault = Fault {
            step: Step::Login,
            why: Why::Reply {
                code: 501,
                words: "5.5.2 cannot decode AHdhdGNoAGh1bnRlcjI= AUTHENTICATION".to_owned(),
            },
        };

        assert_eq!(
            fault.reason(),
            "the relay answered 501 to our login: 5.5.2 cannot decode … AUTHENTICATION"
        );
    }
}
