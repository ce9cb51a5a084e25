import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { type PricedCart, listWarnings } from "@/entities/cart/cart";

/** What somebody should know before the order is sent. */
export function CartWarnings({ sum }: { sum: PricedCart }) {
  return (
    <Box role="status" sx={{ width: "100%", maxWidth: 912, maxHeight: "30dvh", overflowY: "auto" }}>
      {listWarnings(sum).map((text) => (
        <Typography key={text} variant="body2" color="error" sx={{ fontWeight: 600, pb: 0.75 }}>
          {text}
        </Typography>
      ))}
    </Box>
  );
}
