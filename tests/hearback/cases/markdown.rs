//! Text and what becomes of it: cases that went wrong once.
