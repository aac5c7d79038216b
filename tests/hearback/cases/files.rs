//! Pictures, static files and names of files: cases that went wrong once.
