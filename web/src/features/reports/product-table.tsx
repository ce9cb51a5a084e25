import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableFooter from "@mui/material/TableFooter";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import TableSortLabel from "@mui/material/TableSortLabel";
import type { SortDirection, ProductReport, ProductSort } from "@/api/types";
import Typography from "@mui/material/Typography";
import { formatMoney } from "@/shared/money";
import { EmptyState } from "@/shared/page-states";

interface ProductTableProps {
  report: ProductReport;
  sort: ProductSort;
  direction: SortDirection;
  sortBy: (sort: ProductSort) => void;
  /** Whose dish it is, where there are those of several. */
  houseOf?: ((business: string) => string | undefined) | undefined;
}

const COLUMNS: readonly { sort: ProductSort; name: string; right: boolean }[] = [
  { sort: "name", name: "Dish", right: false },
  { sort: "quantity", name: "Sold", right: true },
  { sort: "revenue", name: "Revenue", right: true },
];

export function ProductTable({ report, sort, direction, sortBy, houseOf }: ProductTableProps) {
  if (report.data.length === 0)
    return <EmptyState icon="chart">Nothing was completed on these days. Choose others above.</EmptyState>;
  return (
    // A table that scrolls can be reached by keyboard.
    <TableContainer tabIndex={0}>
      <Table>
        <TableHead>
          <TableRow>
            {COLUMNS.map((column) => (
              <TableCell
                key={column.sort}
                align={column.right ? "right" : "left"}
                sortDirection={sort === column.sort ? direction : false}
              >
                <TableSortLabel
                  active={sort === column.sort}
                  direction={sort === column.sort ? direction : "desc"}
                  onClick={() => sortBy(column.sort)}
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
                {houseOf && (
                  <Typography variant="body2" color="textSecondary">
                    {houseOf(row.business_id)}
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
