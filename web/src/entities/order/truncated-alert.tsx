import Alert from "@mui/material/Alert";

/** Explains that the page does not list all open orders. */
export const TruncatedAlert = () => (
  <Alert severity="warning" sx={{ mb: 2 }}>
    Too many orders to show. The oldest are listed; newer orders appear as you finish these.
  </Alert>
);
