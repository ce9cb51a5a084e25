//! Money: whole minor units beside an ISO 4217 code. Never a float.

use serde::{Deserialize, Deserializer, Serialize};

use crate::Invalid;

const AMOUNT: &str = "must be a whole number of cents, not negative";
const PRICE: &str = "must be a whole number of cents from 0 to 100000000";

/// An amount in the currency's minor unit (cents), never negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, minimum = 0, example = 1250)]
pub struct Cents(i64);

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From a count of minor units, refusing what is negative.
    pub fn new(cents: i64) -> Result<Self, Invalid> {
        if cents < 0 { Err(Invalid::new(AMOUNT)) } else { Ok(Self(cents)) }
    }

    /// The count of minor units.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// This amount, `quantity` times. A price is at most 10⁸ and a quantity 999, so it cannot overflow.
    #[must_use]
    pub const fn times(self, quantity: i64) -> Self {
        Self(self.0.saturating_mul(quantity))
    }
}

impl std::iter::Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |sum, amount| sum.saturating_add(amount.0)))
    }
}

impl<'de> Deserialize<'de> for Cents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(whole_number(deserializer, AMOUNT)?).map_err(serde::de::Error::custom)
    }
}

sql_as!(Cents as i64, |cents| cents.0, |raw| Ok(Self(raw)));

/// What one item may cost, as somebody asks for it: at most a million major units. A sum may be more.
#[derive(Clone, Copy, PartialEq, Eq, Debug, utoipa::ToSchema)]
#[schema(value_type = i64, minimum = 0, maximum = 100_000_000, example = 1250)]
pub struct Price(Cents);

impl Price {
    /// The most that one item may cost, in cents.
    pub const MOST: i64 = 100_000_000;

    /// From a count of minor units, refusing what is negative or more than a sane price.
    pub fn new(cents: i64) -> Result<Self, Invalid> {
        match cents {
            0..=Self::MOST => Ok(Self(Cents(cents))),
            _ => Err(Invalid::new(PRICE)),
        }
    }

    /// As an amount.
    pub const fn cents(self) -> Cents {
        self.0
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(whole_number(deserializer, PRICE)?).map_err(serde::de::Error::custom)
    }
}

text! {
    /// An ISO 4217 code: three capital letters.
    #[schema(pattern = "^[A-Z]{3}$", example = "EUR")]
    Currency, |raw| match raw.as_bytes() {
        [b'A'..=b'Z', b'A'..=b'Z', b'A'..=b'Z'] => Ok(raw.to_owned()),
        _ => Err(Invalid::new("must be an ISO 4217 code of three capital letters, like EUR")),
    }
}

/// Reads an integer; anything else (a fraction, a text, a number beyond 64 bits) is refused with these words.
pub(crate) fn whole_number<'de, D: Deserializer<'de>>(deserializer: D, refusal: &'static str) -> Result<i64, D::Error> {
    serde_json::Value::deserialize(deserializer)?.as_i64().ok_or_else(|| serde::de::Error::custom(refusal))
}
