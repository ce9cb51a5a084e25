import { useCallback, useEffect, useRef } from "react";
import type { Cart, PricedCart, SeenTotal } from "./cart";

/** Time within which a tap is not a reaction to a new total, because it was already on its way. */
const REACTION_MS = 400;

/**
 * Returns a function that returns the total that the customer has seen: the one on screen, or the one before it if a price
 * changed less than `REACTION_MS` ago. The server then refuses the order, and the customer confirms the new total.
 */
export function useSeenTotal({ lines }: Cart, { total, currency }: PricedCart): () => SeenTotal {
  // Another total of the same lines is a change of prices. Only the user changes the lines.
  const content = lines.map(({ id, quantity }) => `${id}:${quantity}`).join();
  const onScreen = useRef({ content, total, currency });
  const replaced = useRef<{ seen: SeenTotal; until: number } | null>(null);
  useEffect(() => {
    const { content: oldContent, ...seen } = onScreen.current;
    onScreen.current = { content, total, currency };
    const hasChanged = seen.total !== total || seen.currency !== currency;
    // Without a currency, no price was on screen, because the menu was not loaded.
    if (oldContent !== content || !seen.currency) replaced.current = null;
    else if (hasChanged) replaced.current = { seen, until: Date.now() + REACTION_MS };
  }, [content, total, currency]);
  return useCallback(() => {
    const isRecent = replaced.current !== null && Date.now() < replaced.current.until;
    if (replaced.current && isRecent) return replaced.current.seen;
    return { total: onScreen.current.total, currency: onScreen.current.currency };
  }, []);
}
