import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { keys } from "@/api/keys";
import { asRefused } from "@/api/problem";
import { useUser } from "@/session/session";
import { notify } from "@/shared/notices";
import { tellRefusal } from "@/shared/tell-refusal";
import { addUser, closeAccount, usersQuery } from "./queries";
import { Setting } from "./settings";

const EMPTY = { name: "", username: "", password: "" };

/** The people of this business. */
export function Staff({ disabled }: { disabled: boolean }) {
  const me = useUser()?.id;
  const cache = useQueryClient();
  const { data } = useQuery(usersQuery());
  const [form, setForm] = useState(EMPTY);
  const again = () => void cache.invalidateQueries({ queryKey: keys.users });
  const adding = useMutation({
    mutationFn: () => addUser(form),
    onSuccess: (user) => {
      notify(`${user.name} can log in as ${user.username}.`);
      setForm(EMPTY);
      again();
    },
  });
  const closing = useMutation({ mutationFn: closeAccount, onSuccess: again, onError: tellRefusal });
  const refused = adding.error ? asRefused(adding.error) : null;

  const field = (name: keyof typeof EMPTY, label: string, more: object = {}) => (
    <TextField
      label={label}
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.target.value })}
      error={refused?.field(name) !== undefined}
      helperText={refused?.field(name)}
      {...more}
    />
  );
  return (
    <Setting title="Staff" about="Waiters order for tables, and hand over what is ready.">
      <Box component="ul" sx={{ listStyle: "none", m: 0, mb: 2.5, p: 0 }}>
        {data?.map((user) => (
          <Box
            component="li"
            key={user.id}
            sx={{
              display: "flex",
              alignItems: "center",
              gap: 2,
              minHeight: 56,
              borderTop: "1px solid",
              borderColor: "line",
            }}
          >
            <Box sx={{ flex: 1, minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600 }} noWrap>
                {user.name}
              </Typography>
              <Typography variant="body2" color="textSecondary" noWrap>
                {user.username} · {user.role === "business" ? "owner" : user.role}
              </Typography>
            </Box>
            {user.role === "waiter" && user.id !== me && (
              <Button
                color="error"
                disabled={disabled}
                loading={closing.isPending && closing.variables === user.id}
                onClick={() => closing.mutate(user.id)}
                aria-label={`Close the account of ${user.name}`}
              >
                Close account
              </Button>
            )}
          </Box>
        ))}
      </Box>
      <Typography variant="h3" sx={{ mb: 1.5 }}>
        Add a waiter
      </Typography>
      {refused && !refused.problem.errors?.length && (
        <Alert severity="error" sx={{ mb: 2 }}>
          {refused.problem.detail}
        </Alert>
      )}
      <Box
        component="form"
        noValidate
        sx={{ display: "grid", gap: 2, gridTemplateColumns: { sm: "1fr 1fr" } }}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          adding.mutate();
        }}
      >
        {field("name", "Name", { autoComplete: "off" })}
        {field("username", "Username", {
          autoComplete: "off",
          slotProps: { htmlInput: { autoCapitalize: "none", spellCheck: false } },
        })}
        {field("password", "Password", {
          type: "password",
          autoComplete: "new-password",
          helperText: refused?.field("password") ?? "At least 8 characters.",
        })}
        <Button
          type="submit"
          variant="outlined"
          loading={adding.isPending}
          disabled={disabled || !form.name.trim() || !form.username.trim() || form.password.length < 8}
          sx={{ height: 56 }}
        >
          Add
        </Button>
      </Box>
    </Setting>
  );
}
