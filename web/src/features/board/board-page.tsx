import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import type { OrderCommand, Order } from "@/api/types";
import { businessQuery } from "@/entities/business/queries";
import { kitchenQuery } from "@/entities/kitchen/queries";
import { openOrdersQuery } from "@/entities/order/queries";
import { useOrderCommands, useOptimisticOrders } from "@/entities/order/use-commands";
import { useCanWrite } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { Page } from "@/shared/page";
import { ErrorState } from "@/shared/page-states";
import { AllDay } from "./all-day";
import { BoardToolbar } from "./board-toolbar";
import styles from "./board.module.css";
import { Column } from "./column";
import { COLUMNS, type ColumnName, groupByColumn, getPromisedSeconds } from "./columns";
import { useBoardShortcuts } from "./use-board-shortcuts";
import { useColumnTransition } from "./use-column-transition";

export default function BoardPage() {
  const user = useUser();
  const { data, error, errorUpdatedAt, refetch } = useQuery(openOrdersQuery());
  const business = useQuery({
    ...businessQuery(user?.business_id ?? ""),
    enabled: Boolean(user?.business_id),
  });
  const kitchen = useQuery(kitchenQuery());
  const orders = useOptimisticOrders(data);
  const board = useMemo(() => groupByColumn(orders ?? []), [orders]);
  const byHand = business.data?.kitchen === "manual";
  const promise = getPromisedSeconds(byHand, business.data?.wait_seconds, kitchen.data?.prep_seconds);
  const writable = useCanWrite();
  const { carryOut, undoLast } = useOrderCommands();
  const onAct = useCallback((order: Order, command: OrderCommand) => carryOut(order, command), [carryOut]);
  const [shown, setShown] = useState<ColumnName>("pending");
  const phone = useMediaQuery("(max-width: 899px)", { noSsr: true });
  const { selected, help, setHelp } = useBoardShortcuts(
    board,
    writable.canWrite ? onAct : undefined,
    undoLast,
  );
  const field = useRef<HTMLDivElement>(null);
  useColumnTransition(field, board);

  const title = business.data?.name ?? "Board";
  const tab = `${board.pending.length > 0 ? `(${board.pending.length}) ` : ""}Board`;
  if (!orders) {
    return (
      <Page title={title} tabTitle={tab} width="full">
        {error ? (
          <ErrorState error={error} at={errorUpdatedAt} retry={() => void refetch()} />
        ) : (
          <div className={styles["board"]} aria-busy="true">
            {COLUMNS.map(({ name }) => (
              <Skeleton key={name} variant="rectangular" height={420} sx={{ borderRadius: 3, mb: 2 }} />
            ))}
          </div>
        )}
      </Page>
    );
  }
  const visible = phone ? COLUMNS.filter(({ name }) => name === shown) : COLUMNS;
  return (
    <Page
      title={title}
      tabTitle={tab}
      width="full"
      isFullHeight
      aside={<BoardToolbar help={help} setHelp={setHelp} />}
    >
      <AllDay orders={orders} />
      {phone && (
        <Tabs
          value={shown}
          onChange={(_, next: ColumnName) => setShown(next)}
          variant="fullWidth"
          aria-label="Columns"
          sx={{ mb: 1.5 }}
        >
          {COLUMNS.map((column) => (
            <Tab
              key={column.name}
              value={column.name}
              sx={{ px: 0.5, minHeight: 60 }}
              label={
                <Box component="span" sx={{ display: "grid", lineHeight: 1.25 }}>
                  <Box component="span" className="num" sx={{ fontWeight: 700, fontSize: "1.125rem" }}>
                    {board[column.name].length}
                  </Box>
                  <Box component="span" sx={{ fontSize: "0.8125rem", whiteSpace: "nowrap" }}>
                    {column.title}
                  </Box>
                </Box>
              }
            />
          ))}
        </Tabs>
      )}
      <div className={styles["board"]} ref={field}>
        {visible.map(({ name }) => (
          <Column
            key={name}
            name={name}
            orders={board[name]}
            promise={promise}
            byHand={byHand}
            selected={selected}
            writable={writable.canWrite}
            why={writable.reason}
            onAct={onAct}
          />
        ))}
      </div>
    </Page>
  );
}
