import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import type { IsolatedRow } from "@/api/types";
import { serverNow } from "@/shared/clock";
import { formatCount } from "@/shared/count";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { formatDateTime } from "@/shared/time";
import { isolatedRowsQuery, overviewQuery } from "./queries";

const TABLE_LABELS: Record<IsolatedRow["table"], string> = {
  orders: "Order",
  events: "Event",
  items: "Dish",
  businesses: "Business",
  users: "User",
  reports: "Report",
};

const REASON_LABELS: Record<IsolatedRow["reason"], string> = {
  undecodable: "Can't be read",
  rejected: "Can't be accepted or cancelled automatically",
};

/** Maximum number of rows that the API lists. */
const MAX_LISTED_ROWS = 100;

/** The records of the database that are skipped until an operator repairs them. */
export function IsolatedRowsTab() {
  const { data, error, errorUpdatedAt, refetch, isPending } = useQuery(isolatedRowsQuery());
  const { data: overview } = useQuery(overviewQuery());
  if (error && !data) {
    return <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />;
  }
  if (isPending) return <Skeleton variant="rectangular" height={200} />;
  if (!data?.length) return <EmptyState icon="check">No skipped records.</EmptyState>;
  const count = overview?.isolated_rows ?? 0;
  return (
    <>
      {data.length >= MAX_LISTED_ROWS && count > data.length && (
        <Typography color="textSecondary" className="num" sx={{ mb: 1.5 }}>
          Showing the {data.length} most recent of {formatCount(count)} skipped records.
        </Typography>
      )}
      <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 1.5 }}>
        {data.map((row) => (
          <IsolatedRowCard key={`${row.table} ${row.id}`} row={row} />
        ))}
      </Box>
    </>
  );
}

function IsolatedRowCard({ row }: { row: IsolatedRow }) {
  const foundAt = formatDateTime(row.found_at, serverNow());
  return (
    <Card component="li" sx={{ p: 2 }}>
      <Typography sx={{ fontWeight: 650 }}>
        {TABLE_LABELS[row.table]} · {REASON_LABELS[row.reason]}
      </Typography>
      <Typography variant="body2" color="textSecondary" className="num" sx={{ overflowWrap: "anywhere" }}>
        {row.id} · since {foundAt}
      </Typography>
      <Typography variant="body2" sx={{ mt: 1, overflowWrap: "anywhere" }}>
        {row.error}
      </Typography>
    </Card>
  );
}
