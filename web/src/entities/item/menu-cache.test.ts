import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { describe, expect, it, vi } from "vitest";
import { queryKeys } from "@/api/query-keys";
import type { BusinessWithLoad, Item } from "@/api/types";
import { makeBusiness, makeItem } from "@/test/fixtures";
import { applyMenuUpdate, fetchMenu, fetchSkippedUpdate, ITEM_MUTATION_KEY } from "./menu-cache";

const business = makeBusiness({ wait_seconds: 15, load: "quiet" }) as BusinessWithLoad;
const pizza = makeItem({ id: "pizza", number: 101 });
const cola = makeItem({ id: "cola", number: 102 });
const noChange = { business_id: business.id, complete: false, business: null, items: [], removed: [] };

function readMenu(cache: QueryClient) {
  return cache.getQueryData(queryKeys.items(business.id));
}

describe("applyMenuUpdate", () => {
  it("replaces the menu if the update is complete, and merges it otherwise", () => {
    const cache = new QueryClient();
    applyMenuUpdate(cache, { ...noChange, complete: true, items: [cola, pizza] });
    expect(readMenu(cache)).toEqual([pizza, cola]);
    const tea = makeItem({ id: "tea", number: 103 });
    const soldOut = { ...cola, available: false };
    applyMenuUpdate(cache, { ...noChange, items: [tea, soldOut], removed: ["pizza"] });
    expect(readMenu(cache)).toEqual([soldOut, tea]);
    applyMenuUpdate(cache, { ...noChange, complete: true, items: [pizza] });
    expect(readMenu(cache)).toEqual([pizza]);
  });

  it("ignores a change of a menu that is not loaded", () => {
    const cache = new QueryClient();
    applyMenuUpdate(cache, { ...noChange, items: [pizza] });
    expect(readMenu(cache)).toBeUndefined();
  });

  it("updates the settings of the business and keeps its wait time", () => {
    const cache = new QueryClient();
    const other = { ...business, id: "other" };
    cache.setQueryData(queryKeys.business(business.id), business);
    cache.setQueryData(queryKeys.businesses, [other, business]);
    const { wait_seconds: _, load: __, ...settings } = business;
    applyMenuUpdate(cache, { ...noChange, business: { ...settings, open: false } });
    const closed = { ...business, open: false };
    expect(cache.getQueryData(queryKeys.business(business.id))).toEqual(closed);
    expect(cache.getQueryData(queryKeys.businesses)).toEqual([other, closed]);
  });

  it.each([true, false])(
    "is applied to a response that was requested earlier (complete: %s)",
    async (complete) => {
      const cache = new QueryClient();
      let respond: (items: Item[]) => void = () => undefined;
      const request = cache.fetchQuery({
        queryKey: queryKeys.items(business.id),
        queryFn: () => fetchMenu(business.id, () => new Promise((resolve) => (respond = resolve))),
      });
      const soldOut = { ...pizza, stock_quantity: 0 };
      applyMenuUpdate(cache, {
        ...noChange,
        business_id: "another",
        items: [{ ...cola, business_id: "another" }],
      });
      applyMenuUpdate(cache, { ...noChange, complete, items: [{ ...pizza, stock_quantity: 1 }] });
      applyMenuUpdate(cache, { ...noChange, items: [soldOut] });
      expect(readMenu(cache)).toEqual(complete ? [soldOut] : undefined);
      respond([pizza, cola]);
      await request;
      expect(readMenu(cache)).toEqual(complete ? [soldOut] : [soldOut, cola]);
      // Later fetches are not affected.
      const again = cache.fetchQuery({
        queryKey: queryKeys.items(business.id),
        queryFn: () => fetchMenu(business.id, () => Promise.resolve([pizza, cola])),
      });
      expect(await again).toEqual([pizza, cola]);
    },
  );

  it("requests the business again if a response on its way may be older", async () => {
    const cache = new QueryClient();
    const responses: ((response: object) => void)[] = [];
    const observer = new QueryObserver(cache, {
      queryKey: queryKeys.business(business.id),
      queryFn: () => new Promise<object>((resolve) => responses.push(resolve)),
    });
    const unsubscribe = observer.subscribe(() => undefined);
    applyMenuUpdate(cache, { ...noChange, business: { ...business, open: false } });
    await vi.waitFor(() => expect(responses).toHaveLength(2));
    responses[0]?.(business);
    responses[1]?.({ ...business, open: false });
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual({ ...business, open: false }));
    unsubscribe();
  });

  it("fetches the menu after a change of this user instead of overwriting its result", async () => {
    const cache = new QueryClient();
    const queryKey = queryKeys.items(business.id);
    applyMenuUpdate(cache, { ...noChange, complete: true, items: [pizza] });
    let finish: () => void = () => undefined;
    const started = new Promise<void>((resolveStarted) => {
      const mutation = cache.getMutationCache().build(cache, {
        mutationKey: [...ITEM_MUTATION_KEY, "stock"],
        mutationFn: () => {
          resolveStarted();
          return new Promise<void>((resolve) => (finish = resolve));
        },
        onSettled: () => fetchSkippedUpdate(cache, business.id),
      });
      void mutation.execute({ id: pizza.id });
    });
    await started;
    applyMenuUpdate(cache, { ...noChange, items: [{ ...pizza, stock_quantity: 1 }] });
    expect(readMenu(cache)).toEqual([pizza]);
    // Other items are updated at once.
    applyMenuUpdate(cache, { ...noChange, items: [cola] });
    expect(readMenu(cache)).toEqual([pizza, cola]);
    applyMenuUpdate(cache, { ...noChange, complete: true, items: [{ ...pizza, stock_quantity: 1 }] });
    expect(readMenu(cache)).toEqual([pizza]);
    expect(cache.getQueryState(queryKey)?.isInvalidated).toBe(false);
    finish();
    await vi.waitFor(() => expect(cache.getQueryState(queryKey)?.isInvalidated).toBe(true));
  });
});
