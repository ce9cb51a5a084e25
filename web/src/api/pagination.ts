import type { Page } from "./types";

/** Fetches all pages of a list by following its cursors. Stops after the page that reaches `maxItems`. */
export async function fetchAllPages<T>(
  fetchPage: (cursor: string | undefined) => Promise<Page<T>>,
  maxItems = 2_000,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { data, next_cursor: nextCursor } = await fetchPage(cursor);
    items.push(...data);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined && items.length < maxItems);
  return items;
}
