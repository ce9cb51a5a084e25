/** Publishes incoming order events to components that react to them, such as notices and the sound. */
import type { OrderEvent } from "@/api/types";

type Listener = (event: OrderEvent) => void;

const listeners = new Set<Listener>();

export function publishOrderEvent(event: OrderEvent) {
  for (const listener of listeners) listener(event);
}

/** Adds a listener. Returns a function that removes it. */
export function onOrderEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
