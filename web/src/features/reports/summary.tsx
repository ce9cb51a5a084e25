import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { DaySummary, SummaryReport } from "@/api/types";
import { formatMoney } from "@/shared/money";
import { ErrorState } from "@/shared/page-states";
import { formatAge } from "@/shared/time";
import { Chart, type Series } from "./chart";
import { formatDay } from "./date-range";
import { type ReportFilter, summaryQuery } from "./queries";

/** A one-day chart shows at least the hours from `MIN_HOUR` to `MAX_HOUR`. */
const MIN_HOUR = 11;
const MAX_HOUR = 21;

const AVERAGE = "Average";
const PERCENTILE = "95th percentile";

/** Charts of completed orders, revenue, prep time and wait time. */
export default function Summary({ filter }: { filter: ReportFilter }) {
  const { data, error, errorUpdatedAt, refetch } = useQuery(summaryQuery(filter));
  if (data) return <Charts report={data} />;
  if (error) return <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />;
  return <Skeleton variant="rectangular" height={420} sx={{ borderRadius: 3, mb: 3 }} />;
}

function Charts({ report }: { report: SummaryReport }) {
  const { days, currency } = report;
  const totalOrders = days.reduce((sum, day) => sum + day.orders, 0);
  const totalRevenue = days.reduce((sum, day) => sum + day.revenue_cents, 0);
  const isOneDay = days.length === 1;
  const period = isOneDay ? "hour" : "day";
  const getPoints = (field: "orders" | "revenue_cents") =>
    isOneDay
      ? getBusinessHours(report).map((hour) => ({ label: `${hour.hour}:00`, value: hour[field] }))
      : getDayPoints(days, field);
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(2, minmax(0, 1fr))" },
        mb: 3,
      }}
    >
      <ChartCard title="Completed orders" total={String(totalOrders)}>
        <Chart
          title={`Completed orders per ${period}`}
          kind="bars"
          format={(count) => String(Math.round(count))}
          series={[{ name: "Completed orders", tone: "first", points: getPoints("orders") }]}
        />
      </ChartCard>
      <ChartCard title="Revenue" total={formatMoney(totalRevenue, currency)}>
        <Chart
          title={`Revenue per ${period}`}
          kind="bars"
          format={(cents) => formatMoney(cents, currency).replace(/\.00$/, "")}
          series={[{ name: "Revenue", tone: "first", points: getPoints("revenue_cents") }]}
        />
      </ChartCard>
      {!isOneDay && (
        <>
          <DurationChart
            title="Prep time"
            average={getDayPoints(days, "average_preparation_seconds")}
            percentile={getDayPoints(days, "p95_preparation_seconds")}
          />
          <DurationChart
            title="Wait time"
            average={getDayPoints(days, "average_waiting_seconds")}
            percentile={getDayPoints(days, "p95_waiting_seconds")}
          />
        </>
      )}
    </Box>
  );
}

/** Returns the hours from the first to the last one with orders, and at least `MIN_HOUR` to `MAX_HOUR`. */
function getBusinessHours({ hours }: SummaryReport): SummaryReport["hours"] {
  const hoursWithOrders = hours.filter(({ orders }) => orders > 0).map(({ hour }) => hour);
  const first = Math.min(...hoursWithOrders, MIN_HOUR);
  const last = Math.max(...hoursWithOrders, MAX_HOUR);
  return hours.filter(({ hour }) => hour >= first && hour <= last);
}

const getDayPoints = (days: DaySummary[], field: keyof DaySummary): Series["points"] =>
  days.map((day) => ({ label: formatDay(day.date), value: day[field] as number | null }));

interface DurationChartProps {
  title: string;
  average: Series["points"];
  percentile: Series["points"];
}

function DurationChart({ title, average, percentile }: DurationChartProps) {
  return (
    <ChartCard title={title} hasLegend>
      <Chart
        title={`${title} per day`}
        kind="lines"
        isDuration
        format={(seconds) => formatAge(Math.round(seconds))}
        series={[
          { name: AVERAGE, tone: "first", points: average },
          { name: PERCENTILE, tone: "second", isDashed: true, points: percentile },
        ]}
      />
    </ChartCard>
  );
}

interface ChartCardProps {
  title: string;
  total?: string;
  hasLegend?: boolean;
  children: ReactNode;
}

function ChartCard({ title, total, hasLegend = false, children }: ChartCardProps) {
  return (
    <Card component="section" sx={{ p: 2 }}>
      <Box sx={{ display: "flex", alignItems: "baseline", gap: 1.5, mb: 1.5, flexWrap: "wrap" }}>
        <Typography variant="h3" component="h2" color="textSecondary" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {total && (
          <Box className="num" sx={{ fontSize: "1.5rem", fontWeight: 700, letterSpacing: "-0.02em" }}>
            {total}
          </Box>
        )}
        {hasLegend && (
          <Box sx={{ display: "flex", gap: 2, fontSize: "0.8125rem", color: "text.secondary" }}>
            <LegendEntry color="primary.main" name={AVERAGE} />
            <LegendEntry color="info.main" name={PERCENTILE} isDashed />
          </Box>
        )}
      </Box>
      {children}
    </Card>
  );
}

function LegendEntry({ color, name, isDashed = false }: { color: string; name: string; isDashed?: boolean }) {
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.75 }}>
      <Box
        sx={{
          width: 18,
          borderTop: "3px",
          borderTopStyle: isDashed ? "dashed" : "solid",
          borderColor: color,
        }}
      />
      {name}
    </Box>
  );
}
