/** Where a login leads: a path of this site, or nowhere. */
export function toSafeRedirect(next: string | null): string | null {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/login") ? next : null;
}
