//! What `check` says: cases that went wrong once.
