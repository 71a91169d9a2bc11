//! wirewatch

pub mod clock;
pub mod dedupe;
pub mod fetch;
pub mod model;
pub mod normalise;
