//! Trouble: what feeds send cannot be written down, as on a full disk. Nobody is asked in vain meanwhile: the poller pauses,
//! longer with each attempt that fails, and begins again with one feed at a time.

use std::time::Duration;

use tokio::time::Instant;

/// The first pause.
const SHORTEST: Duration = Duration::from_secs(5);

/// Doubling ends here: whoever made room does not want to wait.
const LONGEST: Duration = Duration::from_secs(5 * 60);

/// How long the poller is to pause, and whether it is out of danger.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    /// The last pause; zero when all is well.
    pause: Duration,
    until: Option<Instant>,
}

impl Trouble {
    /// Something could not be written: how long to pause now. `None` during a pause, when what was under way fails as
    /// well.
    pub(super) fn met(&mut self, now: Instant) -> Option<Duration> {
        if !self.left(now).is_zero() {
            return None;
        }
        self.pause = (self.pause * 2).clamp(SHORTEST, LONGEST);
        self.until = Some(now + self.pause);
        Some(self.pause)
    }

    /// Something was written. One success proves little, for what is small may find room where the next thing does not:
    /// trouble goes in as many steps as it came.
    pub(super) fn passed(&mut self, now: Instant) {
        if self.left(now).is_zero() {
            let pause = self.pause / 2;
            self.pause = if pause < SHORTEST {
                Duration::ZERO
            } else {
                pause
            };
        }
    }

    /// What is left of the pause.
    pub(super) fn left(&self, now: Instant) -> Duration {
        self.until
            .map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    /// Is it not over yet? Also after the pause, as long as too little has been written.
    pub(super) fn is_there(&self) -> bool {
        !self.pause.is_zero()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_with_each_failure_and_trouble_goes_as_it_came() {
        let mut trouble = Trouble::default();
        let mut now = Instant::now();
        let mut pauses = Vec::new();
        for _ in 0..9 {
            let pause = trouble.met(now).unwrap();
            assert_eq!(trouble.met(now), None, "of one burst the first counts");
            trouble.passed(now);
            now += pause;
            pauses.push(pause.as_secs());
        }
        assert_eq!(pauses, [5, 10, 20, 40, 80, 160, 300, 300, 300]);

        let mut successes = 0;
        while trouble.is_there() {
            trouble.passed(now);
            successes += 1;
        }

        assert_eq!(successes, 6);
        assert_eq!(trouble.met(now), Some(SHORTEST));
    }
}
