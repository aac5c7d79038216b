//! What pages and feeds say about themselves: cases that went wrong once.
