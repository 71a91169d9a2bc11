//! daemon
pub mod schedule;
mod wall_clock;
