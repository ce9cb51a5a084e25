/** The form of a dish: pure. */
import type { Item, ItemChange, NewItem } from "@/api/types";
import { parseMoney, formatDecimal } from "@/shared/money";

export interface ItemForm {
  name: string;
  description: string;
  category: string;
  price: string;
  image_url: string;
  /** Only of a new dish: later it is changed in the list, against what is sold meanwhile. */
  stock: string;
}

export const emptyForm: ItemForm = {
  name: "",
  description: "",
  category: "",
  price: "",
  image_url: "",
  stock: "20",
};

export const toForm = (item: Item): ItemForm => ({
  name: item.name,
  description: item.description,
  category: item.category,
  price: formatDecimal(item.price_cents, item.currency),
  image_url: item.image_url ?? "",
  stock: String(item.stock_quantity),
});

/** The most that the API keeps of one dish. */
const MOST_STOCK = 1_000_000;

/** What is typed as a stock, or nothing where it is none. */
export function parseStock(text: string): number | null {
  const stock = /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return stock <= MOST_STOCK ? stock : null;
}

export type FormErrors = Partial<Record<keyof ItemForm, string>>;

export function validateForm(form: ItemForm, currency: string): FormErrors {
  const errors: FormErrors = {};
  if (!form.name.trim()) errors.name = "What is it called?";
  if (parseMoney(form.price, currency) === null) errors.price = "An amount, like 12.50";
  if (form.image_url && !form.image_url.startsWith("https://"))
    errors.image_url = "An address that begins with https://";
  if (parseStock(form.stock) === null) errors.stock = "A whole number";
  return errors;
}

export const toNewItem = (form: ItemForm, currency: string): NewItem => ({
  name: form.name.trim(),
  description: form.description.trim(),
  category: form.category.trim(),
  price_cents: parseMoney(form.price, currency) ?? 0,
  image_url: form.image_url.trim() || null,
  stock_quantity: Number(form.stock),
});

/** Only what differs from the item as it was opened. */
export function diffForm(before: Item, form: ItemForm): ItemChange {
  const was = toForm(before);
  const change: ItemChange = {};
  if (form.name.trim() !== was.name) change.name = form.name.trim();
  if (form.description.trim() !== was.description) change.description = form.description.trim();
  if (form.category.trim() !== was.category) change.category = form.category.trim();
  if (form.price !== was.price)
    change.price_cents = parseMoney(form.price, before.currency) ?? before.price_cents;
  if (form.image_url.trim() !== was.image_url) change.image_url = form.image_url.trim() || null;
  return change;
}

export interface Conflict {
  field: string;
  mine: string;
  theirs: string;
}

/** Where my edit and the item as it is now say different things. */
export function findConflicts(form: ItemForm, change: ItemChange, now: Item): Conflict[] {
  const theirs = toForm(now);
  const names: [keyof ItemChange, keyof ItemForm, string][] = [
    ["name", "name", "Name"],
    ["description", "description", "Description"],
    ["category", "category", "Category"],
    ["price_cents", "price", "Price"],
    ["image_url", "image_url", "Picture"],
  ];
  return names
    .filter(([changed, field]) => changed in change && form[field].trim() !== theirs[field])
    .map(([, field, name]) => ({ field: name, mine: form[field].trim(), theirs: theirs[field] }));
}
