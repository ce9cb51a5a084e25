//! The three dialects of the migrations describe the same tables.

use std::collections::BTreeSet;

use shared::on_every_engine;
use shared::store::Db;
use shared::testing::{self, Engine};

/// Every column as `table.column`, with whether it may be null.
async fn columns(db: &Db) -> BTreeSet<(String, String, bool)> {
    let mut read = db.read().await.unwrap();
    let found = shared::sql!(read, all [String, String, i64],
        "select table_name::text, column_name::text, case is_nullable when 'YES' then 1::bigint else 0 end
           from information_schema.columns where table_schema = 'public'";
        mysql: "select cast(table_name as char), cast(column_name as char),
                       cast(case is_nullable when 'YES' then 1 else 0 end as signed)
                  from information_schema.columns where table_schema = database()",
        // A primary key that is not declared `not null` may hold null in SQLite, and only there.
        sqlite: "select t.name, c.name, c.\"notnull\" = 0 and c.pk = 0
                   from sqlite_schema t join pragma_table_info(t.name) c
                  where t.type = 'table' and t.name not like 'sqlite_%'");
    found
        .await
        .unwrap()
        .into_iter()
        .filter(|(table, ..)| table != "_sqlx_migrations")
        .map(|(t, c, n)| (t, c, n != 0))
        .collect()
}

/// Every index of ours by its name, and every unique one by its table, each with its columns in their order.
async fn indexes(db: &Db) -> BTreeSet<(String, String)> {
    let mut read = db.read().await.unwrap();
    let found = shared::sql!(read, all [String, String, i64, String],
        "select t.relname::text, i.relname::text, ix.indisunique::int::bigint,
                string_agg(a.attname, ',' order by array_position(ix.indkey::int2[], a.attnum))
           from pg_index ix join pg_class i on i.oid = ix.indexrelid join pg_class t on t.oid = ix.indrelid
           join pg_namespace n on n.oid = t.relnamespace
           join pg_attribute a on a.attrelid = t.oid and a.attnum = any(ix.indkey::int2[])
          where n.nspname = 'public' group by 1, 2, 3";
        mysql: "select cast(table_name as char), cast(index_name as char), cast(1 - non_unique as signed),
                       cast(group_concat(column_name order by seq_in_index) as char)
                  from information_schema.statistics where table_schema = database()
                 group by table_name, index_name, non_unique",
        sqlite: "select t.name, i.name, i.\"unique\", (select group_concat(name) from pragma_index_info(i.name))
                   from sqlite_schema t join pragma_index_list(t.name) i where t.type = 'table'");
    found
        .await
        .unwrap()
        .into_iter()
        .filter(|(table, ..)| table != "_sqlx_migrations")
        .filter(|(_, name, unique, _)| *unique == 0 && name.contains('_'))
        .map(|(table, name, _, columns)| (format!("{table}: {name}"), columns))
        .collect()
}

/// What every engine must have: unique columns are found by what they refuse, in the tests of each table.
#[tokio::test]
async fn the_three_dialects_agree() {
    let sqlite = testing::database(Engine::Sqlite).await;
    let postgres = testing::database(Engine::Postgres).await;
    let mariadb = testing::database(Engine::MariaDb).await;

    let columns = [columns(&sqlite).await, columns(&postgres).await, columns(&mariadb).await];
    assert!(columns[0].len() > 80);
    assert_eq!(columns[0], columns[1], "SQLite and PostgreSQL");
    assert_eq!(columns[0], columns[2], "SQLite and MariaDB");

    let (lite, pg, maria) = (indexes(&sqlite).await, indexes(&postgres).await, indexes(&mariadb).await);
    assert!(lite.len() > 20);
    assert_eq!(lite, pg, "SQLite and PostgreSQL");
    // MariaDB makes its own index where a foreign key has none.
    let missing: Vec<_> = lite.difference(&maria).collect();
    assert!(missing.is_empty(), "MariaDB lacks {missing:?}");
}

on_every_engine! {
    async fn a_migrated_database_is_left_alone(db: Db) {
        let stall = testing::Stall::open(db.clone()).await;
        let before = (columns(&db).await, indexes(&db).await, stall.order(stall.place(1).await[0].id).await);
        let url = url_of(&db);
        migrations::run(&url).await.unwrap();
        assert_eq!((columns(&db).await, indexes(&db).await), (before.0, before.1));
        crate::assert_same(&stall.order(before.2.id).await, &before.2);
    }
}

/// Where this database is.
pub(crate) fn url_of(db: &Db) -> String {
    match db {
        Db::Postgres(pool) => {
            let options = pool.connect_options();
            format!("{}/{}", server("TEST_POSTGRES_URL"), options.get_database().unwrap())
        }
        Db::MySql(pool) => format!("{}/{}", server("TEST_MYSQL_URL"), pool.connect_options().get_database().unwrap()),
        Db::Sqlite { write, .. } => format!("sqlite:{}", write.connect_options().get_filename().display()),
    }
}

/// The server that a variable names, without a database.
fn server(variable: &str) -> String {
    let url = std::env::var(variable).unwrap();
    url.rsplit_once('/').unwrap().0.to_owned()
}
