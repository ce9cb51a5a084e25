import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";
import { Icon } from "./icons";

/** Long titles are cut after two lines (one on full-height pages); the tooltip has the whole title. */
const heading = {
  flex: "1 1 0",
  minWidth: { xs: 140, sm: 280 },
  display: "-webkit-box",
  WebkitBoxOrient: "vertical",
  overflow: "hidden",
} as const;

const backLink = {
  display: { xs: "none", md: "inline-flex" },
  alignItems: "center",
  gap: 0.5,
  minHeight: 32,
  ml: -0.5,
  fontSize: "0.875rem",
  fontWeight: 600,
  color: "text.secondary",
  textDecoration: "none",
  "&:hover": { color: "text.primary" },
} as const;

interface PageProps {
  title: string;
  /** Title of the browser tab, if it differs from `title`. */
  tabTitle?: string;
  /** Rendered next to the title. */
  aside?: ReactNode;
  width?: number | "full";
  hideTitle?: boolean;
  /** Link to the parent page. Hidden on narrow screens, which have the bottom bar instead. */
  back?: { to: string; label: string } | undefined;
  /** The page fills the screen: one title line and no padding at the bottom. */
  isFullHeight?: boolean;
  children: ReactNode;
}

/** The frame of every page: heading, width, and the title of the browser tab. */
export function Page({
  title,
  tabTitle: tab,
  aside,
  width = 960,
  hideTitle = false,
  back,
  isFullHeight: tight = false,
  children,
}: PageProps) {
  useEffect(() => {
    document.title = `${tab ?? title} · Expediter`;
  }, [tab, title]);
  return (
    <Box
      sx={{
        maxWidth: width === "full" ? undefined : width,
        mx: "auto",
        px: { xs: 2, sm: 3 },
        pt: { xs: 2, md: 3 },
        pb: tight ? { xs: 4, md: 0 } : { xs: 4, md: 6 },
      }}
    >
      {back && (
        <Box component={Link} to={back.to} sx={backLink}>
          <Icon name="back" size={16} />
          {back.label}
        </Box>
      )}
      {hideTitle ? (
        <h1 className="visually-hidden">{title}</h1>
      ) : (
        <Box
          sx={{ display: "flex", alignItems: "center", flexWrap: "wrap", gap: 1.5, mb: 2.5, minHeight: 48 }}
        >
          <Typography variant="h1" title={title} sx={{ ...heading, WebkitLineClamp: tight ? 1 : 2 }}>
            {title}
          </Typography>
          {aside}
        </Box>
      )}
      {children}
    </Box>
  );
}
