//! `cargo run -p spec-codegen` writes the tables; `-- check` compares them; `-- drift` compares the catalogue with the reference.
fn main() -> std::process::ExitCode {
    spec_codegen::run(std::env::args().skip(1))
}
