//! Core and the simulated LiveChat, with public clients between them: sign in, list chats over pages, send an event, run into the quota, be sent to another
//! region, receive a webhook, lose an RTM session and resume it. Core says what goes out and what came back; reqwest and tungstenite carry it. Nothing waits
//! for a clock: core is fed with a time of the test's own.

mod client;
mod rtm;
mod web;
