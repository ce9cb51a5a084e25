import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type CartLine, formatUnavailable, removeLines } from "./cart";
import type { ChangeCart } from "./use-cart";

/** Dishes of a cart that are on no menu any more. */
export function UnavailableLines({ gone, change }: { gone: CartLine[]; change: ChangeCart }) {
  if (gone.length === 0) return null;
  return (
    <Box sx={{ py: 1.5 }}>
      {gone.map((line) => (
        <Typography key={line.item_id} variant="body2" color="error">
          {formatUnavailable(line)}.
        </Typography>
      ))}
      <Button size="small" onClick={() => change((now) => removeLines(now, gone))}>
        Take off the order
      </Button>
    </Box>
  );
}
