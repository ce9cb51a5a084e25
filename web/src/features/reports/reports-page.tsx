import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import MenuItem from "@mui/material/MenuItem";
import Skeleton from "@mui/material/Skeleton";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { asApiError } from "@/shared/api-error";
import type { SortDirection, ProductSort } from "@/api/types";
import { businessesQuery, businessQuery } from "@/entities/business/queries";
import { useUser } from "@/session/session";
import { serverNow } from "@/shared/clock";
import { Icon } from "@/shared/icons";
import { Page } from "@/shared/page";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";
import { ProductTable } from "./product-table";
import { productsQuery, saveCsv, type DateRange } from "./queries";
import { getDateIn, getLastDays } from "./date-range";

const Summary = lazy(() => import("./summary"));

const SPANS = [
  { days: 1, name: "Today" },
  { days: 7, name: "7 days" },
  { days: 30, name: "30 days" },
];

export default function ReportsPage() {
  const user = useUser();
  const admin = user?.role === "admin";
  const { data: businesses } = useQuery({ ...businessesQuery(), enabled: admin });
  const [picked, setPicked] = useState("");
  const whose = user?.business_id ?? (picked || null);
  const { data: business } = useQuery({ ...businessQuery(whose ?? ""), enabled: whose !== null });
  const [clock] = useState(serverNow);
  const today = getDateIn(business?.timezone ?? "UTC", clock);
  const [chosen, setChosen] = useState<DateRange | null>(null);
  const span = chosen ?? getLastDays(7, today);
  const [sort, setSort] = useState<ProductSort>("revenue");
  const [direction, setDirection] = useState<SortDirection>("desc");
  const of = { ...span, business: admin ? whose : null };
  const products = useQuery(productsQuery(of, sort, direction));
  // Money of several kinds cannot be summed.
  const several = products.error && asApiError(products.error).getFieldMessage("currency") !== undefined;
  const days = SPANS.find(
    (preset) => span.end === today && getLastDays(preset.days, today).start === span.start,
  )?.days;

  const sortBy = (next: ProductSort) => {
    setDirection(next === sort ? (direction === "asc" ? "desc" : "asc") : next === "name" ? "asc" : "desc");
    setSort(next);
  };
  const date = (name: keyof DateRange, label: string) => (
    <TextField
      type="date"
      label={label}
      value={span[name]}
      onChange={(event) => {
        const value = event.target.value;
        if (!value) return;
        const next = { ...span, [name]: value };
        setChosen(next.start <= next.end ? next : { start: value, end: value });
      }}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: today } }}
      sx={{ width: 168 }}
    />
  );

  return (
    <Page title="Reports" width={1120}>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1.5, mb: 3 }}>
        <ToggleButtonGroup
          exclusive
          value={days ?? null}
          aria-label="Which days"
          onChange={(_, next: number | null) => next && setChosen(getLastDays(next, today))}
        >
          {SPANS.map((preset) => (
            <ToggleButton key={preset.days} value={preset.days}>
              {preset.name}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {date("start", "From")}
        {date("end", "To")}
        {admin && (
          <TextField
            select
            label="Business"
            value={picked}
            onChange={(event) => setPicked(event.target.value)}
            slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
            sx={{ minWidth: 200 }}
          >
            <MenuItem value="" sx={{ minHeight: 48 }}>
              All of them
            </MenuItem>
            {businesses?.map((one) => (
              <MenuItem key={one.id} value={one.id} sx={{ minHeight: 48 }}>
                {one.name}
              </MenuItem>
            ))}
          </TextField>
        )}
      </Box>
      {several && (
        <EmptyState icon="store">
          These businesses sell in several currencies. Choose one of them above.
        </EmptyState>
      )}
      {user?.role !== "waiter" && !several && (
        <Suspense fallback={<Skeleton variant="rectangular" height={420} sx={{ borderRadius: 3, mb: 3 }} />}>
          <Summary of={of} />
        </Suspense>
      )}
      <Card component="section" hidden={Boolean(several)}>
        <Box sx={{ display: "flex", alignItems: "center", gap: 2, p: 2 }}>
          <Typography variant="h2" sx={{ flex: 1 }}>
            Sales
          </Typography>
          <Button
            variant="outlined"
            color="inherit"
            sx={{ borderColor: "line" }}
            disabled={!products.data}
            onClick={() => void saveCsv(of, sort, direction).catch(showError)}
            startIcon={<Icon name="download" size={18} />}
          >
            CSV
          </Button>
        </Box>
        {products.data ? (
          <ProductTable
            report={products.data}
            sort={sort}
            direction={direction}
            sortBy={sortBy}
            houseOf={admin && !whose ? (id) => businesses?.find((one) => one.id === id)?.name : undefined}
          />
        ) : products.error ? (
          <ErrorState
            error={products.error}
            at={products.errorUpdatedAt}
            retry={() => void products.refetch()}
          />
        ) : (
          <Skeleton variant="rectangular" height={280} sx={{ m: 2 }} />
        )}
      </Card>
    </Page>
  );
}
