"""Read which cards hold at a school, and whose role each is. Access was asked before."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from coordination.incident.staff_roles.access import CardsOf
from coordination.incident.staff_roles.library import library_cards, titles_of_roles
from coordination.incident.staff_roles.models import CardEdition, RolePlace
from coordination.incident.staff_roles.rules import CardStep, RoleCard
from coordination.incident.staff_roles.vocabulary import CardAction, CardPhase, CardSource, NamedBy, StaffRole
from mapping.models import Site
from mou.access.fetch import members_who_count
from mou.models import Agency, AgencyMember, SroAssignment
from mou.officers.agreements import asking_agreements
from mou.vocabulary import AgencyKind, MemberRole

# Who stands in for another by title comes after those for whom they do.
DEPUTY_TITLES = ("assistant", "vice", "deputy", "sub")
# A substitute teacher is no teacher of the school, nor is a teacher's aide: the first of these that a title says.
BY_TITLE = (
    StaffRole.SUBSTITUTE,
    StaffRole.VOLUNTEER,
    StaffRole.NURSE,
    StaffRole.AIDE,
    StaffRole.COUNSELOR,
    StaffRole.CUSTODIAN,
    StaffRole.CAFETERIA,
    StaffRole.BUS_DRIVER,
    StaffRole.OFFICE,
    StaffRole.PRINCIPAL,
    StaffRole.TEACHER,
)


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A membership that counts, and how it is known that the role is its person's."""

    member: AgencyMember
    named_by: NamedBy


_ROLES_TO_FILL = [one for one in StaffRole if one.is_of_one and one not in (StaffRole.SRO, StaffRole.DISTRICT)]
# Of each role its people, in their order: the first holds it, the others are deputies.
type RoleOrders = Mapping[StaffRole, list[NamedPerson]]


# --- cards ------------------------------------------------------------------------------------------------------------
def cards_at(school: Agency | None, district: Agency, at: datetime) -> dict[StaffRole, RoleCard]:
    """Return the card of each role that held at an instant: the school's, else the district's, else the proposed one.

    One query. What was changed later says nothing of that instant.
    """
    above = {district.pk: CardSource.DISTRICT}
    sources = above if school is None else {**above, school.pk: CardSource.SCHOOL}
    found = dict(library_cards())
    editions = CardEdition.objects.filter(agency_id__in=list(sources), made_at__lte=at).order_by("number")
    newest = {(one.agency_id, one.role): one for one in editions}
    for agency_id, source in sources.items():
        for role in StaffRole:
            edition = newest.get((agency_id, role.value))
            if edition is not None and not edition.is_taken_back:
                found[role] = card_of_edition(edition, source)
    return found


def own_editions(agency: Agency) -> dict[StaffRole, CardEdition]:
    """Return the newest edition of each card that a school or district has made. One query."""
    rows = CardEdition.objects.filter(agency=agency).order_by("number")
    return {StaffRole(one.role): one for one in rows}


def card_of_edition(edition: CardEdition, source: CardSource) -> RoleCard:
    """Return a card as an edition says it."""
    steps = tuple(
        CardStep(
            number,
            CardPhase(one["phase"]),
            CardAction(one["action"]) if one.get("action") else None,
            one["words"],
            one.get("words_es", ""),
        )
        for number, one in enumerate(edition.steps, start=1)
    )
    version = f"{source.value} {edition.number}"
    return RoleCard(StaffRole(edition.role), source, version, edition.joins_within_min, steps)


# --- people -----------------------------------------------------------------------------------------------------------
def orders_at(site: Site, at: datetime) -> RoleOrders:
    """Return who is named for each role at a site. At most eight queries, however many people."""
    return role_orders(site.school or site.district, site.district, sites=[site], at=at)


def role_orders(place: Agency, district: Agency, *, sites: Iterable[Site], at: datetime) -> RoleOrders:
    """Return who is named for each role at a school, or at sites of a district that are no school's."""
    people = people_of(place, district, at)
    own = [one for one in people if one.agency_id == place.pk]
    orders = _named_for_roles(people, own, RolePlace.objects.filter(agency=place).order_by("position", "pk"))
    orders[StaffRole.SRO] = list(_list_officers(sites, at))
    _add_leaders(orders, own, [one for one in people if one.agency_id == district.pk])
    # A deputy has a class of their own until they step in.
    busy = {one.member.user_id for role, order in orders.items() for one in (order[:1] if role.is_of_one else order)}
    rest = [one for one in own if one.user_id not in busy and one.role != MemberRole.ADMINISTRATOR]
    if place.kind == AgencyKind.SCHOOL:
        orders[StaffRole.TEACHER] += [NamedPerson(one, NamedBy.STAFF) for one in rest]
    return orders


@dataclass(frozen=True, slots=True)
class RolesWanting:
    """Of the roles that one person holds at a school: those for which no one is there, and those without a deputy."""

    held_by_none: tuple[StaffRole, ...]
    without_deputy: tuple[StaffRole, ...]


def roles_wanting(district: Agency, places: Collection[UUID], at: datetime) -> dict[UUID, RolesWanting]:
    """Return it for schools of a district, or the district itself, by their ids. Two queries for any number of them.

    Not of officers, whom agreements assign, nor of the district's own office.
    """
    members = members_who_count(at).filter(agency__in={*places, district.pk}, user__is_device=False)
    people_at: dict[UUID, list[AgencyMember]] = defaultdict(list)
    for one in members.select_related("user").order_by("user__display_name", "pk"):
        people_at[one.agency_id].append(one)
    rows_at: dict[UUID, list[RolePlace]] = defaultdict(list)
    for row in RolePlace.objects.filter(agency__in=places).order_by("position", "pk"):
        rows_at[row.agency_id].append(row)
    of_district, found = people_at[district.pk], {}
    for place in places:
        own = people_at[place]
        known = own if place == district.pk else [*own, *of_district]
        orders = _named_for_roles(known, own, rows_at[place])
        _add_leaders(orders, own, of_district)
        counts = {role: len({one.member.user_id for one in orders.get(role, ())}) for role in _ROLES_TO_FILL}
        found[place] = RolesWanting(
            held_by_none=tuple(role for role, n in counts.items() if n == 0),
            without_deputy=tuple(role for role, n in counts.items() if n == 1),
        )
    return found


def _named_for_roles(
    people: Iterable[AgencyMember], own: Iterable[AgencyMember], rows: Iterable[RolePlace]
) -> dict[StaffRole, list[NamedPerson]]:
    """Return who is named for each role, by name or by title."""
    known = {one.pk: one for one in people}
    orders: dict[StaffRole, list[NamedPerson]] = defaultdict(list)
    for row in rows:
        if row.member_id in known:
            orders[StaffRole(row.role)].append(NamedPerson(known[row.member_id], NamedBy.ORDER))
    # Titles say nothing of a role for which people are named.
    for role, members in _group_by_title(own).items():
        if role not in orders:
            orders[role] = [NamedPerson(one, NamedBy.TITLE) for one in members]
    return orders


def people_of(place: Agency, district: Agency, at: datetime) -> list[AgencyMember]:
    """Return the people of a school and its district whose membership counts, by name. One query."""
    rows = members_who_count(at).filter(agency__in={place.pk, district.pk}, user__is_device=False)
    return list(rows.select_related("user", "agency").order_by("user__display_name", "pk"))


def _group_by_title(members: Iterable[AgencyMember]) -> dict[StaffRole, list[AgencyMember]]:
    found: dict[StaffRole, list[AgencyMember]] = defaultdict(list)
    for one in members:
        if (role := role_of_title(one.title)) is not None:
            found[role].append(one)
    for of_role in found.values():
        of_role.sort(key=lambda one: any(word in one.title.casefold() for word in DEPUTY_TITLES))
    return found


def role_of_title(title: str) -> StaffRole | None:
    """Return the role that a title means, in either language of the product, with or without accents."""
    plain = normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    known = titles_of_roles()
    return next((role for role in BY_TITLE if any(re.search(rf"\b{one}", plain) for one in known[role])), None)


def is_officer_at(user_id: int, site: Site, at: datetime) -> bool:
    """Tell whether a person is assigned there as SRO today, or stands in for one. One query."""
    return _assignments_at([site], at).filter(Q(member__user_id=user_id) | Q(backup__user_id=user_id)).exists()


def _assignments_at(sites: Sequence[Site], at: datetime) -> QuerySet[SroAssignment]:
    """Return the assignments to these sites, which are in one time zone, that hold today."""
    today = at.astimezone(ZoneInfo(sites[0].time_zone)).date()
    rows = SroAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), since__lte=today, ended_on__isnull=True
    )
    return rows.filter(sites__site_id__in=[one.pk for one in sites]).order_by("since", "pk")


def _list_officers(sites: Iterable[Site], at: datetime) -> Iterable[NamedPerson]:
    """Yield the officers who are assigned there today, then those who stand in for them."""
    listed = list(sites)
    if not listed:
        return
    rows = _assignments_at(listed, at)
    found: list[tuple[UUID, UUID | None]] = list(rows.values_list("member_id", "backup_id"))
    backups = [backup_id for _member_id, backup_id in found if backup_id is not None]
    wanted = list(dict.fromkeys([*(member_id for member_id, _backup_id in found), *backups]))
    if not wanted:
        return
    counting = members_who_count(at).filter(pk__in=wanted).select_related("user", "agency")
    members = {one.pk: one for one in _let_in(counting, listed, at)}
    for member_id in wanted:
        if member_id in members:
            yield NamedPerson(members[member_id], NamedBy.ASSIGNMENT)


def _let_in(officers: Iterable[AgencyMember], sites: Sequence[Site], at: datetime) -> Iterable[AgencyMember]:
    """Yield those whom the district employs, or whose agency has an agreement in force there. Four queries.

    An assignment outlives the agreement: who is not let in holds no role, and is told of no incident.
    """
    found, district = list(officers), sites[0].district_id
    held = asking_agreements(at, agency_ids={one.agency_id for one in found}, district_ids=[district])
    for one in found:
        agreements = held.get((one.agency_id, district), [])
        is_own = district in (one.agency_id, one.agency.parent_id)
        if is_own or any(agreement.covers(site.pk for site in sites) for agreement in agreements):
            yield one


def _add_leaders(
    orders: dict[StaffRole, list[NamedPerson]], own: Iterable[AgencyMember], of_district: Iterable[AgencyMember]
) -> None:
    """Let administrators stand where no one is named: a school without a list is not without a principal."""
    for role, members in ((StaffRole.PRINCIPAL, own), (StaffRole.DISTRICT, of_district)):
        if not orders.get(role):
            leading = [one for one in members if one.role == MemberRole.ADMINISTRATOR]
            orders[role] = [NamedPerson(one, NamedBy.ADMINISTERS) for one in leading]


def places_of(agency: Agency) -> dict[StaffRole, list[UUID]]:
    """Return the memberships that are named for each role, in their order. One query."""
    found: dict[StaffRole, list[UUID]] = defaultdict(list)
    for row in RolePlace.objects.filter(agency=agency).order_by("position", "pk"):
        found[StaffRole(row.role)].append(row.member_id)
    return found


# --- both -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class RoleAtPlace:
    """A role, its card as it holds now, and its people in their order."""

    role: StaffRole
    card: RoleCard
    people: list[NamedPerson]


def roles_at_place(place: CardsOf, at: datetime) -> list[RoleAtPlace]:
    """Return every role of a school or district. A constant number of queries."""
    cards = cards_at(place.school, place.district, at)
    is_school = place.agency.kind == AgencyKind.SCHOOL
    sites = (
        Site.objects.filter(school=place.agency)
        if is_school
        else Site.objects.filter(district=place.agency, school=None)
    )
    orders = role_orders(place.agency, place.district, sites=sites, at=at)
    return [RoleAtPlace(role, cards[role], orders.get(role, [])) for role in StaffRole]
