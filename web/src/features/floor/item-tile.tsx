import type { Item } from "@/api/types";
import { getAvailableQuantity } from "@/entities/cart/cart";
import { ItemPicture } from "@/shared/pictures/item-picture";
import { formatMoney } from "@/shared/money";
import styles from "./item-tile.module.css";

/** A dish as one big button. */
export function ItemTile({ item, quantity, add }: { item: Item; quantity: number; add: () => void }) {
  const rest = getAvailableQuantity(item);
  const more = rest - quantity;
  return (
    <button
      type="button"
      className={`${styles["tile"]} ${quantity > 0 ? styles["chosen"] : ""}`}
      disabled={more <= 0}
      onClick={add}
    >
      <ItemPicture
        className={styles["picture"] ?? ""}
        id={item.id}
        name={item.name}
        category={item.category}
        imageUrl={item.image_url ?? null}
      />
      <span className={styles["body"]}>
        <span className={styles["name"]}>{item.name}</span>{" "}
        <span className={styles["about"]}>
          {item.number} · {formatMoney(item.price_cents, item.currency)}
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
