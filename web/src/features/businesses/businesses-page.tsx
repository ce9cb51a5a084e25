import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardActionArea from "@mui/material/CardActionArea";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { BusinessWithLoad } from "@/api/types";
import { Availability } from "@/entities/business/availability";
import { businessesQuery } from "@/entities/business/queries";
import { Page } from "@/shared/page";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { CoverPicture } from "@/shared/pictures/cover-picture";

const gridStyle = {
  display: "grid",
  gap: 2,
  gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(auto-fill, minmax(264px, 1fr))" },
};

export default function BusinessesPage() {
  const { data, error, errorUpdatedAt, refetch } = useQuery(businessesQuery());
  return (
    <Page title="What would you like to eat?" tabTitle="Restaurants" width={1160}>
      {data ? (
        <BusinessList businesses={data} />
      ) : error ? (
        <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />
      ) : (
        <Box sx={gridStyle} aria-busy="true">
          {[0, 1, 2].map((n) => (
            <Skeleton key={n} variant="rectangular" height={228} sx={{ borderRadius: 3 }} />
          ))}
        </Box>
      )}
    </Page>
  );
}

function BusinessList({ businesses }: { businesses: BusinessWithLoad[] }) {
  if (businesses.length === 0) return <EmptyState icon="store">No restaurants yet.</EmptyState>;
  return (
    <Box component="ul" sx={{ ...gridStyle, listStyle: "none", m: 0, p: 0 }}>
      {businesses.map((business) => (
        <li key={business.id}>
          <BusinessCard business={business} />
        </li>
      ))}
    </Box>
  );
}

const twoLines = {
  display: "-webkit-box",
  WebkitLineClamp: 2,
  WebkitBoxOrient: "vertical",
  overflow: "hidden",
};

function BusinessCard({ business }: { business: BusinessWithLoad }) {
  return (
    <Card sx={{ height: "100%", opacity: business.open ? 1 : 0.75 }}>
      <CardActionArea component={Link} to={`/b/${business.id}`} sx={{ height: "100%", display: "block" }}>
        <CoverPicture id={business.id} name={business.name} style={{ height: 136 }} />
        <Box sx={{ p: 2, display: "grid", gap: 1 }}>
          <Typography variant="h2" sx={twoLines}>
            {business.name}
          </Typography>
          <Availability business={business} />
        </Box>
      </CardActionArea>
    </Card>
  );
}
