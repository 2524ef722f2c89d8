"""The steps a version of an agreement may take, and what follows from its state. Pure: no Django, no clock."""

from datetime import date, timedelta

from mou.errors import WrongState
from mou.vocabulary import VersionPhase, VersionState

S = VersionState
STEPS: dict[VersionState, frozenset[VersionState]] = {
    S.DRAFT: frozenset({S.IN_REVIEW}),
    S.IN_REVIEW: frozenset({S.DRAFT, S.APPROVED}),
    S.APPROVED: frozenset({S.DRAFT, S.OUT_FOR_SIGNATURE}),
    # A change voids the signatures given so far: what was signed would no longer be what is agreed.
    S.OUT_FOR_SIGNATURE: frozenset({S.DRAFT, S.IN_FORCE}),
    S.IN_FORCE: frozenset({S.EXPIRED, S.TERMINATED, S.SUPERSEDED}),
    S.EXPIRED: frozenset(),
    S.TERMINATED: frozenset(),
    S.SUPERSEDED: frozenset(),
}
UNSIGNED = frozenset({S.DRAFT, S.IN_REVIEW, S.APPROVED, S.OUT_FOR_SIGNATURE})
WRITABLE = frozenset({S.DRAFT, S.IN_REVIEW})  # without falling back to a draft
EXPIRING_DAYS = 90
REMINDER_DAYS = (90, 60, 30)


def check_step(before: VersionState, after: VersionState) -> None:
    """Raise WrongState unless a version in state `before` may become `after`."""
    if after not in STEPS[before]:
        raise WrongState(f"A version that is {before} cannot become {after}.")


def state_after_change(before: VersionState) -> VersionState:
    """Return the state a version is in after a change of what it says, or raise WrongState: signed words stand."""
    if before not in UNSIGNED:
        raise WrongState(f"A version that is {before} is not changed any more; amend it.")
    return before if before in WRITABLE else S.DRAFT


def phase_of(state: VersionState, *, is_in_force: bool, effective_on: date, today: date) -> VersionPhase:
    """Return what a state comes to today: what both have signed is not in force before its first day.

    `is_in_force` is what the policy says; a version that is neither early nor over and does not hold has a party
    that is switched off.
    """
    if state is not S.IN_FORCE or is_in_force:
        return VersionPhase(state.value)
    return VersionPhase.SIGNED if today < effective_on else VersionPhase.PARTY_INACTIVE


def days_left(expires_on: date, today: date) -> int:
    """Return how many days an agreement still holds after today; negative when it is over."""
    return (expires_on - today).days


def is_expiring(state: VersionState, expires_on: date, today: date) -> bool:
    """Say whether a version in force ends within the time in which a renewal has to be prepared."""
    return state is S.IN_FORCE and 0 <= days_left(expires_on, today) <= EXPIRING_DAYS


def due_reminder(expires_on: date, today: date) -> int | None:
    """Return the closest threshold that was reached: 90, 60 or 30 days before the last day, 0 after it, or None."""
    left = days_left(expires_on, today)
    if left < 0:
        return 0
    return min((threshold for threshold in REMINDER_DAYS if left <= threshold), default=None)


def renewal_dates(effective_on: date, expires_on: date) -> tuple[date, date]:
    """Return the dates of a renewal: from the day after, for as long again."""
    begins = expires_on + timedelta(days=1)
    return begins, begins + (expires_on - effective_on)
