"""Which function sets which place, and who changes one that is set. Pure."""

from coordination.incident.ground.errors import GroundOfOtherFunction, GroundPlaceOfOthers
from coordination.incident.ground.vocabulary import GroundFunction, GroundKind
from mou.vocabulary import AgencyKind

F, K = GroundFunction, GroundKind
FUNCTION_OF: dict[str, GroundFunction] = {
    AgencyKind.POLICE.value: F.LAW,
    AgencyKind.SHERIFF.value: F.LAW,
    AgencyKind.FIRE.value: F.FIRE,
    AgencyKind.EMS.value: F.EMS,
    AgencyKind.DISPATCH.value: F.DISPATCH,
    AgencyKind.EMERGENCY_MANAGEMENT.value: F.EMERGENCY_MANAGEMENT,
}
CARE = frozenset({F.LAW, F.FIRE, F.EMS})
# Beside them command sets every kind, and dispatch says what is set by radio.
SETS: dict[GroundKind, frozenset[GroundFunction]] = {
    K.CASUALTY_COLLECTION_POINT: CARE,  # contact teams begin one where the injured are
    K.AMBULANCE_EXCHANGE_POINT: CARE,
    K.PROTECTED_CORRIDOR: frozenset({F.LAW}),  # they protect it
    K.LANDING_ZONE: frozenset({F.FIRE, F.EMS}),
    K.STAGING: CARE | {F.EMERGENCY_MANAGEMENT},
    K.COMMAND_POST: frozenset(),
    K.INNER_PERIMETER: frozenset({F.LAW}),
    K.OUTER_PERIMETER: frozenset({F.LAW}),
    # Of a threat the police say where it is hot; of gas or fire the fire department.
    K.HOT_ZONE: frozenset({F.LAW, F.FIRE}),
    K.WARM_ZONE: frozenset({F.LAW, F.FIRE}),
    K.COLD_ZONE: frozenset({F.LAW, F.FIRE}),
}


def setters_of(kind: GroundKind) -> frozenset[GroundFunction]:
    """Return which functions set a kind of place beside command."""
    return SETS[kind] if kind is K.COMMAND_POST else SETS[kind] | {F.DISPATCH}


def function_that_sets(kind: GroundKind, *, agency_kind: str, is_command: bool) -> GroundFunction:
    """Return for which function a person sets a place. Raises: GroundOfOtherFunction."""
    own = FUNCTION_OF.get(agency_kind)
    if own is not None and own in setters_of(kind):
        return own
    if is_command:
        return F.COMMAND
    raise GroundOfOtherFunction(pointer="/kind")


def check_may_change(kind: GroundKind, *, set_for: GroundFunction, agency_kind: str, is_command: bool) -> None:
    """Let the function that set a place change it, and command. What dispatch said is of the functions that set it.

    Raises: GroundPlaceOfOthers.
    """
    own = FUNCTION_OF.get(agency_kind)
    if is_command or own is set_for or (set_for is F.DISPATCH and own in SETS[kind]):
        return
    raise GroundPlaceOfOthers(pointer="/place_id")
