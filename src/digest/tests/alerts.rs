//! Alerts and edits as their readers get them.
