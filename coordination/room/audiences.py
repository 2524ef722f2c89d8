"""Which audiences a participant belongs to: by agency and role, and in an exercise by what they play."""

from collections.abc import Iterable
from uuid import UUID

from coordination.room.direction import Players, direction_of_exercises
from coordination.room.models import Incident, Participant
from coordination.room.wire.addressed import (
    Addressed,
    Readership,
    addressed_to,
    addressed_to_medics,
    addressed_to_site,
)
from coordination.vocabulary import Audience
from mapping.models import Site
from mou.access import policy
from mou.access.policy import Place
from mou.vocabulary import AgencyKind, MemberRole

RESPONDER_KINDS = frozenset(
    {
        AgencyKind.POLICE,
        AgencyKind.SHERIFF,
        AgencyKind.FIRE,
        AgencyKind.EMS,
        AgencyKind.DISPATCH,
        AgencyKind.EMERGENCY_MANAGEMENT,
    }
)
MEDIC_KINDS = frozenset({AgencyKind.FIRE, AgencyKind.EMS})
SCHOOL_KINDS = frozenset({AgencyKind.DISTRICT, AgencyKind.SCHOOL})
COMMAND_ROLES = frozenset(
    {MemberRole.COMMANDER, MemberRole.SUPERVISOR, MemberRole.ADMINISTRATOR, MemberRole.DISPATCHER}
)


def place_of_site(site: Site, incident_id: UUID | None = None) -> Place:
    """Return a site as access asks about it, or an incident there."""
    return Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk, incident_id=incident_id)


def joined_places(incident: Incident) -> list[Place]:
    """Return the sites that have joined an incident as access asks about them. No query."""
    return [
        Place(
            district_id=UUID(one["district_id"]),
            school_id=UUID(one["school_id"]) if one["school_id"] else None,
            site_id=UUID(one["site_id"]),
        )
        for one in incident.joined or ()
    ]


def is_of_site(participant: Participant, site: Site) -> bool:
    """Tell whether a participant acts for the school or district whose site it is, and not for another school."""
    kind = AgencyKind(participant.agency_kind)
    return policy.is_insider(agency_id=participant.agency_id, kind=kind, place=place_of_site(site))


def has_command_role(participant: Participant, site: Site) -> bool:
    """Tell whether a participant has a command role that counts at a site: a school's own leaders lead only there."""
    if participant.role not in COMMAND_ROLES:
        return False
    return participant.agency_kind not in SCHOOL_KINDS or is_of_site(participant, site)


def audiences_of(participant: Participant | None, site: Site) -> frozenset[Audience]:
    """Return the audiences a participant belongs to at a site; none without a participant."""
    if participant is None:
        return frozenset()
    audiences = {Audience.EVERYONE}
    if participant.agency_kind in RESPONDER_KINDS:
        audiences.add(Audience.RESPONDERS)
    if is_of_site(participant, site):
        audiences.add(Audience.SCHOOL)
    if has_command_role(participant, site):
        audiences.add(Audience.COMMAND)
    return frozenset(audiences)


def players_in(incidents: Iterable[Incident]) -> Players:
    """Return who plays in incidents that are exercises. One query, none where nothing is an exercise."""
    played = {one.pk for one in incidents if one.is_exercise}
    return direction_of_exercises().players_in(played) if played else frozenset()


def audiences_in(
    participant: Participant | None, incident: Incident, players: Players, *, at_sites: Iterable[UUID] = ()
) -> frozenset[Readership]:
    """Return the audiences a participant belongs to in an incident, with what is addressed to them as player or medic.

    `at_sites`: the sites that have joined it for which they are there: what is of such a site's rooms, they alone read.
    """
    audiences: frozenset[Readership] = audiences_of(participant, incident.site)
    audiences |= {addressed_to_site(one) for one in at_sites}
    if participant is not None and participant.agency_kind in MEDIC_KINDS:
        audiences |= {addressed_to_medics()}
    if participant is None or (incident.pk, participant.user_id, participant.agency_id) not in players:
        return audiences
    return audiences | addresses_of(agency_id=participant.agency_id, role=participant.role)


def addresses_of(*, agency_id: UUID, role: str) -> frozenset[Addressed]:
    """Return every address that means a player of an agency in a role."""
    return frozenset(
        {
            addressed_to(agency_id=agency_id, role=""),
            addressed_to(agency_id=agency_id, role=role),
            addressed_to(agency_id=None, role=role),
        }
    )
