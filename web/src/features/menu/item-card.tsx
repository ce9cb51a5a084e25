import { memo, useRef } from "react";
import { flushSync } from "react-dom";
import type { Item } from "@/api/types";
import { MAX_QUANTITY } from "@/entities/cart/cart";
import { getAvailableQuantity, LOW_STOCK } from "@/entities/item/item";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { ItemPicture } from "@/shared/pictures/item-picture";
import { QuantityStepper } from "@/shared/quantity-stepper";
import styles from "./item-card.module.css";

interface ItemCardProps {
  item: Item;
  quantity: number;
  isClosed: boolean;
  onQuantity: (itemId: string, quantity: number) => void;
}

export const ItemCard = memo(function ItemCard({ item, quantity, isClosed, onQuantity }: ItemCardProps) {
  const available = getAvailableQuantity(item);
  const isSoldOut = available === 0;
  const controls = useRef<HTMLSpanElement>(null);
  /** Changes the quantity. If the focused button disappears, moves the focus to the last enabled button of the card. */
  const changeQuantity = (nextQuantity: number) => {
    flushSync(() => onQuantity(item.id, nextQuantity));
    if (document.activeElement !== document.body) return;
    const buttons = controls.current?.querySelectorAll<HTMLButtonElement>("button:enabled");
    [...(buttons ?? [])].at(-1)?.focus();
  };
  return (
    <li
      className={`${styles["card"]} ${isSoldOut ? styles["soldOut"] : ""}`}
      data-testid="item"
      data-item={item.id}
    >
      <ItemPicture
        className={styles["picture"] ?? ""}
        id={item.id}
        name={item.name}
        category={item.category}
        imageUrl={item.image_url ?? null}
      />
      <div className={styles["body"]}>
        <h3 className={styles["name"]}>{item.name}</h3>
        <p className={styles["description"]}>{item.description}</p>
        <div className={styles["footer"]}>
          <span className={styles["priceAndStock"]}>
            <span className={styles["price"]}>{formatMoney(item.price_cents, item.currency)}</span>
            {!isSoldOut && available <= LOW_STOCK && (
              <span className={styles["lowStock"]}>Only {available} left</span>
            )}
          </span>
          <span className={styles["controls"]} ref={controls}>
            {isSoldOut && quantity === 0 ? (
              <span className={styles["soldOutLabel"]}>Sold out</span>
            ) : quantity > 0 ? (
              <QuantityStepper
                label={item.name}
                value={quantity}
                max={Math.min(available, MAX_QUANTITY)}
                onChange={changeQuantity}
              />
            ) : (
              <button
                type="button"
                className={styles["add"]}
                aria-label={`Add ${item.name}`}
                disabled={isClosed}
                onClick={() => changeQuantity(1)}
              >
                <Icon name="add" />
              </button>
            )}
          </span>
        </div>
      </div>
    </li>
  );
});
