import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link, useLocation } from "react-router";
import { asApiError } from "@/shared/api-error";
import { FormField } from "@/shared/form-field";
import { Page } from "@/shared/page";
import { getBrowserTimezone } from "@/shared/timezone";
import { TimezoneField } from "@/shared/timezone-field";
import { register } from "./queries";

type RegistrationRole = "customer" | "business";

const EMPTY_FORM = { username: "", password: "", name: "", business_name: "", email: "" };

export default function RegisterPage() {
  const { search } = useLocation();
  const [role, setRole] = useState<RegistrationRole>("customer");
  const [form, setForm] = useState(EMPTY_FORM);
  const [timezone, setTimezone] = useState(getBrowserTimezone);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      register({
        role,
        username: form.username,
        password: form.password,
        ...(form.name.trim() ? { name: form.name } : {}),
        ...(form.email.trim() ? { email: form.email } : {}),
        ...(role === "business" ? { business_name: form.business_name, timezone: timezone.trim() } : {}),
      }),
    onError: (failure) => {
      // The browser may know a time zone that the server does not know. A typed name is left for correction.
      if (asApiError(failure).getFieldMessage("timezone")) {
        setTimezone((current) => (current === getBrowserTimezone() ? "UTC" : current));
      }
    },
  });
  const apiError = error ? asApiError(error) : null;

  const bindField = (name: keyof typeof EMPTY_FORM) => ({
    name,
    value: form[name],
    onChange: (value: string) => setForm({ ...form, [name]: value }),
    errorText: apiError?.getFieldMessage(name),
  });

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    mutate();
  }

  return (
    <Page title="Create an account" hideTitle width={480}>
      <Card sx={{ p: 3, mt: { xs: 1, md: 5 } }} component="form" onSubmit={handleSubmit} noValidate>
        <Typography variant="h1" component="p" sx={{ mb: 2 }}>
          Create an account
        </Typography>
        <Box sx={{ display: "grid", gap: 2 }}>
          <AccountTypeToggle value={role} onChange={setRole} />
          {apiError && !apiError.problem.errors?.length && (
            <Alert severity="error">{apiError.problem.detail}</Alert>
          )}
          {role === "business" && (
            <>
              <FormField label="Business name" autoComplete="organization" {...bindField("business_name")} />
              <TimezoneField
                value={timezone}
                onChange={setTimezone}
                errorText={apiError?.getFieldMessage("timezone")}
              />
            </>
          )}
          <Credentials bindField={bindField} />
          <FormField label="Your name (optional)" autoComplete="name" {...bindField("name")} />
          <FormField label="Email (optional)" type="email" autoComplete="email" {...bindField("email")} />
          <Button type="submit" variant="contained" loading={isPending}>
            Create account
          </Button>
        </Box>
        <Typography variant="body2" color="textSecondary" sx={{ mt: 2.5 }}>
          Already have an account?{" "}
          <Box component={Link} to={`/login${search}`} sx={{ color: "primary.main", fontWeight: 600 }}>
            Log in
          </Box>
        </Typography>
      </Card>
    </Page>
  );
}

interface CredentialsProps {
  bindField: (name: "username" | "password") => {
    name: string;
    value: string;
    onChange: (value: string) => void;
    errorText: string | undefined;
  };
}

const Credentials = ({ bindField }: CredentialsProps) => (
  <>
    <FormField
      label="Username"
      autoComplete="username"
      slotProps={{ htmlInput: { autoCapitalize: "none", spellCheck: false } }}
      {...bindField("username")}
    />
    <FormField label="Password" type="password" autoComplete="new-password" {...bindField("password")} />
  </>
);

interface AccountTypeToggleProps {
  value: RegistrationRole;
  onChange: (role: RegistrationRole) => void;
}

function AccountTypeToggle({ value, onChange }: AccountTypeToggleProps) {
  return (
    <ToggleButtonGroup
      exclusive
      fullWidth
      value={value}
      aria-label="Account type"
      onChange={(_, role: RegistrationRole | null) => role && onChange(role)}
    >
      <ToggleButton value="customer">I'm ordering food</ToggleButton>
      <ToggleButton value="business">I run a restaurant</ToggleButton>
    </ToggleButtonGroup>
  );
}
