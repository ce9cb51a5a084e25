import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { queryKeys } from "@/api/query-keys";
import type { Business, Role } from "@/api/types";
import { ROLE_LABELS } from "@/entities/labels";
import { asApiError } from "@/shared/api-error";
import { FormField } from "@/shared/form-field";
import { notify } from "@/shared/notices";
import { addUser } from "./queries";

interface UserFormProps {
  /** The roles to choose from. Owners add only waiters. */
  roles?: readonly Role[];
  /**
   * The businesses that a new owner or waiter can join. If omitted, a new waiter joins the business of the
   * owner who is logged in.
   */
  businesses?: readonly Business[];
  disabled: boolean;
  onAdded?: () => void;
}

const DEFAULT_ROLES: readonly Role[] = ["waiter"];
const EMPTY_FORM = { name: "", username: "", email: "", password: "" };

type FieldName = keyof typeof EMPTY_FORM;

/** A form that adds a user. */
export function UserForm({ roles = DEFAULT_ROLES, businesses, disabled, onAdded }: UserFormProps) {
  const [form, setForm] = useState(EMPTY_FORM);
  const [role, setRole] = useState<Role>(roles[0] ?? "waiter");
  const [businessId, setBusinessId] = useState("");
  const hasBusiness = businesses !== undefined && (role === "waiter" || role === "business");
  const { mutate, error, isPending } = useAddUser(() => {
    setForm(EMPTY_FORM);
    onAdded?.();
  });
  const apiError = error ? asApiError(error) : null;
  const bindField = (name: FieldName) => ({
    value: form[name],
    onChange: (value: string) => setForm({ ...form, [name]: value }),
    errorText: apiError?.getFieldMessage(name),
  });

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    const { email, ...fields } = form;
    mutate({
      ...fields,
      role,
      ...(email.trim() ? { email: email.trim() } : {}),
      ...(hasBusiness && businessId ? { business_id: businessId } : {}),
    });
  }

  return (
    <Box
      component="form"
      noValidate
      sx={{ display: "grid", gap: 2, gridTemplateColumns: { sm: "1fr 1fr" }, pt: 1 }}
      onSubmit={handleSubmit}
    >
      {apiError && !apiError.problem.errors?.length && (
        <Alert severity="error" sx={{ gridColumn: "1 / -1" }}>
          {apiError.problem.detail}
        </Alert>
      )}
      {roles.length > 1 && (
        <FormField
          select
          label="Role"
          value={role}
          onChange={(value) => setRole(value as Role)}
          errorText={undefined}
          sx={hasBusiness ? {} : { gridColumn: { sm: "1 / -1" } }}
        >
          {toOptions(roles.map((name) => ({ id: name, name: ROLE_LABELS[name] })))}
        </FormField>
      )}
      {hasBusiness && (
        <FormField
          select
          label="Business"
          value={businessId}
          onChange={setBusinessId}
          errorText={apiError?.getFieldMessage("business_id")}
        >
          {toOptions(businesses)}
        </FormField>
      )}
      <AccountFields bindField={bindField} />
      <Button
        type="submit"
        variant={onAdded ? "contained" : "outlined"}
        loading={isPending}
        disabled={disabled}
        sx={{ minHeight: 56, gridColumn: "1 / -1" }}
      >
        {roles.length > 1 ? "Add user" : "Add waiter"}
      </Button>
    </Box>
  );
}

interface AccountFieldsProps {
  bindField: (name: FieldName) => {
    value: string;
    onChange: (value: string) => void;
    errorText: string | undefined;
  };
}

function AccountFields({ bindField }: AccountFieldsProps) {
  return (
    <>
      <FormField label="Name" autoComplete="off" {...bindField("name")} />
      <FormField
        label="Username"
        autoComplete="off"
        slotProps={{ htmlInput: { autoCapitalize: "none", spellCheck: false } }}
        {...bindField("username")}
      />
      <FormField label="Email (optional)" type="email" autoComplete="off" {...bindField("email")} />
      <FormField label="Password" type="password" autoComplete="new-password" {...bindField("password")} />
    </>
  );
}

const toOptions = (options: readonly { id: string; name: string }[]) =>
  options.map(({ id, name }) => (
    <MenuItem key={id} value={id} sx={{ minHeight: 48 }}>
      {name}
    </MenuItem>
  ));

function useAddUser(onAdded: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: addUser,
    onSuccess: (user) => {
      notify(`${user.name} can now log in as ${user.username}.`, { tone: "success" });
      void cache.invalidateQueries({ queryKey: queryKeys.users });
      onAdded();
    },
  });
}
