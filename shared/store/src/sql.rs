//! The [`sql!`](crate::sql!) macro: one SQL text for three engines.
//!
//! A text uses `?` for its arguments, and tokens in braces where the engines differ in syntax:
//!
//! | token | PostgreSQL | MySQL | SQLite |
//! |---|---|---|---|
//! | `{columns}`, `{columns e}` | the columns of the row type, with the prefix `e.` | same | same |
//! | `{now}` | `now()` | `utc_timestamp(6)` | milliseconds since the epoch |
//! | `{seconds_ago ?}`, `{seconds_from_now ?}` | interval arithmetic on `{now}` | same | same |
//! | `{bigint}` (in `cast`) | `bigint` | `signed` | `bigint` |
//! | `{for update}` | `for update` | `for update` | nothing |
//! | `{for update of t}`, `{for no key update}` | the text in braces | `for update` | nothing |
//! | `{skip locked}` | `skip locked` | `skip locked` | nothing |
//! | `{uuids ?}`, `{integers ?}`, `{texts ?}` | a query over a JSON array, whose column is `id` for `uuids` | same | same |
//! | `{postgres …}`, `{mysql …}`, `{sqlite …}` | only the fragment for this engine | same | same |
//!
//! The text is rendered at compile time, so an unknown token or a wrong number of arguments fails the build. This crate must not
//! contain async closures: in optimized builds, rustc needs their types to evaluate [`render`], and reports a cycle (E0391).

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB.
    MySql,
    /// SQLite.
    Sqlite,
}

/// An SQL text rendered for one engine. With a capacity of 0, it only measures the length.
#[derive(Debug)]
pub struct Rendered<const CAPACITY: usize> {
    bytes: [u8; CAPACITY],
    len: usize,
    placeholders: u8,
    engine: Engine,
}

impl<const CAPACITY: usize> Rendered<CAPACITY> {
    /// Returns the length of the text in bytes.
    pub const fn length(&self) -> usize {
        self.len
    }

    /// Returns the number of arguments of the text.
    pub const fn placeholders(&self) -> usize {
        self.placeholders as usize
    }

    /// Returns the text. Unused capacity is included as zero bytes.
    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => text,
            Err(_) => panic!("rendering keeps the text valid"),
        }
    }

    const fn push(&mut self, byte: u8) {
        if self.len < CAPACITY {
            self.bytes[self.len] = byte;
        }
        self.len += 1;
    }

    /// Appends a fragment without tokens.
    const fn push_sql(&mut self, sql: &[u8]) {
        let mut i = 0;
        while i < sql.len() {
            if sql[i] == b'?' {
                self.push_placeholder();
            } else {
                self.push(sql[i]);
            }
            i += 1;
        }
    }

    const fn push_placeholder(&mut self) {
        self.placeholders += 1;
        if !matches!(self.engine, Engine::Postgres) {
            return self.push(b'?');
        }
        assert!(self.placeholders < 100, "at most 99 arguments");
        self.push(b'$');
        if self.placeholders >= 10 {
            self.push(b'0' + self.placeholders / 10);
        }
        self.push(b'0' + self.placeholders % 10);
    }

    /// Appends a list of columns, each with the prefix `alias.`.
    const fn push_columns(&mut self, columns: &[u8], alias: &[u8]) {
        let mut i = 0;
        let mut is_start = true;
        while i < columns.len() {
            if is_start && columns[i] != b' ' {
                if !alias.is_empty() {
                    self.push_sql(alias);
                    self.push(b'.');
                }
                is_start = false;
            }
            self.push(columns[i]);
            is_start = is_start || columns[i] == b',';
            i += 1;
        }
    }

    const fn push_token(&mut self, token: &[u8], columns: &[u8]) {
        let (name, argument) = split_token(token);
        match self.engine {
            Engine::Postgres => match name {
                b"now" => self.push_sql(b"now()"),
                b"seconds_ago" => self.push_sql(b"now() - make_interval(secs => ?::float8)"),
                b"seconds_from_now" => self.push_sql(b"now() + make_interval(secs => ?::float8)"),
                b"uuids" => self.push_sql(b"select value::uuid as id from json_array_elements_text(?::json)"),
                b"integers" => self.push_sql(b"select value::bigint from json_array_elements_text(?::json)"),
                b"texts" => self.push_sql(b"select value from json_array_elements_text(?::json)"),
                b"bigint" => self.push_sql(b"bigint"),
                b"for" => self.push_for(argument),
                b"skip" => self.push_sql(b"skip locked"),
                b"postgres" => self.push_sql(argument),
                b"mysql" | b"sqlite" => {}
                b"columns" => self.push_columns(columns, argument),
                _ => panic!("unknown token"),
            },
            Engine::MySql => match name {
                b"now" => self.push_sql(b"utc_timestamp(6)"),
                b"seconds_ago" => self.push_sql(b"utc_timestamp(6) - interval ? second"),
                b"seconds_from_now" => self.push_sql(b"utc_timestamp(6) + interval ? second"),
                b"uuids" => self.push_sql(
                    b"select unhex(replace(listed.id, '-', '')) as id
                        from json_table(?, '$[*]' columns (id char(36) path '$')) listed",
                ),
                b"integers" => self
                    .push_sql(b"select listed.value from json_table(?, '$[*]' columns (value bigint path '$')) listed"),
                b"texts" => self.push_sql(
                    b"select listed.value from json_table(?, '$[*]' columns (value varchar(255) path '$')) listed",
                ),
                b"bigint" => self.push_sql(b"signed"),
                b"for" => self.push_sql(b"for update"),
                b"skip" => self.push_sql(b"skip locked"),
                b"mysql" => self.push_sql(argument),
                b"postgres" | b"sqlite" => {}
                b"columns" => self.push_columns(columns, argument),
                _ => panic!("unknown token"),
            },
            Engine::Sqlite => match name {
                b"now" => self.push_sql(b"cast(unixepoch('subsec') * 1000 as integer)"),
                b"seconds_ago" => self.push_sql(b"cast(unixepoch('subsec') * 1000 as integer) - ? * 1000"),
                b"seconds_from_now" => self.push_sql(b"cast(unixepoch('subsec') * 1000 as integer) + ? * 1000"),
                b"uuids" => self.push_sql(b"select unhex(replace(value, '-', '')) as id from json_each(?)"),
                b"integers" | b"texts" => self.push_sql(b"select value from json_each(?)"),
                b"bigint" => self.push_sql(b"bigint"),
                b"sqlite" => self.push_sql(argument),
                b"for" | b"skip" | b"postgres" | b"mysql" => {}
                b"columns" => self.push_columns(columns, argument),
                _ => panic!("unknown token"),
            },
        }
    }

    /// Appends PostgreSQL's locking clause.
    const fn push_for(&mut self, strength: &[u8]) {
        self.push_sql(b"for ");
        self.push_sql(strength);
    }
}

/// Splits a token into its name and the rest.
const fn split_token(token: &[u8]) -> (&[u8], &[u8]) {
    let mut i = 0;
    while i < token.len() {
        if token[i] == b' ' {
            let (name, argument) = token.split_at(i);
            return (name, argument.split_at(1).1);
        }
        i += 1;
    }
    (token, b"")
}

/// Renders a text for an engine; `columns` replaces the token `{columns}`.
pub const fn render<const CAPACITY: usize>(text: &str, engine: Engine, columns: &str) -> Rendered<CAPACITY> {
    let mut rendered = Rendered { bytes: [0; CAPACITY], len: 0, placeholders: 0, engine };
    let mut rest = text.as_bytes();
    while let [first, ..] = rest {
        if *first == b'{' {
            let mut end = 1;
            while rest[end] != b'}' {
                end += 1;
            }
            let (token, after) = rest.split_at(end);
            rendered.push_token(token.split_at(1).1, columns.as_bytes());
            rest = after.split_at(1).1;
        } else {
            let (byte, after) = rest.split_at(1);
            rendered.push_sql(byte);
            rest = after;
        }
    }
    rendered
}

/// Runs one statement on any engine.
///
/// ```text
/// let order = sql!(tx, optional OrderRow, "select {columns} from orders where id = ?", id).await?;  // first row, if any
/// let count = sql!(tx, one [i64], "select count(*) from orders").await?;                            // first row, else error
/// let items = sql!(tx, all Item, "select {columns} from items where business_id = ?", id).await?;   // any number
/// let rows = sql!(tx, execute "update orders set due_at = null where id = ?", id).await?;           // rows affected
/// ```
///
/// `all_uncached` is `all` without statement caching, for queries whose best plan depends on the arguments: PostgreSQL plans them
/// for each execution.
///
/// A row is a type that implements [`Row`](crate::Row), or a tuple, written as the list of its column types in brackets. The
/// text may be any constant expression, such as `concat!(…)`. The [module](mod@crate::sql) documentation lists the tokens.
#[macro_export]
macro_rules! sql {
    ($conn:expr, execute $text:expr $(, $arg:expr)* $(,)?) => {
        $crate::sql!(@each $conn, execute, (), $text, [$($arg),*])
    };
    // Brackets instead of parentheses, because rustfmt takes `one (i64,)` for a call and removes the comma.
    ($conn:expr, $mode:ident [$($column:ty),+], $text:expr $(, $arg:expr)* $(,)?) => {
        $crate::sql!(@each $conn, $mode, ($($column,)+), $text, [$($arg),*])
    };
    ($conn:expr, $mode:ident $row:ty, $text:expr $(, $arg:expr)* $(,)?) => {
        $crate::sql!(@each $conn, $mode, $row, $text, [$($arg),*])
    };

    (@each $conn:expr, $mode:ident, $row:ty, $text:expr, $args:tt) => {
        async {
            match $conn.connection() {
                $crate::Connection::Postgres(connection) => {
                    let query = $crate::sql!(@query sqlx::Postgres, Postgres, $row, $text, $args);
                    $crate::sql!(@run $mode, query, connection, <$row as $crate::Row>::from_postgres)
                }
                $crate::Connection::MySql(connection) => {
                    let query = $crate::sql!(@query sqlx::MySql, MySql, $row, $text, $args);
                    $crate::sql!(@run $mode, query, connection, <$row as $crate::Row>::from_mysql)
                }
                $crate::Connection::Sqlite(connection) => {
                    let query = $crate::sql!(@query sqlx::Sqlite, Sqlite, $row, $text, $args);
                    $crate::sql!(@run $mode, query, connection, <$row as $crate::Row>::from_sqlite)
                }
            }
        }
    };

    (@run execute, $query:expr, $connection:expr, $from_row:expr) => {
        $query.execute($connection).await.map(|done| done.rows_affected())
    };
    (@run optional, $query:expr, $connection:expr, $from_row:expr) => {
        $query.fetch_optional($connection).await.and_then(|row| row.as_ref().map($from_row).transpose())
    };
    (@run one, $query:expr, $connection:expr, $from_row:expr) => {
        $query.fetch_one($connection).await.and_then(|row| $from_row(&row))
    };
    (@run all, $query:expr, $connection:expr, $from_row:expr) => {
        $query.fetch_all($connection).await.and_then(|rows| rows.iter().map($from_row).collect::<$crate::Result<Vec<_>>>())
    };

    (@run all_uncached, $query:expr, $connection:expr, $from_row:expr) => {
        $crate::sql!(@run all, $query.persistent(false), $connection, $from_row)
    };
    (@query $db:ty, $engine:ident, $row:ty, $text:expr, [$($arg:expr),*]) => {{
        const COLUMNS: &str = <$row as $crate::Row>::COLUMNS;
        const LENGTH: usize = $crate::sql::render::<0>($text, $crate::sql::Engine::$engine, COLUMNS).length();
        const SQL: &$crate::sql::Rendered<LENGTH> =
            &$crate::sql::render($text, $crate::sql::Engine::$engine, COLUMNS);
        const _: () = assert!(SQL.placeholders() == $crate::sql!(@count $($arg),*), "wrong number of arguments");
        sqlx::query::<$db>(SQL.as_str())$(.bind($arg))*
    }};

    (@count) => { 0 };
    (@count $head:expr $(, $tail:expr)*) => { 1 + $crate::sql!(@count $($tail),*) };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str, engine: Engine) -> String {
        let rendered = render::<1024>(text, engine, "id, name");
        rendered.as_str()[..rendered.length()].to_owned()
    }

    #[test]
    fn question_marks_become_numbers_on_postgres() {
        const TEXT: &str = "select ?, ? from t where a = ? and b in (?, ?, ?, ?, ?, ?, ?)";
        const LENGTH: usize = render::<0>(TEXT, Engine::Postgres, "").length();
        const SQL: &Rendered<LENGTH> = &render(TEXT, Engine::Postgres, "");
        assert_eq!(SQL.placeholders(), 10);
        assert_eq!(SQL.as_str(), "select $1, $2 from t where a = $3 and b in ($4, $5, $6, $7, $8, $9, $10)");
        assert_eq!(rendered(TEXT, Engine::MySql), TEXT);
    }

    #[test]
    fn tokens_are_replaced_for_each_engine() {
        let text = "select {columns}, {columns t} from t {mysql force index (i)} where at > {seconds_ago ?} and a = ? \
                    {for update of t} {skip locked}";
        assert_eq!(
            rendered(text, Engine::Postgres),
            "select id, name, t.id, t.name from t  where at > now() - make_interval(secs => $1::float8) and a = $2 \
             for update of t skip locked"
        );
        assert_eq!(
            rendered(text, Engine::MySql),
            "select id, name, t.id, t.name from t force index (i) where at > utc_timestamp(6) - interval ? second and a = ? \
             for update skip locked"
        );
        assert_eq!(
            rendered(text, Engine::Sqlite),
            "select id, name, t.id, t.name from t  where at > cast(unixepoch('subsec') * 1000 as integer) - ? * 1000 and a = ?  "
        );
    }

    #[test]
    #[should_panic(expected = "unknown token")]
    fn unknown_tokens_are_rejected() {
        rendered("select {tomorrow}", Engine::Sqlite);
    }
}
