//! Tests of the API that limit the elapsed time. They run sequentially in their own suite, so that other tests do not slow them
//! down.

#![expect(unreachable_pub, reason = "the items of the support module are public for the modules of the suites")]

mod logins;
mod slow_clients;

#[expect(dead_code, unused_imports, reason = "the suite `api` uses all of it")]
#[path = "../api/support/mod.rs"]
mod support;
