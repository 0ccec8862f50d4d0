//! Tells cargo what besides the source ends up in the program: the front end's build, the pages' templates and texts.

fn main() -> std::io::Result<()> {
    // The program can be built before the front end is; it then says so where a page would be.
    std::fs::create_dir_all("frontend/dist")?;
    println!("cargo::rerun-if-changed=build.rs");
    // Builds for development read these from the disk as they are asked for.
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        for folder in ["frontend/dist", "frontend/templates", "frontend/locales"] {
            println!("cargo::rerun-if-changed={folder}");
        }
    }
    Ok(())
}
