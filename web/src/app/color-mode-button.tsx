import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { useColorScheme } from "@mui/material/styles";
import { Icon } from "@/shared/icons";

/** Light or dark; until somebody chooses, as the machine has it. */
export function ColorModeButton() {
  const { mode, systemMode, setMode } = useColorScheme();
  const dark = (mode === "system" ? systemMode : mode) === "dark";
  const says = dark ? "Light" : "Dark";
  return (
    <Tooltip title={says}>
      <IconButton
        aria-label={`Change to ${says.toLowerCase()} colours`}
        onClick={() => setMode(dark ? "light" : "dark")}
      >
        <Icon name={dark ? "sun" : "moon"} />
      </IconButton>
    </Tooltip>
  );
}
