import { useId, useMemo } from "react";
import { FormField } from "./form-field";
import { listTimezones } from "./timezone";

interface TimezoneFieldProps {
  value: string;
  onChange: (value: string) => void;
  errorText?: string | undefined;
  disabled?: boolean;
}

/** A text field for an IANA time zone, with suggestions. */
export function TimezoneField({ value, onChange, errorText, disabled = false }: TimezoneFieldProps) {
  const listId = useId();
  const options = useMemo(() => listTimezones(), []);
  return (
    <>
      <FormField
        label="Time zone"
        value={value}
        onChange={onChange}
        errorText={errorText}
        helperText="Days in reports begin and end in this time zone."
        disabled={disabled}
        slotProps={{ htmlInput: { list: listId, autoCapitalize: "none", spellCheck: false } }}
        sx={{ flex: 1 }}
      />
      <datalist id={listId}>
        {options.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
    </>
  );
}
