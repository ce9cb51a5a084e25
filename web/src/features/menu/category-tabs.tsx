import Box from "@mui/material/Box";
import { useEffect, useRef, useState } from "react";

export const sectionId = (index: number): string => `menu-part-${index}`;

/** Jumps to a part of the menu, and follows the eye through it. */
export function CategoryTabs({ names }: { names: string[] }) {
  const [current, setCurrent] = useState(0);

  const strip = useRef<HTMLElement>(null);

  // The strip goes along: the part that one reads is in it to be seen, if there is room in its middle.
  useEffect(() => {
    const nav = strip.current;
    const tab = nav?.children[current];
    if (!nav || !tab) return;
    const [frame, { left, width }] = [nav.getBoundingClientRect(), tab.getBoundingClientRect()];
    nav.scrollLeft += left - frame.left - (frame.width - width) / 2;
  }, [current]);

  useEffect(() => {
    const parts = names.map((_, index) => document.getElementById(sectionId(index)));
    const look = () => {
      const line = 180;
      const passed = parts.findLastIndex((part) => part !== null && part.getBoundingClientRect().top < line);
      setCurrent(Math.max(0, passed));
    };
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, [names]);

  return (
    <Box
      component="nav"
      ref={strip}
      aria-label="Parts of the menu"
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
          href={`#${sectionId(index)}`}
          aria-current={index === current ? "true" : undefined}
          onClick={(event: React.MouseEvent) => {
            event.preventDefault();
            document.getElementById(sectionId(index))?.scrollIntoView({ block: "start" });
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
