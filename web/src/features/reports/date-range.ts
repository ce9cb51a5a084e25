import type { DateRange } from "./queries";

const pad = (n: number) => String(n).padStart(2, "0");

/** The date where a business is: its reports are by its own days. */
export function getDateIn(timezone: string, at: number): string {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return format.format(new Date(at));
}

export function subtractDays(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
}

/** The last `days` days, today being one of them. */
export const getLastDays = (days: number, today: string): DateRange => ({
  start: subtractDays(today, days - 1),
  end: today,
});

/** `Sat 21` */
export const formatDay = (date: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${date}T12:00:00Z`));
