import type { CSSProperties } from "react";
import { hashString } from "@/shared/ids";
import { Drawing } from "./drawing";
import type { DrawingName } from "./drawings";
import styles from "./picture.module.css";

const COVERS: readonly (readonly [RegExp, readonly [DrawingName, DrawingName, DrawingName]])[] = [
  [/trattoria|pizz|osteria|ristorante|pasta/, ["pasta", "pizza", "espresso"]],
  [/noodle|ramen|udon|pho/, ["dumplings", "ramen", "tea"]],
  [/baker|boulanger|pastr|bread/, ["loaf", "croissant", "coffee"]],
  [/caf|coffee|tea/, ["croissant", "coffee", "cake"]],
  [/burger|grill|sandwich|deli/, ["salad", "sandwich", "glass"]],
  [/sushi|fish|sea/, ["soup", "fish", "tea"]],
  [/gelat|ice|sweet|dessert/, ["cake", "icecream", "pudding"]],
];
const DEFAULT_COVER = ["salad", "cloche", "glass"] as const;

/** The picture of a business: three drawings that match its name. */
export function CoverPicture({ id, name, style }: { id: string; name: string; style?: CSSProperties }) {
  const [, drawings] = COVERS.find(([words]) => words.test(name.toLowerCase())) ?? [null, DEFAULT_COVER];
  return (
    <div
      className={styles["picture"]}
      style={{ "--hue": 8 + (hashString(id) % 40), ...style } as CSSProperties}
      aria-hidden="true"
    >
      <div className={styles["cover"]}>
        {drawings.map((drawing) => (
          <Drawing key={drawing} name={drawing} />
        ))}
      </div>
    </div>
  );
}
