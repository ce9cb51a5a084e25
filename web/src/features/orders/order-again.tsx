import Button from "@mui/material/Button";
import { useNavigate } from "react-router";
import type { Order } from "@/api/types";
import { addLines, createCart } from "@/entities/cart/cart";
import { useCart } from "@/entities/cart/use-cart";
import { Icon } from "@/shared/icons";

/**
 * Replaces the cart with the type, note and lines of a past order, and opens the menu. Current prices and
 * stock apply.
 */
export function OrderAgain({ order }: { order: Order }) {
  const { changeCart } = useCart(order.business_id);
  const navigate = useNavigate();
  const handleClick = () => {
    changeCart(() => addLines({ ...createCart(order.order_type), note: order.note ?? "" }, order.lines));
    void navigate(`/b/${order.business_id}`);
  };
  return (
    <Button variant="contained" fullWidth onClick={handleClick} startIcon={<Icon name="refresh" size={18} />}>
      Order again
    </Button>
  );
}
