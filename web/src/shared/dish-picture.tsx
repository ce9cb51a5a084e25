import { type CSSProperties, memo, useState } from "react";
import styles from "./dish-picture.module.css";
import { hash } from "./ids";
import { DRAWINGS } from "./motifs/drawings";
import { pickMotif } from "./motifs/pick-motif";

interface DishPictureProps {
  id: string;
  name: string;
  category?: string;
  imageUrl?: string | null;
  className?: string;
  style?: CSSProperties;
}

const FILL = { paper: "var(--paper)", tint: "var(--tint)", line: "none", dot: "var(--ink)" };

const isSafe = (url: string) => url.startsWith("https://") || /^\/images\/[^/]/.test(url);

/** The dish's picture if it has one that loads; else its drawing. Decoration: the name stands beside it. */
export const DishPicture = memo(function DishPicture({
  id,
  name,
  category,
  imageUrl,
  className,
  style,
}: DishPictureProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const photo = imageUrl && isSafe(imageUrl) && broken !== imageUrl ? imageUrl : null;
  // Warm and fresh hues only: the blues and violets look like no food at all.
  const hue = (hash(id) % 170) - 20;
  const strokes = DRAWINGS[pickMotif(name, category)];
  return (
    <div
      className={`${styles["picture"]} ${className ?? ""}`}
      style={{ "--hue": hue, ...style } as CSSProperties}
      aria-hidden="true"
    >
      <svg
        className={styles["drawing"]}
        viewBox="0 0 96 96"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {strokes.map(([kind, d], index) => (
          <g key={index}>
            {/* The colour is printed a little beside the line, as on a good menu. */}
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
      {photo && (
        <img
          className={styles["photo"]}
          src={photo}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setBroken(photo)}
        />
      )}
    </div>
  );
});
