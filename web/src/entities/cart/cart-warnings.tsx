import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

/** Warnings about the cart, above its buttons. The `id` lets a button refer to them. */
export function CartWarnings({ id, warnings }: { id?: string; warnings: readonly string[] }) {
  return (
    <Box role="status" id={id} sx={{ width: "100%", maxWidth: 912, maxHeight: "30dvh", overflowY: "auto" }}>
      {warnings.map((warning) => (
        <Typography key={warning} variant="body2" color="error" sx={{ fontWeight: 600, pb: 0.75 }}>
          {warning}
        </Typography>
      ))}
    </Box>
  );
}
