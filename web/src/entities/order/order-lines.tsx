import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { Order } from "@/api/types";
import { ORDER_TYPE_LABELS } from "@/entities/labels";
import { formatMoney } from "@/shared/money";
import { formatGuest } from "./format";

/** The lines, the guest and the total of an order. */
export function OrderLines({ order }: { order: Order }) {
  const details = [ORDER_TYPE_LABELS[order.order_type], formatGuest(order)].filter(Boolean).join(" · ");
  return (
    <>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {details}
      </Typography>
      <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {order.lines.map((line) => (
          <Box
            component="li"
            key={`${line.item_id} ${line.note}`}
            sx={{
              display: "grid",
              gridTemplateColumns: "40px 1fr auto",
              gap: 1,
              py: 1,
              borderTop: "1px solid",
              borderColor: "line",
            }}
          >
            <Box component="span" className="num" sx={{ fontWeight: 650 }}>
              {line.quantity} ×
            </Box>
            <span>
              {line.name}
              {line.note && (
                <Typography variant="body2" color="textSecondary">
                  {line.note}
                </Typography>
              )}
            </span>
            <span className="num">{formatMoney(line.line_total_cents, order.currency)}</span>
          </Box>
        ))}
      </Box>
      {order.note && (
        <Typography variant="body2" sx={{ py: 1, borderTop: "1px solid", borderColor: "line" }}>
          {order.note}
        </Typography>
      )}
      <Box
        sx={{
          display: "flex",
          justifyContent: "space-between",
          pt: 1.5,
          borderTop: "1px solid",
          borderColor: "line",
          fontWeight: 650,
        }}
      >
        <span>Total</span>
        <span className="num">{formatMoney(order.total_cents, order.currency)}</span>
      </Box>
    </>
  );
}
