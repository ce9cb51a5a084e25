/** Times as people say them. All arithmetic is in seconds. */

export const secondsSince = (at: string, now: number): number =>
  Math.max(0, Math.floor((now - Date.parse(at)) / 1000));

/** How long ago, for a ticket: `12 s`, `4 min`, `2 h 05`. */
export function formatAge(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))}`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** A countdown: `0:07`, `12:30`. */
export const formatCountdown = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;

/** How long something takes, roughly: `10 s`, `about 4 min`. */
export function formatEstimate(seconds: number): string {
  if (seconds < 60) return `${Math.max(5, Math.ceil(seconds / 5) * 5)} s`;
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.round(seconds / 360) / 10} h`;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

export const formatTime = (at: string | number): string => clock.format(new Date(at));

/** `12:04` today, `19 Nov, 12:04` before. */
export function formatDateTime(at: string, now: number): string {
  const date = new Date(at);
  const today = new Date(now).toDateString() === date.toDateString();
  return today ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
}

const pad = (n: number): string => String(n).padStart(2, "0");
