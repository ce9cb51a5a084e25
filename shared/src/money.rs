//! Money: whole minor units beside an ISO 4217 code. Never a float.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

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

impl Currency {
    /// How many decimals its amounts have (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn decimals(&self) -> u8 {
        match self.as_str() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
            | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            "CLF" | "UYW" => 4,
            _ => 2,
        }
    }
}

/// An amount as people write it: `250.75`, as a JSON number or a text. It is read from its digits and never was a float.
#[derive(Clone, PartialEq, Eq, Debug, utoipa::ToSchema)]
#[schema(value_type = f64, minimum = 0, example = json!(250.75))]
pub struct Amount(Digits);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Digits {
    /// Without the zeros on either side; none of nothing.
    digits: String,
    /// How many zeros follow; negative: how many digits are decimals.
    zeros: i64,
}

impl Amount {
    /// In the minor unit of a currency, refusing what that cannot tell.
    pub fn cents(&self, currency: &Currency) -> Result<Cents, Invalid> {
        let Self(Digits { digits, zeros }) = self;
        let decimals = i64::from(currency.decimals());
        if digits.is_empty() {
            return Ok(Cents::ZERO);
        }
        let zeros = usize::try_from(zeros + decimals)
            .map_err(|_| Invalid(format!("has more decimals than {currency}, which has {decimals}")))?;
        // Seventeen digits are far from the end of 64 bits, and from what anything costs.
        let whole = (digits.len() + zeros <= 17).then(|| format!("{digits}{}", "0".repeat(zeros)));
        whole.and_then(|whole| whole.parse().ok()).map(Cents).ok_or_else(|| Invalid::new("is too much"))
    }
}

impl FromStr for Amount {
    type Err = Invalid;

    fn from_str(raw: &str) -> Result<Self, Invalid> {
        let refusal = || Invalid::new("must be an amount, like 250.75");
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let text = raw.trim();
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().map_err(|_| refusal())?),
            None => (text, 0),
        };
        let positive = number.strip_prefix('-').unwrap_or(number);
        let (whole, part) = positive.split_once('.').unwrap_or((positive, "0"));
        if !all_digits(whole) || !all_digits(part) {
            return Err(refusal());
        }
        let written = format!("{whole}{part}");
        let led = written.trim_start_matches('0');
        let digits = led.trim_end_matches('0');
        if number.starts_with('-') && !digits.is_empty() {
            return Err(Invalid::new("must not be negative"));
        }
        let length = |text: &str| i64::try_from(text.len()).map_err(|_| refusal());
        let zeros = length(led)? - length(digits)? - length(part)? + i64::from(exponent);
        Ok(Self(Digits { digits: digits.to_owned(), zeros }))
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let quoted: Option<String> = serde_json::from_str(raw.get()).ok();
        quoted.as_deref().unwrap_or(raw.get()).parse().map_err(serde::de::Error::custom)
    }
}

/// An amount as the seeds' clients are told it: a JSON number with exactly its digits, and no zeros that say nothing.
#[derive(Clone, PartialEq, Eq, Debug, utoipa::ToSchema)]
#[schema(value_type = f64, minimum = 0, example = json!(250.75))]
pub struct Decimal(String);

impl Cents {
    /// In the currency's major unit: 25075 cents of EUR are 250.75.
    pub fn decimal(self, currency: &Currency) -> Decimal {
        let places = usize::from(currency.decimals());
        let digits = format!("{:0>width$}", self.0, width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let part = part.trim_end_matches('0');
        Decimal(if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") })
    }
}

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

/// Reads an integer; anything else (a fraction, a text, a number beyond 64 bits) is refused with these words.
pub(crate) fn whole_number<'de, D: Deserializer<'de>>(deserializer: D, refusal: &'static str) -> Result<i64, D::Error> {
    serde_json::Value::deserialize(deserializer)?.as_i64().ok_or_else(|| serde::de::Error::custom(refusal))
}
