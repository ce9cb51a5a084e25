import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import { ROLE_LABELS } from "@/entities/labels";
import { deactivateUser, usersQuery } from "@/entities/user/queries";
import { UserForm } from "@/entities/user/user-form";
import { useUser } from "@/session/session";
import { showError } from "@/shared/show-error";
import { SettingCard } from "./setting-cards";

/** A list of the staff of the business, and a form to add a waiter. */
export function Staff({ disabled }: { disabled: boolean }) {
  const ownId = useUser()?.id;
  const cache = useQueryClient();
  const { data: users } = useQuery(usersQuery());
  const removal = useMutation({
    mutationFn: deactivateUser,
    onSuccess: () => void cache.invalidateQueries({ queryKey: queryKeys.users }),
    onError: showError,
  });
  return (
    <SettingCard title="Staff" description="Waiters take table orders and serve them.">
      <Box component="ul" sx={{ listStyle: "none", m: 0, mb: 2.5, p: 0 }}>
        {users?.map((user) => (
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
                {user.username} · {ROLE_LABELS[user.role]}
              </Typography>
            </Box>
            {user.role === "waiter" && user.id !== ownId && (
              <Button
                color="error"
                disabled={disabled}
                loading={removal.isPending && removal.variables === user.id}
                onClick={() => removal.mutate(user.id)}
                aria-label={`Remove ${user.name}`}
              >
                Remove
              </Button>
            )}
          </Box>
        ))}
      </Box>
      <Typography variant="h3" sx={{ mb: 1 }}>
        New waiter
      </Typography>
      <UserForm disabled={disabled} />
    </SettingCard>
  );
}
