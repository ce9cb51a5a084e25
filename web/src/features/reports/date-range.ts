/** A range of days that includes both ends, as `YYYY-MM-DD` in the time zone of each business. */
export interface DateRange {
  start: string;
  end: string;
}

/** Returns the date of a time in a time zone, as `YYYY-MM-DD`. */
export function getDateIn(timezone: string, time: number): string {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return format.format(new Date(time));
}

/** Subtracts days from a date. Computes in UTC, where every day has 24 hours. */
function subtractDays(date: string, days: number): string {
  const time = new Date(`${date}T12:00:00Z`);
  time.setUTCDate(time.getUTCDate() - days);
  return time.toISOString().slice(0, 10);
}

/** Returns the last `days` days, including today. */
export const getLastDays = (days: number, today: string): DateRange => ({
  start: subtractDays(today, days - 1),
  end: today,
});

/** Formats a date: `Sat 21`. */
export const formatDay = (date: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${date}T12:00:00Z`));
