import Box from "@mui/material/Box";
import { FormField } from "@/shared/form-field";
import { ItemPicture } from "@/shared/pictures/item-picture";
import { formatTypedPrice, type ItemForm } from "./item-form";

const CATEGORIES_LIST_ID = "categories";
const MAX_NAME_LENGTH = 200;
const MAX_CATEGORY_LENGTH = 60;
const MAX_DESCRIPTION_LENGTH = 2000;

interface ItemFieldsProps {
  form: ItemForm;
  onChange: (form: ItemForm) => void;
  getError: (name: keyof ItemForm) => string | undefined;
  /** `null` for a new item, which also has a field for its stock. */
  itemId: string | null;
  currency: string;
  categories: string[];
}

/** The picture and the fields of an item. */
export function ItemFields({ form, onChange, getError, itemId, currency, categories }: ItemFieldsProps) {
  const isNew = itemId === null;
  const bindField = (name: keyof ItemForm) => ({
    value: form[name],
    onChange: (value: string) => onChange({ ...form, [name]: value }),
    errorText: getError(name),
  });
  const categoryField = (
    <FormField
      label="Category"
      slotProps={{ htmlInput: { list: CATEGORIES_LIST_ID, maxLength: MAX_CATEGORY_LENGTH } }}
      {...bindField("category")}
    />
  );
  return (
    <>
      <ItemPicture
        id={itemId ?? "new"}
        name={form.name}
        category={form.category}
        imageUrl={form.image_url || null}
        style={{ height: 120, borderRadius: 12 }}
      />
      <FormField
        label="Name"
        slotProps={{ htmlInput: { maxLength: MAX_NAME_LENGTH } }}
        {...bindField("name")}
      />
      <Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 2 }}>
        <FormField
          label={`Price in ${currency}`}
          helperText={formatTypedPrice(form.price, currency)}
          slotProps={{ htmlInput: { inputMode: "decimal" } }}
          {...bindField("price")}
        />
        {isNew ? (
          <FormField
            label="In stock"
            slotProps={{ htmlInput: { inputMode: "numeric" } }}
            {...bindField("stock")}
          />
        ) : (
          categoryField
        )}
      </Box>
      {isNew && categoryField}
      <datalist id={CATEGORIES_LIST_ID}>
        {categories.map((name) => (
          <option key={name} value={name} aria-label={name} />
        ))}
      </datalist>
      <FormField
        label="Description"
        multiline
        maxRows={4}
        slotProps={{ htmlInput: { maxLength: MAX_DESCRIPTION_LENGTH } }}
        {...bindField("description")}
      />
      <FormField
        label="Image URL (optional)"
        slotProps={{ htmlInput: { inputMode: "url" } }}
        {...bindField("image_url")}
      />
    </>
  );
}
