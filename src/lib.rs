//! wirewatch

pub mod classify;
pub mod clock;
pub mod config;
pub mod model;
