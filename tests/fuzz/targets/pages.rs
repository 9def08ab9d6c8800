#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| livechat_core_fuzz::checks::pages(data));
