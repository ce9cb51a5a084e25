import Button from "@mui/material/Button";
import { Link } from "react-router";
import { Page } from "@/shared/page";
import { EmptyState } from "@/shared/page-states";

export function NotFound() {
  return (
    <Page title="Nothing here" hideTitle>
      <EmptyState
        icon="search"
        action={
          <Button variant="contained" component={Link} to="/">
            To the first page
          </Button>
        }
      >
        There is nothing at this address.
      </EmptyState>
    </Page>
  );
}
