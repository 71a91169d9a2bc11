//! Crash points: named places at which a test has the process die as if the power had gone: by SIGKILL, with nothing unwound,
//! flushed or told. Builds without debug assertions, which is every release, have none and refuse to start when one is asked for.

use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

/// Asks for one: `3 send: outcome committed` is the third time that the process comes to that place.
pub const VARIABLE: &str = "WIREWATCH_CRASH_AT";

struct Armed {
    name: String,
    passes_left: AtomicU32,
}

static ARMED: OnceLock<Armed> = OnceLock::new();

/// Does as [`VARIABLE`] says, once in the life of a process.
///
/// # Errors
///
/// A sentence, where this build has no crash points or the text asks for none.
pub fn arm(asked: Option<&str>) -> Result<(), String> {
    let Some(asked) = asked else {
        return Ok(());
    };
    if !cfg!(debug_assertions) {
        return Err(format!(
            "{VARIABLE} is for tests of builds that can crash at will, and this is none: take it out of the environment"
        ));
    }
    let armed = asked.split_once(' ').and_then(|(passes, name)| {
        let passes = passes.parse().ok().filter(|passes| *passes > 0)?;
        Some(Armed {
            name: name.to_owned(),
            passes_left: AtomicU32::new(passes),
        })
    });
    let armed = armed.ok_or_else(|| {
        format!("{VARIABLE} should be a number and the name of a place, and is {asked:?}")
    })?;
    let _ = ARMED.set(armed);
    Ok(())
}

/// Dies here, if this is the place and the time that was asked for.
pub(crate) fn crash_point(name: &'static str) {
    if !cfg!(debug_assertions) {
        return;
    }
    let Some(armed) = ARMED.get().filter(|armed| armed.name == name) else {
        return;
    };
    // Once it is at zero it wraps and stays far from one: by then this process is dead.
    if armed.passes_left.fetch_sub(1, Ordering::SeqCst) == 1 {
        die();
    }
}

fn die() -> ! {
    use rustix::process::Signal;
    use rustix::process::getpid;
    use rustix::process::kill_process;
    let _ = kill_process(getpid(), Signal::KILL);
    // The signal is on its way; nothing may be done meanwhile, by this thread at least.
    loop {
        std::thread::park();
    }
}
