import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons";
import type { ToneName } from "./theme";

/** A pill with an icon and a text in one of the theme's tones. */
export function ToneChip({ icon, tone, children }: { icon: IconName; tone: ToneName; children: ReactNode }) {
  return (
    <Box
      component="span"
      className="num"
      sx={{
        display: "inline-flex",
        alignItems: "center",
        gap: 0.75,
        height: 28,
        px: 1.25,
        borderRadius: 99,
        fontSize: "0.8125rem",
        fontWeight: 600,
        whiteSpace: "nowrap",
        bgcolor: `tone.${tone}.bg`,
        color: `tone.${tone}.text`,
      }}
    >
      <Icon name={icon} size={15} />
      {children}
    </Box>
  );
}
