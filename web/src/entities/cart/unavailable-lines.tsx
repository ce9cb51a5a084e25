import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type CartLine, formatUnavailable, removeItems } from "./cart";
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
      {formatUnavailable(lines).map((text, index) => (
        <Typography key={index} variant="body2" color="error">
          {text}
        </Typography>
      ))}
      <Button size="small" onClick={() => changeCart((cart) => removeItems(cart, lines))}>
        Remove from order
      </Button>
    </Box>
  );
}
