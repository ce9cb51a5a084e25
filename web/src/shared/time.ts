/** Formats durations (in seconds) and times. */

export const secondsSince = (time: string, now: number): number =>
  Math.max(0, Math.floor((now - Date.parse(time)) / 1000));

/** Formats an age: `12 s`, `4 min`, `2 h 05`, `3 d`. */
export function formatAge(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))}`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Formats a countdown: `0:07`, `12:30`. */
export const formatCountdown = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;

/** Formats an estimated duration, rounded up: `10 s`, `4 min`, `1.5 h`. */
export function formatEstimate(seconds: number): string {
  if (seconds < 60) return `${Math.max(5, Math.ceil(seconds / 5) * 5)} s`;
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.ceil(seconds / 360) / 10} h`;
}

const timeFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dateFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** Formats a time of day: `12:04`. */
export const formatTime = (time: string | number): string => timeFormat.format(new Date(time));

/** Formats a time of today as `12:04`, and one of another day as `19 Nov, 12:04`. */
export function formatDateTime(time: string, now: number): string {
  const date = new Date(time);
  const isToday = new Date(now).toDateString() === date.toDateString();
  return isToday ? timeFormat.format(date) : `${dateFormat.format(date)}, ${timeFormat.format(date)}`;
}

const pad = (n: number): string => String(n).padStart(2, "0");
