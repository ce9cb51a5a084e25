import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import IconButton from "@mui/material/IconButton";
import Switch from "@mui/material/Switch";
import Typography from "@mui/material/Typography";
import type { Item } from "@/api/types";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { ItemPicture } from "@/shared/pictures/item-picture";
import { StockCount } from "./stock-count";

interface StockRowProps {
  item: Item;
  disabled: boolean;
  onAdjust: (delta: number) => void;
  onSwitch: (available: boolean) => void;
  onEdit: () => void;
}

/** An item of the menu with its stock and a switch for its availability. */
export function StockRow({ item, disabled, onAdjust, onSwitch, onEdit }: StockRowProps) {
  const { available, stock_quantity: stock } = item;
  const canBeOrdered = available && stock > 0;
  const availabilityLabel = !available ? "Unavailable" : stock > 0 ? "On the menu" : "Out of stock";
  return (
    <Card
      component="li"
      data-testid="stock-row"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "56px minmax(0, 1fr) auto", sm: "72px minmax(0, 1fr) auto auto auto" },
        alignItems: "center",
        columnGap: 1.5,
        p: 1,
        pr: 1.5,
      }}
    >
      <ItemPicture
        id={item.id}
        name={item.name}
        category={item.category}
        imageUrl={item.image_url ?? null}
        style={{
          height: 64,
          borderRadius: 8,
          ...(canBeOrdered ? {} : { filter: "grayscale(1)", opacity: 0.6 }),
        }}
      />
      <Box sx={{ minWidth: 0 }}>
        <Typography
          sx={{
            fontWeight: 650,
            display: "-webkit-box",
            WebkitLineClamp: 2,
            WebkitBoxOrient: "vertical",
            overflow: "hidden",
          }}
        >
          {item.name}
        </Typography>
        <Typography variant="body2" color="textSecondary" className="num">
          {item.number} · {formatMoney(item.price_cents, item.currency)}
        </Typography>
      </Box>
      <Box
        component="label"
        sx={{
          display: "grid",
          justifyItems: "center",
          gridColumn: { xs: 3, sm: "auto" },
          minWidth: { xs: 0, sm: 92 },
          cursor: "pointer",
          fontSize: "0.8125rem",
          fontWeight: 600,
          color: available ? "text.secondary" : "error.main",
        }}
      >
        <Switch
          checked={available}
          disabled={disabled}
          onChange={(_, checked) => onSwitch(checked)}
          slotProps={{ input: { "aria-label": `${item.name} is available` } }}
        />
        {availabilityLabel}
      </Box>
      <StockCount item={item} disabled={disabled} onAdjust={onAdjust} />
      <IconButton
        aria-label={`Edit ${item.name}`}
        disabled={disabled}
        onClick={onEdit}
        sx={{ justifySelf: "end", mt: { xs: 1, sm: 0 } }}
      >
        <Icon name="edit" />
      </IconButton>
    </Card>
  );
}
