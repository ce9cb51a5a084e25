import Box from "@mui/material/Box";
import { NavLink } from "react-router";
import { Icon } from "@/shared/icons";
import type { NavItem } from "./nav-items";

const linkStyle = {
  display: "grid",
  justifyItems: "center",
  alignContent: "center",
  gap: 0.25,
  textDecoration: "none",
  fontSize: "0.75rem",
  fontWeight: 600,
  color: "text.secondary",
  "&.active": { color: "primary.main" },
} as const;

/** The navigation on wide screens, at the left side. */
export function NavRail({ items, width }: { items: readonly NavItem[]; width: number }) {
  return (
    <Box
      component="nav"
      aria-label="Pages"
      sx={{
        display: { xs: "none", md: "grid" },
        position: "fixed",
        top: 57,
        bottom: 0,
        left: 0,
        width,
        alignContent: "start",
        gap: 0.5,
        p: 1,
        borderRight: "1px solid",
        borderColor: "line",
        bgcolor: "background.default",
        zIndex: 10,
      }}
    >
      {items.map((item) => (
        <Box
          key={item.to}
          component={NavLink}
          to={item.to}
          end={item.to === "/"}
          sx={{
            ...linkStyle,
            minHeight: 64,
            borderRadius: 2,
            "&:hover": { bgcolor: "sunken" },
            "&.active": { color: "primary.main", bgcolor: "sunken" },
          }}
        >
          <Icon name={item.icon} size={24} />
          {item.label}
        </Box>
      ))}
    </Box>
  );
}

/** The navigation on phones, at the bottom. */
export function BottomBar({ items, height }: { items: readonly NavItem[]; height: number }) {
  return (
    <Box
      component="nav"
      aria-label="Pages"
      sx={{
        display: { xs: "grid", md: "none" },
        gridAutoFlow: "column",
        gridAutoColumns: "1fr",
        position: "fixed",
        left: 0,
        right: 0,
        bottom: 0,
        pb: "env(safe-area-inset-bottom)",
        borderTop: "1px solid",
        borderColor: "line",
        bgcolor: "background.paper",
        zIndex: 30,
      }}
    >
      {items.map((item) => (
        <Box
          key={item.to}
          component={NavLink}
          to={item.to}
          end={item.to === "/"}
          sx={{ ...linkStyle, height }}
        >
          <Icon name={item.icon} size={24} />
          {item.label}
        </Box>
      ))}
    </Box>
  );
}
