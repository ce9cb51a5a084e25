import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { queryKeys } from "@/api/query-keys";
import type { BusinessWithLoad, Item } from "@/api/types";
import { addItem, editItem, getItem, removeItem } from "@/entities/item/queries";
import { asApiError } from "@/shared/api-error";
import { notify } from "@/shared/notices";
import { showError } from "@/shared/show-error";
import { ConflictDialog } from "./conflict-dialog";
import { ItemFields } from "./item-fields";
import {
  type Conflict,
  diffForm,
  EMPTY_FORM,
  findConflicts,
  getFieldError,
  type ItemForm,
  toForm,
  toNewItem,
  validateForm,
} from "./item-form";
import { useUpdateCachedItem } from "./use-item-updates";

interface ItemDialogProps {
  businessId: string;
  currency: string;
  /** `null` for a new item. */
  item: Item | null;
  categories: string[];
  onClose: () => void;
}

/** Adds or edits an item. If another user has changed the same fields, the user decides which version to keep. */
export function ItemDialog({ businessId, currency, item, categories, onClose }: ItemDialogProps) {
  const isPhone = useMediaQuery("(max-width: 599px)", { noSsr: true });
  const [form, setForm] = useState<ItemForm>(item ? toForm(item) : EMPTY_FORM);
  // The price is typed in this currency, even if the business changes its currency meanwhile. If the server then refuses the
  // price of a new item, the user sees the new currency and checks the price.
  const [formCurrency, setFormCurrency] = useState(item?.currency ?? currency);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { save, conflict, resetConflict } = useSaveItem({
    businessId,
    currency: formCurrency,
    item,
    form,
    onClose,
    onCurrencyRefused: setFormCurrency,
  });
  const removal = useRemoveItem(businessId, item, onClose);
  const failure = save.error ?? removal.error;
  const apiError = failure ? asApiError(failure) : null;
  const errors = isSubmitted ? validateForm(form, formCurrency) : {};

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    setIsSubmitted(true);
    if (Object.keys(validateForm(form, formCurrency)).length === 0) save.mutate(item?.version ?? 0);
  }

  if (conflict) {
    const { saved, conflicts } = conflict;
    const saveMine = () => {
      resetConflict();
      save.mutate(saved.version);
    };
    return (
      <ConflictDialog name={saved.name} conflicts={conflicts} onSaveMine={saveMine} onKeepTheirs={onClose} />
    );
  }
  return (
    <Dialog open onClose={onClose} fullScreen={isPhone} fullWidth maxWidth="sm" aria-labelledby="item-title">
      <form onSubmit={handleSubmit} noValidate>
        <DialogTitle id="item-title">{item ? item.name : "Add dish"}</DialogTitle>
        <DialogContent>
          <Box sx={{ display: "grid", gap: 2, pt: 1 }}>
            {apiError && apiError.status !== 412 && !apiError.problem.errors?.length && (
              <Alert severity="error">{apiError.problem.detail}</Alert>
            )}
            <ItemFields
              form={form}
              onChange={setForm}
              getError={(name) => getFieldError(name, errors, apiError)}
              itemId={item?.id ?? null}
              currency={formCurrency}
              categories={categories}
            />
          </Box>
        </DialogContent>
        <DialogActions>
          {item && (
            <Button
              color="error"
              sx={{ mr: { sm: "auto" } }}
              loading={removal.isPending}
              onClick={() => removal.mutate()}
            >
              Remove from menu
            </Button>
          )}
          <Button color="inherit" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" variant="contained" loading={save.isPending}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface SaveItemOptions {
  businessId: string;
  currency: string;
  item: Item | null;
  form: ItemForm;
  onClose: () => void;
  /** Called if a new item was not added, because the business uses this currency now. */
  onCurrencyRefused: (currency: string) => void;
}

/**
 * Saves the form. A 412 means that another user has edited the item. Changes to different fields are merged;
 * the user decides about fields that both have changed. If the currency of the item has changed meanwhile,
 * closes the form without saving it.
 */
function useSaveItem(options: SaveItemOptions) {
  const { businessId, currency, item, form, onClose, onCurrencyRefused } = options;
  const cache = useQueryClient();
  const updateCachedItem = useUpdateCachedItem(businessId);
  const [conflict, setConflict] = useState<{ saved: Item; conflicts: Conflict[] } | null>(null);
  const save = useMutation({
    mutationFn: (version: number) =>
      item ? editItem(item.id, version, diffForm(item, form)) : addItem(toNewItem(form, currency)),
    onSuccess: (saved) => {
      updateCachedItem(saved);
      notify(`${saved.name} saved.`);
      onClose();
    },
    onError: async (error) => {
      if (asApiError(error).getFieldMessage("expected_currency")) {
        await cache.invalidateQueries({ queryKey: queryKeys.business(businessId) });
        const business = cache.getQueryData<BusinessWithLoad>(queryKeys.business(businessId));
        if (business) onCurrencyRefused(business.currency);
      }
      if (!item || asApiError(error).status !== 412) return;
      const saved = await getItem(item.id).catch((failure: unknown) => {
        showError(failure);
        return null;
      });
      if (!saved) return;
      updateCachedItem(saved);
      if (saved.currency !== item.currency) {
        notify(
          `Your changes to ${saved.name} weren't saved: prices are now in ${saved.currency}. Open it again to edit it.`,
          { tone: "error" },
        );
        onClose();
        return;
      }
      const conflicts = findConflicts(form, item, saved);
      if (conflicts.length > 0) setConflict({ saved, conflicts });
      else save.mutate(saved.version);
    },
  });
  return { save, conflict, resetConflict: () => setConflict(null) };
}

function useRemoveItem(businessId: string, item: Item | null, onClose: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => removeItem(item?.id ?? ""),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: queryKeys.items(businessId) });
      notify(`${item?.name} removed from the menu. Past orders still show it.`);
      onClose();
    },
  });
}
