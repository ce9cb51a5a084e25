//! Decimal amounts, which the clients of earlier order systems use instead of minor units.

use domain::money::{Amount, Currency, Price};

use crate::error::{Error, Result};

/// Converts a decimal price to minor units. `field` is the name of its field, for error messages.
pub(super) fn parse_price(field: &str, amount: &Amount, currency: &Currency) -> Result<Price> {
    let cents = amount.to_cents(currency).map_err(Error::for_field(field))?;
    let max = || format!("must be at most {} {currency}", currency.format_amount(Price::MAX));
    Price::new(cents.get()).map_err(|_| Error::field(field, max()))
}
