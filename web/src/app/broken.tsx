import Button from "@mui/material/Button";
import { Page } from "@/shared/page";
import { Empty } from "@/shared/states";

/** A page that failed to load or to show itself: after a new version, or without a connection, a reload mends it. */
export function Broken() {
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
      </Empty>
    </Page>
  );
}
