//! The plan of what is told: cases that went wrong once.
