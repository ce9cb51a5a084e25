//! The total of an order, as clients of earlier order systems send it.

use domain::money::{Amount, Cents, Currency};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::error::{Error, Result};

/// The total price that a client of an earlier order system expects, in the major unit of the business's currency.
///
/// Clients that add prices as floats are off by a rounding error: 0.1 + 0.2 is 0.30000000000000004. A number (but not a string)
/// may therefore differ from a whole number of minor units by up to 10⁻⁸ minor units.
#[derive(Clone, Debug)]
pub struct ExpectedAmount {
    amount: Amount,
    /// The digits of the total if the client sent a number.
    number: Option<String>,
}

impl<'de> Deserialize<'de> for ExpectedAmount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text: Option<String> = serde_json::from_str(raw.get()).ok();
        let amount = text.as_deref().unwrap_or(raw.get()).parse().map_err(D::Error::custom);
        let number = text.is_none().then(|| raw.get().to_owned());
        Ok(Self { amount: amount?, number })
    }
}

impl ExpectedAmount {
    /// Converts the total to minor units.
    pub fn to_cents(&self, currency: &Currency) -> Result<Cents> {
        let nearest = || nearest_cents(self.number.as_deref()?, usize::from(currency.decimals()));
        let exact = self.amount.to_cents(currency);
        exact.or_else(|invalid| nearest().ok_or(invalid)).map_err(Error::for_field("total_amount"))
    }
}

/// Returns the amount in whole minor units that differs from the number by at most 10⁻⁸ minor units, if there is one. `decimals`
/// is the number of decimals of the currency.
fn nearest_cents(number: &str, decimals: usize) -> Option<Cents> {
    let (whole, fraction) = number.split_once('.')?;
    let (fraction, rest) = fraction.split_at_checked(decimals)?;
    let rounded_down = format!("{whole}{fraction}").parse::<i64>().ok()?;
    match rest.get(..8)? {
        _ if !rest.bytes().all(|digit| digit.is_ascii_digit()) => None,
        "00000000" => Cents::new(rounded_down).ok(),
        "99999999" => Cents::new(rounded_down.checked_add(1)?).ok(),
        _ => None,
    }
}
