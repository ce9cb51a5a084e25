import Box from "@mui/material/Box";
import { useMemo } from "react";
import type { Order } from "@/api/types";
import { getAllDayTotals } from "./columns";

interface AllDayProps {
  orders: Order[];
  /** `true` if orders are missing, so that the totals are too low. */
  isIncomplete: boolean;
}

/** The total of each dish in the orders that are not ready yet: "7 Margherita, all day" in kitchen language. */
export function AllDay({ orders, isIncomplete }: AllDayProps) {
  const totals = useMemo(() => getAllDayTotals(orders), [orders]);
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 1.5, mb: 1.5, minHeight: 36 }}>
      <Box
        component="h2"
        id="all-day"
        sx={{ m: 0, fontSize: "0.875rem", fontWeight: 650, whiteSpace: "nowrap", color: "text.secondary" }}
      >
        {isIncomplete ? "All day (some orders missing)" : "All day"}
      </Box>
      {totals.length === 0 ? (
        <Box component="span" sx={{ color: "text.secondary", fontSize: "0.875rem" }}>
          nothing to prepare
        </Box>
      ) : (
        <Box
          component="ul"
          aria-labelledby="all-day"
          // Focusable, so that the keyboard can scroll the strip.
          tabIndex={0}
          sx={{
            display: "flex",
            gap: 1,
            m: 0,
            p: 0,
            listStyle: "none",
            overflowX: "auto",
            scrollbarWidth: "none",
          }}
        >
          {totals.map(({ name, quantity }) => (
            <Box
              component="li"
              key={name}
              sx={{
                flex: "none",
                display: "flex",
                gap: 0.75,
                height: 34,
                alignItems: "center",
                px: 1.25,
                border: "1px solid",
                borderColor: "line",
                borderRadius: 2,
                bgcolor: "background.paper",
                fontSize: "0.875rem",
              }}
            >
              <Box component="strong" className="num">
                {quantity}
              </Box>
              <Box
                component="span"
                sx={{ maxWidth: 180, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
              >
                {name}
              </Box>
            </Box>
          ))}
        </Box>
      )}
    </Box>
  );
}
