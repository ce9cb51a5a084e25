import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import type { Order } from "@/api/types";
import { formatGuest, formatLines } from "@/entities/order/format";
import { recentOrdersQuery } from "@/entities/order/queries";
import { getStatusTime } from "@/entities/order/status";
import { StatusChip } from "@/entities/order/status-chip";
import { serverNow } from "@/shared/clock";
import { Icon } from "@/shared/icons";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { formatAge, secondsSince } from "@/shared/time";

/** The last orders that left the board. */
export default function RecentTickets({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useQuery(recentOrdersQuery());
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      slotProps={{ paper: { "aria-labelledby": "recent-title", sx: { width: 400, maxWidth: "100%" } } }}
    >
      <Box sx={{ display: "flex", alignItems: "center", pl: 2.5, pr: 1, py: 1 }}>
        <Typography variant="h2" id="recent-title" sx={{ flex: 1 }}>
          Recent orders
        </Typography>
        <IconButton aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </IconButton>
      </Box>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState icon="history">No recent orders.</EmptyState>}
      <Box component="ul" sx={{ listStyle: "none", m: 0, px: 2.5, pb: 3 }}>
        {data?.map((order) => (
          <RecentTicket key={order.id} order={order} />
        ))}
      </Box>
    </Drawer>
  );
}

function RecentTicket({ order }: { order: Order }) {
  return (
    <Box component="li" sx={{ py: 1.5, borderTop: "1px solid", borderColor: "line" }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
        <Typography variant="h3" className="num" sx={{ flex: 1 }}>
          {order.number}
        </Typography>
        <Typography variant="body2" color="textSecondary" className="num">
          {formatAge(secondsSince(getStatusTime(order), serverNow()))} ago
        </Typography>
        <StatusChip order={order} />
      </Box>
      <Typography variant="body2" color="textSecondary">
        {formatGuest(order)}
      </Typography>
      <Typography variant="body2">{formatLines(order)}</Typography>
      {order.reason && <Typography variant="body2">“{order.reason}”</Typography>}
    </Box>
  );
}
