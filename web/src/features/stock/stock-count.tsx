import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import IconButton from "@mui/material/IconButton";
import TextField from "@mui/material/TextField";
import { useEffect, useRef, useState } from "react";
import type { Item } from "@/api/types";
import { Icon } from "@/shared/icons";
import { parseStock } from "./item-form";

interface CountProps {
  item: Item;
  disabled: boolean;
  adjust: (delta: number) => void;
}

/** − 12 +, and a tap on the number sets it: who brings a crate counts it once. */
export function StockCount({ item, disabled, adjust }: CountProps) {
  const { name, stock_quantity: stock } = item;
  /** What was shown when the field was opened. */
  const [shown, setShown] = useState<number | null>(null);
  const count = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && shown === null) count.current?.focus();
    wasOpen.current = shown !== null;
  }, [shown]);

  return (
    <Box
      role="group"
      aria-label={`Stock of ${name}`}
      sx={{
        display: "flex",
        alignItems: "flex-start",
        gridColumn: { xs: "1 / 3", sm: "auto" },
        minWidth: 160,
        mt: { xs: 1, sm: 0 },
      }}
    >
      {shown !== null ? (
        <SetField
          name={name}
          shown={shown}
          disabled={disabled}
          // What is sold while one types is taken from the new number too.
          save={(wanted) => {
            if (wanted !== shown) adjust(wanted - shown);
            setShown(null);
          }}
          leave={() => setShown(null)}
        />
      ) : (
        <>
          <IconButton
            aria-label={`One less ${name}`}
            disabled={disabled || stock === 0}
            onClick={() => adjust(-1)}
            sx={{ border: "1px solid", borderColor: "line" }}
          >
            <Icon name="remove" size={18} />
          </IconButton>
          <ButtonBase
            ref={count}
            className="num"
            data-testid="stock"
            aria-label={`${stock} of ${name} left, set the number`}
            title="Set the number"
            disabled={disabled}
            onClick={() => setShown(stock)}
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
            aria-label={`One more ${name}`}
            disabled={disabled}
            onClick={() => adjust(1)}
            sx={{ border: "1px solid", borderColor: "line" }}
          >
            <Icon name="add" size={18} />
          </IconButton>
        </>
      )}
    </Box>
  );
}

interface FieldProps {
  name: string;
  shown: number;
  disabled: boolean;
  save: (wanted: number) => void;
  leave: () => void;
}

function SetField({ name, shown, disabled, save, leave }: FieldProps) {
  const [text, setText] = useState(String(shown));
  const wanted = parseStock(text);
  return (
    <Box
      component="form"
      noValidate
      sx={{ display: "flex", alignItems: "flex-start", gap: 0.5 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== null && !disabled) save(wanted);
      }}
      onKeyDown={(event) => event.key === "Escape" && leave()}
    >
      <TextField
        label="Set to"
        size="small"
        value={text}
        autoFocus
        error={wanted === null}
        helperText={wanted === null ? "0 to 1,000,000" : undefined}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        slotProps={{
          htmlInput: {
            "aria-label": `Set to, stock of ${name}`,
            inputMode: "numeric",
            enterKeyHint: "done",
            autoComplete: "off",
          },
        }}
        sx={{ width: 108 }}
      />
      <IconButton
        type="submit"
        aria-label={`Save the stock of ${name}`}
        disabled={disabled || wanted === null}
        sx={{ color: "primary.main" }}
      >
        <Icon name="check" />
      </IconButton>
    </Box>
  );
}
