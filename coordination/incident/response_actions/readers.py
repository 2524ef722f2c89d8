"""Which words of a response action are for a person: those for the school, for responders, or for people elsewhere."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from coordination.room.audiences import RESPONDER_KINDS
from coordination.room.models import Participant
from mapping.models import Site
from mou.vocabulary import AgencyKind

# Dispatchers and emergency managers go to no door, and are told to open none.
COMES_TO_HELP = RESPONDER_KINDS - {AgencyKind.DISPATCH, AgencyKind.EMERGENCY_MANAGEMENT}


class Does(StrEnum):
    """Whether a response action is for the reader to do, to come to, or to know of."""

    SCHOOL = "school"
    RESPONDER = "responder"
    ELSEWHERE = "elsewhere"


def does_at(site: Site, agencies: Iterable[tuple[UUID, str]]) -> Does:
    """Return it for a person of these agencies, each given with its kind. Being of the school counts first."""
    ids_and_kinds = list(agencies)
    if (site.school_id or site.district_id) in {one for one, _kind in ids_and_kinds}:
        return Does.SCHOOL
    comes = any(kind in COMES_TO_HELP for _one, kind in ids_and_kinds)
    return Does.RESPONDER if comes else Does.ELSEWHERE


def does_in(participant: Participant, site: Site) -> Does:
    """Return it for a participant, by the agency that they are in the room for."""
    return does_at(site, [(participant.agency_id, participant.agency_kind)])
