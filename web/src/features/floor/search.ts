import type { Item } from "@/api/types";
import { toSearchKey } from "@/shared/search-key";

/**
 * Finds items by the start of their number, or by text. Items whose name starts with the text come first, then items with
 * a word that starts with it, and then items whose name contains it or whose category starts with it.
 */
export function searchItems(items: readonly Item[], text: string): Item[] {
  const query = toSearchKey(text);
  if (!query) return [...items];
  if (/^\d+$/.test(query)) return items.filter((item) => String(item.number).startsWith(query));
  const getRank = (item: Item): number => {
    const name = toSearchKey(item.name);
    if (name.startsWith(query)) return 0;
    if (name.split(/\s+/).some((word) => word.startsWith(query))) return 1;
    return name.includes(query) || toSearchKey(item.category).startsWith(query) ? 2 : 3;
  };
  return items.filter((item) => getRank(item) < 3).sort((a, b) => getRank(a) - getRank(b));
}
