import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { Link, useLocation } from "react-router";
import { getSessionEnding } from "@/session/session";
import { type ApiError, asApiError } from "@/shared/api-error";
import { Page } from "@/shared/page";
import { DemoLogins } from "./demo-logins";
import { demoQuery, logIn } from "./queries";

interface Credentials {
  username: string;
  password: string;
}

export default function LoginPage() {
  const { data: demo } = useQuery(demoQuery());
  const { mutate, error, isPending } = useMutation({
    mutationFn: ({ username, password }: Credentials) => logIn(username, password),
  });
  return (
    <Page title="Log in" hideTitle width={demo ? 920 : 440}>
      <Box
        sx={{
          display: "grid",
          gap: 3,
          alignItems: "start",
          gridTemplateColumns: demo ? { xs: "minmax(0, 1fr)", md: "400px minmax(0, 1fr)" } : "minmax(0, 1fr)",
          pt: { xs: 1, md: 5 },
        }}
      >
        <LoginForm onSubmit={mutate} isPending={isPending} error={error ? asApiError(error) : null} />
        {demo && (
          <DemoLogins
            demo={demo}
            disabled={isPending}
            onSelect={(username) => mutate({ username, password: demo.password })}
          />
        )}
      </Box>
    </Page>
  );
}

interface LoginFormProps {
  onSubmit: (credentials: Credentials) => void;
  isPending: boolean;
  error: ApiError | null;
}

function LoginForm({ onSubmit, isPending, error }: LoginFormProps) {
  const { search } = useLocation();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const usernameRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const { message } = getSessionEnding();

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (!username) usernameRef.current?.focus();
    else if (!password) passwordRef.current?.focus();
    else onSubmit({ username, password });
  }

  return (
    <Card sx={{ p: 3 }} component="form" onSubmit={handleSubmit} noValidate>
      <Typography variant="h1" component="p" sx={{ mb: 2.5 }}>
        Welcome back
      </Typography>
      <Box sx={{ display: "grid", gap: 2 }}>
        {error && <Alert severity="error">{formatLoginError(error)}</Alert>}
        {message && !error && <Alert severity="info">{message}</Alert>}
        <TextField
          label="Username"
          name="username"
          autoComplete="username"
          // On touch screens, the keyboard would cover the demo accounts.
          autoFocus={window.matchMedia("(hover: hover)").matches}
          inputRef={usernameRef}
          required
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          slotProps={{
            htmlInput: { autoCapitalize: "none", spellCheck: false },
            inputLabel: { required: false },
          }}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          inputRef={passwordRef}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          slotProps={{ inputLabel: { required: false } }}
        />
        <Button type="submit" variant="contained" loading={isPending}>
          Log in
        </Button>
      </Box>
      <Typography variant="body2" color="textSecondary" sx={{ mt: 2.5 }}>
        New here?{" "}
        <Box component={Link} to={`/register${search}`} sx={{ color: "primary.main", fontWeight: 600 }}>
          Create an account
        </Box>
      </Typography>
    </Card>
  );
}

const formatLoginError = ({ status, retryAfter, problem }: ApiError): string =>
  status === 429 && retryAfter ? `Too many attempts. Try again in ${retryAfter} s.` : problem.detail;
