import { useMutation, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { Item } from "@/api/types";
import { cancelFetch, fetchSkippedUpdate, ITEM_MUTATION_KEY } from "@/entities/item/menu-cache";
import { adjustStock, setAvailable } from "@/entities/item/queries";
import { showError } from "@/shared/show-error";

const STOCK_MUTATION_KEY = [...ITEM_MUTATION_KEY, "stock"];
const AVAILABLE_MUTATION_KEY = [...ITEM_MUTATION_KEY, "available"];

/** Returns a function that puts an item from a response into the cached menu. */
export function useUpdateCachedItem(businessId: string) {
  const cache = useQueryClient();
  return (item: Item) =>
    cache.setQueryData<Item[]>(
      queryKeys.items(businessId),
      (old) =>
        old &&
        (old.some((other) => other.id === item.id)
          ? old.map((other) => (other.id === item.id ? item : other))
          : [...old, item]),
    );
}

/** Returns functions that change stock and availability. The page shows changes immediately. A failure refetches the menu. */
export function useItemUpdates(businessId: string) {
  const cache = useQueryClient();
  const queryKey = queryKeys.items(businessId);
  const updateCachedItem = useUpdateCachedItem(businessId);

  const editCachedItem = async (id: string, edit: (item: Item) => Item) => {
    await cancelFetch(cache, businessId);
    cache.setQueryData<Item[]>(queryKey, (old) => old?.map((item) => (item.id === id ? edit(item) : item)));
  };
  const onError = (error: unknown) => {
    showError(error);
    void cache.invalidateQueries({ queryKey });
  };

  const onSettled = () => fetchSkippedUpdate(cache, businessId);

  const { mutate: adjust } = useMutation({
    mutationKey: STOCK_MUTATION_KEY,
    mutationFn: ({ id, delta }: { id: string; delta: number }) => adjustStock(id, delta),
    onMutate: ({ id, delta }) =>
      editCachedItem(id, (item) => ({ ...item, stock_quantity: Math.max(0, item.stock_quantity + delta) })),
    onError,
    // While further taps are pending, this response is already outdated.
    onSuccess: (item) =>
      cache.isMutating({ mutationKey: STOCK_MUTATION_KEY }) === 1 && updateCachedItem(item),
    onSettled,
  });
  const { mutate: switchAvailable } = useMutation({
    mutationKey: AVAILABLE_MUTATION_KEY,
    mutationFn: ({ id, available }: { id: string; available: boolean }) => setAvailable(id, available),
    onMutate: ({ id, available }) => editCachedItem(id, (item) => ({ ...item, available })),
    onError,
    onSuccess: updateCachedItem,
    onSettled,
  });
  return { adjust, switchAvailable };
}
