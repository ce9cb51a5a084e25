import { type CSSProperties, memo, useState } from "react";
import styles from "./picture.module.css";
import { hashString } from "@/shared/ids";
import { Drawing } from "./drawing";
import { pickDrawing } from "./pick-drawing";

interface ItemPictureProps {
  id: string;
  name: string;
  category?: string;
  imageUrl?: string | null;
  className?: string;
  style?: CSSProperties;
}

const isSafe = (url: string) => url.startsWith("https://") || /^\/images\/[^/]/.test(url);

/** The dish's picture if it has one that loads; else its drawing. Decoration: the name stands beside it. */
export const ItemPicture = memo(function DishPicture({
  id,
  name,
  category,
  imageUrl,
  className,
  style,
}: ItemPictureProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const photo = imageUrl && isSafe(imageUrl) && broken !== imageUrl ? imageUrl : null;
  // From apricot to honey: the other hues look like no food at all.
  const hue = 8 + (hashString(id) % 40);
  const motif = pickDrawing(name, category);
  return (
    <div
      className={`${styles["picture"]} ${className ?? ""}`}
      style={{ "--hue": hue, ...style } as CSSProperties}
      aria-hidden="true"
    >
      <Drawing className={styles["drawing"]} motif={motif} />
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
