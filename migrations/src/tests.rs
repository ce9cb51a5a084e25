use super::*;

/// Versions, names and SHA-384 checksums (PostgreSQL, MySQL, SQLite) of the released migrations. They are stored in users'
/// databases and must never change. Add a row for each new migration when it is released.
const RELEASED: [(i64, &str, [&str; 3]); 3] = [
    (
        1,
        "0001_init",
        [
            "f1f803bc5681c07f5461190b854383bc7c42afff226d6007a32a56f22626f373391426b55f606c68151c44262965f720",
            "5efacf1e3cd7c1d69f4aeee8d8a0c4f8c941500476e04e03dac54d8a67eb72ecbf4eb55cacb0388a81669b19bcba9695",
            "131e0ecf63903e0cf319c4ed8f7c9773dee7de2bde344506a52d5ecf3401a0d634063751b025363d320574db17031446",
        ],
    ),
    (
        2,
        "0002_reports",
        [
            "941bf34e281ed085f10b534fd99b8c70352c2fc4294f8c8fb859eed5ee087d64aecfeec21586b8c65f0affe781cee1cc",
            "f177c7fe734e2ec993e317c1654aee12a29a775c159c7efcefc93afec3895987cc00da28ee503029d0d07a1a3c1517b6",
            "01eddb1764c9dc2bb17a54fd4fe45fa83d20cb84afe1af7fb4a9c123f85ad5f3dbfca64181ab7c8a248aea04687f89ed",
        ],
    ),
    (
        3,
        "0003_notifiers",
        [
            "312927d79da0e50862b6773ba63a8308627d5e0e383364302157238d4bab46adfa03c0fe6840979fb4024dab32988f1b",
            "7214f7eee5ce0f62905344c58cfb362fd5d617db6f5a507b9e6add9a2e5379db6c53641216c034fc9a0c3fd40fab0c93",
            "c3939736cddef57737437dcf7b859dada1b0bd9812e10afdb9d0b523d30595947992c057de228141c09b6ffbd3e5b379",
        ],
    ),
];

fn to_hex(checksum: &[u8]) -> String {
    use std::fmt::Write as _;
    checksum.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[test]
fn released_migrations_never_change() {
    for (engine, dialect) in [Dialect::Postgres, Dialect::MySql, Dialect::Sqlite].into_iter().enumerate() {
        let embedded: Vec<_> = migrator(dialect)
            .iter()
            .take(RELEASED.len())
            .map(|migration| (migration.version, migration.description.to_string(), to_hex(&migration.checksum)))
            .collect();
        let released =
            RELEASED.map(|(version, name, checksums)| (version, name.to_owned(), checksums[engine].to_owned()));
        assert_eq!(embedded, released);
    }
}

#[test]
fn versions_increase() {
    assert!(MIGRATIONS.is_sorted_by(|earlier, later| earlier.version < later.version));
}

#[test]
fn dialect_follows_the_url() {
    for url in ["postgres://localhost/db", "postgresql://localhost/db"] {
        assert!(matches!(Dialect::from_url(url), Dialect::Postgres), "{url}");
    }
    for url in ["mysql://localhost/db", "mariadb://localhost/db"] {
        assert!(matches!(Dialect::from_url(url), Dialect::MySql), "{url}");
    }
    for url in ["sqlite:expediter.db", "sqlite:///data/expediter.db", "sqlite::memory:", "expediter.db"] {
        assert!(matches!(Dialect::from_url(url), Dialect::Sqlite), "{url}");
    }
}

/// The path of an SQLite file. Dropping this deletes the file.
struct TempDatabase(std::path::PathBuf);

impl TempDatabase {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("migrations-{name}-{}.db", std::process::id())))
    }

    fn url(&self) -> String {
        format!("sqlite:{}", self.0.display())
    }

    async fn connect(&self) -> sqlx::SqliteConnection {
        sqlx::sqlite::SqliteConnectOptions::from_str(&self.url()).unwrap().connect().await.unwrap()
    }
}

impl Drop for TempDatabase {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn run_records_version_name_and_checksum() {
    let database = TempDatabase::new("record");
    run(&database.url()).await.unwrap();
    run(&database.url()).await.unwrap();
    let applied: Vec<(i64, String, Vec<u8>)> =
        sqlx::query_as("select version, description, checksum from _sqlx_migrations order by version")
            .fetch_all(&mut database.connect().await)
            .await
            .unwrap();
    assert_eq!(applied.len(), MIGRATIONS.len());
    for ((version, description, checksum), (released_version, name, [_, _, released_checksum])) in
        applied.iter().zip(RELEASED)
    {
        assert_eq!((*version, description.as_str()), (released_version, name));
        assert_eq!(to_hex(checksum), released_checksum);
    }
    assert_eq!(compare(&database.url()).await.unwrap(), []);
}

#[tokio::test]
async fn compare_reports_every_kind_of_difference() {
    let database = TempDatabase::new("compare");
    assert!(compare(&database.url()).await.is_err());
    run(&database.url()).await.unwrap();
    let mut connection = database.connect().await;
    for sql in [
        "update _sqlx_migrations set version = 9999 where version = 1",
        "update _sqlx_migrations set checksum = x'00' where version = 2",
        "update _sqlx_migrations set success = false where version = 3",
    ] {
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
    let differences = compare(&database.url()).await.unwrap();
    let expected = [
        SchemaDifference::Missing("0001_init"),
        SchemaDifference::Modified("0002_reports"),
        SchemaDifference::Failed(3),
        SchemaDifference::Unknown(9999, "0001_init".to_owned()),
    ];
    // The later migrations do not differ and are therefore not listed.
    assert_eq!(differences, expected);
    let messages: Vec<_> = differences.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "0001_init is missing: run `expediter migrate`",
            "0002_reports was applied with different SQL",
            "migration 3 did not complete: restore a backup",
            "0001_init (version 9999) was applied by a newer version of Expediter: run that version",
        ]
    );
}

/// Migration 7 rebuilds the event log of SQLite.
#[tokio::test]
async fn rebuilt_event_log_keeps_its_events_and_never_reuses_positions() {
    let database = TempDatabase::new("rebuild");
    let mut connection = sqlx::sqlite::SqliteConnectOptions::from_str(&database.url())
        .unwrap()
        .create_if_missing(true)
        .foreign_keys(true)
        .connect()
        .await
        .unwrap();
    let complete = migrator(Dialect::Sqlite);
    Migrator::with_migrations(complete.iter().take(6).cloned().collect()).run(&mut connection).await.unwrap();
    // The log refers to an order whose other columns do not matter.
    sqlx::raw_sql("pragma foreign_keys = off").execute(&mut connection).await.unwrap();
    let insert = "insert into events (position, id, order_id, version, kind, business_id, occurred_at, payload)
                  values (?, randomblob(16), x'03', ?, 'order.placed', x'01', 7, '{}')";
    for position in [1, 2, 41] {
        sqlx::query(insert).bind(position).bind(position).execute(&mut connection).await.unwrap();
    }
    sqlx::raw_sql("delete from events where position = 41; pragma foreign_keys = on")
        .execute(&mut connection)
        .await
        .unwrap();

    complete.run(&mut connection).await.unwrap();
    sqlx::query(insert).bind(None::<i64>).bind(3).execute(&mut connection).await.unwrap();
    let positions: Vec<(i64,)> =
        sqlx::query_as("select position from events order by position").fetch_all(&mut connection).await.unwrap();
    assert_eq!(positions, [(1,), (2,), (42,)]);
}
