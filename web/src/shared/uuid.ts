const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Returns whether the text is a UUID in lower case with hyphens, as the server writes it. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** Returns a UUID as the server writes it: users may type it in capitals or without hyphens. Returns other texts unchanged. */
export function normalizeUuid(text: string): string {
  const digits = text.toLowerCase().replaceAll("-", "");
  const uuid = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return isUuid(uuid) ? uuid : text;
}
