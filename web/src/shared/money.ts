const formats = new Map<string, Intl.NumberFormat>();

/** An amount in the minor unit as people write it: 1250 EUR → €12.50. */
export function formatMoney(amount: number, currency: string): string {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat("en", { style: "currency", currency });
    formats.set(currency, format);
  }
  return format.format(amount / 10 ** countFractionDigits(currency));
}

/** How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function countFractionDigits(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** What a person typed as a price, in the minor unit; none if it is not a price. */
export function parseMoney(text: string, currency: string): number | null {
  const plain = text.trim().replace(",", ".");
  if (!/^\d+(\.\d*)?$/.test(plain)) return null;
  const [whole = "", part = ""] = plain.split(".");
  const places = countFractionDigits(currency);
  if (part.length > places) return null;
  return Number(whole + part.padEnd(places, "0"));
}

/** The reverse of `cents`, for a field that is edited. */
export function formatDecimal(amount: number, currency: string): string {
  return (amount / 10 ** countFractionDigits(currency)).toFixed(countFractionDigits(currency));
}
