import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { Icon } from "./icons";

interface QuantityStepperProps {
  value: number;
  label: string;
  min?: number;
  max?: number;
  disabled?: boolean;
  onChange: (value: number) => void;
}

/** − 2 + */
export function QuantityStepper({
  value,
  label,
  min: least = 0,
  max: most = 999,
  disabled = false,
  onChange,
}: QuantityStepperProps) {
  return (
    <Box
      role="group"
      aria-label={label}
      sx={{
        display: "inline-flex",
        alignItems: "center",
        border: "1px solid",
        borderColor: "line",
        borderRadius: 2,
      }}
    >
      <IconButton
        aria-label={`One less ${label}`}
        disabled={disabled || value <= least}
        onClick={() => onChange(value - 1)}
      >
        <Icon name="remove" size={18} />
      </IconButton>
      <Box
        component="span"
        className="num"
        aria-live="polite"
        sx={{ minWidth: 28, textAlign: "center", fontWeight: 650 }}
      >
        {value}
      </Box>
      <IconButton
        aria-label={`One more ${label}`}
        disabled={disabled || value >= most}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="add" size={18} />
      </IconButton>
    </Box>
  );
}
