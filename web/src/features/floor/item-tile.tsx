import type { Item } from "@/api/types";
import { getAvailableQuantity, LOW_STOCK } from "@/entities/item/item";
import { formatMoney } from "@/shared/money";
import { ItemPicture } from "@/shared/pictures/item-picture";
import styles from "./item-tile.module.css";

/** A large button that adds an item to the order. */
export function ItemTile({ item, quantity, onAdd }: { item: Item; quantity: number; onAdd: () => void }) {
  const available = getAvailableQuantity(item);
  const stockText = available === 0 ? " · sold out" : available <= LOW_STOCK ? ` · ${available} left` : "";
  return (
    <button
      type="button"
      className={`${styles["tile"]} ${quantity > 0 ? styles["selected"] : ""}`}
      disabled={available <= quantity}
      onClick={onAdd}
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
        <span className={styles["details"]}>
          {item.number} · {formatMoney(item.price_cents, item.currency)}
          {stockText}
        </span>
      </span>
      {quantity > 0 && (
        <span className={styles["count"]}>
          {quantity}
          <span className="visually-hidden"> in the order</span>
        </span>
      )}
    </button>
  );
}
