//! The state machine of an order, as one table. Transitions that are not listed are refused.

text_enum! {
    /// The status of an order.
    Status {
        /// Placed, and its stock deducted. Waits for acceptance.
        Pending = "pending",
        /// Accepted. Waits for preparation.
        Accepted = "accepted",
        /// In preparation.
        Processing = "processing",
        /// Ready. The order keeps this status when it is handed over.
        Completed = "completed",
        /// Cancelled, and its stock restored.
        Cancelled = "cancelled",
        /// Rejected by the business, and its stock restored.
        Rejected = "rejected",
    }
}

text_enum! {
    /// A command that changes an order.
    Command {
        /// Accepts a pending order.
        Accept = "accept",
        /// Rejects a pending order.
        Reject = "reject",
        /// Cancels a pending or accepted order.
        Cancel = "cancel",
        /// Starts the preparation.
        Start = "start",
        /// Completes the preparation.
        Complete = "complete",
        /// Records that the customer received the order.
        HandOver = "hand-over",
    }
}

impl Command {
    /// Returns `true` if the command's effect still stands: the order has the resulting status, or has advanced from it without
    /// being cancelled. The effect of [`HandOver`](Self::HandOver) stands once the order is handed over.
    pub const fn still_stands(self, status: Status, is_handed_over: bool) -> bool {
        match self {
            Self::Accept => matches!(status, Status::Accepted | Status::Processing | Status::Completed),
            Self::Start => matches!(status, Status::Processing | Status::Completed),
            Self::Complete => matches!(status, Status::Completed),
            Self::HandOver => matches!(status, Status::Completed) && is_handed_over,
            Self::Cancel => matches!(status, Status::Cancelled),
            Self::Reject => matches!(status, Status::Rejected),
        }
    }

    /// Returns `true` if the command restores the stock that the order deducted.
    pub const fn restores_stock(self) -> bool {
        matches!(self, Self::Reject | Self::Cancel)
    }
}

/// The role of an actor towards one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderRole {
    /// The customer of the order.
    Customer,
    /// The waiter who placed the order.
    PlacingWaiter,
    /// Another waiter of the business.
    Waiter,
    /// The owner of the business.
    Business,
    /// An admin.
    Admin,
    /// A kitchen worker.
    Kitchen,
    /// The scheduler.
    System,
}

impl OrderRole {
    /// All roles, for the tests that print the whole table.
    pub const ALL: &'static [Self] =
        &[Self::Customer, Self::PlacingWaiter, Self::Waiter, Self::Business, Self::Admin, Self::Kitchen, Self::System];
}

/// The reason why the state table refuses a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The command is too early or too late: the role may give it in another status, or the order was already handed over.
    WrongStatus,
    /// The role may not give this command in any status.
    NotAllowed,
}

/// Returns the status after `command`, given by an actor with this role.
///
/// # Errors
/// The table refuses the command.
pub fn next(status: Status, is_handed_over: bool, command: Command, role: OrderRole) -> Result<Status, Refusal> {
    match transition(status, is_handed_over, command, role) {
        Some(next) => Ok(next),
        // The role may give this command in another status, so the command is only too early or too late.
        None if Status::ALL.iter().any(|&other| transition(other, false, command, role).is_some()) => {
            Err(Refusal::WrongStatus)
        }
        None => Err(Refusal::NotAllowed),
    }
}

fn transition(status: Status, is_handed_over: bool, command: Command, role: OrderRole) -> Option<Status> {
    use OrderRole::{Admin, Business, Customer, Kitchen, PlacingWaiter, System, Waiter};
    match (status, command, role) {
        (Status::Pending, Command::Accept, Business | Admin | System) => Some(Status::Accepted),
        (Status::Pending, Command::Reject, Business | Admin) => Some(Status::Rejected),
        (Status::Pending, Command::Cancel, Customer | PlacingWaiter | Business | Admin | System)
        | (Status::Accepted, Command::Cancel, Business | Admin) => Some(Status::Cancelled),
        (Status::Accepted, Command::Start, Business | Admin | Kitchen) => Some(Status::Processing),
        (Status::Processing, Command::Complete, Business | Admin | Kitchen) => Some(Status::Completed),
        (Status::Completed, Command::HandOver, Business | Waiter | PlacingWaiter | Admin) if !is_handed_over => {
            Some(Status::Completed)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// Compares the whole state machine with a snapshot: for each command in each status, the resulting status and the allowed
    /// roles.
    #[test]
    fn state_table() {
        let mut table = format!("{:<12}", "");
        for command in Command::ALL {
            write!(table, "{command:<24}").unwrap();
        }
        for &status in Status::ALL {
            write!(table, "\n{status:<12}").unwrap();
            for &command in Command::ALL {
                let allowed: Vec<_> = OrderRole::ALL
                    .iter()
                    .filter(|&&role| next(status, false, command, role).is_ok())
                    .map(|role| match role {
                        OrderRole::Customer => 'C',
                        OrderRole::PlacingWaiter => 'P',
                        OrderRole::Waiter => 'W',
                        OrderRole::Business => 'B',
                        OrderRole::Admin => 'A',
                        OrderRole::Kitchen => 'K',
                        OrderRole::System => 'S',
                    })
                    .collect();
                let to = next(status, false, command, OrderRole::Admin).ok();
                let cell = to.map_or("-".to_owned(), |to| format!("{to} {}", String::from_iter(allowed)));
                write!(table, "{cell:<24}").unwrap();
            }
        }
        let table = table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(table, @r"
                    accept                  reject                  cancel                  start                   complete                hand-over
        pending     accepted BAS            rejected BA             cancelled CPBAS         -                       -                       -
        accepted    -                       -                       cancelled BA            processing BAK          -                       -
        processing  -                       -                       -                       -                       completed BAK           -
        completed   -                       -                       -                       -                       -                       completed PWBA
        cancelled   -                       -                       -                       -                       -                       -
        rejected    -                       -                       -                       -                       -                       -
        ");
    }

    /// Compares the statuses in which the effect of each command still stands with a snapshot. In all other statuses, a repeated
    /// command is refused.
    #[test]
    fn command_effects_hold_in_later_statuses_of_the_same_path() {
        let mut table = String::new();
        for &command in Command::ALL {
            let cells = Status::ALL.iter().map(|&status| {
                if command.still_stands(status, false) {
                    format!(" {status}")
                } else if command.still_stands(status, true) {
                    format!(" {status}+handed-over")
                } else {
                    String::new()
                }
            });
            writeln!(table, "{command}:{}", cells.collect::<String>()).unwrap();
        }
        insta::assert_snapshot!(table, @r"
        accept: accepted processing completed
        reject: rejected
        cancel: cancelled
        start: processing completed
        complete: completed
        hand-over: completed+handed-over
        ");
        // In the status that a command leads to, its effect stands, and the command cannot be given again.
        for (&status, &command) in Status::ALL.iter().flat_map(|s| Command::ALL.iter().map(move |c| (s, c))) {
            if let Ok(to) = next(status, false, command, OrderRole::Admin) {
                let is_handed_over = command == Command::HandOver;
                assert!(command.still_stands(to, is_handed_over), "{command} leads to {to}");
                assert_eq!(next(to, is_handed_over, command, OrderRole::Admin), Err(Refusal::WrongStatus));
            }
        }
    }

    #[test]
    fn order_is_handed_over_once() {
        assert_eq!(next(Status::Completed, true, Command::HandOver, OrderRole::Waiter), Err(Refusal::WrongStatus));
    }

    #[test]
    fn forbidden_command_is_not_reported_as_a_wrong_status() {
        assert_eq!(next(Status::Pending, false, Command::Accept, OrderRole::Customer), Err(Refusal::NotAllowed));
        assert_eq!(next(Status::Accepted, false, Command::Cancel, OrderRole::Customer), Err(Refusal::WrongStatus));
        assert_eq!(next(Status::Completed, false, Command::HandOver, OrderRole::Kitchen), Err(Refusal::NotAllowed));
    }
}
