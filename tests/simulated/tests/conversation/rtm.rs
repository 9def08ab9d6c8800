//! Over a websocket: log in, call, be pushed to, be cut off, come back.

use std::collections::VecDeque;

use futures_util::{SinkExt, StreamExt};
use livechat_core::catalogue::Api;
use livechat_core::machine::rtm::{Action, Config, Connection, Event, Outgoing, Session};
use livechat_core::{Timestamp, Version};
use livechat_core_simulated::{Rules, Simulated};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::client::{NOW, sign_in};

/// A host of the machine: a socket, and a clock that the test turns.
struct Host {
    session: Session,
    url: String,
    now: Timestamp,
    socket: Option<(Connection, WebSocketStream<MaybeTlsStream<TcpStream>>)>,
    events: VecDeque<Event>,
}

impl Host {
    /// Does what the machine says until it has nothing more to say.
    async fn act(&mut self) {
        while let Some(action) = self.session.poll() {
            match action {
                Action::Connect(connection) => {
                    let (socket, _) = connect_async(&self.url).await.unwrap();
                    self.socket = Some((connection, socket));
                    self.session.opened(connection, self.now);
                }
                Action::Send(connection, frame) => {
                    let (open, socket) = self.socket.as_mut().unwrap();
                    assert_eq!(*open, connection);
                    socket.send(Message::text(frame.into_string())).await.unwrap();
                }
                Action::Ping(_) => unreachable!("pings go as frames"),
                Action::Close(_) => self.socket = None,
                Action::Event(event) => self.events.push_back(event),
            }
        }
    }

    /// The next event, for which the server's frames are read.
    async fn event(&mut self) -> Event {
        loop {
            self.act().await;
            if let Some(event) = self.events.pop_front() {
                return event;
            }
            let (connection, socket) = self.socket.as_mut().expect("nothing more can come");
            match socket.next().await {
                Some(Ok(Message::Text(text))) => self.session.received(*connection, self.now, text.as_str()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => {
                    self.session.closed(*connection, self.now, None, "");
                    self.socket = None;
                }
            }
        }
    }
}

async fn host(simulated: &Simulated) -> Host {
    let answer = sign_in(simulated).await;
    let token = format!("Bearer {}", answer.access_token().expose());
    let config = Config::new(Api::Agent, Version::V3_6, &token, "{}").unwrap();
    let url = format!("{}/v3.6/agent/rtm/ws?organization_id=390e44e6-f1e6-4d87-8a2a-8d1c7c1c0b11", simulated.ws());
    Host { session: Session::new(config), url, now: NOW, socket: None, events: VecDeque::new() }
}

#[tokio::test]
async fn a_session_is_lost_and_resumed() {
    let simulated = Simulated::start(Rules::default()).await.unwrap();
    let mut host = host(&simulated).await;
    assert!(matches!(host.event().await, Event::LoggedIn { .. }));

    // An event of one's own comes back as answer and as push, and the push names the request.
    let event = r#"{"chat_id": "CHAT001", "event": {"type": "message", "text": "Hello"}}"#;
    let id = host.session.send(host.now, Outgoing::new("send_event", event).unwrap()).unwrap();
    let (mut answered, mut pushed) = (false, false);
    while !(answered && pushed) {
        match host.event().await {
            Event::Answered { id: of, success, .. } => answered = success && of == id,
            Event::Push(push) => pushed = push.action == "incoming_event" && push.request_id.as_ref() == Some(&id),
            other => panic!("{other:?}"),
        }
    }

    // A ping when it is due.
    host.now = host.session.wake_at().unwrap();
    host.session.wake(host.now);
    host.act().await;
    while simulated.seen().iter().all(|s| s.what != "ping") {
        tokio::task::yield_now().await;
    }

    // The server says good-bye and hangs up; the session comes back, and says that it has been there.
    simulated.cut(Some("connection_timeout"));
    let advice = loop {
        match host.event().await {
            Event::Disconnected { advice, .. } => break advice,
            Event::Push(_) | Event::Answered { .. } => {}
            other => panic!("{other:?}"),
        }
    };
    host.now = host.session.reconnect(host.now, 0).unwrap_or_else(|| panic!("{advice:?}"));
    host.session.wake(host.now);
    assert!(matches!(host.event().await, Event::LoggedIn { .. }));
    let logins: Vec<_> = simulated.seen().into_iter().filter(|s| s.what == "login").collect();
    assert_eq!(logins.len(), 2);
    assert_eq!(logins[1].body["reconnect"], true);

    // The socket breaks without a word, while a request is on its way.
    let write = host.session.send(host.now, Outgoing::new("send_event", event).unwrap()).unwrap();
    host.act().await;
    simulated.cut(None);
    let mut lost = None;
    loop {
        match host.event().await {
            Event::Disconnected { .. } => break,
            Event::Lost { id, may_have_happened } => lost = Some((id, may_have_happened)),
            Event::Answered { id, .. } => lost = Some((id, false)),
            _ => {}
        }
    }
    // Its answer may have come before the cut; then it isn't lost.
    let (id, _) = match lost {
        Some(lost) => lost,
        None => loop {
            if let Event::Lost { id, may_have_happened } = host.events.pop_front().unwrap() {
                break (id, may_have_happened);
            }
        },
    };
    assert_eq!(id, write);
}
