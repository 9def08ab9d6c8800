//! A small LiveChat on loopback, for tests only: the accounts service, the Web API, the RTM API and webhooks, as far as a conversation needs them.
//! It is written from the vendor's documentation and shares no code with livechat-core, so that the two check each other. Opens a port of this machine.

mod accounts;
mod rtm;
mod web;
mod world;

use std::sync::Arc;

use axum::Router;
use axum::routing::{any, get, post};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use world::World;
pub use world::{Rules, Seen};

/// A running simulation; it ends when this is dropped.
pub struct Simulated {
    world: Arc<World>,
    address: String,
    server: JoinHandle<()>,
}

impl Simulated {
    /// Starts on a free port of this machine.
    ///
    /// # Errors
    /// Where no port can be opened.
    pub async fn start(rules: Rules) -> std::io::Result<Self> {
        Self::start_on(rules, 0).await
    }

    /// The same on a port of one's choice.
    ///
    /// # Errors
    /// Where the port can't be opened.
    pub async fn start_on(rules: Rules, port: u16) -> std::io::Result<Self> {
        let world = Arc::new(World::new(rules));
        let routes = Router::new()
            .route("/", get(accounts::authorize))
            .route("/v2/token", post(accounts::token).delete(accounts::revoke))
            .route("/v2/info", get(accounts::info))
            .route("/v2/customer/token", post(accounts::customer_token))
            .route("/{version}/{api}/action/{action}", any(web::action))
            .route("/{version}/{api}/rtm/ws", get(rtm::connect))
            .with_state(Arc::clone(&world));
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = listener.local_addr()?.to_string();
        let server = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Self { world, address, server })
    }

    /// Where the accounts service and the Web API are, without a slash at the end.
    pub fn http(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the RTM API is, without a slash at the end.
    pub fn ws(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// What clients have sent so far, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.world.seen()
    }

    /// Cuts every RTM connection, after a farewell with a reason if one is given.
    pub fn cut(&self, reason: Option<&str>) {
        self.world.cut(reason);
    }

    /// Waits until it is told to stop, which is never.
    pub async fn run(self) {
        std::future::pending::<()>().await;
    }
}

impl Drop for Simulated {
    fn drop(&mut self) {
        self.server.abort();
    }
}
