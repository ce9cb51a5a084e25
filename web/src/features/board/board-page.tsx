import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { businessQuery } from "@/entities/business/queries";
import { kitchenQuery } from "@/entities/kitchen/queries";
import { openOrdersQuery } from "@/entities/order/queries";
import { getPromisedSeconds } from "@/entities/order/ticket-age";
import { TruncatedAlert } from "@/entities/order/truncated-alert";
import { useOptimisticOrders, useOrderCommands } from "@/entities/order/use-commands";
import { useCanWrite } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { formatCount } from "@/shared/count";
import { Page } from "@/shared/page";
import { ErrorState } from "@/shared/page-states";
import { AllDay } from "./all-day";
import { BoardToolbar } from "./board-toolbar";
import styles from "./board.module.css";
import { Column } from "./column";
import { COLUMNS, type ColumnName, type Columns, groupByColumn } from "./columns";
import { useBoardShortcuts } from "./use-board-shortcuts";
import { useColumnTransition } from "./use-column-transition";

export default function BoardPage() {
  const businessId = useUser()?.business_id ?? "";
  const { data, error, errorUpdatedAt, refetch } = useQuery(openOrdersQuery());
  const business = useQuery({ ...businessQuery(businessId), enabled: businessId !== "" });
  const kitchen = useQuery(kitchenQuery());
  const orders = useOptimisticOrders(data?.orders);
  const board = useMemo(() => groupByColumn(orders ?? []), [orders]);
  const isManualKitchen = business.data?.kitchen === "manual";
  const { canWrite, reason } = useCanWrite();
  const { dispatch, undoLast } = useOrderCommands();
  const [shownColumn, setShownColumn] = useState<ColumnName>("pending");
  const isPhone = useMediaQuery("(max-width: 899px)", { noSsr: true });
  const onCommand = canWrite ? dispatch : undefined;
  const { selectedId, isHelpOpen, setIsHelpOpen } = useBoardShortcuts({ board, onCommand, undoLast });
  const boardRef = useRef<HTMLDivElement>(null);
  useColumnTransition(boardRef, board);

  const title = business.data?.name ?? "Board";
  const truncatedGroups = data?.truncatedGroups ?? { inProgress: false, ready: false };
  const isTruncated = (name: ColumnName) => truncatedGroups[name === "ready" ? "ready" : "inProgress"];
  const pendingCount = formatCount(board.pending.length, isTruncated("pending"));
  const tabTitle = `${board.pending.length > 0 ? `(${pendingCount}) ` : ""}Board`;
  if (!orders) {
    return (
      <Page title={title} tabTitle={tabTitle} width="full">
        {error ? (
          <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />
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
  const visibleColumns = isPhone ? COLUMNS.filter(({ name }) => name === shownColumn) : COLUMNS;
  const toolbar = <BoardToolbar isHelpOpen={isHelpOpen} setIsHelpOpen={setIsHelpOpen} />;
  return (
    <Page title={title} tabTitle={tabTitle} width="full" isFullHeight aside={toolbar}>
      {data?.isTruncated && <TruncatedAlert />}
      <AllDay orders={orders} isIncomplete={truncatedGroups.inProgress} />
      {isPhone && (
        <ColumnTabs
          board={board}
          isTruncated={isTruncated}
          selected={shownColumn}
          onSelect={setShownColumn}
        />
      )}
      <div className={styles["board"]} ref={boardRef}>
        {visibleColumns.map(({ name }) => (
          <Column
            key={name}
            name={name}
            orders={board[name]}
            isTruncated={isTruncated(name)}
            promisedSeconds={getPromisedSeconds(
              isManualKitchen,
              business.data?.wait_seconds,
              kitchen.data?.prep_seconds,
            )}
            isManualKitchen={isManualKitchen}
            selectedId={selectedId}
            canWrite={canWrite}
            disabledReason={reason}
            onCommand={dispatch}
          />
        ))}
      </div>
    </Page>
  );
}

interface ColumnTabsProps {
  board: Columns;
  isTruncated: (column: ColumnName) => boolean;
  selected: ColumnName;
  onSelect: (column: ColumnName) => void;
}

/** Phones show one column at a time. */
function ColumnTabs({ board, isTruncated, selected, onSelect }: ColumnTabsProps) {
  return (
    <Tabs
      value={selected}
      onChange={(_, next: ColumnName) => onSelect(next)}
      variant="fullWidth"
      aria-label="Columns"
      sx={{ mb: 1.5 }}
    >
      {COLUMNS.map(({ name, title }) => (
        <Tab
          key={name}
          value={name}
          sx={{ px: 0.5, minHeight: 60 }}
          label={
            <Box component="span" sx={{ display: "grid", lineHeight: 1.25 }}>
              <Box component="span" className="num" sx={{ fontWeight: 700, fontSize: "1.125rem" }}>
                {formatCount(board[name].length, isTruncated(name))}
              </Box>
              <Box component="span" sx={{ fontSize: "0.8125rem", whiteSpace: "nowrap" }}>
                {title}
              </Box>
            </Box>
          }
        />
      ))}
    </Tabs>
  );
}
