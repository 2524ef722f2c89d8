"""Whom an alert from a site reaches. It decides nothing by itself; that is the policy's."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from mou.access import policy
from mou.access.facts import agreements_at, emergencies_at, mutual_aid_rows
from mou.access.fetch import depends_on_incident, members_who_count
from mou.vocabulary import TermKind


def people_granted(
    kind: TermKind,
    *,
    district_id: UUID,
    school_id: UUID | None,
    site_id: UUID,
    at: datetime,
    incident_id: UUID | None = None,
) -> list[int]:
    """Return whom an alert from a site reaches: its own people, and those on duty whom an agreement grants `kind`.

    With an incident, also those who were let into it by mutual aid, if that grants `kind`. Off-duty partners are not
    paged, unless an agreement of their agency says so. At most four queries, however many people.
    """
    place = policy.Place(district_id=district_id, school_id=school_id, site_id=site_id)
    agreements = agreements_at(place, at)
    emergencies = emergencies_at([site_id], at) if any(map(depends_on_incident, agreements)) else []
    holding = [one for one in agreements if policy.covers_place(one, place) and policy.is_in_force(one, at)]
    holders = {
        one.agency_id
        for one in holding
        if kind in policy.granted_kinds(one, site_id=site_id, emergencies=emergencies, at=at)
    }
    off_duty_too = holders & {one.agency_id for one in holding if one.pages_off_duty}
    own = [one for one in (district_id, school_id) if one is not None]
    reached = Q(agency_id__in=own) | Q(agency_id__in=holders, is_on_duty=True) | Q(agency_id__in=off_duty_too)
    if incident_id is not None and kind in policy.AID_GRANTS:
        reached |= Q(pk__in=mutual_aid_rows(at).filter(incident_id=incident_id).values("member_id"))
    return list(members_who_count(at).filter(reached).values_list("user_id", flat=True).order_by("user_id").distinct())
