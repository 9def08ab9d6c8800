//! Where the shared vectors and the recorded sessions are, for the test binaries.

use std::path::{Path, PathBuf};

/// The folder `tests/`.
pub fn dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
