//! Starts the simulated LiveChat for tests in other languages: prints one line of JSON with its addresses, and runs until standard input ends.

use livechat_core_simulated::{Rules, Simulated};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let simulated = Simulated::start(Rules::default()).await?;
    println!("{}", serde_json::json!({"http": simulated.http(), "ws": simulated.ws()}));
    let ended = tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    tokio::select! {
        _ = ended => {}
        () = simulated.run() => {}
    }
    Ok(())
}
