import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import type { Role } from "@/api/types";
import { getSessionEnding, useUser } from "@/session/session";
import { getHomePath } from "./nav-items";
import { toSafeRedirect } from "./safe-redirect";

/** Paths that visitors without a login may see, in addition to the pages without `roles`. */
const PUBLIC_PATHS = ["/", "/login", "/register"];

interface GuardProps {
  /** The roles of the users who may see the page. `undefined` allows everyone, even without a login. */
  roles: readonly Role[] | undefined;
  children: ReactNode;
}

/**
 * Redirects users who may not see a page to the login page or their home page. Redirects logged-in users from
 * the login and registration pages.
 */
export function Guard({ roles, children }: GuardProps) {
  const user = useUser();
  const { pathname, search } = useLocation();
  if (!user) {
    if (!roles || PUBLIC_PATHS.includes(pathname)) return children;
    // After an expired session, the login leads back to this page. After a logout, it does not.
    const hasLoggedOut = getSessionEnding().leftAt === pathname;
    const query = hasLoggedOut ? "" : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/login${query}`} replace />;
  }
  if (pathname === "/login" || pathname === "/register") {
    const next = toSafeRedirect(new URLSearchParams(search).get("next"));
    return <Navigate to={next ?? getHomePath(user.role)} replace />;
  }
  return roles && !roles.includes(user.role) ? <Navigate to={getHomePath(user.role)} replace /> : children;
}
