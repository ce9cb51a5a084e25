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
import type { Business, User } from "@/api/types";
import { businessesQuery } from "@/entities/business/queries";
import { ROLE_LABELS } from "@/entities/labels";
import { deactivateUser, usersQuery } from "@/entities/user/queries";
import { UserForm } from "@/entities/user/user-form";
import { useCanWrite } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { serverNow } from "@/shared/clock";
import { Icon } from "@/shared/icons";
import { notify } from "@/shared/notices";
import { ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";
import { formatDateTime } from "@/shared/time";

/** The users, with buttons to add and deactivate them. */
export function UsersTab() {
  const ownId = useUser()?.id;
  const cache = useQueryClient();
  const { data, error, errorUpdatedAt, refetch } = useQuery(usersQuery());
  const { data: businesses } = useQuery(businessesQuery());
  const [userToDeactivate, setUserToDeactivate] = useState<User | null>(null);
  const [isAdding, setIsAdding] = useState(false);
  const { canWrite, reason } = useCanWrite();
  const { mutate: deactivate } = useMutation({
    mutationFn: deactivateUser,
    onSuccess: () => {
      notify("Account deactivated.");
      void cache.invalidateQueries({ queryKey: queryKeys.users });
    },
    onError: showError,
  });
  if (!data) {
    return error ? (
      <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />
    ) : (
      <Skeleton variant="rectangular" height={320} />
    );
  }
  return (
    <>
      <Box sx={{ display: "flex", justifyContent: "flex-end", mb: 1.5 }}>
        <Button
          variant="contained"
          onClick={() => setIsAdding(true)}
          startIcon={<Icon name="add" size={18} />}
          disabled={!canWrite}
          title={reason}
        >
          Add user
        </Button>
      </Box>
      {isAdding && (
        <AddUserDialog
          businesses={businesses ?? []}
          disabled={!canWrite}
          onClose={() => setIsAdding(false)}
        />
      )}
      <Card component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {data.map((user) => (
          <UserRow
            key={user.id}
            user={user}
            businessName={businesses?.find((business) => business.id === user.business_id)?.name}
            onDeactivate={user.id === ownId ? null : () => setUserToDeactivate(user)}
          />
        ))}
      </Card>
      {userToDeactivate && (
        <DeactivateDialog
          user={userToDeactivate}
          onConfirm={() => deactivate(userToDeactivate.id)}
          onClose={() => setUserToDeactivate(null)}
        />
      )}
    </>
  );
}

interface UserRowProps {
  user: User;
  businessName: string | undefined;
  /** `null` for the admin's own account. */
  onDeactivate: (() => void) | null;
}

function UserRow({ user, businessName, onDeactivate }: UserRowProps) {
  const since = `since ${formatDateTime(user.created_at, serverNow())}`;
  return (
    <Box
      component="li"
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 2,
        px: 2,
        py: 1,
        minHeight: 64,
        "& + &": { borderTop: "1px solid", borderColor: "line" },
      }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography sx={{ fontWeight: 650 }}>{user.name}</Typography>
        <Typography variant="body2" color="textSecondary" className="num">
          {[user.username, ROLE_LABELS[user.role], businessName, since].filter(Boolean).join(" · ")}
        </Typography>
      </Box>
      {onDeactivate && (
        <Button color="error" onClick={onDeactivate} aria-label={`Deactivate ${user.name}'s account`}>
          Deactivate
        </Button>
      )}
    </Box>
  );
}

interface AddUserDialogProps {
  businesses: readonly Business[];
  disabled: boolean;
  onClose: () => void;
}

function AddUserDialog({ businesses, disabled, onClose }: AddUserDialogProps) {
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="add-title">
      <DialogTitle id="add-title">New user</DialogTitle>
      <DialogContent>
        <UserForm
          roles={["waiter", "business", "customer", "admin"]}
          businesses={businesses}
          disabled={disabled}
          onAdded={onClose}
        />
      </DialogContent>
    </Dialog>
  );
}

interface DeactivateDialogProps {
  user: User;
  onConfirm: () => void;
  onClose: () => void;
}

function DeactivateDialog({ user, onConfirm, onClose }: DeactivateDialogProps) {
  const confirm = () => {
    onConfirm();
    onClose();
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="deactivate-title">
      <DialogTitle id="deactivate-title">Deactivate {user.name}'s account?</DialogTitle>
      <DialogContent>
        <DialogContentText>
          They will be logged out immediately and can't log in again. Their orders are kept.
        </DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="contained" color="error" onClick={confirm}>
          Deactivate
        </Button>
      </DialogActions>
    </Dialog>
  );
}
