//! Money as whole minor units with an ISO 4217 currency, never as floating-point numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

mod conversion;
mod currency;

pub use conversion::{ConversionRate, PriceFactor};
pub use currency::{Currency, CurrencyInfo, currencies};

use crate::Invalid;
use crate::whole_number;

const AMOUNT: &str = "must be a whole number of cents, not negative";
const PRICE: &str = "must be a whole number of cents from 0 to 100000000";

/// A non-negative amount in the currency's minor unit (cents).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, minimum = 0, example = 1250)]
pub struct Cents(i64);

impl Cents {
    /// An amount of zero.
    pub const ZERO: Self = Self(0);

    /// Converts a number of minor units to an amount.
    ///
    /// # Errors
    /// The number is negative.
    pub fn new(cents: i64) -> Result<Self, Invalid> {
        if cents < 0 { Err(Invalid::new(AMOUNT)) } else { Ok(Self(cents)) }
    }

    /// Returns the number of minor units.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Returns this amount multiplied by `quantity`, or the maximum number on overflow. A price of at most 10⁸ and a quantity of
    /// at most 999 cannot overflow.
    #[must_use]
    pub const fn times(self, quantity: i64) -> Self {
        Self(self.0.saturating_mul(quantity))
    }

    /// Converts the amount to the currency's major unit: 25075 cents of EUR are 250.75.
    pub fn to_decimal(self, currency: &Currency) -> Decimal {
        let places = usize::from(currency.decimals());
        let digits = format!("{:0>width$}", self.0, width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let part = part.trim_end_matches('0');
        Decimal(if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") })
    }
}

impl std::iter::Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |sum, amount| sum.saturating_add(amount.0)))
    }
}

impl<'de> Deserialize<'de> for Cents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(whole_number::deserialize_or(deserializer, AMOUNT)?).map_err(serde::de::Error::custom)
    }
}

sql_as!(Cents as i64, |cents| cents.0, |raw| Ok(Self(raw)));

/// The price of one portion: at most 100,000,000 minor units (for EUR, one million euros). Totals may be larger.
#[derive(Clone, Copy, PartialEq, Eq, Debug, utoipa::ToSchema)]
#[schema(value_type = i64, minimum = 0, maximum = 100_000_000, example = 1250)]
pub struct Price(Cents);

impl Price {
    /// Maximum price, in minor units.
    pub const MAX: i64 = 100_000_000;

    /// Converts a number of minor units to a price.
    ///
    /// # Errors
    /// The number is negative or exceeds [`Price::MAX`].
    pub fn new(cents: i64) -> Result<Self, Invalid> {
        match cents {
            0..=Self::MAX => Ok(Self(Cents(cents))),
            _ => Err(Invalid::new(PRICE)),
        }
    }

    /// Returns the price as an amount.
    pub const fn cents(self) -> Cents {
        self.0
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(whole_number::deserialize_or(deserializer, PRICE)?).map_err(serde::de::Error::custom)
    }
}

/// A decimal amount, such as `250.75`, as a JSON number or string. It is parsed from its digits, never through a float.
#[derive(Clone, PartialEq, Eq, Debug, utoipa::ToSchema)]
#[schema(value_type = f64, minimum = 0, example = json!(250.75))]
pub struct Amount(ScaledDigits);

#[derive(Clone, PartialEq, Eq, Debug)]
struct ScaledDigits {
    /// The significant digits, without leading or trailing zeros; empty for zero.
    digits: String,
    /// The power of ten by which the digits are multiplied.
    exponent: i64,
}

impl Amount {
    /// Returns the significant digits, without leading or trailing zeros. Empty for zero.
    fn digits(&self) -> &str {
        &self.0.digits
    }

    /// Returns the power of ten by which the digits are multiplied.
    const fn exponent(&self) -> i64 {
        self.0.exponent
    }

    /// Converts the amount to the minor unit of a currency.
    ///
    /// # Errors
    /// The amount has more decimals than the currency, or is too large.
    pub fn to_cents(&self, currency: &Currency) -> Result<Cents, Invalid> {
        let Self(ScaledDigits { digits, exponent }) = self;
        let decimals = i64::from(currency.decimals());
        if digits.is_empty() {
            return Ok(Cents::ZERO);
        }
        let zeros = usize::try_from(exponent + decimals).map_err(|_| match decimals {
            0 => Invalid(format!("must have no decimals in {currency}")),
            _ => Invalid(format!("must have at most {decimals} decimals in {currency}")),
        })?;
        // 17 digits always fit into 64 bits, and exceed any real price.
        let whole = (digits.len() + zeros <= 17).then(|| format!("{digits}{}", "0".repeat(zeros)));
        whole.and_then(|whole| whole.parse().ok()).map(Cents).ok_or_else(|| Invalid::new("is too large"))
    }
}

impl FromStr for Amount {
    type Err = Invalid;

    fn from_str(raw: &str) -> Result<Self, Invalid> {
        let invalid = || Invalid::new("must be an amount, such as 250.75");
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let text = raw.trim();
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().map_err(|_| invalid())?),
            None => (text, 0),
        };
        let unsigned = number.strip_prefix('-').unwrap_or(number);
        let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        if !is_digits(whole) || !is_digits(part) {
            return Err(invalid());
        }
        let all_digits = format!("{whole}{part}");
        let without_leading = all_digits.trim_start_matches('0');
        let digits = without_leading.trim_end_matches('0');
        if number.starts_with('-') && !digits.is_empty() {
            return Err(Invalid::new("must not be negative"));
        }
        let length = |text: &str| i64::try_from(text.len()).map_err(|_| invalid());
        let exponent = length(without_leading)? - length(digits)? - length(part)? + i64::from(exponent);
        Ok(Self(ScaledDigits { digits: digits.to_owned(), exponent }))
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let quoted: Option<String> = serde_json::from_str(raw.get()).ok();
        quoted.as_deref().unwrap_or(raw.get()).parse().map_err(serde::de::Error::custom)
    }
}

/// An amount in the currency's major unit. It serializes as a JSON number with exactly its digits and no trailing zeros.
#[derive(Clone, PartialEq, Eq, Debug, utoipa::ToSchema)]
#[schema(value_type = f64, minimum = 0, example = json!(250.75))]
pub struct Decimal(String);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.clone()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}
