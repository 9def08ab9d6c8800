//! livechat-core at the shell.
fn main() {}
