import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { useColorScheme } from "@mui/material/styles";
import { Icon } from "@/shared/icons";

/** Switches between light and dark mode. The system setting applies until the user chooses. */
export function ColorModeButton() {
  const { mode, systemMode, setMode } = useColorScheme();
  const isDark = (mode === "system" ? systemMode : mode) === "dark";
  const otherMode = isDark ? "light" : "dark";
  const label = `Switch to ${otherMode} mode`;
  return (
    <Tooltip title={label}>
      <IconButton aria-label={label} onClick={() => setMode(otherMode)}>
        <Icon name={isDark ? "sun" : "moon"} />
      </IconButton>
    </Tooltip>
  );
}
