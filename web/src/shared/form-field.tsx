import TextField, { type TextFieldProps } from "@mui/material/TextField";

type FormFieldProps = Omit<TextFieldProps, "error" | "onChange"> & {
  onChange: (value: string) => void;
  /** Replaces the helper text. */
  errorText: string | undefined;
};

/** A text field that shows its error, or else the helper text, below it. */
export function FormField({ onChange, errorText, helperText, ...props }: FormFieldProps) {
  return (
    <TextField
      {...props}
      error={errorText !== undefined}
      helperText={errorText ?? helperText}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
