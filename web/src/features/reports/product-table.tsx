import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableFooter from "@mui/material/TableFooter";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import TableSortLabel from "@mui/material/TableSortLabel";
import Typography from "@mui/material/Typography";
import type { ProductReport, ProductSort, SortDirection } from "@/api/types";
import { formatMoney } from "@/shared/money";
import { EmptyState } from "@/shared/page-states";

interface ProductTableProps {
  report: ProductReport;
  sort: ProductSort;
  direction: SortDirection;
  onSort: (sort: ProductSort) => void;
  /** Shown below each dish in a report over several businesses. */
  getBusinessName?: ((businessId: string) => string | undefined) | undefined;
}

const COLUMNS: readonly { sort: ProductSort; name: string; align: "left" | "right" }[] = [
  { sort: "name", name: "Dish", align: "left" },
  { sort: "quantity", name: "Sold", align: "right" },
  { sort: "revenue", name: "Revenue", align: "right" },
];

export function ProductTable({ report, sort, direction, onSort, getBusinessName }: ProductTableProps) {
  if (report.data.length === 0)
    return <EmptyState icon="chart">No completed orders in this period.</EmptyState>;
  return (
    // Focusable, so that the keyboard can scroll the table.
    <TableContainer tabIndex={0}>
      <Table>
        <TableHead>
          <TableRow>
            {COLUMNS.map((column) => (
              <TableCell
                key={column.sort}
                align={column.align}
                sortDirection={sort === column.sort ? direction : false}
              >
                <TableSortLabel
                  active={sort === column.sort}
                  direction={sort === column.sort ? direction : "desc"}
                  onClick={() => onSort(column.sort)}
                  sx={{ minHeight: 32 }}
                >
                  {column.name}
                </TableSortLabel>
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {report.data.map((row) => (
            <TableRow key={row.item_id}>
              <TableCell>
                {row.name}
                {getBusinessName && (
                  <Typography variant="body2" color="textSecondary">
                    {getBusinessName(row.business_id)}
                  </Typography>
                )}
              </TableCell>
              <TableCell align="right" className="num">
                {row.quantity}
              </TableCell>
              <TableCell align="right" className="num">
                {formatMoney(row.revenue_cents, report.currency)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
        <TableFooter>
          <TableRow
            sx={{ "& td": { fontWeight: 650, fontSize: "0.875rem", color: "text.primary", borderBottom: 0 } }}
          >
            <TableCell>Total</TableCell>
            <TableCell align="right" className="num">
              {report.total_quantity}
            </TableCell>
            <TableCell align="right" className="num">
              {formatMoney(report.total_revenue_cents, report.currency)}
            </TableCell>
          </TableRow>
        </TableFooter>
      </Table>
    </TableContainer>
  );
}
