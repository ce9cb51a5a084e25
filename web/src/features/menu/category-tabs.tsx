import Box from "@mui/material/Box";
import { useEffect, useRef, useState } from "react";

export const getSectionId = (index: number): string => `menu-section-${index}`;

/** A section counts as being read once its top is less than this many pixels below the top of the window. */
const READING_LINE = 180;

/** Links to the sections of the menu. Highlights the one being read. */
export function CategoryTabs({ names }: { names: string[] }) {
  const [current, setCurrent] = useState(0);
  const navRef = useRef<HTMLElement>(null);

  // Scrolls the current tab to the middle of the strip.
  useEffect(() => {
    const nav = navRef.current;
    const tab = nav?.children[current];
    if (!nav || !tab) return;
    const navRect = nav.getBoundingClientRect();
    const { left, width } = tab.getBoundingClientRect();
    nav.scrollLeft += left - navRect.left - (navRect.width - width) / 2;
  }, [current]);

  useEffect(() => {
    const sections = names.map((_, index) => document.getElementById(getSectionId(index)));
    const updateCurrent = () => {
      const lastAbove = sections.findLastIndex(
        (section) => section !== null && section.getBoundingClientRect().top < READING_LINE,
      );
      setCurrent(Math.max(0, lastAbove));
    };
    window.addEventListener("scroll", updateCurrent, { passive: true });
    return () => window.removeEventListener("scroll", updateCurrent);
  }, [names]);

  return (
    <Box
      component="nav"
      ref={navRef}
      aria-label="Menu categories"
      sx={{
        position: "sticky",
        top: 56,
        zIndex: 5,
        display: "flex",
        gap: 1,
        overflowX: "auto",
        scrollbarWidth: "none",
        "@media (prefers-reduced-motion: no-preference)": { scrollBehavior: "smooth" },
        bgcolor: "background.default",
        py: 1,
        mb: 1,
        mx: { xs: -2, sm: 0 },
        px: { xs: 2, sm: 0 },
      }}
    >
      {names.map((name, index) => (
        <Box
          key={name}
          component="a"
          href={`#${getSectionId(index)}`}
          aria-current={index === current ? "true" : undefined}
          onClick={(event: React.MouseEvent) => {
            event.preventDefault();
            document.getElementById(getSectionId(index))?.scrollIntoView({ block: "start" });
            setCurrent(index);
          }}
          sx={{
            flex: "none",
            display: "inline-flex",
            alignItems: "center",
            minHeight: 48,
            px: 2,
            borderRadius: 99,
            fontWeight: 600,
            fontSize: "0.9375rem",
            textDecoration: "none",
            border: "1px solid",
            borderColor: index === current ? "secondary.main" : "line",
            bgcolor: index === current ? "secondary.main" : "background.paper",
            color: index === current ? "secondary.contrastText" : "text.primary",
          }}
        >
          {name}
        </Box>
      ))}
    </Box>
  );
}
