import Box from "@mui/material/Box";
import { useState } from "react";
import type { BusinessChange } from "@/api/types";
import { FormField } from "@/shared/form-field";
import { CURRENCIES, formatDecimal, getDecimals } from "@/shared/money";
import { TimezoneField } from "@/shared/timezone-field";
import { SaveButton, SettingCard, type SettingProps } from "./setting-cards";

/** A number above 0 with at most 9 digits. The API accepts at most 9 significant digits. */
const RATE = /^(?=.*[1-9])(?=(\D?\d){1,9}$)\d+([.,]\d+)?$/;

interface RegionalSettingProps extends SettingProps {
  /** Returns the server's message about a field that it refused. */
  getFieldMessage: (name: keyof BusinessChange) => string | undefined;
}

/** The currency. A rate converts the prices. It is required if the new currency has another number of decimals. */
export function CurrencySetting({ business, onSave, disabled, getFieldMessage }: RegionalSettingProps) {
  const [currency, setCurrency] = useState(business.currency);
  const [rate, setRate] = useState("");
  const isChanged = currency !== business.currency;
  const isRateRequired = getDecimals(currency) !== getDecimals(business.currency);
  // Shown only if both currencies have the same number of decimals.
  const example = formatDecimal(1250, currency);
  const isRateValid = rate.trim() === "" ? !isRateRequired : RATE.test(rate.trim());
  return (
    <SettingCard title="Currency" description="The currency of all prices on your menu.">
      <Box
        component="form"
        sx={{ display: "grid", gap: 2 }}
        onSubmit={(event) => {
          event.preventDefault();
          const conversion = rate.trim()
            ? { price_conversion_rate: Number(rate.trim().replace(",", ".")) }
            : {};
          onSave({ currency, expected_currency: business.currency, ...conversion });
        }}
      >
        <Box sx={{ display: "flex", gap: 1.5, alignItems: "flex-start" }}>
          <CurrencySelect
            value={currency}
            onChange={setCurrency}
            errorText={getFieldMessage("currency")}
            disabled={disabled}
          />
          <SaveButton disabled={disabled || !isChanged || !isRateValid} />
        </Box>
        {isChanged && (
          <FormField
            label={`${currency} for 1 ${business.currency}${isRateRequired ? "" : " (optional)"}`}
            value={rate}
            errorText={
              rate.trim() !== "" && !isRateValid
                ? "Enter a number greater than 0 with at most 9 digits, such as 0.92."
                : getFieldMessage("price_conversion_rate")
            }
            helperText={
              isRateRequired
                ? "All prices are multiplied by this rate."
                : `All prices are multiplied by this rate. Leave it empty to keep the numbers: ${example} ${business.currency} becomes ${example} ${currency}.`
            }
            onChange={setRate}
            slotProps={{ htmlInput: { inputMode: "decimal" } }}
          />
        )}
      </Box>
    </SettingCard>
  );
}

interface CurrencySelectProps {
  value: string;
  onChange: (code: string) => void;
  errorText: string | undefined;
  disabled: boolean;
}

function CurrencySelect({ value, onChange, errorText, disabled }: CurrencySelectProps) {
  const isListed = CURRENCIES.some(({ code }) => code === value);
  return (
    <FormField
      select
      label="Currency"
      value={value}
      errorText={errorText}
      disabled={disabled}
      onChange={onChange}
      slotProps={{ select: { native: true } }}
      sx={{ flex: 1 }}
    >
      {!isListed && <option value={value}>{value}</option>}
      {CURRENCIES.map(({ code, name }) => (
        <option key={code} value={code}>
          {code} – {name}
        </option>
      ))}
    </FormField>
  );
}

export function TimezoneSetting({ business, onSave, disabled, getFieldMessage }: RegionalSettingProps) {
  const [timezone, setTimezone] = useState(business.timezone);
  const trimmed = timezone.trim();
  return (
    <SettingCard title="Time zone" description="The time zone of your business days.">
      <Box
        component="form"
        sx={{ display: "flex", gap: 1.5, alignItems: "flex-start" }}
        onSubmit={(event) => {
          event.preventDefault();
          onSave({ timezone: trimmed });
        }}
      >
        <TimezoneField
          value={timezone}
          onChange={setTimezone}
          errorText={getFieldMessage("timezone")}
          disabled={disabled}
        />
        <SaveButton disabled={disabled || !trimmed || trimmed === business.timezone} />
      </Box>
    </SettingCard>
  );
}
