import CssBaseline from "@mui/material/CssBaseline";
import { ThemeProvider } from "@mui/material/styles";
import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { RouterProvider } from "react-router";
import { createQueryClient } from "@/api/query-client";
// Removes the carts when the session ends, even on pages that do not use them.
import "@/entities/cart/use-cart";
import { startCommandDelivery } from "@/entities/order/command-delivery";
import { publishOrderEvent } from "@/live/order-events";
import { notify } from "@/shared/notices";
import { theme } from "@/shared/theme";
import { startLiveUpdates } from "./live-updates";
import { router } from "./router";

export function App() {
  const [cache] = useState(createQueryClient);
  useEffect(
    () =>
      startLiveUpdates(cache, {
        onMissedUpdates: (updates) =>
          notify(`${updates} ${updates === 1 ? "update" : "updates"} while you were offline`),
        onEvent: publishOrderEvent,
      }),
    [cache],
  );
  useEffect(() => startCommandDelivery(cache), [cache]);
  return (
    <ThemeProvider theme={theme} defaultMode="system" noSsr disableTransitionOnChange>
      <CssBaseline enableColorScheme />
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ThemeProvider>
  );
}
