//! wirewatch

pub mod classify;
pub mod clock;
pub mod model;
