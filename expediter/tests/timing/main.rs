//! Timing-sensitive tests, which must run without other load.

mod wait_times;
