import type { Item } from "@/api/types";

const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();

/** Dishes by what was typed: a number finds that dish first, letters find what begins with them first. */
export function searchItems(items: readonly Item[], text: string): Item[] {
  const wanted = plain(text.trim());
  if (!wanted) return [...items];
  if (/^\d+$/.test(wanted)) return items.filter((item) => String(item.number).startsWith(wanted));
  const rank = (item: Item): number => {
    const name = plain(item.name);
    if (name.startsWith(wanted)) return 0;
    if (name.split(/\s+/).some((word) => word.startsWith(wanted))) return 1;
    return name.includes(wanted) || plain(item.category).startsWith(wanted) ? 2 : 3;
  };
  return items.filter((item) => rank(item) < 3).sort((a, b) => rank(a) - rank(b));
}
