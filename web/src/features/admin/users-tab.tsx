import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { queryKeys } from "@/api/query-keys";
import type { User } from "@/api/types";
import { businessesQuery } from "@/entities/business/queries";
import { UserForm } from "@/entities/user/user-form";
import { removeUser, usersQuery } from "@/entities/user/queries";
import { useCanWrite } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { serverNow } from "@/shared/clock";
import { Icon } from "@/shared/icons";
import { notify } from "@/shared/notices";
import { ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";
import { formatDateTime } from "@/shared/time";

/** Everybody who can log in. */
export function UsersTab() {
  const me = useUser()?.id;
  const cache = useQueryClient();
  const { data, error, errorUpdatedAt, refetch } = useQuery(usersQuery());
  const { data: businesses } = useQuery(businessesQuery());
  const [asked, setAsked] = useState<User | null>(null);
  const [adding, setAdding] = useState(false);
  const writable = useCanWrite();
  const closing = useMutation({
    mutationFn: removeUser,
    onSuccess: () => {
      notify("The account is closed.");
      void cache.invalidateQueries({ queryKey: queryKeys.users });
    },
    onError: showError,
  });
  const houseOf = (user: User) => businesses?.find((business) => business.id === user.business_id)?.name;
  if (!data) {
    return error ? (
      <ErrorState error={error} at={errorUpdatedAt} retry={() => void refetch()} />
    ) : (
      <Skeleton variant="rectangular" height={320} />
    );
  }
  return (
    <>
      <Box sx={{ display: "flex", justifyContent: "flex-end", mb: 1.5 }}>
        <Button
          variant="contained"
          onClick={() => setAdding(true)}
          startIcon={<Icon name="add" size={18} />}
          disabled={!writable.canWrite}
          title={writable.reason || undefined}
        >
          Add a person
        </Button>
      </Box>
      <Dialog
        open={adding}
        onClose={() => setAdding(false)}
        fullWidth
        maxWidth="sm"
        aria-labelledby="add-title"
      >
        <DialogTitle id="add-title">A new account</DialogTitle>
        <DialogContent>
          <UserForm
            roles={["waiter", "business", "customer", "admin"]}
            businesses={businesses ?? []}
            disabled={!writable.canWrite}
            done={() => setAdding(false)}
          />
        </DialogContent>
      </Dialog>
      <Card component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {data.map((user, index) => (
          <Box
            component="li"
            key={user.id}
            sx={{
              display: "flex",
              alignItems: "center",
              gap: 2,
              px: 2,
              py: 1,
              minHeight: 64,
              ...(index > 0 ? { borderTop: "1px solid", borderColor: "line" } : {}),
            }}
          >
            <Box sx={{ flex: 1, minWidth: 0 }}>
              <Typography sx={{ fontWeight: 650 }}>{user.name}</Typography>
              <Typography variant="body2" color="textSecondary" className="num">
                {[
                  user.username,
                  user.role,
                  houseOf(user),
                  `since ${formatDateTime(user.created_at, serverNow())}`,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </Typography>
            </Box>
            {user.id !== me && (
              <Button
                color="error"
                onClick={() => setAsked(user)}
                aria-label={`Close account of ${user.name}`}
              >
                Close account
              </Button>
            )}
          </Box>
        ))}
      </Card>
      <Dialog open={asked !== null} onClose={() => setAsked(null)} aria-labelledby="close-title">
        <DialogTitle id="close-title">Close the account of {asked?.name}?</DialogTitle>
        <DialogContent>
          <DialogContentText>
            They are logged out at once and cannot log in again. Their orders stay.
          </DialogContentText>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={() => setAsked(null)}>
            Keep it
          </Button>
          <Button
            variant="contained"
            color="error"
            onClick={() => {
              if (asked) closing.mutate(asked.id);
              setAsked(null);
            }}
          >
            Close the account
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
