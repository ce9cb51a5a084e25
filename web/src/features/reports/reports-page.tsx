import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { ProductSort, SortDirection } from "@/api/types";
import { businessesQuery, businessQuery } from "@/entities/business/queries";
import { useUser } from "@/session/session";
import { asApiError } from "@/shared/api-error";
import { serverNow } from "@/shared/clock";
import { Icon } from "@/shared/icons";
import { Page } from "@/shared/page";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";
import { type DateRange, getDateIn, getLastDays } from "./date-range";
import { ProductTable } from "./product-table";
import { productsQuery, saveCsv } from "./queries";
import { ReportFilters } from "./report-filters";

const Summary = lazy(() => import("./summary"));

const DEFAULT_DAYS = 7;

export default function ReportsPage() {
  const user = useUser();
  const isAdmin = user?.role === "admin";
  const { data: businesses } = useQuery({ ...businessesQuery(), enabled: isAdmin });
  const [selectedBusinessId, setSelectedBusinessId] = useState("");
  const businessId = user?.business_id ?? (selectedBusinessId || null);
  const { data: business } = useQuery({ ...businessQuery(businessId ?? ""), enabled: businessId !== null });
  const [openedAt] = useState(serverNow);
  const today = getDateIn(business?.timezone ?? "UTC", openedAt);
  const [selectedRange, setSelectedRange] = useState<DateRange | null>(null);
  const range = selectedRange ?? getLastDays(DEFAULT_DAYS, today);
  const filter = { ...range, businessId: isAdmin ? businessId : null };
  const [sort, setSort] = useState<ProductSort>("revenue");
  const [direction, setDirection] = useState<SortDirection>("desc");
  const { data: report, error, errorUpdatedAt, refetch } = useQuery(productsQuery(filter, sort, direction));
  // The server does not add up amounts in different currencies.
  const hasMixedCurrencies = error !== null && asApiError(error).getFieldMessage("currency") !== undefined;
  const getBusinessName = (id: string) => businesses?.find((other) => other.id === id)?.name;

  const handleSort = (column: ProductSort) => {
    const firstDirection = column === "name" ? "asc" : "desc";
    const otherDirection = direction === "asc" ? "desc" : "asc";
    setDirection(column === sort ? otherDirection : firstDirection);
    setSort(column);
  };

  return (
    <Page title="Reports" width={1120}>
      <ReportFilters
        range={range}
        today={today}
        onRangeChange={setSelectedRange}
        businesses={isAdmin ? (businesses ?? []) : null}
        businessId={selectedBusinessId}
        onBusinessChange={setSelectedBusinessId}
      />
      {hasMixedCurrencies && (
        <EmptyState icon="store">There are sales in several currencies. Choose a business above.</EmptyState>
      )}
      {user?.role !== "waiter" && !hasMixedCurrencies && (
        <Suspense fallback={<Skeleton variant="rectangular" height={420} sx={{ borderRadius: 3, mb: 3 }} />}>
          <Summary filter={filter} />
        </Suspense>
      )}
      <Card component="section" hidden={hasMixedCurrencies}>
        <SalesHeader
          isDisabled={!report}
          onDownload={() => void saveCsv(filter, sort, direction).catch(showError)}
        />
        {report && (
          <ProductTable
            report={report}
            sort={sort}
            direction={direction}
            onSort={handleSort}
            getBusinessName={isAdmin && businessId === null ? getBusinessName : undefined}
          />
        )}
        {!report && error && (
          <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />
        )}
        {!report && !error && <Skeleton variant="rectangular" height={280} sx={{ m: 2 }} />}
      </Card>
    </Page>
  );
}

function SalesHeader({ isDisabled, onDownload }: { isDisabled: boolean; onDownload: () => void }) {
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 2, p: 2 }}>
      <Typography variant="h2" sx={{ flex: 1 }}>
        Sales
      </Typography>
      <Button
        variant="outlined"
        color="inherit"
        sx={{ borderColor: "line" }}
        disabled={isDisabled}
        onClick={onDownload}
        startIcon={<Icon name="download" size={18} />}
      >
        Download CSV
      </Button>
    </Box>
  );
}
