/** Changes as they come in, for those who say something about them: toasts, the sound, the live region. */
import type { OrderEvent } from "@/api/types";

type Ear = (event: OrderEvent) => void;

const ears = new Set<Ear>();

export const tellNews = (event: OrderEvent) => {
  for (const ear of ears) ear(event);
};

export function onNews(ear: Ear): () => void {
  ears.add(ear);
  return () => {
    ears.delete(ear);
  };
}
