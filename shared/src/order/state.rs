//! The state machine of an order, as one table. The last arm refuses.

use crate::event::Kind;

text_enum! {
    /// Where an order is in its life.
    Status {
        /// Placed; its stock is taken; nobody has taken it on yet.
        Pending = "pending",
        /// Taken on; waits for a cook.
        Accepted = "accepted",
        /// A cook is at it.
        Processing = "processing",
        /// Ready.
        Completed = "completed",
        /// Taken back; its stock is returned.
        Cancelled = "cancelled",
        /// Declined; its stock is returned.
        Rejected = "rejected",
    }
}

text_enum! {
    /// What can be asked of an order.
    Command {
        /// Take it on.
        Accept = "accept",
        /// Decline it.
        Reject = "reject",
        /// Take it back.
        Cancel = "cancel",
        /// Begin to cook.
        Start = "start",
        /// It is ready.
        Complete = "complete",
        /// The guest has it.
        HandOver = "hand-over",
    }
}

impl Command {
    /// The event that tells of it.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Accept => Kind::Accepted,
            Self::Reject => Kind::Rejected,
            Self::Cancel => Kind::Cancelled,
            Self::Start => Kind::Processing,
            Self::Complete => Kind::Completed,
            Self::HandOver => Kind::HandedOver,
        }
    }

    /// Whether what it led to still holds in this state: the order is where it led, or further on the same way.
    pub const fn stands(self, status: Status, handed_over: bool) -> bool {
        match self {
            Self::Accept => matches!(status, Status::Accepted | Status::Processing | Status::Completed),
            Self::Start => matches!(status, Status::Processing | Status::Completed),
            Self::Complete => matches!(status, Status::Completed),
            Self::HandOver => matches!(status, Status::Completed) && handed_over,
            Self::Cancel => matches!(status, Status::Cancelled),
            Self::Reject => matches!(status, Status::Rejected),
        }
    }

    /// Whether it returns the stock that the order had taken.
    pub const fn returns_stock(self) -> bool {
        matches!(self, Self::Reject | Self::Cancel)
    }
}

/// What somebody is to one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its customer.
    Customer,
    /// The waiter who placed it.
    PlacingWaiter,
    /// Another waiter of the business.
    Waiter,
    /// The business.
    Business,
    /// An admin.
    Admin,
    /// A kitchen worker.
    Kitchen,
    /// The clockwork.
    System,
}

impl Standing {
    /// Every standing, for the tests that print the whole table.
    pub const ALL: &'static [Self] =
        &[Self::Customer, Self::PlacingWaiter, Self::Waiter, Self::Business, Self::Admin, Self::Kitchen, Self::System];
}

/// Why a command was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The order is not in a state that allows it (any more).
    WrongState,
    /// Whoever asks may never ask this of the order.
    NotAllowed,
}

/// The state after `command`, given by somebody of this standing.
pub fn next(status: Status, handed_over: bool, command: Command, standing: Standing) -> Result<Status, Refusal> {
    match step(status, handed_over, command, standing) {
        Some(next) => Ok(next),
        // The same table says what a standing may never ask: whatever it allows in no state.
        None if Status::ALL.iter().any(|&other| step(other, false, command, standing).is_some()) => {
            Err(Refusal::WrongState)
        }
        None => Err(Refusal::NotAllowed),
    }
}

fn step(status: Status, handed_over: bool, command: Command, standing: Standing) -> Option<Status> {
    use Standing::{Admin, Business, Customer, Kitchen, PlacingWaiter, System, Waiter};
    match (status, command, standing) {
        (Status::Pending, Command::Accept, Business | Admin | System) => Some(Status::Accepted),
        (Status::Pending, Command::Reject, Business | Admin) => Some(Status::Rejected),
        (Status::Pending, Command::Cancel, Customer | PlacingWaiter | Business | Admin | System)
        | (Status::Accepted, Command::Cancel, Business | Admin) => Some(Status::Cancelled),
        (Status::Accepted, Command::Start, Business | Admin | Kitchen) => Some(Status::Processing),
        (Status::Processing, Command::Complete, Business | Admin | Kitchen) => Some(Status::Completed),
        (Status::Completed, Command::HandOver, Business | Waiter | PlacingWaiter | Admin) if !handed_over => {
            Some(Status::Completed)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// The whole machine on one page: who may do what, and where it leads.
    #[test]
    fn the_matrix() {
        let mut matrix = format!("{:<12}", "");
        for command in Command::ALL {
            write!(matrix, "{command:<24}").unwrap();
        }
        for &status in Status::ALL {
            write!(matrix, "\n{status:<12}").unwrap();
            for &command in Command::ALL {
                let allowed: Vec<_> = Standing::ALL
                    .iter()
                    .filter(|&&standing| next(status, false, command, standing).is_ok())
                    .map(|standing| match standing {
                        Standing::Customer => 'C',
                        Standing::PlacingWaiter => 'P',
                        Standing::Waiter => 'W',
                        Standing::Business => 'B',
                        Standing::Admin => 'A',
                        Standing::Kitchen => 'K',
                        Standing::System => 'S',
                    })
                    .collect();
                let to = next(status, false, command, Standing::Admin).ok();
                let cell = to.map_or("-".to_owned(), |to| format!("{to} {}", String::from_iter(allowed)));
                write!(matrix, "{cell:<24}").unwrap();
            }
        }
        let matrix = matrix.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        insta::assert_snapshot!(matrix, @r"
                    accept                  reject                  cancel                  start                   complete                hand-over
        pending     accepted BAS            rejected BA             cancelled CPBAS         -                       -                       -
        accepted    -                       -                       cancelled BA            processing BAK          -                       -
        processing  -                       -                       -                       -                       completed BAK           -
        completed   -                       -                       -                       -                       -                       completed PWBA
        cancelled   -                       -                       -                       -                       -                       -
        rejected    -                       -                       -                       -                       -                       -
        ");
    }

    /// Where a command that was carried out once still holds; in every other state, to repeat it is refused.
    #[test]
    fn what_was_done_stands_until_the_order_leaves_its_way() {
        let mut table = String::new();
        for &command in Command::ALL {
            let cells = Status::ALL.iter().map(|&status| {
                if command.stands(status, false) {
                    format!(" {status}")
                } else if command.stands(status, true) {
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
        // The state that a command leads to is one in which it stands, and it cannot be given there again.
        for (&status, &command) in Status::ALL.iter().flat_map(|s| Command::ALL.iter().map(move |c| (s, c))) {
            if let Ok(to) = next(status, false, command, Standing::Admin) {
                let handed_over = command == Command::HandOver;
                assert!(command.stands(to, handed_over), "{command} leads to {to}");
                assert_eq!(next(to, handed_over, command, Standing::Admin), Err(Refusal::WrongState));
            }
        }
    }

    #[test]
    fn a_guest_gets_an_order_once() {
        assert_eq!(next(Status::Completed, true, Command::HandOver, Standing::Waiter), Err(Refusal::WrongState));
    }

    #[test]
    fn what_a_standing_may_never_ask_is_not_called_a_wrong_state() {
        assert_eq!(next(Status::Pending, false, Command::Accept, Standing::Customer), Err(Refusal::NotAllowed));
        assert_eq!(next(Status::Accepted, false, Command::Cancel, Standing::Customer), Err(Refusal::WrongState));
        assert_eq!(next(Status::Completed, false, Command::HandOver, Standing::Kitchen), Err(Refusal::NotAllowed));
    }
}
