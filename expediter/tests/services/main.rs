//! Tests of the complete product as its users run it: real processes, sockets and servers.

mod all_in_one;
mod backup;
mod commands;
mod distributed;
mod flash_sale;
mod randomized_traffic;
mod support;
