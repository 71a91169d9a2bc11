//! wirewatch

pub mod clock;
pub mod model;
pub mod store;
