import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import type { OrderEvent } from "@/api/types";
import { OrderLines } from "@/entities/order/order-lines";
import { historyQuery, orderQuery } from "@/entities/order/queries";
import { Icon } from "@/shared/icons";
import { ErrorState } from "@/shared/page-states";
import { getDisplayStatus } from "@/entities/order/status";
import { StatusChip } from "@/entities/order/status-chip";

const exact = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

/** An order, and everything that ever happened to it: when, by whom, and the event as it was sent. */
export default function HistoryDrawer({ id, close }: { id: string; close: () => void }) {
  const { data: order } = useQuery(orderQuery(id));
  const { data: events, error, refetch } = useQuery(historyQuery(id));
  return (
    <Drawer
      anchor="right"
      open
      onClose={close}
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
        {order && <StatusChip status={getDisplayStatus(order)} />}
        <IconButton aria-label="Close" onClick={close}>
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
            <Entry key={event.id} event={event} />
          ))}
        </Box>
      </Box>
    </Drawer>
  );
}

function Entry({ event }: { event: OrderEvent }) {
  const { actor, kind, occurred_at: at, order } = event;
  return (
    <Box component="li" sx={{ py: 1.25, borderTop: "1px solid", borderColor: "line" }}>
      <Box sx={{ display: "flex", alignItems: "baseline", gap: 1.5, flexWrap: "wrap" }}>
        <Box component="strong">{kind.replace("order.", "").replace("_", " ")}</Box>
        <Box sx={{ flex: 1, color: "text.secondary", fontSize: "0.875rem" }}>
          by {actor.name} ({actor.role})
        </Box>
        <Box className="num" sx={{ color: "text.secondary", fontSize: "0.875rem" }}>
          {exact.format(new Date(at))}
        </Box>
      </Box>
      {order.reason && <Typography variant="body2">“{order.reason}”</Typography>}
      <Box component="details" sx={{ mt: 0.5 }}>
        <Box
          component="summary"
          sx={{
            cursor: "pointer",
            fontSize: "0.875rem",
            color: "text.secondary",
            minHeight: 32,
            alignContent: "center",
          }}
        >
          Raw event, version {order.version}
        </Box>
        <Box
          component="pre"
          // What scrolls can be reached by keyboard.
          tabIndex={0}
          sx={{
            m: 0,
            p: 1.5,
            borderRadius: 2,
            bgcolor: "sunken",
            border: "1px solid",
            borderColor: "line",
            fontSize: "0.75rem",
            overflow: "auto",
            maxHeight: 320,
            overflowWrap: "normal",
          }}
        >
          {JSON.stringify(event, null, 2)}
        </Box>
      </Box>
    </Box>
  );
}
