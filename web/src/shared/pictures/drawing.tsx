import type { CSSProperties } from "react";
import { DRAWINGS, type DrawingName, TINT_HUES } from "./drawings";

const FILL = { paper: "var(--paper)", tint: "var(--tint)", line: "none", dot: "var(--ink)" };

/** An SVG drawing in the colors of the surrounding picture. */
export function Drawing({ name, className }: { name: DrawingName; className?: string | undefined }) {
  return (
    <svg
      className={className}
      style={{ "--tint-hue": TINT_HUES[name] } as CSSProperties}
      viewBox="0 0 96 96"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {DRAWINGS[name].map(([kind, d], index) => (
        <g key={index}>
          {/* The fill is offset from the outline, like a misregistered print. */}
          {kind === "tint" && <path d={d} fill={FILL.tint} transform="translate(2 2)" />}
          <path
            d={d}
            fill={kind === "tint" ? "none" : FILL[kind]}
            stroke={kind === "dot" ? "none" : "var(--ink)"}
            strokeWidth={2.4}
          />
        </g>
      ))}
    </svg>
  );
}
