import AppBar from "@mui/material/AppBar";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Toolbar from "@mui/material/Toolbar";
import { useEffect, useRef } from "react";
import { Link, type Location, Outlet, ScrollRestoration, useLocation } from "react-router";
import { useUser } from "@/session/session";
import { NoticeHost } from "@/shared/notice-host";
import { ColorModeButton } from "./color-mode-button";
import { ConnectionChip } from "./connection-chip";
import { getHomePath, NAV_ITEMS } from "./nav-items";
import { BottomBar, NavRail } from "./navigation";
import { OrderNotices } from "./order-notices";
import { ReconnectBanner } from "./reconnect-banner";
import { UserMenu } from "./user-menu";

const RAIL_WIDTH = 88;
const BOTTOM_BAR_HEIGHT = 64;

/**
 * Returns the key under which the scroll position of a page is stored. The first page of every visit has the key "default",
 * so its path is used instead.
 */
const getScrollKey = ({ key, pathname }: Location) => (key === "default" ? pathname : key);

/** The frame around all pages: app bar, navigation, banner and notices. */
export function Shell() {
  const user = useUser();
  const navItems = user ? NAV_ITEMS[user.role] : [];
  const hasNav = navItems.length > 1;
  useFocusMainOnNavigation();

  return (
    <Box
      sx={{
        "--rail": { xs: "0px", md: hasNav ? `${RAIL_WIDTH}px` : "0px" },
        "--bottom-bar": {
          xs: hasNav ? `calc(${BOTTOM_BAR_HEIGHT}px + env(safe-area-inset-bottom))` : "0px",
          md: "0px",
        },
        "--notice-offset": { xs: hasNav ? `${BOTTOM_BAR_HEIGHT}px` : "0px", md: "0px" },
      }}
    >
      <Box
        component="a"
        href="#main"
        className="visually-hidden"
        sx={{ "&:focus": { clipPath: "none !important" } }}
      >
        Skip to content
      </Box>
      <TopBar />
      {hasNav && <NavRail items={navItems} width={RAIL_WIDTH} />}
      <Box
        component="main"
        id="main"
        tabIndex={-1}
        sx={{ outline: "none !important", ml: "var(--rail)", pb: "var(--bottom-bar)" }}
      >
        <ReconnectBanner />
        <Outlet />
      </Box>
      {hasNav && <BottomBar items={navItems} height={BOTTOM_BAR_HEIGHT} />}
      {user && <OrderNotices user={user} />}
      <NoticeHost />
      <ScrollRestoration getKey={getScrollKey} />
    </Box>
  );
}

/** Moves the focus to the new page after a navigation, for users of keyboards and screen readers. */
function useFocusMainOnNavigation() {
  const { pathname } = useLocation();
  const lastPathname = useRef(pathname);
  useEffect(() => {
    if (lastPathname.current === pathname) return;
    lastPathname.current = pathname;
    const main = document.getElementById("main");
    if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  }, [pathname]);
}

function TopBar() {
  const user = useUser();
  const { pathname } = useLocation();
  const isAuthPage = pathname === "/login" || pathname === "/register";
  return (
    <AppBar position="sticky">
      <Toolbar
        variant="dense"
        sx={{ minHeight: 56, gap: 0.5, px: { xs: 1.5, sm: 2 }, "& > button": { flex: "none" } }}
      >
        <Box
          component={Link}
          to={getHomePath(user?.role)}
          sx={{
            display: "flex",
            alignItems: "center",
            gap: 1.25,
            color: "text.primary",
            textDecoration: "none",
            fontWeight: 700,
            fontSize: "1.0625rem",
            letterSpacing: "-0.015em",
            minHeight: 48,
            flex: "none",
            whiteSpace: "nowrap",
            mr: "auto",
          }}
        >
          <img src="/favicon.svg" width={28} height={28} alt="" />
          <span>Expediter</span>
        </Box>
        {user && <ConnectionChip />}
        <ColorModeButton />
        {user && <UserMenu user={user} />}
        {!user && !isAuthPage && (
          <Button
            component={Link}
            to={`/login?next=${encodeURIComponent(pathname)}`}
            variant="outlined"
            color="inherit"
            sx={{ borderColor: "line" }}
          >
            Log in
          </Button>
        )}
      </Toolbar>
    </AppBar>
  );
}
