import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import IconButton from "@mui/material/IconButton";
import TextField from "@mui/material/TextField";
import { type Ref, useEffect, useRef, useState } from "react";
import type { Item } from "@/api/types";
import { Icon } from "@/shared/icons";
import { parseStock } from "./item-form";

interface StockCountProps {
  item: Item;
  disabled: boolean;
  onAdjust: (delta: number) => void;
}

/** The stock with buttons to change it: − 12 +. A tap on the number opens a field for a new count. */
export function StockCount({ item, disabled, onAdjust }: StockCountProps) {
  /** The stock when the field was opened; `null` while it is closed. */
  const [openedStock, setOpenedStock] = useState<number | null>(null);
  const countRef = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && openedStock === null) countRef.current?.focus();
    wasOpen.current = openedStock !== null;
  }, [openedStock]);

  return (
    <Box
      role="group"
      aria-label={`Stock of ${item.name}`}
      sx={{
        display: "flex",
        alignItems: "flex-start",
        gridColumn: { xs: "1 / 3", sm: "auto" },
        minWidth: 160,
        mt: { xs: 1, sm: 0 },
      }}
    >
      {openedStock === null ? (
        <CountButtons
          item={item}
          disabled={disabled}
          onAdjust={onAdjust}
          onOpen={() => setOpenedStock(item.stock_quantity)}
          countRef={countRef}
        />
      ) : (
        <CountField
          name={item.name}
          initialStock={openedStock}
          disabled={disabled}
          // Sent as a difference, so that concurrent sales are subtracted from the new count.
          onSave={(stock) => {
            if (stock !== openedStock) onAdjust(stock - openedStock);
            setOpenedStock(null);
          }}
          onClose={() => setOpenedStock(null)}
        />
      )}
    </Box>
  );
}

interface CountButtonsProps extends StockCountProps {
  onOpen: () => void;
  countRef: Ref<HTMLButtonElement>;
}

function CountButtons({ item, disabled, onAdjust, onOpen, countRef }: CountButtonsProps) {
  const { name, stock_quantity: stock } = item;
  return (
    <>
      <IconButton
        aria-label={`Decrease stock of ${name}`}
        disabled={disabled || stock === 0}
        onClick={() => onAdjust(-1)}
        sx={{ border: "1px solid", borderColor: "line" }}
      >
        <Icon name="remove" size={18} />
      </IconButton>
      <ButtonBase
        ref={countRef}
        className="num"
        data-testid="stock"
        aria-label={`${stock} of ${name} in stock, edit count`}
        title="Edit count"
        disabled={disabled}
        onClick={onOpen}
        sx={{
          minWidth: 64,
          height: 48,
          px: 0.5,
          borderRadius: 2,
          font: "inherit",
          fontWeight: 650,
          fontSize: "1.125rem",
          textDecoration: "underline dotted",
          textDecorationColor: "var(--mui-palette-text-secondary)",
          textUnderlineOffset: 5,
          "&:hover": { bgcolor: "action.hover" },
        }}
      >
        {stock}
      </ButtonBase>
      <IconButton
        aria-label={`Increase stock of ${name}`}
        disabled={disabled}
        onClick={() => onAdjust(1)}
        sx={{ border: "1px solid", borderColor: "line" }}
      >
        <Icon name="add" size={18} />
      </IconButton>
    </>
  );
}

interface CountFieldProps {
  name: string;
  initialStock: number;
  disabled: boolean;
  onSave: (stock: number) => void;
  onClose: () => void;
}

function CountField({ name, initialStock, disabled, onSave, onClose }: CountFieldProps) {
  const [text, setText] = useState(String(initialStock));
  const stock = parseStock(text);
  return (
    <Box
      component="form"
      noValidate
      sx={{ display: "flex", alignItems: "flex-start", gap: 0.5 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (stock !== null && !disabled) onSave(stock);
      }}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <TextField
        label="New count"
        size="small"
        value={text}
        autoFocus
        error={stock === null}
        helperText={stock === null ? "0 to 1,000,000" : undefined}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        slotProps={{
          htmlInput: {
            "aria-label": `New count of ${name}`,
            inputMode: "numeric",
            enterKeyHint: "done",
            autoComplete: "off",
          },
        }}
        sx={{ width: 108 }}
      />
      <IconButton
        type="submit"
        aria-label={`Save count of ${name}`}
        disabled={disabled || stock === null}
        sx={{ color: "primary.main" }}
      >
        <Icon name="check" />
      </IconButton>
    </Box>
  );
}
