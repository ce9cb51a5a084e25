import CssBaseline from "@mui/material/CssBaseline";
import { ThemeProvider } from "@mui/material/styles";
import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { RouterProvider } from "react-router";
import { createQueryClient } from "@/api/query-client";
// Carts end with the session on whichever page it ends.
import "@/entities/cart/use-cart";
import { publishOrderEvent } from "@/live/order-events";
import { startLiveUpdates } from "./live-updates";
import { notify } from "@/shared/notices";
import { theme } from "@/shared/theme";
import { router } from "./router";

export function App() {
  const [cache] = useState(createQueryClient);
  useEffect(
    () =>
      startLiveUpdates(cache, {
        away: (updates) => notify(updates === 1 ? "1 update while away" : `${updates} updates while away`),
        event: publishOrderEvent,
      }),
    [cache],
  );
  return (
    <ThemeProvider theme={theme} defaultMode="system" noSsr disableTransitionOnChange>
      <CssBaseline enableColorScheme />
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ThemeProvider>
  );
}
