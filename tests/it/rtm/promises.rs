//! What the machine promises, under schedules at random: delays, losses, hostile frames, broken sockets, clocks that are set.

use livechat_core::Timestamp;
use livechat_core::machine::rtm::{Action, Outgoing, PingBy, Session, Unsent};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::config;
use super::world::{Input, play};

fn input() -> impl Strategy<Value = Input> {
    let index = any::<u16>;
    prop_oneof![
        6 => (index(), proptest::option::weighted(0.3, 0u8..12)).prop_map(|(what, id)| Input::Send(what, id)),
        1 => (5u8..15).prop_map(Input::Burst),
        1 => index().prop_map(Input::Withdraw),
        8 => (index(), any::<bool>(), proptest::bool::weighted(0.9), proptest::option::weighted(0.2, 1u8..5))
            .prop_map(|(which, latest, success, lie)| Input::Answer { which, latest, success, lie: lie.unwrap_or(0) }),
        1 => "[ -~]{0,20}|\\{\"type\":\"(push|response)\",\"[a-z_]{1,12}\":[0-9\"\\[{]{1,5}\\}".prop_map(Input::Text),
        1 => index().prop_map(Input::Push),
        1 => Just(Input::Pong),
        4 => Just(Input::Opened),
        1 => any::<bool>().prop_map(|old| Input::SocketCloses { old }),
        6 => (0u16..20_000).prop_map(Input::Wait),
        1 => (0u16..40_000).prop_map(Input::Sleep),
        1 => (2u32..100_000_000).prop_map(Input::ClockBack),
        1 => Just(Input::Wake),
        1 => proptest::bool::weighted(0.1).prop_map(|close| if close { Input::Close } else { Input::Wake }),
        3 => any::<u64>().prop_map(Input::Reconnect),
    ]
}

fn way() -> impl Strategy<Value = (PingBy, Unsent)> {
    (prop::sample::select(&PingBy::ALL[..]), prop::sample::select(&Unsent::ALL[..]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_promises_hold(inputs in proptest::collection::vec(input(), 0..250), (ping_by, unsent) in way()) {
        play(&inputs, ping_by, unsent, false);
    }

    #[test]
    fn the_promises_hold_when_the_clock_is_set_back(
        inputs in proptest::collection::vec(input(), 0..250),
        (ping_by, unsent) in way(),
    ) {
        play(&inputs, ping_by, unsent, true);
    }

    #[test]
    fn equal_inputs_give_equal_outputs(inputs in proptest::collection::vec(input(), 0..150), (ping_by, unsent) in way()) {
        prop_assert_eq!(play(&inputs, ping_by, unsent, true), play(&inputs, ping_by, unsent, true));
    }

    #[test]
    fn any_text_and_any_time_is_survived(
        texts in proptest::collection::vec((any::<String>(), any::<i64>()), 0..20),
    ) {
        let mut session = Session::new(config());
        let Some(Action::Connect(connection)) = session.poll() else { panic!() };
        session.opened(connection, Timestamp::from_micros(0));
        for (text, time) in texts {
            let time = Timestamp::from_micros(time);
            session.received(connection, time, text);
            let _ = session.send(time, Outgoing::new("get_chat", "{}").unwrap());
            while session.poll().is_some() {}
            let _ = session.wake_at();
            session.wake(time);
            let _ = session.reconnect(time, 0);
        }
    }
}

#[test]
fn the_schedules_get_everywhere() {
    let mut runner = TestRunner::deterministic();
    let mut trace = String::new();
    for _ in 0..100 {
        let inputs = proptest::collection::vec(input(), 0..250).new_tree(&mut runner).unwrap().current();
        trace += &play(&inputs, PingBy::Frame, Unsent::Keep, true).join("\n");
    }
    for event in ["LoggedIn", "Answered", "TimedOut", "Late", "Lost", "Push", "Stray", "Malformed"] {
        assert!(trace.contains(&format!("Event({event}")), "{event}");
    }
    for cause in ["Asked", "Socket", "Server", "LoginTimeout", "LoginRefused", "Silence"] {
        assert!(trace.contains(&format!("cause: {cause}")), "{cause}");
    }
}
