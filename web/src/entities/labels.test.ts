import { expect, it } from "vitest";
import { formatActorRole, formatEventKind } from "./labels";

it("shows event kinds and roles that this version does not know as they are", () => {
  expect(formatEventKind("order.completed")).toBe("Ready");
  expect(formatEventKind("order.refunded")).toBe("order.refunded");
  expect(formatActorRole("business")).toBe("Owner");
  expect(formatActorRole("courier")).toBe("courier");
});
