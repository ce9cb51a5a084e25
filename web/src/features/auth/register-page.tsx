import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link, useLocation } from "react-router";
import { asApiError } from "@/shared/api-error";
import { Page } from "@/shared/page";
import { register } from "./queries";

type Kind = "customer" | "business";

const timezone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export default function RegisterPage() {
  const { search } = useLocation();
  const [kind, setKind] = useState<Kind>("customer");
  const [form, setForm] = useState({ username: "", password: "", name: "", business_name: "", email: "" });
  const opening = useMutation({
    mutationFn: () =>
      register({
        role: kind,
        username: form.username,
        password: form.password,
        ...(form.name.trim() ? { name: form.name } : {}),
        ...(form.email.trim() ? { email: form.email } : {}),
        ...(kind === "business" ? { business_name: form.business_name, timezone: timezone() } : {}),
      }),
  });
  const refused = opening.error ? asApiError(opening.error) : null;

  const field = (name: keyof typeof form, label: string, more: object = {}) => (
    <TextField
      label={label}
      name={name}
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.target.value })}
      error={refused?.getFieldMessage(name) !== undefined}
      helperText={refused?.getFieldMessage(name)}
      {...more}
    />
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    opening.mutate();
  }

  return (
    <Page title="Open an account" hideTitle width={480}>
      <Card sx={{ p: 3, mt: { xs: 1, md: 5 } }} component="form" onSubmit={submit} noValidate>
        <Typography variant="h1" component="p" sx={{ mb: 2 }}>
          Open an account
        </Typography>
        <Box sx={{ display: "grid", gap: 2 }}>
          <ToggleButtonGroup
            exclusive
            fullWidth
            value={kind}
            aria-label="What for"
            onChange={(_, next: Kind | null) => next && setKind(next)}
          >
            <ToggleButton value="customer">I want to eat</ToggleButton>
            <ToggleButton value="business">I run a kitchen</ToggleButton>
          </ToggleButtonGroup>
          {refused && !refused.problem.errors?.length && (
            <Alert severity="error">{refused.problem.detail}</Alert>
          )}
          {kind === "business" &&
            field("business_name", "Name of the business", { autoComplete: "organization" })}
          {field("username", "Username", {
            autoComplete: "username",
            slotProps: { htmlInput: { autoCapitalize: "none", spellCheck: false } },
          })}
          {field("password", "Password", {
            type: "password",
            autoComplete: "new-password",
            helperText: refused?.getFieldMessage("password") ?? "At least 8 characters.",
          })}
          {field("name", "What to call you (optional)", { autoComplete: "name" })}
          {field("email", "Email (optional)", { type: "email", autoComplete: "email" })}
          <Button type="submit" variant="contained" loading={opening.isPending}>
            Open the account
          </Button>
        </Box>
        <Typography variant="body2" color="textSecondary" sx={{ mt: 2.5 }}>
          You have one?{" "}
          <Box component={Link} to={`/login${search}`} sx={{ color: "primary.main", fontWeight: 600 }}>
            Log in
          </Box>
        </Typography>
      </Card>
    </Page>
  );
}
