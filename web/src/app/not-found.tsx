import Button from "@mui/material/Button";
import { Link } from "react-router";
import { Page } from "@/shared/page";
import { EmptyState } from "@/shared/page-states";

export function NotFound() {
  return (
    <Page title="Page not found" hideTitle>
      <EmptyState
        icon="search"
        action={
          <Button variant="contained" component={Link} to="/">
            Back to home
          </Button>
        }
      >
        We can't find that page.
      </EmptyState>
    </Page>
  );
}
