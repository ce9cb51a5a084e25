import type { Item } from "@/api/types";

/** At or below this stock, menus show how many are left. */
export const LOW_STOCK = 5;

/** Returns the quantity that can be ordered: the stock, or 0 if the item is switched to unavailable. */
export const getAvailableQuantity = (item: Item): number => (item.available ? item.stock_quantity : 0);

interface MenuSection {
  name: string;
  items: Item[];
}

/**
 * Groups a menu by category. The categories are in the order in which they first appear. Items without a category are in the
 * section "Other", or "Menu" if there is no other section.
 */
export function groupByCategory(items: readonly Item[]): MenuSection[] {
  const uncategorized = items.some((item) => item.category.trim()) ? "Other" : "Menu";
  const itemsByName = new Map<string, Item[]>();
  for (const item of items) {
    const name = item.category.trim() || uncategorized;
    const section = itemsByName.get(name);
    if (section) section.push(item);
    else itemsByName.set(name, [item]);
  }
  return [...itemsByName].map(([name, sectionItems]) => ({ name, items: sectionItems }));
}
