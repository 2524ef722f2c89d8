"""Who may tell whom: an agency those schools whose agreement opens their rooms to it; and who answers for a school."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from coordination.incident.panic.telling import is_of_the_office
from coordination.room.access import sites_to_press_at, with_room_access
from coordination.room.audiences import COMMAND_ROLES, RESPONDER_KINDS, place_of_site
from mapping.models import Site
from mou.access.fetch import active_memberships, members_who_count, standings_at_places
from mou.models import Agency, AgencyMember
from mou.vocabulary import MemberRole


def agencies_that_tell(user_id: int, at: datetime) -> list[Agency]:
    """Return the agencies that respond and for which a person dispatches or leads. One query."""
    found = active_memberships(user_id, at)
    return [one.agency for one in found if one.agency.kind in RESPONDER_KINDS and one.role in COMMAND_ROLES]


def sites_told_by(user_id: int, agency_ids: Collection[UUID], at: datetime) -> list[Site]:
    """Return the sites that a person may tell for these agencies, by name: where an agreement opens the room to them.

    What the person is besides, by another agency or at a school of their own, opens nothing here. At most a dozen
    queries, however many sites.
    """
    if not agency_ids:
        return []
    sites = list(sites_to_press_at(user_id, at).select_related("district", "school").order_by("name", "id"))
    places = {one.pk: place_of_site(one) for one in sites}
    found = standings_at_places({place: [user_id] for place in places.values()}, at) if places else {}
    return [
        one
        for one in sites
        if any(
            standing.member.agency_id in agency_ids
            and standing.member.role in COMMAND_ROLES
            and not standing.is_insider
            and not standing.by_mutual_aid
            for standing in with_room_access(found[places[one.pk]][user_id])
        )
    ]


def people_who_answer(sites: Iterable[Site], at: datetime) -> dict[UUID, set[int]]:
    """Return who answers for each site: its office and administrators, and those of its district. One query.

    Of a school that names no one of these, all its people.
    """
    wanted = list(sites)
    ids = {one.district_id for one in wanted} | {one.school_id for one in wanted if one.school_id}
    rows = members_who_count(at).filter(agency_id__in=ids, user__is_device=False).select_related("agency")
    of_agency: dict[UUID, list[AgencyMember]] = defaultdict(list)
    for row in rows:
        of_agency[row.agency_id].append(row)
    return {one.pk: _who_answers(one, of_agency) for one in wanted}


def _who_answers(site: Site, of_agency: dict[UUID, list[AgencyMember]]) -> set[int]:
    own = of_agency[site.school_id or site.district_id]
    office = {one.user_id for one in own if is_of_the_office(one)} or {one.user_id for one in own}
    district = of_agency[site.district_id]
    return office | {one.user_id for one in district if one.role == MemberRole.ADMINISTRATOR}
