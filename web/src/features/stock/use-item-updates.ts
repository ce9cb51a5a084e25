import { useMutation, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { Item } from "@/api/types";
import { showError } from "@/shared/show-error";
import { adjustStock, setAvailable } from "./queries";

/** Puts an item as the server has it into the menu on screen. */
export function useUpdateCachedItem(business: string) {
  const cache = useQueryClient();
  return (item: Item) =>
    cache.setQueryData<Item[]>(
      queryKeys.items(business),
      (old) =>
        old &&
        (old.some((other) => other.id === item.id)
          ? old.map((other) => (other.id === item.id ? item : other))
          : [...old, item]),
    );
}

/** The two things that are done in the rush: at once on screen, put right if the server says otherwise. */
export function useItemUpdates(business: string) {
  const cache = useQueryClient();
  const key = queryKeys.items(business);
  const put = useUpdateCachedItem(business);

  const change = (id: string, edit: (item: Item) => Item) =>
    cache.setQueryData<Item[]>(key, (old) => old?.map((item) => (item.id === id ? edit(item) : item)));
  const onError = (error: unknown) => {
    showError(error);
    void cache.invalidateQueries({ queryKey: key });
  };

  const stock = useMutation({
    mutationKey: ["stock"],
    mutationFn: ({ id, delta }: { id: string; delta: number }) => adjustStock(id, delta),
    onMutate: async ({ id, delta }) => {
      await cache.cancelQueries({ queryKey: key });
      change(id, (item) => ({ ...item, stock_quantity: Math.max(0, item.stock_quantity + delta) }));
    },
    onError,
    // Of several taps on the way, the last answer is the truth.
    onSuccess: (item) => cache.isMutating({ mutationKey: ["stock"] }) === 1 && put(item),
  });
  const available = useMutation({
    mutationFn: ({ id, on }: { id: string; on: boolean }) => setAvailable(id, on),
    onMutate: async ({ id, on }) => {
      await cache.cancelQueries({ queryKey: key });
      change(id, (item) => ({ ...item, available: on }));
    },
    onError,
    onSuccess: put,
  });
  return { adjust: stock.mutate, switchTo: available.mutate };
}
