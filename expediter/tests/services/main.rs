//! Everything together, as its users run it: real processes, real sockets, real servers.

mod all_in_one;
mod commands;
mod diner;
mod feed;
mod full_set;
mod process;
mod rush;
mod waiting;
