import type { Item } from "@/api/types";
import { left } from "@/entities/cart/cart";
import { DishPicture } from "@/shared/pictures/item-picture";
import { money } from "@/shared/money";
import styles from "./item-tile.module.css";

/** A dish as one big button. */
export function Tile({ item, quantity, add }: { item: Item; quantity: number; add: () => void }) {
  const rest = left(item);
  const more = rest - quantity;
  return (
    <button
      type="button"
      className={`${styles["tile"]} ${quantity > 0 ? styles["chosen"] : ""}`}
      disabled={more <= 0}
      onClick={add}
    >
      <DishPicture
        className={styles["picture"] ?? ""}
        id={item.id}
        name={item.name}
        category={item.category}
        imageUrl={item.image_url ?? null}
      />
      <span className={styles["body"]}>
        <span className={styles["name"]}>{item.name}</span>{" "}
        <span className={styles["about"]}>
          {item.number} · {money(item.price_cents, item.currency)}
          {rest === 0 ? " · sold out" : rest <= 5 ? ` · ${rest} left` : ""}
        </span>
      </span>
      {quantity > 0 && (
        <span className={styles["count"]}>
          {quantity}
          <span className="unseen"> on the order</span>
        </span>
      )}
    </button>
  );
}
