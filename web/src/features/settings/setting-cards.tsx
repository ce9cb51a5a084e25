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

interface SettingProps {
  business: Business;
  save: (change: BusinessChange) => void;
  disabled: boolean;
}

type Way = "automatic" | "manual";

export function Setting({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <Card sx={{ p: 2.5 }}>
      <Typography variant="h2">{title}</Typography>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 2 }}>
        {about}
      </Typography>
      {children}
    </Card>
  );
}

export function OpenSetting({ business, save, disabled }: SettingProps) {
  return (
    <Card sx={{ p: 2.5, display: "flex", alignItems: "center", gap: 2 }}>
      <Box sx={{ flex: 1 }}>
        <Typography variant="h2">{business.open ? "Open" : "Closed"}</Typography>
        <Typography variant="body2" color="textSecondary">
          {business.open ? "Guests can order now." : "Guests can look at the menu, but not order."}
        </Typography>
      </Box>
      <Switch
        checked={business.open}
        disabled={disabled}
        onChange={(_, open) => save({ open })}
        slotProps={{ input: { "aria-label": "Open for orders" } }}
        sx={{ transform: "scale(1.3)", mr: 1 }}
      />
    </Card>
  );
}

export function AcceptanceSetting({ business, save, disabled }: SettingProps) {
  return (
    <Setting title="Acceptance" about="How a new order gets from the guest to the kitchen.">
      <ToggleButtonGroup
        exclusive
        fullWidth
        value={business.acceptance}
        disabled={disabled}
        aria-label="Acceptance"
        onChange={(_, acceptance: Way | null) => acceptance && save({ acceptance })}
      >
        <ToggleButton value="automatic">By itself</ToggleButton>
        <ToggleButton value="manual">By hand</ToggleButton>
      </ToggleButtonGroup>
      {business.acceptance === "automatic" ? (
        <GraceField key={business.grace_seconds} business={business} save={save} disabled={disabled} />
      ) : (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
          You accept each order on the board. What nobody accepts in time is cancelled, and its stock returns.
        </Typography>
      )}
    </Setting>
  );
}

function GraceField({ business, save, disabled }: SettingProps) {
  const [text, setText] = useState(String(business.grace_seconds));
  const seconds = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  const good = seconds >= 0 && seconds <= 3600;
  return (
    <Box
      component="form"
      sx={{ display: "flex", gap: 1.5, mt: 2, alignItems: "flex-start" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (good) save({ grace_seconds: seconds });
      }}
    >
      <TextField
        label="Grace in seconds"
        value={text}
        error={!good}
        helperText={good ? "So long a guest can take an order back." : "0 to 3600"}
        onChange={(event) => setText(event.target.value)}
        slotProps={{ htmlInput: { inputMode: "numeric" } }}
        sx={{ flex: 1 }}
      />
      <Button
        type="submit"
        variant="outlined"
        disabled={disabled || !good || seconds === business.grace_seconds}
        sx={{ minHeight: 56 }}
      >
        Save
      </Button>
    </Box>
  );
}

export function KitchenSetting({ business, save, disabled }: SettingProps) {
  return (
    <Setting title="Kitchen" about="Who moves accepted orders on.">
      <ToggleButtonGroup
        exclusive
        fullWidth
        value={business.kitchen}
        disabled={disabled}
        aria-label="Kitchen"
        onChange={(_, kitchen: Way | null) => kitchen && save({ kitchen })}
      >
        <ToggleButton value="automatic">Workers</ToggleButton>
        <ToggleButton value="manual">People</ToggleButton>
      </ToggleButtonGroup>
      <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
        {business.kitchen === "automatic"
          ? "Kitchen workers start and complete each order by themselves."
          : "Your cooks start and complete each order on the board."}
      </Typography>
    </Setting>
  );
}

export function NameSetting({ business, save, disabled }: SettingProps) {
  const [name, setName] = useState(business.name);
  return (
    <Setting
      title="Name"
      about={`What guests read. Prices are in ${business.currency}, days are those of ${business.timezone}.`}
    >
      <Box
        component="form"
        sx={{ display: "flex", gap: 1.5 }}
        onSubmit={(event) => {
          event.preventDefault();
          save({ name: name.trim() });
        }}
      >
        <TextField
          label="Name of the business"
          value={name}
          onChange={(event) => setName(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 200 } }}
          sx={{ flex: 1 }}
        />
        <Button
          type="submit"
          variant="outlined"
          disabled={disabled || !name.trim() || name.trim() === business.name}
          sx={{ minHeight: 56 }}
        >
          Save
        </Button>
      </Box>
    </Setting>
  );
}
