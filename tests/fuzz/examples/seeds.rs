//! Writes a corpus to begin with.

use std::fs;
use std::path::Path;

use livechat_core_fuzz::seeds::all;

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (corpus, seeds) = (here.join("corpus"), all(&here.join("..")));
    for (number, (target, seed)) in seeds.iter().enumerate() {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder).expect("the folder");
        fs::write(folder.join(format!("seed-{number:04}")), seed).expect("the seed");
    }
    println!("{} seeds in {}", seeds.len(), corpus.display());
}
