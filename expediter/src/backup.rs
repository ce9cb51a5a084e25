//! `expediter backup`: writes a consistent copy of the SQLite database while Expediter runs.

use std::fs::File;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use secrecy::ExposeSecret as _;
use service::telemetry;
use store::backup::copy_sqlite;
use tempfile::Builder;

use crate::cli::BackupArgs;
use crate::data_dir;

/// Writes the copy. The file appears only when it is complete and on the disk. Only its owner can read it, because the database
/// contains personal data and password hashes. The signing key is not copied, because access tokens could be forged with it. If
/// the key is missing after a restore, the next start creates a new one.
pub(crate) async fn run(args: &BackupArgs) -> Result<()> {
    telemetry::init_logging(&args.data_dir.logging)?;
    let url = data_dir::existing_database_url(&args.data_dir)?;
    let url = url.expose_secret();
    match url.split(':').next() {
        Some("sqlite") => {}
        Some("mysql" | "mariadb") => bail!(
            "this command copies SQLite files only. Back up MySQL and MariaDB with `mariadb-dump --single-transaction \
             --hex-blob`; docs/operations.md describes the procedure"
        ),
        _ => bail!(
            "this command copies SQLite files only. Back up PostgreSQL with `pg_dump`; docs/operations.md describes the \
             procedure"
        ),
    }
    let file = std::path::absolute(&args.file)?;
    ensure!(file.symlink_metadata().is_err(), "{} already exists", file.display());
    let directory = file.parent().context("the path of the backup has no file name")?;
    let copy = create_private_file(directory)?;
    copy_sqlite(url, copy.path()).await.context("cannot copy the database")?;
    copy.as_file().sync_all()?;
    let bytes = copy.as_file().metadata()?.len();
    copy.persist_noclobber(&file).with_context(|| format!("cannot create {}", file.display()))?;
    // The name must survive a power failure as well.
    File::open(directory)?.sync_all()?;
    println!("Wrote a backup of the database to {} ({bytes} bytes).", file.display());
    Ok(())
}

/// Creates a temporary file that only its owner can read. Dropping it deletes the file, unless it was persisted.
fn create_private_file(directory: &Path) -> Result<tempfile::NamedTempFile> {
    let file = Builder::new().prefix(".expediter-backup-").tempfile_in(directory);
    file.with_context(|| format!("cannot create a file in {}", directory.display()))
}
