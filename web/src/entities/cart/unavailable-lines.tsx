import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { type CartLine, isGone, without } from "./cart";
import type { Change } from "./use-cart";

/** Dishes of a cart that are on no menu any more. */
export function GoneLines({ gone, change }: { gone: CartLine[]; change: Change }) {
  if (gone.length === 0) return null;
  return (
    <Box sx={{ py: 1.5 }}>
      {gone.map((line) => (
        <Typography key={line.item_id} variant="body2" color="error">
          {isGone(line)}.
        </Typography>
      ))}
      <Button size="small" onClick={() => change((now) => without(now, gone))}>
        Take off the order
      </Button>
    </Box>
  );
}
