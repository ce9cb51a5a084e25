import type { Page } from "./types";

/** The entries of a list. */
export interface FetchedList<T> {
  items: T[];
  /** `true` if the list has more entries. */
  isTruncated: boolean;
}

type FetchPage<T> = (cursor: string | undefined) => Promise<Page<T>>;

/** Fetches the entries of a list. Stops after the page that reaches `maxItems`, and omits the rest. */
export const fetchAllPages = async <T>(fetchPage: FetchPage<T>, maxItems = 2_000): Promise<T[]> =>
  (await fetchPages(fetchPage, maxItems)).items;

/** Fetches the pages of a list by following its cursors. Stops after the page that reaches `maxItems`. */
export async function fetchPages<T>(fetchPage: FetchPage<T>, maxItems: number): Promise<FetchedList<T>> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { data, next_cursor: nextCursor } = await fetchPage(cursor);
    items.push(...data);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined && items.length < maxItems);
  return { items, isTruncated: cursor !== undefined };
}
