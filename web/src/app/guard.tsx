import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import type { Role } from "@/api/types";
import { getSessionEnding, getHomePath, useUser } from "@/session/session";
import { toSafeRedirect } from "./safe-redirect";

/** Guests may look at menus; everything else is for those whose work it is. */
const FOR_GUESTS = ["/", "/login", "/register"];

export function Guard({ roles, children }: { roles: readonly Role[] | undefined; children: ReactNode }) {
  const user = useUser();
  const { pathname, search } = useLocation();
  if (!user) {
    if (!roles || FOR_GUESTS.includes(pathname)) return children;
    // Who was logged out comes back to where they were; who logged out does not, nor does the next one.
    const next =
      getSessionEnding().leftAt === pathname ? "" : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/login${next}`} replace />;
  }
  const entering = pathname === "/login" || pathname === "/register";
  if (entering)
    return (
      <Navigate
        to={toSafeRedirect(new URLSearchParams(search).get("next")) ?? getHomePath(user.role)}
        replace
      />
    );
  return roles && !roles.includes(user.role) ? <Navigate to={getHomePath(user.role)} replace /> : children;
}
