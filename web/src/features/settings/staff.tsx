import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import { useUser } from "@/session/session";
import { showError } from "@/shared/show-error";
import { UserForm } from "@/entities/user/user-form";
import { removeUser, usersQuery } from "@/entities/user/queries";
import { Setting } from "./setting-cards";

/** The people of this business. */
export function Staff({ disabled }: { disabled: boolean }) {
  const me = useUser()?.id;
  const cache = useQueryClient();
  const { data } = useQuery(usersQuery());
  const again = () => void cache.invalidateQueries({ queryKey: queryKeys.users });
  const closing = useMutation({ mutationFn: removeUser, onSuccess: again, onError: showError });
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
                aria-label={`Close account of ${user.name}`}
              >
                Close account
              </Button>
            )}
          </Box>
        ))}
      </Box>
      <Typography variant="h3" sx={{ mb: 1 }}>
        A new waiter
      </Typography>
      <UserForm disabled={disabled} />
    </Setting>
  );
}
