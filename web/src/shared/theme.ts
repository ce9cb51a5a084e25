/** The app's colors, typography and styles of MUI components. */
import { createTheme } from "@mui/material/styles";

interface Tone {
  bg: string;
  text: string;
}

/** Colors, named after the statuses of an order and the urgency of a ticket. */
export type ToneName =
  | "pending"
  | "accepted"
  | "processing"
  | "completed"
  | "handed_over"
  | "cancelled"
  | "rejected"
  | "fresh"
  | "due"
  | "late";

type Tones = Record<ToneName, Tone>;

declare module "@mui/material/styles" {
  interface Palette {
    tone: Tones;
    line: string;
    sunken: string;
  }
  interface PaletteOptions {
    tone: Tones;
    line: string;
    sunken: string;
  }
}

const light: Tones = {
  pending: { bg: "#F5F5F4", text: "#44403C" },
  accepted: { bg: "#DBEAFE", text: "#1E40AF" },
  processing: { bg: "#FEF3C7", text: "#92400E" },
  completed: { bg: "#DCFCE7", text: "#166534" },
  handed_over: { bg: "#F5F5F4", text: "#44403C" },
  cancelled: { bg: "#FEE2E2", text: "#991B1B" },
  rejected: { bg: "#FEE2E2", text: "#991B1B" },
  fresh: { bg: "#DCFCE7", text: "#166534" },
  due: { bg: "#FEF3C7", text: "#92400E" },
  late: { bg: "#FEE2E2", text: "#991B1B" },
};

/** The hues of the light tones, but darker: light ones would glare on a wall screen. */
const dark: Tones = {
  pending: { bg: "#292524", text: "#E7E5E4" },
  accepted: { bg: "#172554", text: "#BFDBFE" },
  processing: { bg: "#451A03", text: "#FDE68A" },
  completed: { bg: "#052E16", text: "#BBF7D0" },
  handed_over: { bg: "#292524", text: "#E7E5E4" },
  cancelled: { bg: "#450A0A", text: "#FECACA" },
  rejected: { bg: "#450A0A", text: "#FECACA" },
  fresh: { bg: "#052E16", text: "#BBF7D0" },
  due: { bg: "#451A03", text: "#FDE68A" },
  late: { bg: "#450A0A", text: "#FECACA" },
};

const font = '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: "data-mode", nativeColor: false },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: "#C2410C", dark: "#9A3412", light: "#EA580C", contrastText: "#FFFFFF" },
        secondary: { main: "#44403C", contrastText: "#FFFFFF" },
        error: { main: "#B91C1C" },
        success: { main: "#15803D" },
        warning: { main: "#B45309" },
        info: { main: "#1D4ED8" },
        background: { default: "#FAFAF9", paper: "#FFFFFF" },
        text: { primary: "#1C1917", secondary: "#57534E", disabled: "#78716C" },
        divider: "#E7E5E4",
        line: "#E7E5E4",
        sunken: "#F5F5F4",
        tone: light,
      },
    },
    dark: {
      palette: {
        primary: { main: "#FB923C", dark: "#F97316", light: "#FDBA74", contrastText: "#1C1917" },
        secondary: { main: "#D6D3D1", contrastText: "#1C1917" },
        error: { main: "#F87171", contrastText: "#1C1917" },
        success: { main: "#4ADE80", contrastText: "#1C1917" },
        warning: { main: "#FBBF24", contrastText: "#1C1917" },
        info: { main: "#93C5FD", contrastText: "#1C1917" },
        background: { default: "#0F0E0D", paper: "#1A1918" },
        text: { primary: "#FAFAF9", secondary: "#A8A29E", disabled: "#8A837D" },
        divider: "#2E2B29",
        line: "#2E2B29",
        sunken: "#141312",
        tone: dark,
      },
    },
  },
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: font,
    fontSize: 14,
    h1: {
      fontSize: "clamp(1.5rem, 1.2rem + 1.2vw, 1.75rem)",
      fontWeight: 700,
      letterSpacing: "-0.02em",
      lineHeight: 1.2,
    },
    h2: { fontSize: "1.25rem", fontWeight: 650, letterSpacing: "-0.01em", lineHeight: 1.3 },
    h3: { fontSize: "1.0625rem", fontWeight: 650, letterSpacing: "-0.005em", lineHeight: 1.35 },
    body1: { fontSize: "1rem", lineHeight: 1.5 },
    body2: { fontSize: "0.875rem", lineHeight: 1.5 },
    caption: { fontSize: "0.8125rem", lineHeight: 1.4 },
    button: { textTransform: "none", fontWeight: 600, fontSize: "0.9375rem", letterSpacing: 0 },
  },
  transitions: { duration: { enteringScreen: 160, leavingScreen: 120 } },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        body: { fontFeatureSettings: '"cv11", "ss03"', overflowWrap: "anywhere" },
        "*:focus-visible": { outline: "2px solid var(--mui-palette-primary-main)", outlineOffset: 2 },
        ".num": { fontVariantNumeric: "tabular-nums" },
        ".visually-hidden": {
          position: "absolute",
          width: 1,
          height: 1,
          overflow: "hidden",
          clipPath: "inset(50%)",
          whiteSpace: "nowrap",
        },
        "@media (prefers-reduced-motion: reduce)": {
          "*, *::before, *::after": {
            animationDuration: "0.01ms !important",
            transitionDuration: "0.01ms !important",
          },
        },
      },
    },
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiButton: {
      defaultProps: { disableElevation: true },
      styleOverrides: { root: { minHeight: 48, borderRadius: 8, paddingInline: 18, whiteSpace: "nowrap" } },
    },
    MuiCardActionArea: {
      styleOverrides: { root: { font: "inherit", textAlign: "left", justifyContent: "stretch" } },
    },
    MuiIconButton: { styleOverrides: { root: { width: 48, height: 48, borderRadius: 8, color: "inherit" } } },
    MuiPaper: {
      defaultProps: { elevation: 0 },
      styleOverrides: { root: { backgroundImage: "none" } },
    },
    MuiCard: {
      defaultProps: { variant: "outlined" },
      styleOverrides: { root: { borderRadius: 12, borderColor: "var(--mui-palette-line)" } },
    },
    MuiDialog: {
      styleOverrides: { paper: { borderRadius: 12, border: "1px solid var(--mui-palette-line)" } },
    },
    MuiDialogActions: {
      styleOverrides: {
        root: {
          padding: "8px 24px 20px",
          gap: 4,
          flexWrap: "wrap",
          // On phones, the buttons have the full width and are stacked, with the main action first.
          "@media (max-width: 599px)": {
            flexFlow: "column-reverse",
            alignItems: "stretch",
            gap: 8,
            "& > :not(style) ~ :not(style)": { marginLeft: 0 },
          },
        },
      },
    },
    MuiDialogTitle: {
      styleOverrides: { root: { fontSize: "1.25rem", fontWeight: 650, letterSpacing: "-0.01em" } },
    },
    MuiAppBar: {
      defaultProps: { color: "default", elevation: 0 },
      styleOverrides: {
        root: {
          backgroundColor: "var(--mui-palette-background-default)",
          borderBottom: "1px solid var(--mui-palette-line)",
        },
      },
    },
    MuiTabs: { styleOverrides: { indicator: { height: 3, borderRadius: 3 } } },
    MuiTab: {
      styleOverrides: { root: { minHeight: 48, minWidth: 0, paddingInline: 14, fontSize: "0.9375rem" } },
    },
    MuiOutlinedInput: { styleOverrides: { root: { borderRadius: 8, minHeight: 48 } } },
    MuiFormHelperText: { styleOverrides: { root: { marginLeft: 2 } } },
    MuiTooltip: { defaultProps: { arrow: true, enterDelay: 400 } },
    MuiTableCell: {
      styleOverrides: {
        root: { borderColor: "var(--mui-palette-line)", padding: "12px 16px" },
        head: {
          fontWeight: 600,
          color: "var(--mui-palette-text-secondary)",
          fontSize: "0.8125rem",
          whiteSpace: "nowrap",
        },
      },
    },
    MuiSkeleton: { defaultProps: { animation: "wave" }, styleOverrides: { root: { borderRadius: 8 } } },
    MuiSwitch: { styleOverrides: { root: { margin: 5 } } },
    MuiToggleButton: {
      styleOverrides: {
        root: {
          minHeight: 48,
          borderRadius: 8,
          paddingInline: 16,
          borderColor: "var(--mui-palette-line)",
          color: "var(--mui-palette-text-primary)",
          "&.Mui-selected": {
            backgroundColor: "var(--mui-palette-secondary-main)",
            color: "var(--mui-palette-secondary-contrastText)",
            "&:hover": { backgroundColor: "var(--mui-palette-secondary-main)" },
          },
        },
      },
    },
  },
});
