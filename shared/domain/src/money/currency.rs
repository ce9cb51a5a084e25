//! Currencies of ISO 4217.

use iso_currency::IntoEnumIterator;
use serde::Serialize;

use crate::Invalid;

text! {
    /// An ISO 4217 currency code. Past sales may be in a currency that has been withdrawn since.
    #[schema(pattern = "^[A-Z]{3}$", example = "EUR")]
    Currency, |raw| match find(raw) {
        Some(_) => Ok(raw.to_owned()),
        None => Err(Invalid::new("must be the ISO 4217 code of a currency, in three capital letters, such as EUR")),
    },
    // Browsers refuse to format amounts in anything else, and a newer version may know more codes.
    stored |code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()), "is not a currency code"
}

impl Currency {
    /// Returns the number of decimals of the currency's amounts: 2 for EUR and HUF, 0 for JPY, 3 for KWD. Returns 2 for a code
    /// that this version does not know.
    pub fn decimals(&self) -> u8 {
        find(self.as_str()).map_or(2, decimals)
    }

    /// Formats an amount in minor units in the major unit, with all decimals of the currency: 1400 cents of EUR as `14.00`.
    pub fn format_amount(&self, cents: i64) -> String {
        let decimals = usize::from(self.decimals());
        let digits = format!("{cents:0>width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
    }

    /// Checks that a business can use this currency for its prices.
    ///
    /// # Errors
    /// The code stands for a currency that has been withdrawn, or for a unit of account, such as the Chilean CLF.
    pub fn check_in_circulation(&self) -> Result<(), Invalid> {
        match find(self.as_str()) {
            Some(currency) if currency.is_fund() => Err(Invalid::new("must be a currency, not a unit of account")),
            Some(currency) if !is_in_circulation(currency) => {
                Err(Invalid(format!("has been withdrawn; use {}", currency.latest().code())))
            }
            _ => Ok(()),
        }
    }
}

impl Default for Currency {
    /// Returns EUR.
    fn default() -> Self {
        Self("EUR".to_owned())
    }
}

/// A currency that a business can use for its prices.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct CurrencyInfo {
    /// The ISO 4217 code.
    pub code: Currency,
    /// The English name.
    #[schema(example = "Euro")]
    pub name: String,
    /// Number of decimals of an amount in the major unit.
    #[schema(minimum = 0, maximum = 4, example = 2)]
    pub decimals: u8,
}

/// Returns the currencies in circulation, sorted by code. Excludes units of account, precious metals and test codes.
pub fn currencies() -> Vec<CurrencyInfo> {
    let mut currencies: Vec<_> = iso_currency::Currency::iter()
        .filter(|currency| find(currency.code()).is_some() && is_in_circulation(*currency))
        .map(|currency| CurrencyInfo {
            code: Currency(currency.code().to_owned()),
            name: currency.name().to_owned(),
            decimals: decimals(currency),
        })
        .collect();
    currencies.sort_by(|a, b| a.code.cmp(&b.code));
    currencies
}

/// Finds a currency by its code. Returns `None` for codes of precious metals, tests and special drawing rights.
fn find(code: &str) -> Option<iso_currency::Currency> {
    iso_currency::Currency::from_code(code).filter(|currency| !currency.is_special())
}

fn is_in_circulation(currency: iso_currency::Currency) -> bool {
    // The crate considers the bolívar VES superseded by VED, but ISO 4217 lists both codes, and Venezuela uses VES.
    let is_superseded = currency.is_superseded().is_some() && currency != iso_currency::Currency::VES;
    !is_superseded && !currency.is_fund()
}

fn decimals(currency: iso_currency::Currency) -> u8 {
    currency.exponent().and_then(|exponent| exponent.try_into().ok()).unwrap_or(2)
}
