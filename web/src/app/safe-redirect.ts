/** Returns the redirect target after a login if it is a path of this site other than the login page, and otherwise `null`. */
export function toSafeRedirect(next: string | null): string | null {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/login") ? next : null;
}
