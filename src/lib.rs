//! wirewatch

pub mod classify;
pub mod model;
