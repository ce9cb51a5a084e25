import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import type { Order } from "@/api/types";
import { formatGuest } from "@/entities/order/format";
import { StatusChip } from "@/entities/order/status-chip";
import { Ticket } from "@/entities/order/ticket";
import { useOrderCommands } from "@/entities/order/use-commands";
import { useCanWrite } from "@/live/connection-status";
import { EmptyState, ErrorState } from "@/shared/page-states";

/** Required by `Ticket`, but without effect: ready orders have their own limit. */
const PROMISED_SECONDS = 600;

interface ReadyOrdersProps {
  isLoading: boolean;
  readyOrders: Order[];
  otherOrders: Order[];
  error: unknown;
  failedAt: number;
  retry: () => void;
}

const gridStyle = {
  display: "grid",
  gap: 1.5,
  gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr", lg: "1fr 1fr 1fr" },
  alignItems: "start",
  listStyle: "none",
  m: 0,
  p: 0,
};

/** The orders to serve, and the open orders that are not ready yet. */
export function ReadyOrders({
  isLoading,
  readyOrders,
  otherOrders,
  error,
  failedAt,
  retry,
}: ReadyOrdersProps) {
  const { dispatch } = useOrderCommands();
  const { canWrite, reason } = useCanWrite();
  if (error) return <ErrorState error={error} failedAt={failedAt} retry={retry} />;
  if (isLoading) return <Skeleton variant="rectangular" height={180} />;
  return (
    <>
      <h2 className="visually-hidden">Ready to serve</h2>
      {readyOrders.length === 0 ? (
        <EmptyState icon="tray">Nothing to serve yet.</EmptyState>
      ) : (
        <Box component="ul" sx={gridStyle}>
          {readyOrders.map((order) => (
            <Ticket
              key={order.id}
              order={order}
              promisedSeconds={PROMISED_SECONDS}
              isManualKitchen
              isSelected={false}
              canWrite={canWrite}
              disabledReason={reason}
              onCommand={dispatch}
            />
          ))}
        </Box>
      )}
      {otherOrders.length > 0 && (
        <Box component="section" sx={{ mt: 4 }}>
          <Typography variant="h2" sx={{ mb: 1 }}>
            Not ready yet
          </Typography>
          {otherOrders.map((order) => (
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
              <StatusChip order={order} />
            </Box>
          ))}
        </Box>
      )}
    </>
  );
}
