//! Front matter and configuration: cases that went wrong once.
