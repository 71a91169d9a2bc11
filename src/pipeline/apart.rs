//! Apart: work on what strangers sent is done off the async threads, for it may take seconds, and behind a fence, for it
//! may meet a fault of ours: neither must hold up or end anything else.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use crate::model::feed::Cause;

/// What `work` gives; a panic in it is told as the feed's trouble.
pub(super) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Cause> {
    // Nothing that the work was given outlives its panic.
    let done = tokio::task::spawn_blocking(move || catch_unwind(AssertUnwindSafe(work)));
    match done.await {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(_)) | Err(_) => Err(Cause {
            kind: "panic".to_owned(),
            sentence: "our own reader broke on this feed's bytes, which is our fault: please report the feed's address"
                .to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_a_cause_and_the_work_is_done_on_another_thread() {
        let here = std::thread::current().id();

        let there = apart(|| std::thread::current().id()).await;
        let broken = apart(|| -> usize { panic!("an item that nobody thought of") }).await;

        assert_ne!(there, Ok(here));
        assert_eq!(broken.unwrap_err().kind, "panic");
    }
}
