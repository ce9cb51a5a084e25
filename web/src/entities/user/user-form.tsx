import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { queryKeys } from "@/api/query-keys";
import { asApiError } from "@/shared/api-error";
import type { Business, Role } from "@/api/types";
import { notify } from "@/shared/notices";
import { addUser } from "./queries";

interface UserFormProps {
  /** Whom it may make; a business makes its waiters. */
  roles?: readonly Role[];
  /** Where owners and waiters may work; one's own business if it is not said. */
  businesses?: readonly Business[];
  disabled: boolean;
  done?: () => void;
}

export const ROLES: Record<Role, string> = {
  customer: "Customer",
  waiter: "Waiter",
  business: "Owner of a business",
  admin: "Admin",
};

const WAITERS: readonly Role[] = ["waiter"];
const EMPTY = { name: "", username: "", email: "", password: "" };

/** Makes an account. What the server says about a field stands below it. */
export function UserForm({ roles = WAITERS, businesses, disabled, done }: UserFormProps) {
  const cache = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const [role, setRole] = useState<Role>(roles[0] ?? "waiter");
  const [business, setBusiness] = useState("");
  const works = businesses !== undefined && (role === "waiter" || role === "business");
  const adding = useMutation({
    mutationFn: () => {
      const { email, ...rest } = form;
      return addUser({
        ...rest,
        role,
        ...(email.trim() ? { email: email.trim() } : {}),
        ...(works && business ? { business_id: business } : {}),
      });
    },
    onSuccess: (user) => {
      notify(`${user.name} can log in as ${user.username}.`, { tone: "good" });
      setForm(EMPTY);
      void cache.invalidateQueries({ queryKey: queryKeys.users });
      done?.();
    },
  });
  const refused = adding.error ? asApiError(adding.error) : null;

  const field = (name: keyof typeof EMPTY, label: string, more: object = {}) => (
    <TextField
      label={label}
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.target.value })}
      error={refused?.getFieldMessage(name) !== undefined}
      helperText={refused?.getFieldMessage(name)}
      {...more}
    />
  );
  const plain = { slotProps: { htmlInput: { autoCapitalize: "none", spellCheck: false } } };
  return (
    <Box
      component="form"
      noValidate
      sx={{ display: "grid", gap: 2, gridTemplateColumns: { sm: "1fr 1fr" }, pt: 1 }}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        adding.mutate();
      }}
    >
      {refused && !refused.problem.errors?.length && (
        <Alert severity="error" sx={{ gridColumn: "1 / -1" }}>
          {refused.problem.detail}
        </Alert>
      )}
      {roles.length > 1 && (
        <TextField
          select
          label="Role"
          value={role}
          onChange={(event) => setRole(event.target.value as Role)}
          sx={works ? {} : { gridColumn: { sm: "1 / -1" } }}
        >
          {roles.map((one) => (
            <MenuItem key={one} value={one} sx={{ minHeight: 48 }}>
              {ROLES[one]}
            </MenuItem>
          ))}
        </TextField>
      )}
      {works && (
        <TextField
          select
          label="Business"
          value={business}
          onChange={(event) => setBusiness(event.target.value)}
          error={refused?.getFieldMessage("business_id") !== undefined}
          helperText={refused?.getFieldMessage("business_id")}
        >
          {businesses.map((one) => (
            <MenuItem key={one.id} value={one.id} sx={{ minHeight: 48 }}>
              {one.name}
            </MenuItem>
          ))}
        </TextField>
      )}
      {field("name", "Name", { autoComplete: "off" })}
      {field("username", "Username", { autoComplete: "off", ...plain })}
      {field("email", "Email (optional)", { type: "email", autoComplete: "off" })}
      {field("password", "Password", {
        type: "password",
        autoComplete: "new-password",
        helperText: refused?.getFieldMessage("password") ?? "8 to 128 characters",
      })}
      <Button
        type="submit"
        variant={done ? "contained" : "outlined"}
        loading={adding.isPending}
        disabled={disabled}
        sx={{ minHeight: 56, gridColumn: "1 / -1" }}
      >
        {roles.length > 1 ? "Add this person" : "Add a waiter"}
      </Button>
    </Box>
  );
}
