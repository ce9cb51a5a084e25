//! The schemas of the three engines.

use std::collections::BTreeSet;

use domain::item::ItemChange;
use store::{Db, sql};
use testkit::{Engine, Fixture, database, on_every_engine};

use crate::support::{assert_same, run_raw, url_of};

/// Returns the table, name and nullability of every column.
async fn columns(db: &Db) -> BTreeSet<(String, String, bool)> {
    let mut read = db.read().await.unwrap();
    // SQLite accepts null in a primary key that is not declared `not null`; the other engines do not.
    let columns = sql!(read, all [String, String, i64],
        "{postgres select table_name::text, column_name::text, case is_nullable when 'YES' then 1::bigint else 0 end
                     from information_schema.columns where table_schema = 'public'}
         {mysql select cast(table_name as char), cast(column_name as char),
                       cast(case is_nullable when 'YES' then 1 else 0 end as signed)
                  from information_schema.columns where table_schema = database()}
         {sqlite select t.name, c.name, c.\"notnull\" = 0 and c.pk = 0
                   from sqlite_schema t join pragma_table_info(t.name) c
                  where t.type = 'table' and t.name not like 'sqlite_%'}");
    columns
        .await
        .unwrap()
        .into_iter()
        .filter(|(table, ..)| table != "_sqlx_migrations")
        .map(|(table, column, is_nullable)| (table, column, is_nullable != 0))
        .collect()
}

/// Returns the table, name and columns of every non-unique index of the migrations. Other tests cover the unique indexes through
/// the violations that they report.
async fn indexes(db: &Db) -> BTreeSet<(String, String)> {
    let mut read = db.read().await.unwrap();
    let indexes = sql!(read, all [String, String, i64, String],
        "{postgres select t.relname::text, i.relname::text, ix.indisunique::int::bigint,
                string_agg(a.attname, ',' order by array_position(ix.indkey::int2[], a.attnum))
           from pg_index ix join pg_class i on i.oid = ix.indexrelid join pg_class t on t.oid = ix.indrelid
           join pg_namespace n on n.oid = t.relnamespace
           join pg_attribute a on a.attrelid = t.oid and a.attnum = any(ix.indkey::int2[])
          where n.nspname = 'public' group by 1, 2, 3}
         {mysql select cast(table_name as char), cast(index_name as char), cast(1 - non_unique as signed),
                       cast(group_concat(column_name order by seq_in_index) as char)
                  from information_schema.statistics where table_schema = database()
                 group by table_name, index_name, non_unique}
         {sqlite select t.name, i.name, i.\"unique\", (select group_concat(name) from pragma_index_info(i.name))
                   from sqlite_schema t join pragma_index_list(t.name) i where t.type = 'table'}");
    indexes
        .await
        .unwrap()
        .into_iter()
        .filter(|(table, ..)| table != "_sqlx_migrations")
        .filter(|(_, name, is_unique, _)| *is_unique == 0 && name.contains('_'))
        .map(|(table, name, _, columns)| (format!("{table}: {name}"), columns))
        .collect()
}

#[tokio::test]
async fn migrations_of_all_engines_create_the_same_schema() {
    let sqlite = database(Engine::Sqlite).await;
    let postgres = database(Engine::Postgres).await;
    let mariadb = database(Engine::MariaDb).await;

    let columns = [columns(&sqlite).await, columns(&postgres).await, columns(&mariadb).await];
    assert!(columns[0].len() > 80);
    assert_eq!(columns[0], columns[1], "SQLite and PostgreSQL");
    assert_eq!(columns[0], columns[2], "SQLite and MariaDB");

    let [sqlite, postgres, mariadb] = [indexes(&sqlite).await, indexes(&postgres).await, indexes(&mariadb).await];
    assert!(sqlite.len() > 20);
    assert_eq!(sqlite, postgres, "SQLite and PostgreSQL");
    // MariaDB adds an index where a foreign key has none.
    let missing: Vec<_> = sqlite.difference(&mariadb).collect();
    assert!(missing.is_empty(), "MariaDB lacks {missing:?}");
}

on_every_engine! {
    async fn migrating_an_up_to_date_database_changes_nothing(db: Db) {
        let fixture = Fixture::new(db.clone()).await;
        let (columns_before, indexes_before) = (columns(&db).await, indexes(&db).await);
        let order = fixture.order(fixture.place_order().await.id).await;
        migrations::run(&url_of(&db)).await.unwrap();
        assert_eq!((columns(&db).await, indexes(&db).await), (columns_before, indexes_before));
        assert_same(&fixture.order(order.id).await, &order);
    }
}

/// MariaDB 12.1 and later name foreign keys in another way than the version of these tests.
#[tokio::test]
async fn foreign_key_of_the_event_log_is_dropped_whatever_its_name() {
    let db = database(Engine::MariaDb).await;
    run_raw(
        &db,
        "delete from _sqlx_migrations where version >= 7;
         drop table isolated_rows;
         alter table events add constraint `1` foreign key (order_id) references orders (id)",
    )
    .await;
    migrations::run(&url_of(&db)).await.unwrap();
    let fixture = Fixture::new(db).await;
    fixture.edit_item(fixture.item.clone(), ItemChange::default(), 1).await;
}
