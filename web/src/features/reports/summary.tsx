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
import { type ReportFilter, summaryQuery } from "./queries";
import { formatDay } from "./date-range";

export default function Summary({ of }: { of: ReportFilter }) {
  const { data, error, errorUpdatedAt, refetch } = useQuery(summaryQuery(of));
  if (!data) {
    return error ? (
      <ErrorState error={error} at={errorUpdatedAt} retry={() => void refetch()} />
    ) : (
      <Skeleton variant="rectangular" height={420} sx={{ borderRadius: 3, mb: 3 }} />
    );
  }
  return <Found report={data} />;
}

function Found({ report }: { report: SummaryReport }) {
  const { days, hours, currency } = report;
  const orders = days.reduce((sum, day) => sum + day.orders, 0);
  const revenue = days.reduce((sum, day) => sum + day.revenue_cents, 0);
  const single = days.length === 1;
  const value = (name: keyof DaySummary) =>
    days.map((day) => ({ label: formatDay(day.date), value: day[name] as number | null }));
  const seconds = (name: string, tone: Series["tone"], field: keyof DaySummary, dashed = false): Series => ({
    name,
    tone,
    dashed,
    points: value(field),
  });
  const busy = hours.filter((hour) => hour.orders > 0);
  const first = Math.min(...busy.map((hour) => hour.hour), 11);
  const last = Math.max(...busy.map((hour) => hour.hour), 21);
  const byHour = hours.filter(({ hour }) => hour >= first && hour <= last);

  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(2, minmax(0, 1fr))" },
        mb: 3,
      }}
    >
      <Figure title="Orders" big={String(orders)}>
        <Chart
          title={single ? "Orders per hour" : "Orders per day"}
          kind="bars"
          format={(n) => String(Math.round(n))}
          series={[
            {
              name: "Orders",
              tone: "first",
              points: single
                ? byHour.map((hour) => ({ label: `${hour.hour}:00`, value: hour.orders }))
                : value("orders"),
            },
          ]}
        />
      </Figure>
      <Figure title="Revenue" big={formatMoney(revenue, currency)}>
        <Chart
          title={single ? "Revenue per hour" : "Revenue per day"}
          kind="bars"
          format={(cents) => formatMoney(cents, currency).replace(/\.00$/, "")}
          series={[
            {
              name: "Revenue",
              tone: "first",
              points: single
                ? byHour.map((hour) => ({ label: `${hour.hour}:00`, value: hour.revenue_cents }))
                : value("revenue_cents"),
            },
          ]}
        />
      </Figure>
      {!single && (
        <>
          <Figure title="Preparation" legend>
            <Chart
              title="Preparation time per day"
              kind="lines"
              durations
              format={(n) => formatAge(Math.round(n))}
              series={[
                seconds("average", "first", "average_preparation_seconds"),
                seconds("95 of 100", "second", "p95_preparation_seconds", true),
              ]}
            />
          </Figure>
          <Figure title="Waiting" legend>
            <Chart
              title="Waiting time per day"
              kind="lines"
              durations
              format={(n) => formatAge(Math.round(n))}
              series={[
                seconds("average", "first", "average_waiting_seconds"),
                seconds("95 of 100", "second", "p95_waiting_seconds", true),
              ]}
            />
          </Figure>
        </>
      )}
    </Box>
  );
}

function Figure({
  title,
  big,
  legend = false,
  children,
}: {
  title: string;
  big?: string;
  legend?: boolean;
  children: ReactNode;
}) {
  return (
    <Card component="section" sx={{ p: 2 }}>
      <Box sx={{ display: "flex", alignItems: "baseline", gap: 1.5, mb: 1.5, flexWrap: "wrap" }}>
        <Typography variant="h3" component="h2" color="textSecondary" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {big && (
          <Box className="num" sx={{ fontSize: "1.5rem", fontWeight: 700, letterSpacing: "-0.02em" }}>
            {big}
          </Box>
        )}
        {legend && (
          <Box sx={{ display: "flex", gap: 2, fontSize: "0.8125rem", color: "text.secondary" }}>
            <Key color="primary.main" name="average" />
            <Key color="info.main" name="95 of 100 are faster" dashed />
          </Box>
        )}
      </Box>
      {children}
    </Card>
  );
}

function Key({ color, name, dashed = false }: { color: string; name: string; dashed?: boolean }) {
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.75 }}>
      <Box
        sx={{ width: 18, borderTop: "3px", borderTopStyle: dashed ? "dashed" : "solid", borderColor: color }}
      />
      {name}
    </Box>
  );
}
