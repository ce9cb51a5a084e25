import Button from "@mui/material/Button";
import { useRouteError } from "react-router";
import { Page } from "@/shared/page";
import { Empty } from "@/shared/page-states";
import { Unfetched, useReloadWhenBack } from "./chunk-load-error";

/** A page that could not be fetched, which mends itself, or that failed to show itself, which a reload may mend. */
export function Broken() {
  const unfetched = useRouteError() instanceof Unfetched;
  useReloadWhenBack(unfetched);
  return (
    <Page title="This page did not load" hideTitle>
      <Empty
        icon="warning"
        action={
          <Button variant="contained" onClick={() => window.location.reload()}>
            Reload
          </Button>
        }
      >
        This page did not load. Nothing that you have done is lost.
        {unfetched && " It is tried again when the server can be reached."}
      </Empty>
    </Page>
  );
}
