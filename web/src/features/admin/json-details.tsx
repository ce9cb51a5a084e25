import Box from "@mui/material/Box";

/** A collapsed JSON value. */
export function JsonDetails({ summary, value }: { summary: string; value: unknown }) {
  return (
    <Box component="details" sx={{ mt: 1 }}>
      <Box
        component="summary"
        sx={{
          cursor: "pointer",
          fontSize: "0.875rem",
          color: "text.secondary",
          minHeight: 32,
          alignContent: "center",
        }}
      >
        {summary}
      </Box>
      <Box
        component="pre"
        // Focusable, so that the keyboard can scroll it.
        tabIndex={0}
        sx={{
          m: 0,
          p: 1.5,
          borderRadius: 2,
          bgcolor: "sunken",
          border: "1px solid",
          borderColor: "line",
          fontSize: "0.75rem",
          overflow: "auto",
          maxHeight: 320,
          overflowWrap: "normal",
        }}
      >
        {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
      </Box>
    </Box>
  );
}
