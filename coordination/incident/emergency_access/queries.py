"""Emergency access for its reviewers, and the number of people at a site for readers who may not have their names."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.room.access import Asker
from mapping.access import grants_at, site_for
from mapping.models import Site
from mapping.sites.queries import people_at
from mapping.vocabulary import SiteNeed
from mou.access.emergency.emergency_access_review import emergency_access_for, emergency_access_of_own_people
from mou.agencies.masking import Headcount
from mou.errors import EmergencyAccessNotFound
from mou.models import Agency, EmergencyAccess
from mou.vocabulary import EmergencyAccessOutcome, TermKind


@dataclass(frozen=True, slots=True)
class EmergencyAccessView:
    """One emergency access and its review, if there was one."""

    id: UUID
    at: datetime
    ends_at: datetime
    is_exercise: bool
    person: str
    agency: str
    site: str
    incident_id: UUID
    grants: tuple[TermKind, ...]
    reason: str
    outcome: EmergencyAccessOutcome | None
    reviewed_by: str
    reviewed_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class EmergencyAccessInDistrict:
    """What was taken at the sites of one district, whose time it is told in."""

    district: str
    time_zone: str
    taken: tuple[EmergencyAccessView, ...]


def emergency_access_views(asker: Asker, *, district_id: UUID | None = None) -> list[EmergencyAccessView]:
    """Return what the asker may know of, newest first, of one district or all. Two queries."""
    rows = emergency_access_for(asker.user_id, asker.at)
    return _list_views(list(rows if district_id is None else rows.filter(district_id=district_id)))


def emergency_access_of_own(asker: Asker) -> list[EmergencyAccessInDistrict]:
    """Return what the people of the agencies the asker leads did, by district, newest first; nothing else.

    Five queries. Raises: EmergencyAccessNotFound: the asker leads no agency.
    """
    rows = emergency_access_of_own_people(asker.user_id, asker.at)
    if rows is None:
        raise EmergencyAccessNotFound("There is no such record.")
    listed = list(rows)
    views = dict(zip((row.pk for row in listed), _list_views(listed), strict=True))
    districts = Agency.objects.filter(pk__in={row.district_id for row in listed}).order_by("name", "id")
    return [
        EmergencyAccessInDistrict(
            one.name, one.time_zone, tuple(views[row.pk] for row in listed if row.district_id == one.pk)
        )
        for one in districts
    ]


def _list_views(listed: list[EmergencyAccess]) -> list[EmergencyAccessView]:
    sites = dict(Site.objects.filter(pk__in={row.site_id for row in listed}).values_list("pk", "name"))
    return [_view_of_row(row, sites.get(row.site_id, "")) for row in listed]


def _view_of_row(row: EmergencyAccess, site: str) -> EmergencyAccessView:
    return EmergencyAccessView(
        id=row.pk,
        at=row.begun_at,
        ends_at=row.ends_at,
        is_exercise=row.is_exercise,
        person=row.user.shown_name(),
        agency=row.member.agency.name,
        site=site,
        incident_id=row.incident_id,
        grants=tuple(TermKind(kind) for kind in row.kinds),
        reason=row.reason,
        outcome=EmergencyAccessOutcome(row.outcome) if row.outcome else None,
        reviewed_by=row.reviewed_by.shown_name() if row.reviewed_by is not None else "",
        reviewed_at=row.reviewed_at,
        note=row.review_note,
    )


def headcount_for(asker: Asker, site_id: UUID) -> Headcount:
    """Return how many people work at a site, and their names to readers of the roster. Raises: SiteNotFound."""
    site = site_for(user_id=asker.user_id, site_id=site_id, need=SiteNeed.SEE, at=asker.at)
    return people_at(site, grants_at(user_id=asker.user_id, site=site, at=asker.at), asker.at)
