import AppBar from "@mui/material/AppBar";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Toolbar from "@mui/material/Toolbar";
import { useEffect, useRef } from "react";
import { Link, type Location, Outlet, ScrollRestoration, useLocation } from "react-router";
import { getHomePath, useUser } from "@/session/session";
import { NoticeHost } from "@/shared/notice-host";
import { ConnectionChip } from "./connection-chip";
import { ColorModeButton } from "./color-mode-button";
import { OrderNotices } from "./order-notices";
import { ReconnectBanner } from "./reconnect-banner";
import { NAV_ITEMS } from "./nav-items";
import { BottomBar, Rail } from "./navigation";
import { UserMenu } from "./user-menu";

const RAIL = 88;
const BAR = 64;

/** Where a page was scrolled to. The first page of a visit has no key of its own: another's place is not its place. */
const placeOf = ({ key, pathname }: Location) => (key === "default" ? pathname : key);

export function Shell() {
  const user = useUser();
  const { pathname } = useLocation();
  const places = user ? NAV_ITEMS[user.role] : [];
  const withNav = places.length > 1;
  const entering = pathname === "/login" || pathname === "/register";

  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    // Whoever goes on by keyboard goes on in the new page.
    const main = document.getElementById("main");
    if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <Box
      sx={{
        "--rail": { xs: "0px", md: withNav ? `${RAIL}px` : "0px" },
        "--bottom-bar": { xs: withNav ? `calc(${BAR}px + env(safe-area-inset-bottom))` : "0px", md: "0px" },
        "--below": { xs: withNav ? `${BAR}px` : "0px", md: "0px" },
      }}
    >
      <Box component="a" href="#main" className="unseen" sx={{ "&:focus": { clipPath: "none !important" } }}>
        To the content
      </Box>
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
          {user ? (
            <UserMenu user={user} />
          ) : (
            !entering && (
              <Button
                component={Link}
                to={`/login?next=${encodeURIComponent(pathname)}`}
                variant="outlined"
                color="inherit"
                sx={{ borderColor: "line" }}
              >
                Log in
              </Button>
            )
          )}
        </Toolbar>
      </AppBar>
      {withNav && <Rail places={places} width={RAIL} />}
      <Box
        component="main"
        id="main"
        tabIndex={-1}
        sx={{ outline: "none !important", ml: "var(--rail)", pb: "var(--bottom-bar)" }}
      >
        <ReconnectBanner />
        <Outlet />
      </Box>
      {withNav && <BottomBar places={places} height={BAR} />}
      {user && <OrderNotices user={user} />}
      <NoticeHost />
      <ScrollRestoration getKey={placeOf} />
    </Box>
  );
}
