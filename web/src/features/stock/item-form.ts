/** The form to add or edit an item: pure functions. */
import type { Item, ItemChange, NewItem } from "@/api/types";
import type { ApiError } from "@/shared/api-error";
import { formatDecimal, formatMoney, parseMoney } from "@/shared/money";

export interface ItemForm {
  name: string;
  description: string;
  category: string;
  price: string;
  image_url: string;
  /** Only for a new item. The stock of an existing item is adjusted in the list. */
  stock: string;
}

export const EMPTY_FORM: ItemForm = {
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

/** The maximum that the API accepts. */
const MAX_STOCK = 1_000_000;

/** Parses a typed stock. Returns `null` if it is not a whole number from 0 to 1,000,000. */
export function parseStock(text: string): number | null {
  const stock = /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return stock <= MAX_STOCK ? stock : null;
}

export type FormErrors = Partial<Record<keyof ItemForm, string>>;

/** The fields of the API whose error messages are shown at each field. */
const API_FIELDS: Record<keyof ItemForm, string[]> = {
  name: ["name"],
  description: ["description"],
  category: ["category"],
  price: ["price_cents", "expected_currency"],
  image_url: ["image_url"],
  stock: ["stock_quantity"],
};

/** Returns the error to show at a field: that of the form, or else that of the server. */
export function getFieldError(
  field: keyof ItemForm,
  formErrors: FormErrors,
  serverError: ApiError | null,
): string | undefined {
  const messages = API_FIELDS[field].map((name) => serverError?.getFieldMessage(name));
  const serverMessage = messages.find((message) => message !== undefined);
  // The price may be invalid only because the currency has changed.
  const isCurrencyRefused = serverError?.getFieldMessage("expected_currency") !== undefined;
  return isCurrencyRefused ? (serverMessage ?? formErrors[field]) : (formErrors[field] ?? serverMessage);
}

export function validateForm(form: ItemForm, currency: string): FormErrors {
  const errors: FormErrors = {};
  if (!form.name.trim()) errors.name = "Enter a name.";
  if (parseMoney(form.price, currency) === null)
    errors.price = `Enter a price, such as ${formatDecimal(1250, currency)}.`;
  const imageUrl = form.image_url.trim();
  if (imageUrl && !imageUrl.startsWith("https://") && !imageUrl.startsWith("/images/"))
    errors.image_url = "Enter a URL that starts with https:// or a path that starts with /images/.";
  if (parseStock(form.stock) === null) errors.stock = "Enter a whole number from 0 to 1,000,000.";
  return errors;
}

/**
 * Formats a typed price with a comma as it will be saved: `1,234` is KWD 1.234. The comma could have been meant as a thousands
 * separator. Returns `undefined` for other texts.
 */
export function formatTypedPrice(text: string, currency: string): string | undefined {
  const price = text.includes(",") ? parseMoney(text, currency) : null;
  return price === null ? undefined : formatMoney(price, currency);
}

export const toNewItem = (form: ItemForm, currency: string): NewItem => ({
  name: form.name.trim(),
  description: form.description.trim(),
  category: form.category.trim(),
  price_cents: parseMoney(form.price, currency) ?? 0,
  expected_currency: currency,
  image_url: form.image_url.trim() || null,
  stock_quantity: Number(form.stock),
});

/** Returns the fields that differ from the item as it was when the form was opened. */
export function diffForm(item: Item, form: ItemForm): ItemChange {
  const original = toForm(item);
  const change: ItemChange = {};
  if (form.name.trim() !== original.name) change.name = form.name.trim();
  if (form.description.trim() !== original.description) change.description = form.description.trim();
  if (form.category.trim() !== original.category) change.category = form.category.trim();
  if (form.price !== original.price)
    change.price_cents = parseMoney(form.price, item.currency) ?? item.price_cents;
  if (form.image_url.trim() !== original.image_url) change.image_url = form.image_url.trim() || null;
  return change;
}

/** A field whose value in the form differs from the value that another user has saved. */
export interface Conflict {
  label: string;
  mine: string;
  theirs: string;
}

const FIELDS: readonly { changed: keyof ItemChange; field: keyof ItemForm; label: string }[] = [
  { changed: "name", field: "name", label: "Name" },
  { changed: "description", field: "description", label: "Description" },
  { changed: "category", field: "category", label: "Category" },
  { changed: "price_cents", field: "price", label: "Price" },
  { changed: "image_url", field: "image_url", label: "Image URL" },
];

/** Returns the fields that the form and another user (`saved`) have changed to different values since the form was `opened`. */
export function findConflicts(form: ItemForm, opened: Item, saved: Item): Conflict[] {
  const [mine, theirs] = [diffForm(opened, form), diffForm(opened, toForm(saved))];
  return FIELDS.filter(
    ({ changed }) => changed in mine && changed in theirs && mine[changed] !== theirs[changed],
  ).map(({ field, label }) => ({ label, mine: form[field].trim(), theirs: toForm(saved)[field] }));
}
