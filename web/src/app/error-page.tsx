import Button from "@mui/material/Button";
import { useRouteError } from "react-router";
import { Page } from "@/shared/page";
import { EmptyState } from "@/shared/page-states";
import { ChunkLoadError, useReloadWhenReachable } from "./chunk-load-error";

/** Shown if a page cannot be loaded or throws while it renders. Reloads a page that could not be loaded. */
export function ErrorPage() {
  const isChunkLoadError = useRouteError() instanceof ChunkLoadError;
  useReloadWhenReachable(isChunkLoadError);
  return (
    <Page title="We couldn't load this page" hideTitle>
      <EmptyState
        icon="warning"
        action={
          <Button variant="contained" onClick={() => window.location.reload()}>
            Reload
          </Button>
        }
      >
        We couldn't load this page. Nothing you've done was lost.
        {isChunkLoadError && " We'll try again as soon as the server is back."}
      </EmptyState>
    </Page>
  );
}
