import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import type { Role } from "@/api/types";
import { ChunkLoadError } from "./chunk-load-error";
import { ErrorPage } from "./error-page";
import { Guard } from "./guard";
import { NotFound } from "./not-found";
import { Shell } from "./shell";

type PageModule = { default: ComponentType };

/** Creates a route whose page is loaded on demand. `Guard` restricts the page to `roles`. */
function createPageRoute(
  path: string,
  loadPage: () => Promise<PageModule>,
  roles?: readonly Role[],
): RouteObject {
  return {
    path,
    lazy: async () => {
      const { default: Component } = await loadPage().catch((cause: unknown) => {
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
const ALL_ROLES: Role[] = ["customer", "business", "waiter", "admin"];

export const router = createBrowserRouter([
  {
    Component: Shell,
    ErrorBoundary: ErrorPage,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: ErrorPage,
        children: [
          createPageRoute("/", () => import("@/features/businesses/businesses-page"), ["customer"]),
          createPageRoute("/b/:id", () => import("@/features/menu/menu-page")),
          createPageRoute("/orders", () => import("@/features/orders/orders-page"), ["customer"]),
          createPageRoute("/orders/:id", () => import("@/features/orders/order-page"), ALL_ROLES),
          createPageRoute("/board", () => import("@/features/board/board-page"), ["business"]),
          createPageRoute("/menu", () => import("@/features/stock/stock-page"), ["business"]),
          createPageRoute("/reports", () => import("@/features/reports/reports-page"), [...STAFF, "admin"]),
          createPageRoute("/settings", () => import("@/features/settings/settings-page"), ["business"]),
          createPageRoute("/floor", () => import("@/features/floor/floor-page"), STAFF),
          createPageRoute("/admin", () => import("@/features/admin/admin-page"), ["admin"]),
          createPageRoute("/login", () => import("@/features/auth/login-page")),
          createPageRoute("/register", () => import("@/features/auth/register-page")),
          { path: "*", Component: NotFound },
        ],
      },
    ],
  },
]);
