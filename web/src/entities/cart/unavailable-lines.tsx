import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type CartLine, formatUnavailable, removeLines } from "./cart";
import type { ChangeCart } from "./use-cart";

interface UnavailableLinesProps {
  lines: CartLine[];
  changeCart: ChangeCart;
}

/** The cart lines whose items are no longer on the menu. */
export function UnavailableLines({ lines, changeCart }: UnavailableLinesProps) {
  if (lines.length === 0) return null;
  return (
    <Box sx={{ py: 1.5 }}>
      {lines.map((line) => (
        <Typography key={line.item_id} variant="body2" color="error">
          {formatUnavailable(line)}
        </Typography>
      ))}
      <Button size="small" onClick={() => changeCart((cart) => removeLines(cart, lines))}>
        Remove from order
      </Button>
    </Box>
  );
}
