//! Inserts of one or more rows into a table, with their values by column name.
//!
//! On PostgreSQL, one statement over arrays (`unnest`) inserts any number of rows, and a [`Batch`] combines the statements for
//! several tables into one, which takes one round trip. The SQL is built from the declared columns, so that a value cannot end up
//! in the wrong column.

use sqlx::mysql::MySqlArguments;
use sqlx::postgres::{PgArguments, PgConnection, PgHasArrayType};
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe, Encode, Postgres, Type, TypeInfo as _};

use crate::{Connection, Error, Result, Row, Tx};

/// A row that can be inserted into a table.
pub(crate) trait Insert: Sized {
    /// The table.
    const TABLE: &'static str;
    /// The inserted columns.
    const INSERT_COLUMNS: &'static [&'static str];

    /// Adds one array per column.
    fn add_columns<'a>(rows: impl Iterator<Item = &'a Self> + Clone, columns: &mut ColumnArguments) -> Result<()>
    where
        Self: 'a;

    /// Adds one argument per column.
    fn add_to_mysql(&self, arguments: &mut MySqlArguments) -> Result<()>;

    /// Adds one argument per column.
    fn add_to_sqlite(&self, arguments: &mut SqliteArguments) -> Result<()>;
}

/// A row of sums. [`add_sums`] adds them to the existing row with the same key, if there is one.
pub(crate) trait AddSums: Insert {
    /// The columns of the primary key.
    const KEY: &'static [&'static str];
    /// The columns that contain sums.
    const SUMS: &'static [&'static str];
}

/// Declares how a type is inserted into a table: each column with the expression of its value.
///
/// ```text
/// insert!(OrderLine in "order_lines" { item_id = |line| line.item_id, quantity = |line| line.quantity });
/// ```
macro_rules! insert {
    ($name:ident in $table:literal { $($column:ident = |$row:ident| $value:expr),+ $(,)? }) => {
        impl $crate::insert::Insert for $name {
            const TABLE: &'static str = $table;
            const INSERT_COLUMNS: &'static [&'static str] = &[$(stringify!($column)),+];

            fn add_columns<'a>(
                rows: impl Iterator<Item = &'a Self> + Clone,
                columns: &mut $crate::insert::ColumnArguments,
            ) -> $crate::Result<()>
            where
                Self: 'a,
            {
                $({
                    let values = rows.clone().map(|$row: &'a Self| -> $crate::Result<_> { Ok($value) });
                    columns.add(stringify!($column), values.collect::<$crate::Result<Vec<_>>>()?)?;
                })+
                Ok(())
            }

            fn add_to_mysql(&self, arguments: &mut sqlx::mysql::MySqlArguments) -> $crate::Result<()> {
                $({
                    let $row = self;
                    sqlx::Arguments::add(arguments, $value).map_err($crate::Error::Encode)?;
                })+
                Ok(())
            }

            fn add_to_sqlite(&self, arguments: &mut sqlx::sqlite::SqliteArguments) -> $crate::Result<()> {
                $({
                    let $row = self;
                    sqlx::Arguments::add(arguments, $value).map_err($crate::Error::Encode)?;
                })+
                Ok(())
            }
        }
    };
}

/// Declares the columns of a table once, for decoding, select list and insert list. `insert` adds columns that are written but
/// not read.
///
/// ```text
/// table_row!(Business in "businesses" { id, name, currency } insert { name_key = |business| search_key(&business.name) });
/// ```
macro_rules! table_row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident in $table:literal {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $ty:ty),+ $(,)?
    } $(insert { $($column:ident = |$row:ident| $value:expr),+ $(,)? })?) => {
        row! {
            $(#[$meta])*
            $vis struct $name {
                $($(#[$field_meta])* $field_vis $field: $ty),+
            }
        }

        insert!($name in $table { $($field = |row| &row.$field),+ $($(, $column = |$row| $value)+)? });
    };
    ($name:ident in $table:literal { $($field:ident),+ $(,)? }
        $(insert { $($column:ident = |$row:ident| $value:expr),+ $(,)? })?) => {
        row!($name { $($field),+ });
        insert!($name in $table { $($field = |row| &row.$field),+ $($(, $column = |$row| $value)+)? });
    };
}

/// The arguments of a statement over arrays, numbered in the order in which they are added.
#[derive(Default)]
pub(crate) struct ColumnArguments {
    arguments: PgArguments,
    /// Typed placeholders of the columns that are not yet part of the statement.
    placeholders: Vec<String>,
    names: Vec<&'static str>,
}

impl ColumnArguments {
    /// Adds the values of a column as one array.
    pub(crate) fn add<T>(&mut self, name: &'static str, values: Vec<T>) -> Result<()>
    where
        T: PgHasArrayType,
        Vec<T>: for<'q> Encode<'q, Postgres> + Type<Postgres>,
    {
        let type_info = <Vec<T> as Type<Postgres>>::type_info();
        self.arguments.add(values).map_err(Error::Encode)?;
        self.placeholders.push(format!("${}::{}", self.arguments.len(), type_info.name()));
        self.names.push(name);
        Ok(())
    }

    /// Returns the columns added since the last call, as a table expression with the alias `name`.
    fn take_table(&mut self, name: &str) -> String {
        let (placeholders, names) = (std::mem::take(&mut self.placeholders), std::mem::take(&mut self.names));
        format!("unnest({}) as {name} ({})", placeholders.join(", "), names.join(", "))
    }
}

/// Inserts rows into their table.
pub(crate) async fn insert_all<'a, R: Insert + 'a>(
    tx: &mut Tx,
    rows: impl Iterator<Item = &'a R> + Clone,
) -> Result<()> {
    if let Connection::Postgres(connection) = tx.connection() {
        let mut batch = Batch::default();
        batch.insert(rows)?;
        return batch.execute(connection).await;
    }
    execute_chunks(tx, rows, "", "").await
}

/// Inserts one row into its table.
pub(crate) async fn insert<R: Insert>(tx: &mut Tx, row: &R) -> Result<()> {
    insert_all(tx, std::iter::once(row)).await
}

/// Inserts rows of sums, or adds them to the existing rows with the same keys. No two of the given rows may have the same key.
pub(crate) async fn add_sums<'a, R: AddSums + 'a>(
    tx: &mut Tx,
    rows: impl Iterator<Item = &'a R> + Clone,
) -> Result<()> {
    if let Connection::Postgres(connection) = tx.connection() {
        let mut batch = Batch::default();
        batch.add_sums(rows)?;
        return batch.execute(connection).await;
    }
    let sums = |sum: &&str| format!("{sum} = {sum} + values({sum})");
    let on_duplicate_key =
        format!(" on duplicate key update {}", R::SUMS.iter().map(sums).collect::<Vec<_>>().join(", "));
    execute_chunks(tx, rows, &on_duplicate_key, &on_conflict::<R>()).await
}

/// Returns the clause that adds sums to an existing row, for PostgreSQL and SQLite.
fn on_conflict<R: AddSums>() -> String {
    let sums = R::SUMS.iter().map(|sum| format!("{sum} = {}.{sum} + excluded.{sum}", R::TABLE));
    format!(" on conflict ({}) do update set {}", R::KEY.join(", "), sums.collect::<Vec<_>>().join(", "))
}

/// Numbers of rows per statement on MySQL and SQLite, in descending order. Few different numbers, so that the statements stay in
/// the cache of prepared statements.
const ROWS_PER_STATEMENT: [usize; 4] = [64, 16, 4, 1];

/// Inserts rows with statements of [`ROWS_PER_STATEMENT`] rows. Appends the engine's clause to each insert, to handle existing
/// keys.
async fn execute_chunks<'a, R: Insert + 'a>(
    tx: &mut Tx,
    rows: impl Iterator<Item = &'a R>,
    mysql_clause: &str,
    sqlite_clause: &str,
) -> Result<()> {
    let rows: Vec<_> = rows.collect();
    let values = format!("({})", vec!["?"; R::INSERT_COLUMNS.len()].join(", "));
    let insert = format!("insert into {} ({}) values ", R::TABLE, R::INSERT_COLUMNS.join(", "));
    let mut rest = &rows[..];
    while let Some(size) = ROWS_PER_STATEMENT.into_iter().find(|size| *size <= rest.len()) {
        let (chunk, others) = rest.split_at(size);
        rest = others;
        let values = vec![values.as_str(); size].join(", ");
        match tx.connection() {
            Connection::MySql(connection) => {
                let sql = AssertSqlSafe(format!("{insert}{values}{mysql_clause}"));
                let mut arguments = MySqlArguments::default();
                for row in chunk {
                    row.add_to_mysql(&mut arguments)?;
                }
                sqlx::query_with(sql, arguments).execute(connection).await?;
            }
            Connection::Sqlite(connection) => {
                let sql = AssertSqlSafe(format!("{insert}{values}{sqlite_clause}"));
                let mut arguments = SqliteArguments::default();
                for row in chunk {
                    row.add_to_sqlite(&mut arguments)?;
                }
                sqlx::query_with(sql, arguments).execute(connection).await?;
            }
            Connection::Postgres(_) => unreachable!("handled by the callers"),
        }
    }
    Ok(())
}

/// Several inserts and updates that run as one PostgreSQL statement. All parts see the same snapshot and run in an undefined
/// order.
#[derive(Default)]
pub(crate) struct Batch {
    arguments: ColumnArguments,
    parts: Vec<String>,
}

impl Batch {
    /// Adds an insert of rows.
    pub(crate) fn insert<'a, R: Insert + 'a>(&mut self, rows: impl Iterator<Item = &'a R> + Clone) -> Result<()> {
        self.add(rows, |table| {
            let columns = R::INSERT_COLUMNS.join(", ");
            format!("insert into {} ({columns}) select {columns} from {table}", R::TABLE)
        })
    }

    /// Adds an insert of rows of sums, which is equivalent to the function [`add_sums`].
    pub(crate) fn add_sums<'a, R: AddSums + 'a>(&mut self, rows: impl Iterator<Item = &'a R> + Clone) -> Result<()> {
        self.add(rows, |table| {
            let columns = R::INSERT_COLUMNS.join(", ");
            let on_conflict = on_conflict::<R>();
            format!("insert into {} ({columns}) select {columns} from {table}{on_conflict}", R::TABLE)
        })
    }

    /// Adds a statement over rows. `statement` receives the rows as a table expression with the alias `new`.
    pub(crate) fn add<'a, R: Insert + 'a>(
        &mut self,
        rows: impl Iterator<Item = &'a R> + Clone,
        statement: impl FnOnce(&str) -> String,
    ) -> Result<()> {
        R::add_columns(rows, &mut self.arguments)?;
        self.parts.push(statement(&self.arguments.take_table("new")));
        Ok(())
    }

    /// Binds an array for the query of [`fetch_all`](Self::fetch_all). Returns its placeholder.
    pub(crate) fn bind<T>(&mut self, name: &'static str, values: Vec<T>) -> Result<String>
    where
        T: PgHasArrayType,
        Vec<T>: for<'q> Encode<'q, Postgres> + Type<Postgres>,
    {
        self.arguments.add(name, values)?;
        self.arguments.names.clear();
        Ok(self.arguments.placeholders.drain(..).collect())
    }

    /// Runs the statement.
    pub(crate) async fn execute(self, connection: &mut PgConnection) -> Result<()> {
        self.fetch_all::<(i32,)>(connection, "select 1").await.map(drop)
    }

    /// Runs the statement together with a query. The query does not see the statement's changes.
    pub(crate) async fn fetch_all<R: Row>(self, connection: &mut PgConnection, query: &str) -> Result<Vec<R>> {
        let parts = self.parts.iter().enumerate().map(|(index, part)| format!("part_{index} as ({part})"));
        let sql = AssertSqlSafe(format!("with {} {query}", parts.collect::<Vec<_>>().join(", ")));
        let rows = sqlx::query_with(sql, self.arguments.arguments).fetch_all(connection).await?;
        rows.iter().map(R::from_postgres).collect()
    }
}
