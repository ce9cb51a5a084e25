import type { Page } from "./types";

/** Every entry of a list, by following its cursors; never more than `most`. */
export async function fetchAllPages<T>(
  page: (cursor: string | undefined) => Promise<Page<T>>,
  most = 2_000,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const { data, next_cursor: next } = await page(cursor);
    all.push(...data);
    cursor = next ?? undefined;
  } while (cursor !== undefined && all.length < most);
  return all;
}
