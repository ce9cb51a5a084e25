import { createBrowserRouter, type RouteObject } from "react-router";
import type { Role } from "@/api/types";
import { ErrorPage } from "./error-page";
import { Guard } from "./guard";
import { NotFound } from "./not-found";
import { Shell } from "./shell";
import { ChunkLoadError } from "./chunk-load-error";

type Module = { default: React.ComponentType };

/** A page of its own chunk; `roles` may see it. */
function page(path: string, load: () => Promise<Module>, roles?: readonly Role[]): RouteObject {
  return {
    path,
    lazy: async () => {
      const { default: Component } = await load().catch((cause: unknown) => {
        throw new ChunkLoadError(cause);
      });
      return {
        Component: () => (
          <Guard roles={roles}>
            <Component />
          </Guard>
        ),
      };
    },
  };
}

const STAFF: Role[] = ["business", "waiter"];

export const router = createBrowserRouter([
  {
    Component: Shell,
    ErrorBoundary: ErrorPage,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: ErrorPage,
        children: [
          page("/", () => import("@/features/businesses/businesses-page"), ["customer"]),
          page("/b/:id", () => import("@/features/menu/menu-page")),
          page("/orders", () => import("@/features/orders/orders-page"), ["customer"]),
          page("/orders/:id", () => import("@/features/orders/order-page"), [
            "customer",
            "business",
            "waiter",
            "admin",
          ]),
          page("/board", () => import("@/features/board/board-page"), ["business"]),
          page("/menu", () => import("@/features/stock/stock-page"), ["business"]),
          page("/reports", () => import("@/features/reports/reports-page"), [...STAFF, "admin"]),
          page("/settings", () => import("@/features/settings/settings-page"), ["business"]),
          page("/floor", () => import("@/features/floor/floor-page"), STAFF),
          page("/admin", () => import("@/features/admin/admin-page"), ["admin"]),
          page("/login", () => import("@/features/auth/login-page")),
          page("/register", () => import("@/features/auth/register-page")),
          { path: "*", Component: NotFound },
        ],
      },
    ],
  },
]);
