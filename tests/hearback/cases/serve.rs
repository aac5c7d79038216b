//! The preview: cases that went wrong once.
