import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import Skeleton from "@mui/material/Skeleton";
import Switch from "@mui/material/Switch";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { queryKeys } from "@/api/query-keys";
import type { Business } from "@/api/types";
import { businessesQuery, updateBusiness } from "@/entities/business/queries";
import { useCanWrite } from "@/live/connection-status";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";

/** All businesses with their settings and a switch to open or close them. */
export function BusinessesTab() {
  const cache = useQueryClient();
  const { data, error, errorUpdatedAt, refetch } = useQuery(businessesQuery());
  const { mutate } = useMutation({
    mutationFn: ({ id, open }: { id: string; open: boolean }) => updateBusiness(id, { open }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.businesses }),
    onError: showError,
  });
  if (!data) {
    return error ? (
      <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />
    ) : (
      <Skeleton variant="rectangular" height={240} />
    );
  }
  if (data.length === 0) return <EmptyState icon="store">No businesses yet.</EmptyState>;
  return (
    <Card component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {data.map((business) => (
        <BusinessRow
          key={business.id}
          business={business}
          onSwitch={(open) => mutate({ id: business.id, open })}
        />
      ))}
    </Card>
  );
}

function BusinessRow({ business, onSwitch }: { business: Business; onSwitch: (open: boolean) => void }) {
  const { canWrite } = useCanWrite();
  return (
    <Box
      component="li"
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 2,
        px: 2,
        py: 1,
        "& + &": { borderTop: "1px solid", borderColor: "line" },
      }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography
          component={Link}
          to={`/b/${business.id}`}
          sx={{ fontWeight: 650, color: "text.primary", display: "inline-block", minHeight: 24 }}
        >
          {business.name}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {formatSettings(business)}
        </Typography>
      </Box>
      <Box
        component="label"
        sx={{
          display: "flex",
          alignItems: "center",
          fontSize: "0.875rem",
          fontWeight: 600,
          minWidth: 116,
        }}
      >
        <Switch
          checked={business.open}
          disabled={!canWrite}
          onChange={(_, open) => onSwitch(open)}
          slotProps={{ input: { "aria-label": `${business.name} is open` } }}
        />
        {business.open ? "Open" : "Closed"}
      </Box>
    </Box>
  );
}

function formatSettings({ acceptance, grace_seconds: grace, kitchen, currency, timezone }: Business): string {
  return [
    acceptance === "automatic" ? `Accepts automatically after ${grace} s` : "Accepts manually",
    kitchen === "automatic" ? "prepared by kitchen workers" : "prepared by staff",
    currency,
    timezone,
  ].join(" · ");
}
