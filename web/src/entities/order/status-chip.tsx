import type { Order } from "@/api/types";
import type { IconName } from "@/shared/icons";
import { ToneChip } from "@/shared/tone-chip";
import { type DisplayStatus, getDisplayStatus, getStatusLabel } from "./status";

const ICONS: Record<DisplayStatus, IconName> = {
  pending: "clock",
  accepted: "check",
  processing: "flame",
  completed: "bell",
  handed_over: "check",
  cancelled: "close",
  rejected: "close",
};

export function StatusChip({ order }: { order: Order }) {
  const status = getDisplayStatus(order);
  return (
    <ToneChip icon={ICONS[status]} tone={status}>
      {getStatusLabel(order)}
    </ToneChip>
  );
}
