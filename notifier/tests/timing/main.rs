//! Tests of the notifier that limit the elapsed time or cause a high load. They run in their own suite, one at a time, so that
//! other tests do not slow them down.

mod load;
mod shutdown;
mod slow_clients;

#[expect(dead_code, reason = "the suite `live` uses all of it")]
#[path = "../live/support/mod.rs"]
mod support;
