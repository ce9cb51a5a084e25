import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { Link, useLocation } from "react-router";
import { asApiError } from "@/shared/api-error";
import { getSessionEnding } from "@/session/session";
import { Page } from "@/shared/page";
import { demoQuery, logIn } from "./queries";
import { DemoLogins } from "./demo-logins";

export default function LoginPage() {
  const { search } = useLocation();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const name = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const demo = useQuery(demoQuery());
  const login = useMutation({
    mutationFn: (who: { username: string; password: string }) => logIn(who.username, who.password),
  });
  const { message: says } = getSessionEnding();
  const refused = login.error ? asApiError(login.error) : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!username) name.current?.focus();
    else if (!password) secret.current?.focus();
    else login.mutate({ username, password });
  }

  return (
    <Page title="Log in" hideTitle width={demo.data ? 920 : 440}>
      <Box
        sx={{
          display: "grid",
          gap: 3,
          alignItems: "start",
          gridTemplateColumns: demo.data
            ? { xs: "minmax(0, 1fr)", md: "400px minmax(0, 1fr)" }
            : "minmax(0, 1fr)",
          pt: { xs: 1, md: 5 },
        }}
      >
        <Card sx={{ p: 3 }} component="form" onSubmit={submit} noValidate>
          <Typography variant="h1" component="p" sx={{ mb: 2.5 }}>
            Welcome back
          </Typography>
          <Box sx={{ display: "grid", gap: 2 }}>
            {refused && (
              <Alert severity="error">
                {refused.status === 429 && refused.retryAfter
                  ? `Too many wrong passwords. Try again in ${refused.retryAfter} s.`
                  : refused.problem.detail}
              </Alert>
            )}
            {says && !refused && <Alert severity="info">{says}</Alert>}
            <TextField
              label="Username"
              name="username"
              autoComplete="username"
              // Not where it would bring up a keyboard over the cards.
              autoFocus={window.matchMedia("(hover: hover)").matches}
              inputRef={name}
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
              inputRef={secret}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              slotProps={{ inputLabel: { required: false } }}
            />
            <Button type="submit" variant="contained" loading={login.isPending}>
              Log in
            </Button>
          </Box>
          <Typography variant="body2" color="textSecondary" sx={{ mt: 2.5 }}>
            New here?{" "}
            <Box component={Link} to={`/register${search}`} sx={{ color: "primary.main", fontWeight: 600 }}>
              Open an account
            </Box>
          </Typography>
        </Card>
        {demo.data && (
          <DemoLogins
            demo={demo.data}
            busy={login.isPending}
            choose={(who) => login.mutate({ username: who, password: demo.data?.password ?? "" })}
          />
        )}
      </Box>
    </Page>
  );
}
