import TextField from "@mui/material/TextField";
import { type PricedLine, withLineNote } from "./cart";
import type { ChangeCart } from "./use-cart";

interface LineNoteFieldProps {
  pricedLine: PricedLine;
  changeCart: ChangeCart;
}

/** The note of one cart line, such as "no onions". */
export function LineNoteField({ pricedLine: { line, label }, changeCart }: LineNoteFieldProps) {
  return (
    <TextField
      fullWidth
      variant="standard"
      placeholder="Add a note"
      value={line.note ?? ""}
      onChange={(event) => changeCart((cart) => withLineNote(cart, line.id, event.target.value))}
      slotProps={{ htmlInput: { "aria-label": `Note for ${label}` } }}
    />
  );
}
