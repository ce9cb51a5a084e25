/** Returns the IANA name of the browser's time zone. */
export const getBrowserTimezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Returns suggestions for a time zone field. The server may know other zones. */
export function listTimezones(): string[] {
  const known = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([...known, "UTC"])];
}
