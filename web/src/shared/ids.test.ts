import { afterEach, describe, expect, it, vi } from "vitest";
import { hashString, generateUuid } from "./ids";

afterEach(() => vi.unstubAllGlobals());

describe("ids", () => {
  it("are UUIDs also on pages opened over plain http", () => {
    const { getRandomValues } = crypto;
    vi.stubGlobal("crypto", { getRandomValues: getRandomValues.bind(crypto) });
    const ids = new Set(Array.from({ length: 50 }, generateUuid));
    expect(ids.size).toBe(50);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("give every dish its own, steady colour", () => {
    expect(hashString("a")).toBe(hashString("a"));
    expect(new Set(["a", "b", "c", "d"].map(hashString)).size).toBe(4);
  });
});
