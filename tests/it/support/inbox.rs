//! Inbox: an SMTP relay on loopback that keeps every letter it took, and refuses what a test tells it to refuse.

use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::thread;
use std::time::Duration;

use rustix::net::AddressFamily;
use rustix::net::SocketType;

use super::letter::Letter;
use super::session;
use super::wait::DEADLINE;

/// A relay; it ends with the test.
pub(crate) struct Inbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// Holds the port without listening, so that nobody else gets it and connections are refused.
    closed: Mutex<Option<OwnedFd>>,
}

/// A moment of the conversation at which the line can go dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Before the greeting.
    Connect,
    /// At MAIL FROM.
    Mail,
    /// At RCPT TO.
    Recipient,
    /// At DATA.
    Data,
    /// After the final dot; the letter is lost.
    EndOfData,
    /// After the final dot; the letter is kept but its 250 never comes.
    Taken,
}

#[derive(Default)]
pub(super) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
pub(super) struct State {
    letters: Vec<Letter>,
    /// Recipients that get this reply at RCPT.
    refusals: Vec<(String, String)>,
    /// Still so many RCPTs are told to come back later.
    greylisted: usize,
    hang_ups: Vec<Stage>,
    /// Which letters, by their place, never got their 250.
    unanswered: Vec<usize>,
    /// What EHLO says of sizes.
    size: Option<u64>,
    /// Conversations under way.
    talks: usize,
    /// Letters are taken, and no 250 is said for now.
    is_holding: bool,
    is_over: bool,
}

impl Inbox {
    /// A relay that takes letters.
    pub(crate) fn open_at_once() -> Self {
        let inbox = Self::closed();
        inbox.open();
        inbox
    }

    /// A relay that refuses connections until [`Inbox::open`].
    pub(crate) fn closed() -> Self {
        let socket = rustix::net::socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
        rustix::net::bind(&socket, &SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let address = rustix::net::getsockname(&socket).unwrap();
        Self {
            address: address.try_into().unwrap(),
            shared: Arc::default(),
            closed: Mutex::new(Some(socket)),
        }
    }

    /// Takes connections from now on.
    pub(crate) fn open(&self) {
        let socket = self.closed.lock().unwrap().take().unwrap();
        rustix::net::listen(&socket, 64).unwrap();
        let listener = TcpListener::from(socket);
        let shared = Arc::clone(&self.shared);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if shared.lock().is_over {
                    return;
                }
                let shared = Arc::clone(&shared);
                shared.lock().talks += 1;
                // A client that hangs up in the middle is its own affair.
                thread::spawn(move || {
                    drop(session::serve(&stream, &shared));
                    shared.lock().talks -= 1;
                    shared.changed.notify_all();
                });
            }
        });
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The next `count` recipients hear 451.
    pub(crate) fn greylists_next(&self, count: usize) {
        self.shared.lock().greylisted = count;
    }

    /// From now on `recipient` hears `reply`, for example `550 5.1.1 no such user`.
    pub(crate) fn refuses(&self, recipient: &str, reply: &str) {
        let refusal = (recipient.to_owned(), reply.to_owned());
        self.shared.lock().refusals.push(refusal);
    }

    /// From now on everybody is taken again.
    pub(crate) fn refuses_nobody(&self) {
        self.shared.lock().refusals.clear();
    }

    /// Once, when a conversation next comes to `stage`, the line goes dead.
    pub(crate) fn hangs_up_at(&self, stage: Stage) {
        self.shared.lock().hang_ups.push(stage);
    }

    /// From now on letters are kept and their 250 waits for [`Inbox::answers`].
    pub(crate) fn holds_answers(&self) {
        self.shared.lock().is_holding = true;
    }

    /// Says every 250 that was held, and holds none any more.
    pub(crate) fn answers(&self) {
        self.shared.lock().is_holding = false;
        self.shared.changed.notify_all();
    }

    /// From now on letters of more bytes are not taken, and EHLO says so.
    pub(crate) fn takes_at_most(&self, bytes: u64) {
        self.shared.lock().size = Some(bytes);
    }

    /// Waits until no conversation is under way: what a client that is dead had sent is taken or thrown away by then.
    pub(crate) fn wait_until_quiet(&self) {
        let state = self.shared.lock();
        let (state, _) = (self.shared.changed)
            .wait_timeout_while(state, DEADLINE, |state| state.talks > 0)
            .unwrap();
        let talks = state.talks;
        drop(state);
        assert_eq!(talks, 0, "conversations go on with nobody");
    }

    /// How many letters were taken so far, and the places of those that never got their 250.
    pub(crate) fn count(&self) -> (usize, Vec<usize>) {
        let state = self.shared.lock();
        (state.letters.len(), state.unanswered.clone())
    }

    /// Every letter taken so far, in the order they came.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.shared.lock().letters.clone()
    }

    /// The only letter.
    pub(crate) fn letter(&self) -> Letter {
        let mut letters = self.letters();
        assert_eq!(letters.len(), 1, "there should be one letter: {letters:#?}");
        letters.remove(0)
    }

    /// Waits until at least `count` letters are there in all; up to `deadline`.
    pub(crate) fn wait_for(&self, count: usize, deadline: Duration) -> Vec<Letter> {
        let state = self.shared.lock();
        let (state, _) = (self.shared.changed)
            .wait_timeout_while(state, deadline, |state| state.letters.len() < count)
            .unwrap();
        let letters = state.letters.clone();
        // Before the assertion: a lock that is poisoned could not be asked for the report of the failure.
        drop(state);
        assert!(
            letters.len() >= count,
            "{} letters came, not {count}, within {deadline:?}",
            letters.len()
        );
        letters
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        if let Ok(mut state) = self.shared.state.lock() {
            state.is_over = true;
        }
        let _ = TcpStream::connect(self.address); // wakes the accepting thread
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Is the line to go dead now? Each order is carried out once.
    pub(super) fn hangs_up(&self, stage: Stage) -> bool {
        let mut state = self.lock();
        let found = state.hang_ups.iter().position(|known| *known == stage);
        found.map(|index| state.hang_ups.remove(index)).is_some()
    }

    /// What RCPT hears.
    pub(super) fn judge_recipient(&self, recipient: &str) -> String {
        let mut state = self.lock();
        if let Some((_, reply)) = state.refusals.iter().find(|(known, _)| known == recipient) {
            return reply.clone();
        }
        if state.greylisted > 0 {
            state.greylisted -= 1;
            return "451 4.7.1 greylisted, come back later".to_owned();
        }
        "250 2.1.5 recipient ok".to_owned()
    }

    pub(super) fn size(&self) -> Option<u64> {
        self.lock().size
    }

    pub(super) fn keep(&self, letter: Letter) -> usize {
        let mut state = self.lock();
        state.letters.push(letter);
        let place = state.letters.len() - 1;
        drop(state);
        self.changed.notify_all();
        place
    }

    /// Returns when a 250 may be said.
    pub(super) fn wait_while_holding(&self) {
        let state = self.lock();
        let (state, _) = (self.changed)
            .wait_timeout_while(state, DEADLINE, |state| state.is_holding && !state.is_over)
            .unwrap();
        drop(state);
    }

    pub(super) fn leave_unanswered(&self, place: usize) {
        self.lock().unanswered.push(place);
    }
}
