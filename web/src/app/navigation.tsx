import Box from "@mui/material/Box";
import { NavLink } from "react-router";
import { Icon } from "@/shared/icons";
import type { NavItem } from "./nav-items";

const link = {
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

/** Along the side of wide screens. */
export function Rail({ places, width }: { places: readonly NavItem[]; width: number }) {
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
      {places.map((place) => (
        <Box
          key={place.to}
          component={NavLink}
          to={place.to}
          end={place.to === "/"}
          sx={{
            ...link,
            minHeight: 64,
            borderRadius: 2,
            "&:hover": { bgcolor: "sunken" },
            "&.active": { color: "primary.main", bgcolor: "sunken" },
          }}
        >
          <Icon name={place.icon} size={24} />
          {place.label}
        </Box>
      ))}
    </Box>
  );
}

/** Under the thumb on phones. */
export function BottomBar({ places, height }: { places: readonly NavItem[]; height: number }) {
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
      {places.map((place) => (
        <Box key={place.to} component={NavLink} to={place.to} end={place.to === "/"} sx={{ ...link, height }}>
          <Icon name={place.icon} size={24} />
          {place.label}
        </Box>
      ))}
    </Box>
  );
}
