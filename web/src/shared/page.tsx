import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { type ReactNode, useEffect } from "react";

interface PageProps {
  title: string;
  /** What the browser's tab says, if it is not the title. */
  tab?: string;
  /** Beside the title. */
  aside?: ReactNode;
  width?: number | "full";
  hideTitle?: boolean;
  /** As high as the screen: no room below. */
  tight?: boolean;
  children: ReactNode;
}

/** The frame of every page: its heading, its width, and what the tab says. */
export function Page({
  title,
  tab,
  aside,
  width = 960,
  hideTitle = false,
  tight = false,
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
      {hideTitle ? (
        <h1 className="unseen">{title}</h1>
      ) : (
        <Box
          sx={{ display: "flex", alignItems: "center", flexWrap: "wrap", gap: 1.5, mb: 2.5, minHeight: 48 }}
        >
          <Typography variant="h1" sx={{ flex: "1 1 auto" }}>
            {title}
          </Typography>
          {aside}
        </Box>
      )}
      {children}
    </Box>
  );
}
