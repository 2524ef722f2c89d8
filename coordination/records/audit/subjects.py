"""Find out whom and what noted events are about: names as they are now, and the agencies that may read of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from coordination.models import User
from coordination.room.models import Incident
from mapping.models import Floorplan, Level, Site
from mou.models import Agency, AgencyMember, Memorandum

NONE = UUID(int=0)
type Asked = tuple[int | None, Mapping[str, str]]


@dataclass(slots=True)
class Subject:
    """The person, the place, and who may read. An event about nobody's agency is read at the server's console only."""

    person_id: UUID | None = None
    person: str = ""
    site_id: UUID | None = None
    site: str = ""
    incident_id: UUID | None = None
    is_exercise: bool | None = None
    # Of the person who acts, and of what the event is about.
    of_person: set[UUID] = field(default_factory=set)
    of_object: set[UUID] = field(default_factory=set)


def subjects_of(asked: Sequence[Asked]) -> list[Subject]:
    """Return a subject for each event, in their order. A constant number of queries."""
    people = _people(asked)
    agencies = _agencies_of([one.pk for one in people.values()])
    by_public_id = {one.public_id: one for one in people.values()}
    incidents = _incidents(asked)
    sites = _sites(asked, incidents)
    parents, parties = _parents(asked), _parties(_ids(asked, "memorandum_id"))
    found = []
    for user_id, about in asked:
        subject = Subject()
        if user_id is not None and user_id in people:
            person = people[user_id]
            subject.person_id, subject.person = person.public_id, person.shown_name()
            subject.of_person |= agencies.get(person.pk, set())
        other = by_public_id.get(_id(about, "person_id") or NONE)
        if other is not None:
            subject.of_object |= agencies.get(other.pk, set())
        _place(subject, about, incidents, sites)
        for name in ("agency_id", "district_id"):
            agency_id = _id(about, name)
            if agency_id in parents:
                subject.of_object |= parents[agency_id]
        subject.of_object |= parties.get(_id(about, "memorandum_id") or NONE, set())
        found.append(subject)
    return found


def _place(
    subject: Subject, about: Mapping[str, str], incidents: Mapping[UUID, Incident], sites: Mapping[UUID, Site]
) -> None:
    incident = incidents.get(_id(about, "room_id") or _id(about, "incident_id") or NONE)
    if incident is not None:
        subject.incident_id, subject.is_exercise = incident.pk, incident.is_exercise
    keys = [incident.site_id if incident is not None else NONE]
    keys += [_id(about, name) or NONE for name in ("site_id", "level_id", "floorplan_id")]
    site = next((sites[key] for key in keys if key in sites), None)
    if site is not None:
        subject.site_id, subject.site = site.pk, site.name
        subject.of_object |= {one for one in (site.district_id, site.school_id) if one is not None}


def _people(asked: Sequence[Asked]) -> dict[int, User]:
    ids = {user_id for user_id, _about in asked if user_id is not None}
    public = _ids(asked, "person_id")
    rows = User.objects.filter(pk__in=ids) | User.objects.filter(public_id__in=public)
    return {one.pk: one for one in rows}


def _agencies_of(user_ids: Iterable[int]) -> dict[int, set[UUID]]:
    """Return the agencies that a person belongs to or whose account it is, with the districts above them."""
    found: dict[int, set[UUID]] = {}
    members = AgencyMember.objects.filter(user_id__in=user_ids, ended_at__isnull=True)
    homes = User.objects.filter(pk__in=user_ids, home_agency__isnull=False)
    for user_id, *agency_ids in (
        *members.values_list("user_id", "agency_id", "agency__parent_id"),
        *homes.values_list("pk", "home_agency_id", "home_agency__parent_id"),
    ):
        found.setdefault(user_id, set()).update(one for one in agency_ids if one is not None)
    return found


def _incidents(asked: Sequence[Asked]) -> dict[UUID, Incident]:
    """Return incidents by their own id and by their room's."""
    rooms, ids = _ids(asked, "room_id"), _ids(asked, "incident_id")
    rows = Incident.objects.select_related("room").filter(room__id__in=rooms) | Incident.objects.select_related(
        "room"
    ).filter(pk__in=ids)
    return {key: one for one in rows for key in (one.pk, one.room.pk)}


def _sites(asked: Sequence[Asked], incidents: Mapping[UUID, Incident]) -> dict[UUID, Site]:
    """Return sites by their own id, and by those of their levels and plans."""
    levels = dict(Level.objects.filter(pk__in=_ids(asked, "level_id")).values_list("pk", "site_id"))
    plans = dict(Floorplan.objects.filter(pk__in=_ids(asked, "floorplan_id")).values_list("pk", "level__site_id"))
    ids = {*_ids(asked, "site_id"), *levels.values(), *plans.values(), *(one.site_id for one in incidents.values())}
    sites = Site.objects.only("id", "name", "district_id", "school_id").in_bulk(ids)
    found = dict(sites)
    for inner in (levels, plans):
        found |= {key: sites[site_id] for key, site_id in inner.items() if site_id in sites}
    return found


def _parents(asked: Sequence[Asked]) -> dict[UUID, set[UUID]]:
    """Return each agency that is named, with the district above it."""
    ids = _ids(asked, "agency_id") | _ids(asked, "district_id")
    rows = Agency.objects.filter(pk__in=ids).only("id", "parent_id")
    return {one.pk: {one.pk} if one.parent_id is None else {one.pk, one.parent_id} for one in rows}


def _parties(ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Return the parties of agreements."""
    rows = Memorandum.objects.filter(pk__in=ids).values_list("pk", "district_id", "agency_id")
    return {pk: {district, agency} for pk, district, agency in rows}


def _ids(asked: Sequence[Asked], name: str) -> set[UUID]:
    return {found for _user, about in asked if (found := _id(about, name)) is not None}


def _id(about: Mapping[str, str], name: str) -> UUID | None:
    try:
        return UUID(about[name]) if name in about else None
    except ValueError:
        return None
