import currencies from "./currencies.json";

/** The currencies of `GET /api/currencies`. The decimals also come from there, because browsers disagree about them. */
export const CURRENCIES: readonly { code: string; name: string; decimals: number }[] = currencies;

const decimalsByCode = new Map(CURRENCIES.map(({ code, decimals }) => [code, decimals]));
const formats = new Map<string, Intl.NumberFormat>();

/** Returns the number of decimals of a currency: 2 for EUR, 0 for JPY, 3 for KWD. A withdrawn currency has 2, as on the server. */
export const getDecimals = (currency: string): number => decimalsByCode.get(currency) ?? 2;

/** Formats an amount in minor units: 1250 EUR is €12.50. */
export function formatMoney(amount: number, currency: string): string {
  const decimals = getDecimals(currency);
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat("en", {
      style: "currency",
      currency,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(currency, format);
  }
  return format.format(amount / 10 ** decimals);
}

/** Parses a typed price into minor units. Returns `null` if it is not a price or has too many decimals. */
export function parseMoney(text: string, currency: string): number | null {
  const normalized = text.trim().replace(",", ".");
  if (!/^\d+(\.\d*)?$/.test(normalized)) return null;
  const [whole = "", fraction = ""] = normalized.split(".");
  const decimals = getDecimals(currency);
  if (fraction.length > decimals) return null;
  return Number(whole + fraction.padEnd(decimals, "0"));
}

/** Formats an amount in minor units for a text field, without the currency sign. */
export const formatDecimal = (amount: number, currency: string): string =>
  (amount / 10 ** getDecimals(currency)).toFixed(getDecimals(currency));
