//! Classifying articles against a watchlist. This room so far holds the inflection of terms.

pub mod inflect;
