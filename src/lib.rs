//! wirewatch

pub mod model;
