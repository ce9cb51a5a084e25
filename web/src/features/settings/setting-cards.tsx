import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Switch from "@mui/material/Switch";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { type ReactNode, useState } from "react";
import type { Business, BusinessChange } from "@/api/types";

const MAX_CANCELLATION_SECONDS = 3600;
const MAX_NAME_LENGTH = 200;

export interface SettingProps {
  business: Business;
  onSave: (change: BusinessChange) => void;
  disabled: boolean;
}

interface SettingCardProps {
  title: string;
  description: string;
  children: ReactNode;
}

export function SettingCard({ title, description, children }: SettingCardProps) {
  return (
    <Card sx={{ p: 2.5 }}>
      <Typography variant="h2">{title}</Typography>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 2 }}>
        {description}
      </Typography>
      {children}
    </Card>
  );
}

export function OpenSetting({ business, onSave, disabled }: SettingProps) {
  return (
    <Card sx={{ p: 2.5, display: "flex", alignItems: "center", gap: 2 }}>
      <Box sx={{ flex: 1 }}>
        <Typography variant="h2">{business.open ? "Open" : "Closed"}</Typography>
        <Typography variant="body2" color="textSecondary">
          {business.open ? "Customers can order now." : "Customers can browse the menu, but not order."}
        </Typography>
      </Box>
      <Switch
        checked={business.open}
        disabled={disabled}
        onChange={(_, open) => onSave({ open })}
        slotProps={{ input: { "aria-label": "Open for orders" } }}
        sx={{ transform: "scale(1.3)", mr: 1 }}
      />
    </Card>
  );
}

export function AcceptanceSetting({ business, onSave, disabled }: SettingProps) {
  return (
    <SettingCard title="Order acceptance" description="How new orders are accepted.">
      <ModeToggle
        label="Order acceptance"
        value={business.acceptance}
        manualLabel="Manual"
        onChange={(acceptance) => onSave({ acceptance })}
        disabled={disabled}
      />
      {business.acceptance === "automatic" ? (
        <CancellationWindowField
          key={business.grace_seconds}
          business={business}
          onSave={onSave}
          disabled={disabled}
        />
      ) : (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
          You accept each order on the board. Orders you don't accept in time are cancelled and their items
          restocked.
        </Typography>
      )}
    </SettingCard>
  );
}

function CancellationWindowField({ business, onSave, disabled }: SettingProps) {
  const [text, setText] = useState(String(business.grace_seconds));
  const seconds = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  const isValid = seconds >= 0 && seconds <= MAX_CANCELLATION_SECONDS;
  return (
    <Box
      component="form"
      sx={{ display: "flex", gap: 1.5, mt: 2, alignItems: "flex-start" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid) onSave({ grace_seconds: seconds });
      }}
    >
      <TextField
        label="Cancellation window (seconds)"
        value={text}
        error={!isValid}
        helperText={isValid ? "Customers can cancel during this time." : `0 to ${MAX_CANCELLATION_SECONDS}`}
        onChange={(event) => setText(event.target.value)}
        slotProps={{ htmlInput: { inputMode: "numeric" } }}
        sx={{ flex: 1 }}
      />
      <SaveButton disabled={disabled || !isValid || seconds === business.grace_seconds} />
    </Box>
  );
}

export function KitchenSetting({ business, onSave, disabled }: SettingProps) {
  return (
    <SettingCard title="Order preparation" description="How accepted orders are started and completed.">
      <ModeToggle
        label="Order preparation"
        value={business.kitchen}
        manualLabel="By your staff"
        onChange={(kitchen) => onSave({ kitchen })}
        disabled={disabled}
      />
      <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
        {business.kitchen === "automatic"
          ? "The system starts and completes each order automatically."
          : "Your staff start and complete each order on the board."}
      </Typography>
    </SettingCard>
  );
}

export function NameSetting({ business, onSave, disabled }: SettingProps) {
  const [name, setName] = useState(business.name);
  return (
    <SettingCard title="Business name" description="Shown to customers.">
      <Box
        component="form"
        sx={{ display: "flex", gap: 1.5 }}
        onSubmit={(event) => {
          event.preventDefault();
          onSave({ name: name.trim() });
        }}
      >
        <TextField
          label="Business name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ htmlInput: { maxLength: MAX_NAME_LENGTH } }}
          sx={{ flex: 1 }}
        />
        <SaveButton disabled={disabled || !name.trim() || name.trim() === business.name} />
      </Box>
    </SettingCard>
  );
}

type Mode = "automatic" | "manual";

interface ModeToggleProps {
  label: string;
  value: Mode;
  manualLabel: string;
  onChange: (mode: Mode) => void;
  disabled: boolean;
}

function ModeToggle({ label, value, manualLabel, onChange, disabled }: ModeToggleProps) {
  return (
    <ToggleButtonGroup
      exclusive
      fullWidth
      value={value}
      disabled={disabled}
      aria-label={label}
      onChange={(_, mode: Mode | null) => mode && onChange(mode)}
    >
      <ToggleButton value="automatic">Automatic</ToggleButton>
      <ToggleButton value="manual">{manualLabel}</ToggleButton>
    </ToggleButtonGroup>
  );
}

export const SaveButton = ({ disabled }: { disabled: boolean }) => (
  <Button type="submit" variant="outlined" disabled={disabled} sx={{ minHeight: 56 }}>
    Save
  </Button>
);
