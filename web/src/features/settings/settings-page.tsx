import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { BusinessChange, BusinessWithLoad } from "@/api/types";
import { businessQuery } from "@/entities/business/queries";
import { useCanWrite } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { notify } from "@/shared/notices";
import { Page } from "@/shared/page";
import { ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";
import { AcceptanceSetting, KitchenSetting, NameSetting, OpenSetting } from "./setting-cards";
import { updateBusiness } from "@/entities/user/queries";
import { Staff } from "./staff";

export default function SettingsPage() {
  const id = useUser()?.business_id ?? "";
  const cache = useQueryClient();
  const writable = useCanWrite();
  const { data, error, errorUpdatedAt, refetch } = useQuery(businessQuery(id));
  const saving = useMutation({
    mutationFn: (change: BusinessChange) => updateBusiness(id, change),
    onMutate: async (change) => {
      await cache.cancelQueries({ queryKey: queryKeys.business(id) });
      cache.setQueryData<BusinessWithLoad>(
        queryKeys.business(id),
        (old) => old && ({ ...old, ...change } as BusinessWithLoad),
      );
    },
    onSuccess: (business) => {
      cache.setQueryData<BusinessWithLoad>(queryKeys.business(id), (old) => old && { ...old, ...business });
      notify("Saved.", { ms: 2000 });
    },
    onError: (refused) => {
      showError(refused);
      void cache.invalidateQueries({ queryKey: queryKeys.business(id) });
    },
  });
  return (
    <Page title="Settings" width={760}>
      {data ? (
        <Box sx={{ display: "grid", gap: 2 }}>
          <OpenSetting business={data} save={saving.mutate} disabled={!writable.canWrite} />
          <AcceptanceSetting business={data} save={saving.mutate} disabled={!writable.canWrite} />
          <KitchenSetting business={data} save={saving.mutate} disabled={!writable.canWrite} />
          <NameSetting key={data.name} business={data} save={saving.mutate} disabled={!writable.canWrite} />
          <Staff disabled={!writable.canWrite} />
        </Box>
      ) : error ? (
        <ErrorState error={error} at={errorUpdatedAt} retry={() => void refetch()} />
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
