import { type CSSProperties, memo, useState } from "react";
import { hashString } from "@/shared/ids";
import { Drawing } from "./drawing";
import { pickDrawing } from "./pick-drawing";
import styles from "./picture.module.css";

interface ItemPictureProps {
  id: string;
  name: string;
  category?: string;
  imageUrl?: string | null;
  className?: string;
  style?: CSSProperties;
}

const isSafeUrl = (url: string) => url.startsWith("https://") || /^\/images\/[^/]/.test(url);

/** The image of an item if its URL is safe and loads, or else a drawing. Decorative: the name is always next to it. */
export const ItemPicture = memo(function ItemPicture({
  id,
  name,
  category,
  imageUrl,
  className,
  style,
}: ItemPictureProps) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  const photoUrl = imageUrl && isSafeUrl(imageUrl) && failedUrl !== imageUrl ? imageUrl : null;
  // From apricot to honey: food does not look right in other hues.
  const hue = 8 + (hashString(id) % 40);
  return (
    <div
      className={`${styles["picture"]} ${className ?? ""}`}
      style={{ "--hue": hue, ...style } as CSSProperties}
      aria-hidden="true"
    >
      <Drawing className={styles["drawing"]} name={pickDrawing(name, category)} />
      {photoUrl && (
        <img
          className={styles["photo"]}
          src={photoUrl}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setFailedUrl(photoUrl)}
        />
      )}
    </div>
  );
});
