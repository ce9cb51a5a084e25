import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import type { Business } from "@/api/types";
import { type DateRange, getLastDays } from "./date-range";

const PRESETS = [
  { days: 1, name: "Today" },
  { days: 7, name: "7 days" },
  { days: 30, name: "30 days" },
];

interface ReportFiltersProps {
  range: DateRange;
  today: string;
  onRangeChange: (range: DateRange) => void;
  /** The businesses to choose from, or `null` for staff, who see their own. */
  businesses: readonly Business[] | null;
  /** Empty for all businesses. */
  businessId: string;
  onBusinessChange: (businessId: string) => void;
}

export function ReportFilters(props: ReportFiltersProps) {
  const { range, today, onRangeChange, businesses, businessId, onBusinessChange } = props;
  const selectedPreset = PRESETS.find(
    ({ days }) => range.end === today && getLastDays(days, today).start === range.start,
  );
  const renderDateField = (field: keyof DateRange, label: string) => (
    <TextField
      type="date"
      label={label}
      value={range[field]}
      onChange={(event) => {
        const date = event.target.value;
        if (!date) return;
        const next = { ...range, [field]: date };
        onRangeChange(next.start <= next.end ? next : { start: date, end: date });
      }}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: today } }}
      sx={{ width: 168 }}
    />
  );
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1.5, mb: 3 }}>
      <ToggleButtonGroup
        exclusive
        value={selectedPreset?.days ?? null}
        aria-label="Period"
        onChange={(_, days: number | null) => days && onRangeChange(getLastDays(days, today))}
      >
        {PRESETS.map(({ days, name }) => (
          <ToggleButton key={days} value={days}>
            {name}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {renderDateField("start", "From")}
      {renderDateField("end", "To")}
      {businesses && (
        <TextField
          select
          label="Business"
          value={businessId}
          onChange={(event) => onBusinessChange(event.target.value)}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          sx={{ minWidth: 200 }}
        >
          <MenuItem value="" sx={{ minHeight: 48 }}>
            All businesses
          </MenuItem>
          {businesses.map(({ id, name }) => (
            <MenuItem key={id} value={id} sx={{ minHeight: 48 }}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
    </Box>
  );
}
