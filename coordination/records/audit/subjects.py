"""Find out whom and what noted events are about: names as they are now, and the agencies that may read of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from coordination.models import User
from coordination.room.audiences import place_of_site
from coordination.room.models import Incident
from mapping.models import Floorplan, Level, Site
from mou.access.fetch import standings_at_places
from mou.access.policy import Place
from mou.models import Agency, AgencyMember, Memorandum, Version
from mou.vocabulary import VersionState

NONE = UUID(int=0)
type Asked = tuple[int | None, Mapping[str, str]]


@dataclass(slots=True)
class Subject:
    """The person, the place, and who may read. An event of no agency is read at the server's console only."""

    person_id: UUID | None = None
    person: str = ""
    site_id: UUID | None = None
    site: str = ""
    incident_id: UUID | None = None
    is_exercise: bool | None = None
    # Whose right was used by the person who acts, and whose the object is.
    of_person: set[UUID] = field(default_factory=set)
    of_object: set[UUID] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Belonging:
    """Which agencies have a person: the one that keeps the account, and those that they are a member of."""

    home: UUID | None
    agencies: frozenset[UUID]

    def own(self) -> set[UUID]:
        """Return who reads what concerns the account alone: the agency that keeps it, or else their only agency."""
        if self.home is not None:
            return {self.home}
        return set(self.agencies) if len(self.agencies) == 1 else set()


NO_ONE = _Belonging(None, frozenset())


def subjects_of(asked: Sequence[Asked], at: datetime) -> list[Subject]:
    """Return a subject for each event, in their order. A constant number of queries.

    An event is read by the agency whose right was used and by the one whose object it is, not by every agency of the
    person: what a person does for one agency is not for the others to know.
    """
    people = _list_people(asked)
    belongings, above = _list_belongings([one.pk for one in people.values()])
    by_public_id = {one.public_id: one for one in people.values()}
    incidents = _list_incidents(asked)
    sites = _list_sites(asked, incidents)
    parents, parties = _list_parents(asked), _list_parties(_ids_named(asked, "memorandum_id"), at)
    found = []
    for user_id, about in asked:
        subject = Subject()
        if user_id is not None and user_id in people:
            person = people[user_id]
            subject.person_id, subject.person = person.public_id, person.shown_name()
        other = by_public_id.get(_id_named(about, "person_id") or NONE)
        if other is not None:
            subject.of_object |= _with_above(belongings.get(other.pk, NO_ONE).own(), above)
        _place_subject(subject, about, incidents, sites)
        for name in ("agency_id", "district_id"):
            agency_id = _id_named(about, name)
            if agency_id in parents:
                subject.of_object |= parents[agency_id]
        subject.of_object |= parties.get(_id_named(about, "memorandum_id") or NONE, set())
        found.append(subject)
    _add_rights(asked, found, belongings, above, {one.pk: one for one in sites.values()}, at)
    return found


# --- whose right was used ---------------------------------------------------------------------------------------------
def _add_rights(
    asked: Sequence[Asked],
    subjects: Sequence[Subject],
    belongings: Mapping[int, _Belonging],
    above: Mapping[UUID, UUID],
    sites: Mapping[UUID, Site],
    at: datetime,
) -> None:
    """Say of each event by whose right it was done. At most five queries, none where everybody has one agency."""
    doubtful: dict[Place, set[int]] = {}
    for (user_id, _about), subject in zip(asked, subjects, strict=True):
        place = _place_of(subject, sites)
        if user_id is not None and place is not None and len(_all_of(belongings.get(user_id, NO_ONE))) > 1:
            doubtful.setdefault(place, set()).add(user_id)
    standings = standings_at_places(doubtful, at) if doubtful else {}
    for (user_id, _about), subject in zip(asked, subjects, strict=True):
        if user_id is None:
            continue
        mine = belongings.get(user_id, NO_ONE)
        place = _place_of(subject, sites)
        here = standings.get(place, {}).get(user_id, []) if place is not None else []
        used = {one.member.agency_id for one in here} or {
            one for one in _all_of(mine) if {one, above.get(one, one)} & subject.of_object
        }
        everywhere = _all_of(mine)
        subject.of_person |= _with_above(everywhere if len(everywhere) == 1 else used or mine.own(), above)


def _all_of(belonging: _Belonging) -> set[UUID]:
    return set(belonging.agencies) | ({belonging.home} if belonging.home is not None else set())


def _with_above(agency_ids: Collection[UUID], above: Mapping[UUID, UUID]) -> set[UUID]:
    return {*agency_ids, *(above[one] for one in agency_ids if one in above)}


def _place_of(subject: Subject, sites: Mapping[UUID, Site]) -> Place | None:
    site = sites.get(subject.site_id or NONE)
    return None if site is None else place_of_site(site, subject.incident_id)


def _list_belongings(user_ids: Collection[int]) -> tuple[dict[int, _Belonging], dict[UUID, UUID]]:
    """Return the agencies of each person, and the district above each school among them. Two queries."""
    members = AgencyMember.objects.filter(user_id__in=user_ids, ended_at__isnull=True)
    homes = User.objects.filter(pk__in=user_ids, home_agency__isnull=False)
    agencies: dict[int, set[UUID]] = {}
    home_of: dict[int, UUID] = {}
    above: dict[UUID, UUID] = {}
    for user_id, agency_id, parent_id in members.values_list("user_id", "agency_id", "agency__parent_id"):
        agencies.setdefault(user_id, set()).add(agency_id)
        above |= {} if parent_id is None else {agency_id: parent_id}
    for user_id, agency_id, parent_id in homes.values_list("pk", "home_agency_id", "home_agency__parent_id"):
        assert agency_id is not None, "asked for"
        home_of[user_id] = agency_id
        above |= {} if parent_id is None else {agency_id: parent_id}
    found = {one: _Belonging(home_of.get(one), frozenset(agencies.get(one, ()))) for one in user_ids}
    return found, above


# --- what it is about -------------------------------------------------------------------------------------------------
def _place_subject(
    subject: Subject, about: Mapping[str, str], incidents: Mapping[UUID, Incident], sites: Mapping[UUID, Site]
) -> None:
    incident = incidents.get(_id_named(about, "room_id") or _id_named(about, "incident_id") or NONE)
    if incident is not None:
        subject.incident_id, subject.is_exercise = incident.pk, incident.is_exercise
    keys = [incident.site_id if incident is not None else NONE]
    keys += [_id_named(about, name) or NONE for name in ("site_id", "level_id", "floorplan_id")]
    site = next((sites[key] for key in keys if key in sites), None)
    if site is not None:
        subject.site_id, subject.site = site.pk, site.name
        subject.of_object |= {one for one in (site.district_id, site.school_id) if one is not None}


def _list_people(asked: Sequence[Asked]) -> dict[int, User]:
    ids = {user_id for user_id, _about in asked if user_id is not None}
    public = _ids_named(asked, "person_id")
    rows = User.objects.filter(pk__in=ids) | User.objects.filter(public_id__in=public)
    return {one.pk: one for one in rows}


def _list_incidents(asked: Sequence[Asked]) -> dict[UUID, Incident]:
    """Return incidents by their own id and by their room's."""
    rooms, ids = _ids_named(asked, "room_id"), _ids_named(asked, "incident_id")
    rows = Incident.objects.select_related("room").filter(room__id__in=rooms) | Incident.objects.select_related(
        "room"
    ).filter(pk__in=ids)
    return {key: one for one in rows for key in (one.pk, one.room.pk)}


def _list_sites(asked: Sequence[Asked], incidents: Mapping[UUID, Incident]) -> dict[UUID, Site]:
    """Return sites by their own id, and by those of their levels and plans."""
    levels = dict(Level.objects.filter(pk__in=_ids_named(asked, "level_id")).values_list("pk", "site_id"))
    plans = dict(Floorplan.objects.filter(pk__in=_ids_named(asked, "floorplan_id")).values_list("pk", "level__site_id"))
    ids = {
        *_ids_named(asked, "site_id"),
        *levels.values(),
        *plans.values(),
        *(one.site_id for one in incidents.values()),
    }
    sites = Site.objects.only("id", "name", "district_id", "school_id").in_bulk(ids)
    found = dict(sites)
    for inner in (levels, plans):
        found |= {key: sites[site_id] for key, site_id in inner.items() if site_id in sites}
    return found


def _list_parents(asked: Sequence[Asked]) -> dict[UUID, set[UUID]]:
    """Return each agency that is named, with the district above it."""
    ids = _ids_named(asked, "agency_id") | _ids_named(asked, "district_id")
    rows = Agency.objects.filter(pk__in=ids).only("id", "parent_id")
    return {one.pk: {one.pk} if one.parent_id is None else {one.pk, one.parent_id} for one in rows}


def _list_parties(ids: Iterable[UUID], at: datetime) -> dict[UUID, set[UUID]]:
    """Return the parties of agreements and annexes. A draft is the paper of the district that keeps it.

    Who has left, or was taken out, does not learn what becomes of an agreement.
    """
    shared = Version.objects.filter(Q(left_at__isnull=True) | Q(left_at__gt=at), memorandum=OuterRef("pk"))
    rows = Memorandum.objects.filter(pk__in=ids).annotate(
        keeper=Coalesce("annex_of__district_id", "district_id"),
        is_shared=Exists(shared.exclude(state=VersionState.DRAFT.value)),
    )
    found = rows.values_list("pk", "keeper", "district_id", "agency_id", "is_shared")
    return {
        pk: {keeper, district, agency} if is_shared else {keeper} for pk, keeper, district, agency, is_shared in found
    }


def _ids_named(asked: Sequence[Asked], name: str) -> set[UUID]:
    return {found for _user, about in asked if (found := _id_named(about, name)) is not None}


def _id_named(about: Mapping[str, str], name: str) -> UUID | None:
    try:
        return UUID(about[name]) if name in about else None
    except ValueError:
        return None
