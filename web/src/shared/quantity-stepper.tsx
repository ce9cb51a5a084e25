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

/** A quantity with buttons to change it: − 2 + */
export function QuantityStepper({
  value,
  label,
  min = 0,
  max = 999,
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
        aria-label={`Decrease ${label}`}
        disabled={disabled || value <= min}
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
        aria-label={`Increase ${label}`}
        disabled={disabled || value >= max}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="add" size={18} />
      </IconButton>
    </Box>
  );
}
