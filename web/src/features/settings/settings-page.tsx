import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/api/query-keys";
import type { BusinessChange, BusinessNow } from "@/api/types";
import { businessQuery } from "@/entities/business/queries";
import { useWritable } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { notify } from "@/shared/notices";
import { Page } from "@/shared/page";
import { Refusal } from "@/shared/page-states";
import { tellRefusal } from "@/shared/show-error";
import { AcceptanceSetting, KitchenSetting, NameSetting, OpenSetting } from "./setting-cards";
import { changeBusiness } from "@/entities/user/queries";
import { Staff } from "./staff";

export default function SettingsPage() {
  const id = useUser()?.business_id ?? "";
  const cache = useQueryClient();
  const writable = useWritable();
  const { data, error, errorUpdatedAt, refetch } = useQuery(businessQuery(id));
  const saving = useMutation({
    mutationFn: (change: BusinessChange) => changeBusiness(id, change),
    onMutate: async (change) => {
      await cache.cancelQueries({ queryKey: keys.business(id) });
      cache.setQueryData<BusinessNow>(
        keys.business(id),
        (old) => old && ({ ...old, ...change } as BusinessNow),
      );
    },
    onSuccess: (business) => {
      cache.setQueryData<BusinessNow>(keys.business(id), (old) => old && { ...old, ...business });
      notify("Saved.", { ms: 2000 });
    },
    onError: (refused) => {
      tellRefusal(refused);
      void cache.invalidateQueries({ queryKey: keys.business(id) });
    },
  });
  return (
    <Page title="Settings" width={760}>
      {data ? (
        <Box sx={{ display: "grid", gap: 2 }}>
          <OpenSetting business={data} save={saving.mutate} disabled={!writable.ok} />
          <AcceptanceSetting business={data} save={saving.mutate} disabled={!writable.ok} />
          <KitchenSetting business={data} save={saving.mutate} disabled={!writable.ok} />
          <NameSetting key={data.name} business={data} save={saving.mutate} disabled={!writable.ok} />
          <Staff disabled={!writable.ok} />
        </Box>
      ) : error ? (
        <Refusal error={error} at={errorUpdatedAt} retry={() => void refetch()} />
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
