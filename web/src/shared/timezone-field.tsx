import Autocomplete from "@mui/material/Autocomplete";
import TextField from "@mui/material/TextField";
import { useMemo } from "react";
import { listTimezones } from "./timezone";

interface TimezoneFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Replaces the helper text. */
  errorText?: string | undefined;
  disabled?: boolean;
}

/** A text field for an IANA time zone, with suggestions. */
export function TimezoneField({ value, onChange, errorText, disabled = false }: TimezoneFieldProps) {
  const options = useMemo(() => listTimezones(), []);
  return (
    <Autocomplete
      freeSolo
      disableClearable
      options={options}
      inputValue={value}
      disabled={disabled}
      onInputChange={(_, text) => onChange(text)}
      sx={{ flex: 1 }}
      renderInput={(params) => (
        <TextField
          {...params}
          label="Time zone"
          error={errorText !== undefined}
          helperText={errorText ?? "Days in reports begin and end in this time zone."}
        />
      )}
    />
  );
}
