import type { CSSProperties } from "react";
import styles from "./picture.module.css";
import { hashString } from "@/shared/ids";
import { Drawing } from "./drawing";
import type { DrawingName } from "./drawings";

const TABLES: readonly (readonly [RegExp, readonly [DrawingName, DrawingName, DrawingName]])[] = [
  [/trattoria|pizz|osteria|ristorante|pasta/, ["pasta", "pizza", "espresso"]],
  [/noodle|ramen|udon|pho/, ["dumplings", "ramen", "tea"]],
  [/baker|boulanger|pastr|bread/, ["loaf", "croissant", "coffee"]],
  [/caf|coffee|tea/, ["croissant", "coffee", "cake"]],
  [/burger|grill|sandwich|deli/, ["salad", "sandwich", "glass"]],
  [/sushi|fish|sea/, ["soup", "fish", "tea"]],
  [/gelat|ice|sweet|dessert/, ["cake", "icecream", "pudding"]],
];

/** A business's picture: what it is likely to put on the table. */
export function CoverPicture({ id, name, style }: { id: string; name: string; style?: CSSProperties }) {
  const [, motifs] = TABLES.find(([words]) => words.test(name.toLowerCase())) ?? [
    null,
    ["salad", "cloche", "glass"] as const,
  ];
  return (
    <div
      className={styles["picture"]}
      style={{ "--hue": 8 + (hashString(id) % 40), ...style } as CSSProperties}
      aria-hidden="true"
    >
      <div className={styles["cover"]}>
        {motifs.map((motif) => (
          <Drawing key={motif} motif={motif} />
        ))}
      </div>
    </div>
  );
}
