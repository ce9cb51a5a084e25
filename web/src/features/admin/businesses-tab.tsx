import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import Skeleton from "@mui/material/Skeleton";
import Switch from "@mui/material/Switch";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { queryKeys } from "@/api/query-keys";
import { businessesQuery } from "@/entities/business/queries";
import { updateBusiness } from "@/entities/user/queries";
import { useCanWrite } from "@/live/connection-status";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";

/** Every business, how it works, and its door. */
export function BusinessesTab() {
  const cache = useQueryClient();
  const writable = useCanWrite();
  const { data, error, errorUpdatedAt, refetch } = useQuery(businessesQuery());
  const opening = useMutation({
    mutationFn: ({ id, open }: { id: string; open: boolean }) => updateBusiness(id, { open }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.businesses }),
    onError: showError,
  });
  if (!data) {
    return error ? (
      <ErrorState error={error} at={errorUpdatedAt} retry={() => void refetch()} />
    ) : (
      <Skeleton variant="rectangular" height={240} />
    );
  }
  if (data.length === 0) return <EmptyState icon="store">No business has registered yet.</EmptyState>;
  return (
    <Card component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {data.map((business, index) => (
        <Box
          component="li"
          key={business.id}
          sx={{
            display: "flex",
            alignItems: "center",
            gap: 2,
            px: 2,
            py: 1,
            ...(index > 0 ? { borderTop: "1px solid", borderColor: "line" } : {}),
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
              {business.acceptance === "automatic"
                ? `accepts after ${business.grace_seconds} s`
                : "accepts by hand"}{" "}
              · {business.kitchen === "automatic" ? "kitchen workers cook" : "cooks by hand"} ·{" "}
              {business.currency} · {business.timezone}
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
              disabled={!writable.canWrite}
              onChange={(_, open) => opening.mutate({ id: business.id, open })}
              slotProps={{ input: { "aria-label": `${business.name} is open` } }}
            />
            {business.open ? "Open" : "Closed"}
          </Box>
        </Box>
      ))}
    </Card>
  );
}
