/** The app's icons. Decorative: a text or label of the element around each icon states its meaning. */
const PATHS = {
  add: "M12 5v14M5 12h14",
  remove: "M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  back: "M15 5l-7 7 7 7",
  receipt: "M6 3.5h12V21l-3-1.8L12 21l-3-1.8L6 21zM9.5 8.5h5M9.5 12.5h5",
  board: "M4 4.5h4.5v15H4zM10 4.5h4.5v9H10zM16 4.5h4v12h-4z",
  menu: "M5 4.5A1.5 1.5 0 0 1 6.5 3H19v15H6.5A1.5 1.5 0 0 0 5 19.5zM5 19.5A1.5 1.5 0 0 0 6.5 21H19v-3M9 7.5h6M9 11h4",
  chart: "M4 20h16M7 20v-7M12 20V5M17 20v-10",
  settings: "M5 7h9M18 7h1M5 17h1M10 17h9M16 5v4M8 15v4M5 12h3M12 12h7M10 10v4",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  tray: "M3 18.5h18M5 15.5a7 7 0 0 1 14 0zM12 8.5V6.5",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16.2 16.2L20.5 20.5",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2",
  alarm: "M12 20.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM12 9v4l2.5 1.5M3.5 6.5l3-3M20.5 6.5l-3-3",
  flame:
    "M12 21c4 0 6.5-2.6 6.5-6 0-4.5-4-6-4.5-11-3 1.5-4.5 4.5-4 7.5-1-.4-1.7-1.3-2-2.5C6.3 10.6 5.5 12.6 5.5 15c0 3.4 2.5 6 6.5 6z",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2 2 0 0 0 4 0",
  muted: "M6 16.5V11a6 6 0 0 1 9-5.2M18 11v5.5M4.5 18H16M10 20.5a2 2 0 0 0 4 0M4 4l16 16",
  history: "M4.5 9A8 8 0 1 1 4 13M4 5v4.5h4.5M12 8v4.5l3 1.8",
  edit: "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5L17.5 10",
  logout: "M10 4H5v16h5M15 8l4 4-4 4M19 12H9",
  sun: "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  auto: "M12 3.5a8.5 8.5 0 1 0 0 17zM12 3.5a8.5 8.5 0 0 1 0 17",
  keyboard: "M3 6.5h18v11H3zM6.5 10v-.01M10 10v-.01M13.5 10v-.01M17 10v-.01M7.5 14h9",
  warning: "M12 4L2.8 20h18.4zM12 10v4.5M12 17.3v-.01",
  offline:
    "M4 4l16 16M5 12.5a10 10 0 0 1 4-2.4M14 9.9a10 10 0 0 1 5 2.6M8.5 16a5 5 0 0 1 6.5-.3M12 19.5v-.01",
  download: "M12 4v11M7.5 11L12 15.5 16.5 11M5 20h14",
  table: "M3 9.5l3-4h12l3 4zM5 9.5V19M19 9.5V19",
  bag: "M5.5 8.5h13L19.5 20.5h-15zM9 8.5V7a3 3 0 0 1 6 0v1.5",
  truck:
    "M3 6.5h11v10H3zM14 10h4l3 3v3.5h-7M7 19a1.8 1.8 0 1 0 0-3.6A1.8 1.8 0 0 0 7 19zM17 19a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  refresh: "M19.5 10A8 8 0 0 0 5 8M4.5 4.5V8.5h4M4.5 14A8 8 0 0 0 19 16M19.5 19.5v-4h-4",
  server: "M4 4.5h16v6H4zM4 13.5h16v6H4zM7.5 7.5v-.01M7.5 16.5v-.01",
  store:
    "M4 9.5L5.5 4h13L20 9.5M4 9.5a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0 2.7 2.7 0 0 0 5.3 0M5.5 12v8h13v-8",
} as const;

export type IconName = keyof typeof PATHS;

interface IconProps {
  name: IconName;
  size?: number;
  className?: string;
}

export function Icon({ name, size = 22, className }: IconProps) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: "none" }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
