import InputAdornment from "@mui/material/InputAdornment";
import TextField from "@mui/material/TextField";
import { Icon } from "@/shared/icons";

interface SearchFieldProps {
  text: string;
  onTextChange: (text: string) => void;
  onEnter: () => void;
}

export function SearchField({ text, onTextChange, onEnter }: SearchFieldProps) {
  return (
    <TextField
      fullWidth
      type="search"
      placeholder="Search by dish or number (Enter to add)"
      value={text}
      onChange={(event) => onTextChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") onEnter();
      }}
      slotProps={{
        htmlInput: {
          "aria-label": "Search the menu",
          autoComplete: "off",
          spellCheck: false,
          enterKeyHint: "done",
        },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <Icon name="search" size={20} />
            </InputAdornment>
          ),
        },
      }}
      sx={{ mb: 2 }}
    />
  );
}
