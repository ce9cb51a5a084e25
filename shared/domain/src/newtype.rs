//! Macros for types that are parsed once and then used as JSON, SQL and OpenAPI values.

use std::fmt;

/// The reason why a value was rejected, phrased to follow the name of its field: "must be a UUID".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid(pub String);

impl Invalid {
    /// Creates a rejection with this reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Invalid {}

/// Stores `$name` in every engine as its `$inner` type. Expands to nothing without the feature `sqlx`.
macro_rules! sql_as {
    ($name:ty as $inner:ty, |$this:ident| $to:expr, |$raw:ident| $from:expr) => {
        #[cfg(feature = "sqlx")]
        const _: () = {
            impl<DB: sqlx::Database> sqlx::Type<DB> for $name
            where
                $inner: sqlx::Type<DB>,
            {
                fn type_info() -> DB::TypeInfo {
                    <$inner as sqlx::Type<DB>>::type_info()
                }

                fn compatible(ty: &DB::TypeInfo) -> bool {
                    <$inner as sqlx::Type<DB>>::compatible(ty)
                }
            }

            impl<'q, DB: sqlx::Database> sqlx::Encode<'q, DB> for $name
            where
                $inner: sqlx::Encode<'q, DB>,
            {
                fn encode_by_ref(
                    &self,
                    buf: &mut DB::ArgumentBuffer,
                ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                    let $this = self;
                    <$inner as sqlx::Encode<'q, DB>>::encode_by_ref(&$to, buf)
                }
            }

            impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $name
            where
                $inner: sqlx::Decode<'r, DB>,
            {
                fn decode(value: DB::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                    let $raw = <$inner as sqlx::Decode<'r, DB>>::decode(value)?;
                    $from
                }
            }

            impl sqlx::postgres::PgHasArrayType for $name {
                fn array_type_info() -> sqlx::postgres::PgTypeInfo {
                    <$inner as sqlx::postgres::PgHasArrayType>::array_type_info()
                }

                fn array_compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                    <$inner as sqlx::postgres::PgHasArrayType>::array_compatible(ty)
                }
            }
        };
    };
}

/// Declares a typed UUID, so that an order's id cannot be passed where an item's id is expected.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        #[serde(transparent)]
        #[schema(value_type = uuid::Uuid)]
        pub struct $name(pub uuid::Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Invalid;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self).map_err(|_| $crate::Invalid::new("must be a UUID"))
            }
        }

        sql_as!($name as uuid::Uuid, |id| id.0, |raw| Ok(Self(raw)));
    };
}

/// Declares an enum whose values are words in JSON, SQL, URLs and OpenAPI.
macro_rules! text_enum {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// All values, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the word that stands for this value in JSON, SQL and URLs.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Invalid;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::Invalid::new(format!(
                        "must be one of {}, not \"{text}\"",
                        [$($text),+].join(", "),
                    ))),
                }
            }
        }

        // Implemented manually, because the derive does not see `rename` attributes that come from a macro.
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([$($text),+]))
                    .description(Some(concat!($($doc),*).trim()))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }

        #[cfg(feature = "sqlx")]
        const _: () = {
            impl<DB: sqlx::Database> sqlx::Type<DB> for $name
            where
                str: sqlx::Type<DB>,
            {
                fn type_info() -> DB::TypeInfo {
                    <str as sqlx::Type<DB>>::type_info()
                }

                fn compatible(ty: &DB::TypeInfo) -> bool {
                    <str as sqlx::Type<DB>>::compatible(ty)
                }
            }

            impl<'q, DB: sqlx::Database> sqlx::Encode<'q, DB> for $name
            where
                &'q str: sqlx::Encode<'q, DB>,
            {
                fn encode_by_ref(
                    &self,
                    buf: &mut DB::ArgumentBuffer,
                ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                    <&'q str as sqlx::Encode<'q, DB>>::encode(self.as_str(), buf)
                }
            }

            impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $name
            where
                &'r str: sqlx::Decode<'r, DB>,
            {
                fn decode(value: DB::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                    Ok(<&'r str as sqlx::Decode<'r, DB>>::decode(value)?.parse()?)
                }
            }

            impl sqlx::postgres::PgHasArrayType for $name {
                fn array_type_info() -> sqlx::postgres::PgTypeInfo {
                    <String as sqlx::postgres::PgHasArrayType>::array_type_info()
                }

                fn array_compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                    <String as sqlx::postgres::PgHasArrayType>::array_compatible(ty)
                }
            }
        };
    };
}

/// Declares a text that is validated once, at the boundary. `$check` receives the raw text and returns the normalized one. Stored
/// texts are not validated again, because another version may have had other rules, unless `stored` gives a condition for them.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident, |$raw:ident| $check:expr) => {
        text!(@declare $(#[$doc])* $name, |$raw| $check);
        sql_as!($name as String, |text| text.0, |raw| Ok(Self(raw)));
    };
    ($(#[$doc:meta])* $name:ident, |$raw:ident| $check:expr, stored |$stored:ident| $is_valid:expr, $message:literal) => {
        text!(@declare $(#[$doc])* $name, |$raw| $check);
        sql_as!($name as String, |text| text.0, |raw| {
            let $stored: &str = &raw;
            if $is_valid { Ok(Self(raw)) } else { Err(format!("{} {}", raw, $message).into()) }
        });
    };
    (@declare $(#[$doc:meta])* $name:ident, |$raw:ident| $check:expr) => {
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, utoipa::ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String)]
        $(#[$doc])*
        pub struct $name(String);

        impl $name {
            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Invalid;

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                let check = |$raw: &str| -> Result<String, $crate::Invalid> { $check };
                check(raw).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
