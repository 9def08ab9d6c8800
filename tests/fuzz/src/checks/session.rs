//! The RTM machine under a script: whatever comes in when, its promises hold, and the same comes out again.

use livechat_core::machine::rtm::{PingBy, Unsent};

use super::Script;
use crate::rtm::world::{Input, play};

/// Most steps of a script.
const STEPS: usize = 200;

/// How to ping, what becomes of requests that weren't sent, whether the clock is set back; then steps, each a byte and what it takes.
pub fn rtm(data: &[u8]) {
    let mut script = Script(data);
    let way = script.byte();
    let ping_by = PingBy::ALL[usize::from(way % 2)];
    let unsent = Unsent::ALL[usize::from(way / 2 % 2)];
    let mut inputs = Vec::new();
    while !script.is_over() && inputs.len() < STEPS {
        inputs.push(step(&mut script));
    }
    let steps_back = way & 4 == 0;
    let first = play(&inputs, ping_by, unsent, steps_back);
    if way / 8 % 4 == 0 {
        assert_eq!(play(&inputs, ping_by, unsent, steps_back), first);
    }
}

fn step(script: &mut Script<'_>) -> Input {
    match script.byte() % 18 {
        0 => Input::Send(script.short(), None),
        1 => Input::Send(script.short(), Some(script.byte() % 12)),
        2 => Input::Burst(script.byte() % 16),
        3 => Input::Withdraw(script.short()),
        4 => Input::Answer { which: script.short(), latest: false, success: true, lie: 0 },
        5 => Input::Answer { which: 0, latest: true, success: true, lie: 0 },
        6 => {
            let (which, how) = (script.short(), script.byte());
            Input::Answer { which, latest: how & 1 == 0, success: how & 2 == 0, lie: how / 4 % 5 }
        }
        7 => {
            let count = script.byte();
            Input::Text(String::from_utf8_lossy(script.take(count.into())).into_owned())
        }
        8 => Input::Push(script.short()),
        9 => Input::Pong,
        10 | 11 => Input::Opened,
        12 => Input::SocketCloses { old: script.byte() & 1 == 1 },
        13 => Input::Wait(script.short()),
        14 => Input::Sleep(script.short()),
        15 => Input::ClockBack(u32::from_be_bytes(script.bytes()).max(2) % 100_000_000),
        16 => [Input::Wake, Input::Wake, Input::Wake, Input::Close][usize::from(script.byte() % 4)].clone(),
        _ => Input::Reconnect(script.number().cast_unsigned()),
    }
}
