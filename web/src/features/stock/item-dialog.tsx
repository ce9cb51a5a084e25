import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { queryKeys } from "@/api/query-keys";
import { asApiError } from "@/shared/api-error";
import type { Item } from "@/api/types";
import { ItemPicture } from "@/shared/pictures/item-picture";
import { notify } from "@/shared/notices";
import { ConflictDialog } from "./conflict-dialog";
import {
  toNewItem,
  diffForm,
  validateForm,
  type Conflict,
  findConflicts,
  emptyForm,
  toForm,
  type ItemForm,
} from "./item-form";
import { addItem, archiveItem, editItem, readItem } from "./queries";
import { useUpdateCachedItem } from "./use-item-updates";

interface ItemDialogProps {
  business: string;
  currency: string;
  item: Item | null;
  categories: string[];
  close: () => void;
}

/** Adds a dish, or edits one; an edit that crossed another's is settled, never lost and never forced. */
export function ItemDialog({ business, currency, item, categories, close }: ItemDialogProps) {
  const cache = useQueryClient();
  const put = useUpdateCachedItem(business);
  const phone = useMediaQuery("(max-width: 599px)", { noSsr: true });
  const [form, setForm] = useState<ItemForm>(item ? toForm(item) : emptyForm);
  const [tried, setTried] = useState(false);
  const [crossed, setCrossed] = useState<{ now: Item; list: Conflict[] } | null>(null);
  const errors = tried ? validateForm(form, currency) : {};

  const saving = useMutation({
    mutationFn: (version: number) =>
      item ? editItem(item.id, version, diffForm(item, form)) : addItem(toNewItem(form, currency)),
    onSuccess: (saved) => {
      put(saved);
      notify(`${saved.name} saved.`);
      close();
    },
    onError: async (error) => {
      if (!item || asApiError(error).status !== 412) return;
      const now = await readItem(item.id);
      put(now);
      setCrossed({ now, list: findConflicts(form, diffForm(item, form), now) });
    },
  });
  const archiving = useMutation({
    mutationFn: () => archiveItem(item?.id ?? ""),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: queryKeys.items(business) });
      notify(`${item?.name} is off the menu. Old orders still have it.`);
      close();
    },
  });
  const refused = saving.error
    ? asApiError(saving.error)
    : archiving.error
      ? asApiError(archiving.error)
      : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.keys(validateForm(form, currency)).length === 0) saving.mutate(item?.version ?? 0);
  }

  const field = (name: keyof ItemForm, label: string, more: object = {}) => (
    <TextField
      label={label}
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.target.value })}
      error={errors[name] !== undefined || refused?.getFieldMessage(name) !== undefined}
      helperText={errors[name] ?? refused?.getFieldMessage(name)}
      {...more}
    />
  );

  if (crossed) {
    return (
      <ConflictDialog
        name={crossed.now.name}
        conflicts={crossed.list}
        keepMine={() => {
          setCrossed(null);
          saving.mutate(crossed.now.version);
        }}
        takeTheirs={close}
      />
    );
  }
  return (
    <Dialog open onClose={close} fullScreen={phone} fullWidth maxWidth="sm" aria-labelledby="item-title">
      <form onSubmit={submit} noValidate>
        <DialogTitle id="item-title">{item ? item.name : "Add a dish"}</DialogTitle>
        <DialogContent>
          <Box sx={{ display: "grid", gap: 2, pt: 1 }}>
            {refused && refused.status !== 412 && !refused.problem.errors?.length && (
              <Alert severity="error">{refused.problem.detail}</Alert>
            )}
            <ItemPicture
              id={item?.id ?? "new"}
              name={form.name}
              category={form.category}
              imageUrl={form.image_url || null}
              style={{ height: 120, borderRadius: 12 }}
            />
            {field("name", "Name", { slotProps: { htmlInput: { maxLength: 200 } } })}
            <Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 2 }}>
              {field("price", `Price in ${currency}`, { slotProps: { htmlInput: { inputMode: "decimal" } } })}
              {item
                ? field("category", "Category", {
                    slotProps: { htmlInput: { list: "categories", maxLength: 60 } },
                  })
                : field("stock", "How many are there", {
                    slotProps: { htmlInput: { inputMode: "numeric" } },
                  })}
            </Box>
            {!item &&
              field("category", "Category", {
                slotProps: { htmlInput: { list: "categories", maxLength: 60 } },
              })}
            <datalist id="categories">
              {categories.map((name) => (
                <option key={name} value={name} aria-label={name} />
              ))}
            </datalist>
            {field("description", "Description", {
              multiline: true,
              maxRows: 4,
              slotProps: { htmlInput: { maxLength: 2000 } },
            })}
            {field("image_url", "Address of a picture (optional)", {
              slotProps: { htmlInput: { inputMode: "url" } },
            })}
          </Box>
        </DialogContent>
        <DialogActions>
          {item && (
            <Button
              color="error"
              sx={{ mr: { sm: "auto" } }}
              loading={archiving.isPending}
              onClick={() => archiving.mutate()}
            >
              Archive
            </Button>
          )}
          <Button color="inherit" onClick={close}>
            Close
          </Button>
          <Button type="submit" variant="contained" loading={saving.isPending}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
