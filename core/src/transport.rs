//! The two ways to reach a method. Pure data.

named! {
    /// How a call travels.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
    pub enum Transport {
        /// HTTP request and answer.
        #[default]
        Web = "web",
        /// A frame on a websocket.
        Rtm = "rtm",
    }
    error UnknownTransport = "not a transport; it is `web` or `rtm`";
}
