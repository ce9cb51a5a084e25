import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { BusinessChange, BusinessWithLoad } from "@/api/types";
import { businessQuery, updateBusiness } from "@/entities/business/queries";
import { useCanWrite } from "@/live/connection-status";
import { useLiveMenu } from "@/live/menu-subscriptions";
import { useUser } from "@/session/session";
import { asApiError } from "@/shared/api-error";
import { notify } from "@/shared/notices";
import { Page } from "@/shared/page";
import { ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";
import { CurrencySetting, TimezoneSetting } from "./regional-settings";
import { AcceptanceSetting, KitchenSetting, NameSetting, OpenSetting } from "./setting-cards";
import { Staff } from "./staff";

export default function SettingsPage() {
  const id = useUser()?.business_id ?? "";
  const { canWrite } = useCanWrite();
  const { data, error, errorUpdatedAt, refetch } = useQuery(businessQuery(id));
  // Updates about the menu contain the settings as well.
  useLiveMenu(id);
  const { onSave, getFieldMessage } = useSaveSetting(id);
  const disabled = !canWrite;
  return (
    <Page title="Settings" width={760}>
      {data ? (
        <Box sx={{ display: "grid", gap: 2 }}>
          <OpenSetting business={data} onSave={onSave} disabled={disabled} />
          <AcceptanceSetting business={data} onSave={onSave} disabled={disabled} />
          <KitchenSetting business={data} onSave={onSave} disabled={disabled} />
          <NameSetting key={data.name} business={data} onSave={onSave} disabled={disabled} />
          <CurrencySetting
            key={data.currency}
            business={data}
            onSave={onSave}
            disabled={disabled}
            getFieldMessage={getFieldMessage}
          />
          <TimezoneSetting
            key={data.timezone}
            business={data}
            onSave={onSave}
            disabled={disabled}
            getFieldMessage={getFieldMessage}
          />
          <Staff disabled={disabled} />
        </Box>
      ) : error ? (
        <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />
      ) : (
        <Box aria-busy="true" sx={{ display: "grid", gap: 2 }}>
          {[0, 1, 2, 3].map((n) => (
            <Skeleton key={n} variant="rectangular" height={120} sx={{ borderRadius: 3 }} />
          ))}
        </Box>
      )}
    </Page>
  );
}

const CURRENCY_CHANGED =
  "Not saved: someone else has changed the currency meanwhile. Check it and try again.";

/** The fields that show why the server refused them. */
const FIELDS_WITH_MESSAGES = ["currency", "price_conversion_rate", "timezone"];

/**
 * Returns a function that saves settings, and one that returns the message about a refused field. The page shows new values
 * immediately, except for the currency and time zone.
 */
function useSaveSetting(id: string) {
  const cache = useQueryClient();
  const queryKey = queryKeys.business(id);
  const { mutate: onSave, error } = useMutation({
    mutationFn: (change: BusinessChange) => updateBusiness(id, change),
    onMutate: async (change) => {
      await cache.cancelQueries({ queryKey });
      // The server may refuse these values, and the form must keep them.
      if (change.currency || change.timezone) return;
      cache.setQueryData<BusinessWithLoad>(
        queryKey,
        (old) => old && ({ ...old, ...change } as BusinessWithLoad),
      );
    },
    onSuccess: (business, change) => {
      if (change.currency) void cache.invalidateQueries({ queryKey: queryKeys.items(id) });
      cache.setQueryData<BusinessWithLoad>(queryKey, (old) => old && { ...old, ...business });
      notify("Saved.", { durationMs: 2_000 });
    },
    onError: (failure) => {
      const hasMessage = (name: string) => asApiError(failure).getFieldMessage(name) !== undefined;
      if (hasMessage("expected_currency")) notify(CURRENCY_CHANGED, { tone: "error", durationMs: 7_000 });
      else if (!FIELDS_WITH_MESSAGES.some(hasMessage)) showError(failure);
      void cache.invalidateQueries({ queryKey });
    },
  });
  const getFieldMessage = (name: string) => (error ? asApiError(error).getFieldMessage(name) : undefined);
  return { onSave, getFieldMessage };
}
