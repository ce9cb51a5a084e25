import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useCallback } from "react";
import type { OrderCommand, Order } from "@/api/types";
import { Ticket } from "@/entities/order/ticket";
import { useOrderCommands } from "@/entities/order/use-commands";
import { useCanWrite } from "@/live/connection-status";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { StatusChip } from "@/entities/order/status-chip";
import { formatGuest, getDisplayStatus } from "@/entities/order/status";

interface ReadyOrdersProps {
  loaded: boolean;
  ready: Order[];
  cooking: Order[];
  error: unknown;
  at: number;
  retry: () => void;
}

const grid = {
  display: "grid",
  gap: 1.5,
  gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr", lg: "1fr 1fr 1fr" },
  alignItems: "start",
  listStyle: "none",
  m: 0,
  p: 0,
};

/** What waits at the pass, and what will be there next. */
export function ReadyOrders({ loaded, ready, cooking, error, at, retry }: ReadyOrdersProps) {
  const { carryOut } = useOrderCommands();
  const writable = useCanWrite();
  const onAct = useCallback((order: Order, command: OrderCommand) => carryOut(order, command), [carryOut]);
  if (error) return <ErrorState error={error} at={at} retry={retry} />;
  if (!loaded) return <Skeleton variant="rectangular" height={180} />;
  return (
    <>
      <h2 className="unseen">Ready to carry</h2>
      {ready.length === 0 ? (
        <EmptyState icon="tray">Nothing to carry. What is ready appears here by itself.</EmptyState>
      ) : (
        <Box component="ul" sx={grid}>
          {ready.map((order) => (
            <Ticket
              key={order.id}
              order={order}
              promise={600}
              byHand
              selected={false}
              writable={writable.canWrite}
              why={writable.reason}
              onAct={onAct}
            />
          ))}
        </Box>
      )}
      {cooking.length > 0 && (
        <Box component="section" sx={{ mt: 4 }}>
          <Typography variant="h2" sx={{ mb: 1 }}>
            On the way
          </Typography>
          {cooking.map((order) => (
            <Box
              key={order.id}
              sx={{
                display: "flex",
                alignItems: "center",
                gap: 1.5,
                minHeight: 52,
                borderTop: "1px solid",
                borderColor: "line",
              }}
            >
              <Box component="span" className="num" sx={{ fontWeight: 650 }}>
                {order.number}
              </Box>
              <Typography variant="body2" color="textSecondary" noWrap sx={{ flex: 1 }}>
                {formatGuest(order)}
              </Typography>
              <StatusChip status={getDisplayStatus(order)} />
            </Box>
          ))}
        </Box>
      )}
    </>
  );
}
