import { memo, useRef } from "react";
import { flushSync } from "react-dom";
import type { Item } from "@/api/types";
import { getAvailableQuantity } from "@/entities/cart/cart";
import { ItemPicture } from "@/shared/pictures/item-picture";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { QuantityStepper } from "@/shared/quantity-stepper";
import styles from "./item-card.module.css";

/** So few are left that the guest should know. */
const FEW = 5;

interface ItemCardProps {
  item: Item;
  quantity: number;
  closed: boolean;
  onQuantity: (item: string, quantity: number) => void;
}

export const ItemCard = memo(function ItemCard({ item, quantity, closed, onQuantity }: ItemCardProps) {
  const rest = getAvailableQuantity(item);
  const soldOut = rest === 0;
  const end = useRef<HTMLSpanElement>(null);
  /** The first one makes the button a stepper, the last one the stepper a button: the focus goes along to what adds. */
  const change = (next: number) => {
    flushSync(() => onQuantity(item.id, next));
    if (document.activeElement !== document.body) return;
    [...(end.current?.querySelectorAll<HTMLButtonElement>("button:enabled") ?? [])].at(-1)?.focus();
  };
  return (
    <li
      className={`${styles["card"]} ${soldOut ? styles["soldOut"] : ""}`}
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
        <p className={styles["about"]}>{item.description}</p>
        <div className={styles["foot"]}>
          <span className={styles["sum"]}>
            <span className={styles["price"]}>{formatMoney(item.price_cents, item.currency)}</span>
            {!soldOut && rest <= FEW && <span className={styles["few"]}>Only {rest} left</span>}
          </span>
          <span className={styles["end"]} ref={end}>
            {soldOut && quantity === 0 ? (
              <span className={styles["none"]}>Sold out</span>
            ) : quantity > 0 ? (
              <QuantityStepper
                label={item.name}
                value={quantity}
                max={Math.min(rest, 999)}
                onChange={change}
              />
            ) : (
              <button
                type="button"
                className={styles["add"]}
                aria-label={`Add ${item.name}`}
                disabled={closed}
                onClick={() => change(1)}
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
