/** Changes as they come in, for those who say something about them: toasts, the sound, the live region. */
import type { OrderEvent } from "@/api/types";

type Listener = (event: OrderEvent) => void;

const listeners = new Set<Listener>();

export const publishOrderEvent = (event: OrderEvent) => {
  for (const ear of listeners) ear(event);
};

export function onOrderEvent(ear: Listener): () => void {
  listeners.add(ear);
  return () => {
    listeners.delete(ear);
  };
}
