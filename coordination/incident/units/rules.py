"""Which unit works in which zone, and with whom. Pure."""

from coordination.incident.units.errors import (
    UnitEntersNoHotZone,
    UnitEscortsNoOne,
    UnitJoinsNoContactTeam,
    UnitNeedsEscort,
)
from coordination.incident.units.vocabulary import UnitTeam, UnitZone
from mou.vocabulary import AgencyKind

LAW = frozenset({AgencyKind.POLICE.value, AgencyKind.SHERIFF.value})


def check_zone(*, agency_kind: str, zone: UnitZone | None, is_escorted: bool) -> None:
    """Let a unit work in a zone. Raises: UnitEntersNoHotZone, UnitNeedsEscort."""
    if agency_kind in LAW:
        return
    if zone is UnitZone.HOT:
        raise UnitEntersNoHotZone(pointer="/zone")
    if zone is UnitZone.WARM and not is_escorted:
        raise UnitNeedsEscort(pointer="/escort_unit_id")


def check_team(*, agency_kind: str, team_kind: UnitTeam | None) -> None:
    """Let a unit be in a team of a kind. Raises: UnitJoinsNoContactTeam: it goes to the threat."""
    if team_kind is UnitTeam.CONTACT and agency_kind not in LAW:
        raise UnitJoinsNoContactTeam(pointer="/team_kind")


def check_escort(*, agency_kind: str, zone: UnitZone | None, escorted_in: UnitZone | None, is_itself: bool) -> None:
    """Let a unit escort another. Raises: UnitEscortsNoOne: not of law enforcement, itself, or in another zone."""
    if is_itself or agency_kind not in LAW or zone is not escorted_in:
        raise UnitEscortsNoOne(pointer="/escort_unit_id")
