//! The `sql!` macro: one text of SQL, three engines.

/// How many `?` a text has.
pub const fn placeholders(text: &str) -> usize {
    let (bytes, mut i, mut count) = (text.as_bytes(), 0, 0);
    while i < bytes.len() {
        if bytes[i] == b'?' {
            count += 1;
        }
        i += 1;
    }
    count
}

/// How long the text is once its `?` are `$1`, `$2`, …
pub const fn dollars_len(text: &str) -> usize {
    let (mut length, mut n) = (text.len(), 1);
    while n <= placeholders(text) {
        length += if n < 10 { 1 } else { 2 };
        n += 1;
    }
    length
}

/// The text with `$1`, `$2`, … in place of its `?`: PostgreSQL's way. At most 99 of them.
pub const fn dollars<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let (bytes, mut out) = (text.as_bytes(), [0; LENGTH]);
    let (mut i, mut o, mut n) = (0, 0, 0_u8);
    while i < bytes.len() {
        if bytes[i] == b'?' {
            n += 1;
            assert!(n < 100, "at most 99 arguments");
            out[o] = b'$';
            o += 1;
            if n >= 10 {
                out[o] = b'0' + n / 10;
                o += 1;
            }
            out[o] = b'0' + n % 10;
        } else {
            out[o] = bytes[i];
        }
        i += 1;
        o += 1;
    }
    out
}

/// Reads bytes that [`dollars`] wrote.
pub const fn as_str(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("a rewritten text is as valid as it was"),
    }
}

/// Runs one statement on whichever engine is behind the connection.
///
/// ```text
/// let order = sql!(tx, optional OrderRow, "select … where id = ?", id).await?;    // none, one
/// let count = sql!(tx, one [i64], "select count(*) from orders").await?;           // exactly one
/// let lines = sql!(tx, all LineRow, "select … where order_id = ?", id).await?;     // any number
/// let rows  = sql!(tx, execute "update … where id = ?", id).await?;                // rows affected
/// ```
///
/// A row is a struct (see `from_row!`), or a tuple, written as the list of its types in brackets: rustfmt takes
/// `one (i64,)` for a call and drops the comma.
///
/// The text has `?` for its arguments; for PostgreSQL they become `$1`, `$2`, … at compile time, and a wrong number
/// of arguments fails the build. Where an engine needs another text, it follows the arguments, in sight:
/// `; postgres: "…", mysql: "…"`. A text may be any constant expression, such as `concat!(…)`.
#[macro_export]
macro_rules! sql {
    ($tx:expr, execute $text:expr $(, $arg:expr)* $(; $($engine:ident: $other:expr),+)? $(,)?) => {
        async {
            $crate::sql!(@each $tx, query, $text, [$($arg),*], [$($($engine: $other),+)?], |query, connection| {
                query.execute(connection).await.map(|done| done.rows_affected())
            })
        }
    };
    ($tx:expr, optional [$($column:ty),+], $($rest:tt)+) => {
        $crate::sql!($tx, optional ($($column,)+), $($rest)+)
    };
    ($tx:expr, optional $row:ty, $text:expr $(, $arg:expr)* $(; $($engine:ident: $other:expr),+)? $(,)?) => {
        async {
            $crate::sql!(@each $tx, query_as $row, $text, [$($arg),*], [$($($engine: $other),+)?], |query, connection| {
                query.fetch_optional(connection).await
            })
        }
    };
    ($tx:expr, one [$($column:ty),+], $($rest:tt)+) => {
        $crate::sql!($tx, one ($($column,)+), $($rest)+)
    };
    ($tx:expr, one $row:ty, $text:expr $(, $arg:expr)* $(; $($engine:ident: $other:expr),+)? $(,)?) => {
        async {
            $crate::sql!(@each $tx, query_as $row, $text, [$($arg),*], [$($($engine: $other),+)?], |query, connection| {
                query.fetch_one(connection).await
            })
        }
    };
    ($tx:expr, all [$($column:ty),+], $($rest:tt)+) => {
        $crate::sql!($tx, all ($($column,)+), $($rest)+)
    };
    ($tx:expr, all $row:ty, $text:expr $(, $arg:expr)* $(; $($engine:ident: $other:expr),+)? $(,)?) => {
        async {
            $crate::sql!(@each $tx, query_as $row, $text, [$($arg),*], [$($($engine: $other),+)?], |query, connection| {
                query.fetch_all(connection).await
            })
        }
    };

    (@each $tx:expr, $how:ident $($row:ty)?, $text:expr, $args:tt, $others:tt, |$query:ident, $on:ident| $run:block) => {
        match $tx.connection() {
            $crate::store::Connection::Postgres($on) => {
                const TEXT: &str = $crate::sql!(@text postgres, $text, $others);
                const BYTES: [u8; $crate::store::text::dollars_len(TEXT)] = $crate::store::text::dollars(TEXT);
                const DOLLARS: &str = $crate::store::text::as_str(&BYTES);
                let $query = $crate::sql!(@query $how $($row)?, sqlx::Postgres, TEXT, DOLLARS, $args);
                $run
            }
            $crate::store::Connection::MySql($on) => {
                const TEXT: &str = $crate::sql!(@text mysql, $text, $others);
                let $query = $crate::sql!(@query $how $($row)?, sqlx::MySql, TEXT, TEXT, $args);
                $run
            }
            $crate::store::Connection::Sqlite($on) => {
                const TEXT: &str = $crate::sql!(@text sqlite, $text, $others);
                let $query = $crate::sql!(@query $how $($row)?, sqlx::Sqlite, TEXT, TEXT, $args);
                $run
            }
        }
    };

    (@query query, $db:ty, $checked:ident, $text:ident, [$($arg:expr),*]) => {{
        const _: () = assert!($crate::store::text::placeholders($checked) == $crate::sql!(@count $($arg),*), "wrong number of arguments");
        sqlx::query::<$db>($text)$(.bind($arg))*
    }};
    (@query query_as $row:ty, $db:ty, $checked:ident, $text:ident, [$($arg:expr),*]) => {{
        const _: () = assert!($crate::store::text::placeholders($checked) == $crate::sql!(@count $($arg),*), "wrong number of arguments");
        sqlx::query_as::<$db, $row>($text)$(.bind($arg))*
    }};

    (@count) => { 0 };
    (@count $head:expr $(, $tail:expr)*) => { 1 + $crate::sql!(@count $($tail),*) };

    (@text postgres, $text:expr, [postgres: $other:expr $(, $($rest:tt)*)?]) => { $other };
    (@text mysql, $text:expr, [mysql: $other:expr $(, $($rest:tt)*)?]) => { $other };
    (@text sqlite, $text:expr, [sqlite: $other:expr $(, $($rest:tt)*)?]) => { $other };
    (@text $engine:ident, $text:expr, [$skipped:ident: $other:expr $(, $($rest:tt)*)?]) => {
        $crate::sql!(@text $engine, $text, [$($($rest)*)?])
    };
    (@text $engine:ident, $text:expr, []) => { $text };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_marks_become_numbers() {
        const TEXT: &str = "select ?, ? from t where a = ? and b in (?, ?, ?, ?, ?, ?, ?)";
        const BYTES: [u8; dollars_len(TEXT)] = dollars(TEXT);
        assert_eq!(placeholders(TEXT), 10);
        assert_eq!(as_str(&BYTES), "select $1, $2 from t where a = $3 and b in ($4, $5, $6, $7, $8, $9, $10)");
    }
}
