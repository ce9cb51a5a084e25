import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { recentOrdersQuery } from "@/entities/order/queries";
import { serverNow } from "@/shared/clock";
import { Icon } from "@/shared/icons";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { StatusChip } from "@/entities/order/status-chip";
import { formatGuest, getDisplayStatus, getStatusTime } from "@/entities/order/status";
import { formatAge, secondsSince } from "@/shared/time";

/** The tickets that left the board last, to be read again. */
export default function RecentTickets({ close }: { close: () => void }) {
  const { data, error, refetch } = useQuery(recentOrdersQuery());
  return (
    <Drawer
      anchor="right"
      open
      onClose={close}
      slotProps={{ paper: { "aria-labelledby": "recall-title", sx: { width: 400, maxWidth: "100%" } } }}
    >
      <Box sx={{ display: "flex", alignItems: "center", pl: 2.5, pr: 1, py: 1 }}>
        <Typography variant="h2" id="recall-title" sx={{ flex: 1 }}>
          Left the board lately
        </Typography>
        <IconButton aria-label="Close" onClick={close}>
          <Icon name="close" />
        </IconButton>
      </Box>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState icon="history">Nothing has left the board yet.</EmptyState>}
      <Box component="ul" sx={{ listStyle: "none", m: 0, px: 2.5, pb: 3 }}>
        {data?.map((order) => (
          <Box component="li" key={order.id} sx={{ py: 1.5, borderTop: "1px solid", borderColor: "line" }}>
            <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
              <Typography variant="h3" className="num" sx={{ flex: 1 }}>
                {order.number}
              </Typography>
              <Typography variant="body2" color="textSecondary" className="num">
                {formatAge(secondsSince(getStatusTime(order), serverNow()))} ago
              </Typography>
              <StatusChip status={getDisplayStatus(order)} />
            </Box>
            <Typography variant="body2" color="textSecondary">
              {formatGuest(order)}
            </Typography>
            <Typography variant="body2">
              {order.lines.map((line) => `${line.quantity} × ${line.name}`).join(", ")}
            </Typography>
            {order.reason && <Typography variant="body2">“{order.reason}”</Typography>}
          </Box>
        ))}
      </Box>
    </Drawer>
  );
}
