import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import type { OrderEvent } from "@/api/types";
import { formatActorRole, formatEventKind } from "@/entities/labels";
import { OrderLines } from "@/entities/order/order-lines";
import { historyQuery, orderQuery } from "@/entities/order/queries";
import { StatusChip } from "@/entities/order/status-chip";
import { Icon } from "@/shared/icons";
import { ErrorState } from "@/shared/page-states";
import { JsonDetails } from "./json-details";

const preciseTime = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

/** An order with all its events: times, actors and raw data. */
export default function HistoryDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: order } = useQuery(orderQuery(id));
  const { data: events, error, refetch } = useQuery(historyQuery(id));
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      slotProps={{ paper: { "aria-labelledby": "history-title", sx: { width: 520, maxWidth: "100%" } } }}
    >
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 1.5,
          pl: 2.5,
          pr: 1,
          py: 1,
          borderBottom: "1px solid",
          borderColor: "line",
        }}
      >
        <Typography variant="h2" id="history-title" className="num" sx={{ flex: 1 }}>
          {order?.number ?? "Order"}
        </Typography>
        {order && <StatusChip order={order} />}
        <IconButton aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </IconButton>
      </Box>
      <Box sx={{ p: 2.5, overflowY: "auto" }}>
        {order && (
          <Box sx={{ mb: 3 }}>
            <Typography variant="h3">{order.business_name}</Typography>
            <OrderLines order={order} />
          </Box>
        )}
        <Typography variant="h3" sx={{ mb: 1 }}>
          History
        </Typography>
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {!events && !error && <Skeleton variant="rectangular" height={200} />}
        <Box component="ol" sx={{ listStyle: "none", m: 0, p: 0 }}>
          {events?.map((event) => (
            <HistoryEntry key={event.id} event={event} />
          ))}
        </Box>
      </Box>
    </Drawer>
  );
}

function HistoryEntry({ event }: { event: OrderEvent }) {
  const { actor, kind, occurred_at: occurredAt, order } = event;
  return (
    <Box component="li" sx={{ py: 1.25, borderTop: "1px solid", borderColor: "line" }}>
      <Box sx={{ display: "flex", alignItems: "baseline", gap: 1.5, flexWrap: "wrap" }}>
        <Box component="strong">{formatEventKind(kind)}</Box>
        <Box sx={{ flex: 1, color: "text.secondary", fontSize: "0.875rem" }}>
          by {actor.name} ({formatActorRole(actor.role)})
        </Box>
        <Box className="num" sx={{ color: "text.secondary", fontSize: "0.875rem" }}>
          {preciseTime.format(new Date(occurredAt))}
        </Box>
      </Box>
      {order.reason && <Typography variant="body2">“{order.reason}”</Typography>}
      <JsonDetails summary={`Raw event, order version ${order.version}`} value={event} />
    </Box>
  );
}
