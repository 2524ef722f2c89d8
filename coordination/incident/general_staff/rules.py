"""Which step a function of the staff allows in which state, and who may hold which. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from coordination.errors import CoordinationError
from coordination.incident.command.order import LEADERS, NO_ORDER, RANK
from coordination.incident.general_staff.errors import FunctionHeld, FunctionOfferOpen, FunctionVacant, NoFunctionOffer
from coordination.incident.general_staff.vocabulary import SUBDIVISIONS, StaffFunction
from mou.vocabulary import AgencyKind, MemberRole


class FunctionState(StrEnum):
    """What a function is to its steps. `offered`: held, and its holder waits for an answer."""

    VACANT = "vacant"
    HELD = "held"
    OFFERED = "offered"


class FunctionStep(StrEnum):
    """What is done with a function. `leave`: its holder gives it up, or command relieves them."""

    CLAIM = "claim"
    APPOINT = "appoint"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    LEAVE = "leave"


# Each step that a state does not allow, with its refusal. What is not named here is allowed.
REFUSED: Mapping[tuple[FunctionState, FunctionStep], type[CoordinationError]] = {
    (FunctionState.HELD, FunctionStep.CLAIM): FunctionHeld,
    (FunctionState.OFFERED, FunctionStep.CLAIM): FunctionHeld,
    (FunctionState.VACANT, FunctionStep.OFFER): FunctionVacant,
    (FunctionState.OFFERED, FunctionStep.OFFER): FunctionOfferOpen,
    (FunctionState.VACANT, FunctionStep.ACCEPT): NoFunctionOffer,
    (FunctionState.HELD, FunctionStep.ACCEPT): NoFunctionOffer,
    (FunctionState.VACANT, FunctionStep.DECLINE): NoFunctionOffer,
    (FunctionState.HELD, FunctionStep.DECLINE): NoFunctionOffer,
    (FunctionState.VACANT, FunctionStep.LEAVE): FunctionVacant,
}

# NIMS: operations and safety direct people in danger; they are of the disciplines that enter.
FIELD = frozenset({AgencyKind.POLICE, AgencyKind.SHERIFF, AgencyKind.FIRE, AgencyKind.EMS})
KINDS: Mapping[StaffFunction, frozenset[AgencyKind]] = {
    **dict.fromkeys(StaffFunction, frozenset(NO_ORDER)),
    **dict.fromkeys((StaffFunction.OPERATIONS, *SUBDIVISIONS), FIELD),
}
# What a leader of the school or district holds as well: they know its families, rooms, buses and bills.
OF_THE_SCHOOL = frozenset(
    {
        StaffFunction.LIAISON,
        StaffFunction.PUBLIC_INFORMATION,
        StaffFunction.PLANNING,
        StaffFunction.LOGISTICS,
        StaffFunction.FINANCE,
    }
)


def check_step(state: FunctionState, step: FunctionStep) -> None:
    """Let a step be taken. Raises: what REFUSED names for it."""
    if (refusal := REFUSED.get((state, step))) is not None:
        raise refusal


def may_hold(function: StaffFunction, *, kind: AgencyKind, role: MemberRole, is_of_site: bool) -> bool:
    """Tell whether a person of the room may hold a function, by what their agency and they are.

    Args:
        is_of_site: they act for the school or district whose incident it is; another school's leaders hold nothing.
    """
    if is_of_site:
        return role in LEADERS and function in OF_THE_SCHOOL
    return role in RANK and kind in KINDS[function]
