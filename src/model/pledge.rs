//! Pledge: a hub's promise to push a feed's news to us until a moment: what WebSub (W3C Recommendation, 23 January 2018)
//! calls a subscription, a word that is a digest's here. Every change of its state is one method; when they are called
//! is the caller's affair.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::model::ids::FeedName;

/// Hubs are asked to push for this long; they may say otherwise.
pub const LEASE_ASKED: Duration = Duration::from_secs(10 * DAY);

/// However long a hub says it will push, it is asked again within this.
const LONGEST_LEASE: Duration = Duration::from_secs(30 * DAY);

/// After the first request that came to nothing; doubled with each further one.
const FIRST_WAIT: Duration = Duration::from_secs(5 * 60);

/// Nor is a hub that stays silent ever given up for good.
const LONGEST_WAIT: Duration = Duration::from_secs(DAY);

/// A hub that said no is asked again after this: what it minded may have passed.
const AFTER_DENIAL: Duration = Duration::from_secs(7 * DAY);

/// A shorter lease is no promise: renewing it would cost more requests than polling the feed.
const SHORTEST_LEASE: Duration = Duration::from_secs(5 * 60);

/// A push that cannot be believed makes a feed due no more often than this.
const BETWEEN_KNOCKS: Duration = Duration::from_secs(60);

/// So many polls in a row with news that no push brought, and the hub is said to be failing.
const MISSES_TOLD: u32 = 2;

/// Pushes that must come after each miss before the hub is relied on again: a hub that brings some of a feed's news would
/// else be relied on after every one of them.
const PUSHES_A_MISS: u32 = 3;

/// Misses remembered: a hub that was broken for weeks and works again is not distrusted for as long.
const MOST_MISSES: u32 = 8;

/// A leave that the hub has not confirmed after so many requests is taken anyway; its promise ends by itself.
const LEAVE_TRIES: u32 = 3;

/// A hub's reasons are cut to this many bytes.
const LONGEST_REASON: usize = 300;

const DAY: u64 = 86_400;

/// What the Link headers of an answer say of pushing (WebSub, section 4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HubLinks {
    /// rel=hub.
    pub hubs: Vec<Url>,
    /// rel=self: what the hub calls the feed.
    pub self_link: Option<Url>,
}

/// A feed's offer to have its news pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Whose news.
    pub feed: FeedName,
    /// Who pushes.
    pub hub: Url,
    /// What the hub calls the feed.
    pub topic: Url,
}

/// Where a pledge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PledgeStatus {
    /// The hub has not been asked yet.
    Offered,
    /// It has, and has not yet asked back whether that was us.
    Asked,
    /// It pushes until the lease ends.
    Verified,
    /// It will not push.
    Denied,
    /// It promised, and did not renew in time.
    Lapsed,
    /// We asked it to stop, or will.
    Leaving,
}

impl PledgeStatus {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Offered,
        Self::Asked,
        Self::Verified,
        Self::Denied,
        Self::Lapsed,
        Self::Leaving,
    ];

    /// The word for tables, metrics and machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Asked => "asked",
            Self::Verified => "verified",
            Self::Denied => "denied",
            Self::Lapsed => "lapsed",
            Self::Leaving => "leaving",
        }
    }

    /// The status of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// A hub's promise, or the attempt at one.
#[derive(Clone, Debug, PartialEq)]
pub struct Pledge {
    /// The last part of the callback: whoever knows it is the hub.
    pub token: String,
    /// What it is about.
    pub offer: Offer,
    /// Where the hub was told to push to.
    pub callback: Url,
    /// Where it stands.
    pub status: PledgeStatus,
    /// The hub was told a secret to sign with; pushes of one that was not are knocks, never news.
    pub is_signed: bool,
    /// Requests since the hub last agreed to one.
    pub attempts: u32,
    /// When the hub is to be asked next, whatever for.
    pub next_ask: Timestamp,
    /// When it was asked last.
    pub asked_at: Option<Timestamp>,
    /// When it last asked back and got our yes.
    pub verified_at: Option<Timestamp>,
    /// Until when it pushes.
    pub lease_until: Option<Timestamp>,
    /// When it last pushed something that could be believed.
    pub last_push: Option<Timestamp>,
    /// When a push that could not be believed last made the feed due.
    pub last_knock: Option<Timestamp>,
    /// Pushes that are still to come before the hub is relied on: some for each poll that found news which no push had
    /// brought.
    pub owed: u32,
    /// Why the last request, push or promise came to nothing, in the hub's words or ours.
    pub last_reason: Option<String>,
}

/// What a hub asks or tells at the callback (WebSub, sections 5.2 and 5.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inquiry {
    /// Did you ask for pushes? It would push for so long; hubs of older standards do not say.
    Subscribe(Option<Duration>),
    /// Did you ask for no more pushes?
    Unsubscribe,
    /// There will be no pushes.
    Denied(Option<String>),
}

/// What a hub is told back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// That was us: the challenge is answered.
    Agreed,
    /// That was us, and this pledge is over: the challenge is answered.
    Left,
    /// We have noted it.
    Noted,
    /// What it promises is too little: we do not want it.
    Declined,
    /// That was not us.
    Refused,
}

impl Pledge {
    /// Not asked for yet, and due at once.
    #[must_use]
    pub fn new(offer: Offer, token: String, callback: Url, now: Timestamp) -> Self {
        Self {
            token,
            offer,
            callback,
            status: PledgeStatus::Offered,
            is_signed: false,
            attempts: 0,
            next_ask: now,
            asked_at: None,
            verified_at: None,
            lease_until: None,
            last_push: None,
            last_knock: None,
            owed: 0,
            last_reason: None,
        }
    }

    /// A request is on its way. What the hub promised before stands until it says otherwise.
    pub fn ask(&mut self, is_signed: bool, now: Timestamp) {
        use PledgeStatus::{Asked, Denied, Lapsed, Offered};
        if matches!(self.status, Offered | Denied | Lapsed) {
            self.status = Asked;
        }
        self.is_signed = is_signed;
        self.asked_at = Some(now);
        self.attempts = self.attempts.saturating_add(1);
        // A hub that takes the request asks back within minutes; one that never does is asked again after the same wait.
        self.next_ask = later(now, self.wait());
    }

    /// The request came to nothing.
    pub fn fail(&mut self, reason: &str, retry_after: Option<Duration>, now: Timestamp) {
        self.last_reason = Some(cut(reason));
        let asked = retry_after.unwrap_or_default();
        self.next_ask = later(now, self.wait().max(asked));
    }

    /// The request never left us.
    pub fn unask(&mut self, now: Timestamp) {
        self.attempts = self.attempts.saturating_sub(1);
        self.next_ask = now;
    }

    /// Has the hub been asked often enough to stop?
    #[must_use]
    pub fn is_left(&self) -> bool {
        self.status == PledgeStatus::Leaving && self.attempts >= LEAVE_TRIES
    }

    /// The feed is not ours to push any more, or another hub is to do it.
    pub fn leave(&mut self, now: Timestamp) {
        self.status = PledgeStatus::Leaving;
        self.attempts = 0;
        self.next_ask = now;
    }

    /// Was the hub ever asked for something it may still be holding?
    #[must_use]
    pub fn is_known_to_hub(&self) -> bool {
        self.asked_at.is_some() && self.status != PledgeStatus::Denied
    }

    /// Answers a hub that asks or tells something about `topic`.
    pub fn hear(&mut self, inquiry: &Inquiry, topic: &str, now: Timestamp) -> Heard {
        use PledgeStatus::{Asked, Leaving, Verified};
        if topic != self.offer.topic.as_str() {
            return Heard::Refused;
        }
        match (inquiry, self.status) {
            (Inquiry::Subscribe(Some(lease)), Asked | Verified) if *lease < SHORTEST_LEASE => {
                let why = format!("the hub would push for {} s only", lease.as_secs());
                self.deny(Some(&why), now);
                Heard::Declined
            }
            // A hub whose answer from us got lost asks again; that is still about what we asked for.
            (Inquiry::Subscribe(lease), Asked | Verified) => {
                self.verify(lease.unwrap_or(LEASE_ASKED), now);
                Heard::Agreed
            }
            (Inquiry::Unsubscribe, Leaving) => Heard::Left,
            (Inquiry::Denied(_), Leaving) => Heard::Left,
            (Inquiry::Denied(reason), _) => {
                self.deny(reason.as_deref(), now);
                Heard::Noted
            }
            _ => Heard::Refused,
        }
    }

    fn verify(&mut self, lease: Duration, now: Timestamp) {
        let lease = lease.min(LONGEST_LEASE);
        self.status = PledgeStatus::Verified;
        self.verified_at = Some(now);
        self.lease_until = Some(later(now, lease));
        self.attempts = 0;
        self.last_reason = None;
        // Renewed in the last third, each pledge at a moment of its own: thousands may have been made in one minute.
        let share = 2.0 / 3.0 + self.share() / 12.0;
        self.next_ask = later(now, lease.mul_f64(share));
    }

    fn deny(&mut self, reason: Option<&str>, now: Timestamp) {
        self.status = PledgeStatus::Denied;
        self.lease_until = None;
        self.last_reason = Some(cut(reason.unwrap_or("the hub gave no reason")));
        self.next_ask = later(now, AFTER_DENIAL);
    }

    /// Ends a promise whose time is over; tells whether it was.
    pub fn lapse(&mut self, now: Timestamp) -> bool {
        let is_over = self.status == PledgeStatus::Verified
            && self.lease_until.is_some_and(|until| until <= now);
        if is_over {
            self.status = PledgeStatus::Lapsed;
            self.last_reason
                .get_or_insert_with(|| "the hub did not renew its promise in time".to_owned());
        }
        is_over
    }

    /// Is what comes to the callback expected?
    #[must_use]
    pub fn takes_pushes(&self) -> bool {
        use PledgeStatus::{Asked, Lapsed, Verified};
        self.verified_at.is_some() && matches!(self.status, Asked | Verified | Lapsed)
    }

    /// The hub pushed, and it could be believed.
    pub fn pushed(&mut self, now: Timestamp) {
        self.last_push = Some(now);
        self.owed = self.owed.saturating_sub(1);
    }

    /// The hub pushed something that cannot be believed; when the feed should be asked itself: now, or a while after the
    /// knock before, for what this one tells of may have come after that poll.
    pub fn knocked(&mut self, now: Timestamp) -> Timestamp {
        let next = self.last_knock.map(|last| match last > now {
            true => last,
            false => later(last, BETWEEN_KNOCKS),
        });
        // One that lies further ahead was set by a wrong clock.
        let at = next
            .filter(|next| *next > now && *next <= later(now, BETWEEN_KNOCKS))
            .unwrap_or(now);
        self.last_knock = Some(at);
        at
    }

    /// A poll found `new` articles; tells whether that says for the first time that pushes fail to come.
    pub fn polled(&mut self, new: usize) -> bool {
        if new == 0 || self.last_push.is_none() {
            return false;
        }
        let before = self.missed();
        let owed = self.owed.saturating_add(PUSHES_A_MISS);
        self.owed = owed.min(MOST_MISSES * PUSHES_A_MISS);
        before < MISSES_TOLD && self.missed() >= MISSES_TOLD
    }

    /// Polls that found news which no push had brought, less what was pushed since.
    #[must_use]
    pub fn missed(&self) -> u32 {
        self.owed.div_ceil(PUSHES_A_MISS)
    }

    /// Does the hub push, so that the feed itself need be asked only to make sure? Only what has come proves that: a hub
    /// that verified and never pushed proves nothing, and after a miss the feed is asked at its own pace until several
    /// pushes have come.
    #[must_use]
    pub fn is_proven(&self, now: Timestamp) -> bool {
        self.status == PledgeStatus::Verified
            && self.lease_until.is_some_and(|until| until > now)
            && self.last_push.is_some()
            && self.owed == 0
    }

    fn wait(&self) -> Duration {
        let doubled = FIRST_WAIT.saturating_mul(1 << self.attempts.saturating_sub(1).min(16));
        doubled.min(LONGEST_WAIT).mul_f64(1.0 + self.share() * 0.1)
    }

    /// A number in 0..1 of this pledge's own.
    fn share(&self) -> f64 {
        let digits = self.token.get(..4).unwrap_or_default();
        f64::from(u16::from_str_radix(digits, 16).unwrap_or_default()) / 65_536.0
    }
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn cut(reason: &str) -> String {
    let plain: String = reason
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let plain = plain.trim();
    plain[..plain.floor_char_boundary(LONGEST_REASON)].to_owned()
}

#[cfg(test)]
mod tests;
