import Button from "@mui/material/Button";
import { useNavigate } from "react-router";
import type { Order } from "@/api/types";
import { createCart, addLines } from "@/entities/cart/cart";
import { useCart } from "@/entities/cart/use-cart";
import { Icon } from "@/shared/icons";

/** The same once more: into the cart, on the menu, where prices and stock are today's. */
export function OrderAgain({ order }: { order: Order }) {
  const { change } = useCart(order.business_id);
  const navigate = useNavigate();
  const again = () => {
    change(() => addLines({ ...createCart(order.order_type), note: order.note ?? "" }, order.lines));
    void navigate(`/b/${order.business_id}`);
  };
  return (
    <Button variant="contained" fullWidth onClick={again} startIcon={<Icon name="refresh" size={18} />}>
      Order again
    </Button>
  );
}
