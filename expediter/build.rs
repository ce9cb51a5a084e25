//! The web app is embedded when it was built; one that is built later must be noticed.

use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/dist");
    // Cargo runs this again at every build while the folder is not there, so it may as well be there, empty.
    if let Err(error) = std::fs::create_dir_all(&dist) {
        println!("cargo:warning=cannot make {}: {error}", dist.display());
    }
    println!("cargo:rerun-if-changed={}", dist.display());
}
