//! Small sites, assembled.
