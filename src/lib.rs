//! wirewatch

pub mod clock;
pub mod deliver;
pub mod digest;
pub mod model;
