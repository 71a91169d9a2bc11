//! wirewatch

pub mod clock;
pub mod daemon;
pub mod model;
pub mod telemetry;
