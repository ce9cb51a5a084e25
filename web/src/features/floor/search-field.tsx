import InputAdornment from "@mui/material/InputAdornment";
import TextField from "@mui/material/TextField";
import { Icon } from "@/shared/icons";

interface SearchFieldProps {
  text: string;
  setText: (text: string) => void;
  choose: () => void;
}

/** Enter takes the first that was found. */
export function SearchField({ text, setText, choose }: SearchFieldProps) {
  return (
    <TextField
      fullWidth
      type="search"
      placeholder="Dish or number, Enter adds it"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") choose();
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
