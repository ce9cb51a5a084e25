//! Types that are decoded from the rows of query results: structs by column name, tuples by position.

use sqlx::mysql::MySqlRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::Result;

/// A type that can be decoded from a row of any engine.
pub trait Row: Sized {
    /// The select list, separated by commas.
    const COLUMNS: &'static str;

    /// Decodes a row of PostgreSQL.
    fn from_postgres(row: &PgRow) -> Result<Self>;

    /// Decodes a row of MySQL or MariaDB.
    fn from_mysql(row: &MySqlRow) -> Result<Self>;

    /// Decodes a row of SQLite.
    fn from_sqlite(row: &SqliteRow) -> Result<Self>;
}

/// Declares the columns of a row once, for its decoding and its select list.
///
/// ```text
/// row! {
///     /// A row of `orders`.
///     struct OrderRow { id: OrderId, status: Status }       // declares a struct
/// }
/// row!(Business { id, name });                              // an existing struct
/// row!(Event { id, at: "occurred_at" as i64 => to_time });   // a column of another name and type
/// row!(Event { id, kind, subject: "order_id" as Uuid, "kind" as Kind => to_subject });  // computed from a second column as well
/// ```
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $ty:ty),+ $(,)?
    }) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $ty),+
        }

        row!($name { $($field),+ });
    };
    ($name:ident {
        $($field:ident $(: $column:literal as $stored:ty $(, $other:literal as $other_stored:ty)? => $convert:expr)?),+ $(,)?
    }) => {
        impl $crate::Row for $name {
            const COLUMNS: &'static str =
                $crate::row::without_separator(concat!($(", ", row!(@column $field $($column)?)),+));

            fn from_postgres(row: &sqlx::postgres::PgRow) -> $crate::Result<Self> {
                use sqlx::Row as _;
                Ok(Self { $($field: row!(@decode row $field $(, $convert, $column, $stored $(, $other, $other_stored)?)?)),+ })
            }

            fn from_mysql(row: &sqlx::mysql::MySqlRow) -> $crate::Result<Self> {
                use sqlx::Row as _;
                Ok(Self { $($field: row!(@decode row $field $(, $convert, $column, $stored $(, $other, $other_stored)?)?)),+ })
            }

            fn from_sqlite(row: &sqlx::sqlite::SqliteRow) -> $crate::Result<Self> {
                use sqlx::Row as _;
                Ok(Self { $($field: row!(@decode row $field $(, $convert, $column, $stored $(, $other, $other_stored)?)?)),+ })
            }
        }
    };

    (@column $field:ident) => { stringify!($field) };
    (@column $field:ident $column:literal) => { $column };
    (@decode $row:ident $field:ident) => { $row.try_get(stringify!($field))? };
    (@decode $row:ident $field:ident, $convert:expr $(, $column:literal, $stored:ty)+) => {
        $convert($($row.try_get::<$stored, _>($column)?),+)
    };
}

/// Removes the separator `, ` from the beginning of a list.
pub(crate) const fn without_separator(list: &str) -> &str {
    list.split_at(2).1
}

/// The row type of statements that return no rows.
impl Row for () {
    const COLUMNS: &'static str = "";

    fn from_postgres(_: &PgRow) -> Result<Self> {
        Ok(())
    }

    fn from_mysql(_: &MySqlRow) -> Result<Self> {
        Ok(())
    }

    fn from_sqlite(_: &SqliteRow) -> Result<Self> {
        Ok(())
    }
}

/// Implements [`Row`] for a tuple, decoded by position.
macro_rules! tuple_row {
    ($($column:ident $index:tt),+) => {
        impl<$($column),+> Row for ($($column,)+)
        where
            $($column: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>
                + for<'r> sqlx::Decode<'r, sqlx::MySql> + sqlx::Type<sqlx::MySql>
                + for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,)+
        {
            const COLUMNS: &'static str = "";

            fn from_postgres(row: &PgRow) -> Result<Self> {
                use sqlx::Row as _;
                Ok(($(row.try_get::<$column, _>($index)?,)+))
            }

            fn from_mysql(row: &MySqlRow) -> Result<Self> {
                use sqlx::Row as _;
                Ok(($(row.try_get::<$column, _>($index)?,)+))
            }

            fn from_sqlite(row: &SqliteRow) -> Result<Self> {
                use sqlx::Row as _;
                Ok(($(row.try_get::<$column, _>($index)?,)+))
            }
        }
    };
}

tuple_row!(A 0);
tuple_row!(A 0, B 1);
tuple_row!(A 0, B 1, C 2);
tuple_row!(A 0, B 1, C 2, D 3);
tuple_row!(A 0, B 1, C 2, D 3, E 4);
tuple_row!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple_row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
