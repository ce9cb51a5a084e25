import type { Span } from "./queries";

const pad = (n: number) => String(n).padStart(2, "0");

/** The date where a business is: its reports are by its own days. */
export function dateIn(timezone: string, at: number): string {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return format.format(new Date(at));
}

export function daysBefore(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
}

/** The last `days` days, today being one of them. */
export const lastDays = (days: number, today: string): Span => ({
  start: daysBefore(today, days - 1),
  end: today,
});

/** `Sat 21` */
export const dayName = (date: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${date}T12:00:00Z`));
