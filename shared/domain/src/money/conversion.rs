//! Conversion of prices when a business changes its currency.

use serde::{Deserialize, Deserializer};

use super::{Amount, Cents, Currency, Price};
use crate::Invalid;

/// Maximum number of significant digits of a rate. It keeps `price × numerator` below 10¹⁸.
const MAX_DIGITS: usize = 9;

/// A positive factor between two currencies: a price of 12.50 EUR times 0.33 is 4.125 KWD.
#[derive(Clone, PartialEq, Eq, Debug, utoipa::ToSchema)]
#[schema(value_type = f64, exclusive_minimum = 0, example = json!(0.33))]
pub struct ConversionRate(Amount);

impl<'de> Deserialize<'de> for ConversionRate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let amount = Amount::deserialize(deserializer)?;
        let (digits, exponent) = (amount.digits(), amount.exponent());
        if digits.is_empty() || digits.len() > MAX_DIGITS || exponent.unsigned_abs() > 9 {
            return Err(serde::de::Error::custom(
                "must be a positive number from 0.000000001 to 999999999 with at most 9 significant digits",
            ));
        }
        Ok(Self(amount))
    }
}

/// A factor between prices in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PriceFactor {
    /// The numerator.
    pub numerator: i64,
    /// The denominator. It is positive.
    pub denominator: i64,
}

impl PriceFactor {
    /// The factor that keeps the number of minor units.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// Returns the factor between the minor units of two currencies for a rate between their major units.
    ///
    /// # Errors
    /// The rate is too large or too small for any price.
    pub fn new(rate: &ConversionRate, from: &Currency, to: &Currency) -> Result<Self, Invalid> {
        let digits: i64 = rate.0.digits().parse().map_err(|_| Invalid::new("is too large"))?;
        let exponent = rate.0.exponent() + i64::from(to.decimals()) - i64::from(from.decimals());
        let scale = u32::try_from(exponent.unsigned_abs()).ok().and_then(|power| 10_i64.checked_pow(power));
        let scale = scale.ok_or_else(|| Invalid::new("is too large or too small"))?;
        if exponent < 0 {
            return Ok(Self { numerator: digits, denominator: scale });
        }
        let numerator = digits.checked_mul(scale).filter(|numerator| *numerator <= Price::MAX);
        let numerator = numerator.ok_or_else(|| Invalid::new("is too large"))?;
        Ok(Self { numerator, denominator: 1 })
    }

    /// Converts a price and rounds it to the nearest minor unit, halves upwards.
    ///
    /// # Errors
    /// The result exceeds the maximum price, or is zero although the price is not.
    pub fn convert(self, price: Cents) -> Result<Price, Invalid> {
        let converted = price.get().checked_mul(self.numerator).map(|scaled| {
            let (quotient, remainder) = (scaled / self.denominator, scaled % self.denominator);
            quotient + i64::from(remainder >= self.denominator - remainder)
        });
        match converted.and_then(|cents| Price::new(cents).ok()) {
            Some(converted) if converted.cents() == Cents::ZERO && price > Cents::ZERO => {
                Err(Invalid::new("rounds a price to zero"))
            }
            Some(converted) => Ok(converted),
            None => Err(Invalid::new("makes a price exceed the maximum")),
        }
    }
}
