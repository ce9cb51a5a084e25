const formats = new Map<string, Intl.NumberFormat>();

/** Formats an amount in minor units: 1250 EUR is €12.50. */
export function formatMoney(amount: number, currency: string): string {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat("en", { style: "currency", currency });
    formats.set(currency, format);
  }
  return format.format(amount / 10 ** countFractionDigits(currency));
}

/** Returns the number of decimals of a currency: 2 for EUR, 0 for JPY, 3 for KWD. */
function countFractionDigits(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** Parses a typed price into minor units. Returns `null` if it is not a price. */
export function parseMoney(text: string, currency: string): number | null {
  const normalized = text.trim().replace(",", ".");
  if (!/^\d+(\.\d*)?$/.test(normalized)) return null;
  const [whole = "", fraction = ""] = normalized.split(".");
  const digits = countFractionDigits(currency);
  if (fraction.length > digits) return null;
  return Number(whole + fraction.padEnd(digits, "0"));
}

/** Formats an amount in minor units for a text field, without the currency sign. */
export function formatDecimal(amount: number, currency: string): string {
  return (amount / 10 ** countFractionDigits(currency)).toFixed(countFractionDigits(currency));
}
