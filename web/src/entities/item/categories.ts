import type { Item } from "@/api/types";

export interface MenuSection {
  name: string;
  items: Item[];
}

/** The menu by category, in the order in which its items came. */
export function groupByCategory(items: readonly Item[]): MenuSection[] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const name = item.category.trim() || "Menu";
    const list = found.get(name);
    if (list) list.push(item);
    else found.set(name, [item]);
  }
  return [...found].map(([name, list]) => ({ name, items: list }));
}
