import Button from "@mui/material/Button";
import { useRouteError } from "react-router";
import { Page } from "@/shared/page";
import { EmptyState } from "@/shared/page-states";
import { ChunkLoadError, useReloadWhenBack } from "./chunk-load-error";

/** A page that could not be fetched, which mends itself, or that failed to show itself, which a reload may mend. */
export function ErrorPage() {
  const unfetched = useRouteError() instanceof ChunkLoadError;
  useReloadWhenBack(unfetched);
  return (
    <Page title="This page did not load" hideTitle>
      <EmptyState
        icon="warning"
        action={
          <Button variant="contained" onClick={() => window.location.reload()}>
            Reload
          </Button>
        }
      >
        This page did not load. Nothing that you have done is lost.
        {unfetched && " It is tried again when the server can be reached."}
      </EmptyState>
    </Page>
  );
}
