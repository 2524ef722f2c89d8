"""Take many people into an agency and its schools from a file: looked at first, then all of it or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.administration.accounts.people import free_username, tell_of_offer, username_of
from coordination.administration.accounts.people_file import PeopleFile, PeopleRow, RowDefect
from coordination.administration.accounts.people_staging import forget_staged, has_changed, join_staged, stage_people
from coordination.administration.errors import PeopleDefects
from coordination.administration.models import PersonToJoin
from coordination.models import User
from mou.access import fetch
from mou.access.epoch_change import bump_access_epoch
from mou.agencies.acts import record_act
from mou.agencies.administrators import house_of, needs_second_to_appoint
from mou.agencies.memberships.offers import declined_until
from mou.agencies.memberships.taking_in import kept_agencies, offer_place
from mou.agencies.roles_of_kinds import roles_of_agency
from mou.models import Agency, AgencyMember, MembershipOffer
from mou.vocabulary import ActorId, AdministrativeActKind, MemberRole, Operator

# How often rows are checked and written anew when what they were checked against is changed meanwhile.
ATTEMPTS = 3
type Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PeopleLook:
    """What a file would do. Nothing is done while there are defects."""

    new: int
    known: int
    # Whose account another agency keeps: they are offered the place.
    offered: int
    unchanged: int
    defects: tuple[RowDefect, ...]
    ignored_columns: tuple[str, ...]
    rows: tuple[PeopleRow, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database has already, asked for once."""

    # Accounts that the asker keeps; and holders of addresses, whose account another agency keeps.
    by_address: Mapping[str, User]
    holders: Mapping[str, User]
    usernames: set[str]
    members: set[tuple[UUID, int]]
    # The district with its schools, whose accounts its own administrators sign in with.
    house: frozenset[UUID]

    def person_of(self, row: PeopleRow) -> User | None:
        """Return who a row means: an account that the asker keeps, or the holder of the address."""
        address = row.given.email.lower()
        return self.by_address.get(address) or self.holders.get(address)


@dataclass(slots=True)
class _Plan:
    new: list[tuple[PeopleRow, Agency]]
    known: list[tuple[PeopleRow, Agency, User]]
    offered: list[tuple[PeopleRow, Agency, User]]
    unchanged: int
    defects: list[RowDefect]


def look_at_people(*, actor_id: ActorId, agency_id: UUID, file: PeopleFile, at: datetime) -> PeopleLook:
    """Return what a file would do, without doing it. Five queries. Raises: AgencyNotFound, NotAllowed."""
    agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=False)
    plan = _plan_import(actor_id, agency, file, at)
    return PeopleLook(
        new=len(plan.new),
        known=len(plan.known),
        offered=len(plan.offered),
        unchanged=plan.unchanged,
        defects=tuple(sorted((*file.defects, *plan.defects), key=lambda one: one.number)),
        ignored_columns=file.ignored_columns,
        rows=file.rows,
    )


def import_people(
    *, actor_id: ActorId, agency_id: UUID, file: PeopleFile, at: datetime, progress: Progress
) -> PeopleLook:
    """Take all the people of a file in, in one durable transaction, or none; return what was done.

    The rows are written before it, a part at a time, where they are not seen: an alarm waits for none of them.
    Locks the agency's row. Raises: AgencyNotFound, NotAllowed. PeopleDefects: a row has one; no person was taken in.
    """
    batch = uuid4()
    try:
        for _attempt in range(ATTEMPTS):
            taken = _take_file(actor_id, agency_id, file, at, progress, batch)
            if taken is not None:
                return taken
            forget_staged(batch, at)
    finally:
        forget_staged(batch, at)
    raise PeopleDefects


def _take_file(
    actor_id: ActorId, agency_id: UUID, file: PeopleFile, at: datetime, progress: Progress, batch: UUID
) -> PeopleLook | None:
    """Check, write and join the rows; None: what they were checked against was changed meanwhile."""
    need = fetch.AgencyNeed.MANAGE
    agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=need, at=at, lock=False)
    plan = _plan_import(actor_id, agency, file, at)
    if file.defects or plan.defects:
        raise PeopleDefects
    _stage_plan(plan, batch, at, progress)
    with transaction.atomic(durable=True):
        agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=need, at=at, lock=True)
        if has_changed(batch, agency, kept_agencies(actor_id, agency, at)):
            return None
        offered = [one for one in plan.offered if _may_be_offered(one, at)]
        told = [
            person
            for row, own, person in offered
            if offer_place(actor_id=actor_id, agency=own, user_id=person.pk, post=row.post, at=at)[1]
        ]
        if plan.new or plan.known:
            join_staged(batch, at)
            counts = {"new": ("", str(len(plan.new))), "known": ("", str(len(plan.known)))}
            record_act(AdministrativeActKind.PEOPLE_IMPORTED, actor_id=actor_id, agency=agency, changes=counts, at=at)
            bump_access_epoch()
    for person in told:
        tell_of_offer(person)
    done = len(plan.new), len(plan.known), len(offered), plan.unchanged
    return PeopleLook(*done, (), file.ignored_columns, file.rows)


def _may_be_offered(offered: tuple[PeopleRow, Agency, User], at: datetime) -> bool:
    """Say whether a place may be offered: not to who declined lately, has joined meanwhile, or is switched off.

    Three queries.
    """
    _row, agency, person = offered
    if declined_until(MembershipOffer.objects.filter(agency=agency, user=person), at) is not None:
        return False
    has_joined = AgencyMember.objects.filter(agency=agency, user=person, ended_at__isnull=True).exists()
    return not has_joined and User.objects.filter(pk=person.pk, is_active=True).exists()


def _plan_import(actor_id: ActorId, agency: Agency, file: PeopleFile, at: datetime) -> _Plan:
    agencies = _agencies_by_name(agency)
    is_console = isinstance(actor_id, Operator)
    # The console makes the first administrators; who has lost theirs gets one by two people.
    is_first = is_console and not AgencyMember.objects.filter(agency=agency).exists()
    may_appoint = is_first if is_console else not needs_second_to_appoint(agency, at)
    known = _list_known(actor_id, agency, at)
    plan = _Plan([], [], [], 0, [])
    seen: dict[str, int] = {}
    for row in file.rows:
        what = _defect_of_row(row, agencies, known, seen)
        if not what and not may_appoint:
            what = _appointment_defect(row, agencies[row.agency.casefold()], known)
        if what:
            plan.defects.append(RowDefect(row.number, what))
            continue
        own = agencies[row.agency.casefold()]
        person = known.person_of(row)
        # Beside the first one of a file, the next one is made by two.
        may_appoint = may_appoint and (is_console or not _makes_administrator(row, own, known))
        if person is None:
            plan.new.append((row, own))
        elif (own.pk, person.pk) in known.members:
            plan.unchanged += 1
        elif row.given.email.lower() in known.by_address:
            plan.known.append((row, own, person))
        else:
            plan.offered.append((row, own, person))
    return plan


def _defect_of_row(row: PeopleRow, agencies: Mapping[str, Agency], known: _Known, seen: dict[str, int]) -> str:
    if row.agency.casefold() not in agencies:
        return _("agency: %(name)s is neither this agency nor a school of it.") % {"name": row.agency}
    for key in (row.given.email.casefold(), row.given.username.casefold()):
        if key and seen.setdefault(key, row.number) != row.number:
            return _("%(text)s: the same as in row %(row)s.") % {"text": key, "row": seen[key]}
    roles = roles_of_agency(agencies[row.agency.casefold()])
    if row.post.role not in roles:
        return _("role: this agency has %(these)s.") % {"these": ", ".join(role.value for role in roles)}
    person = known.person_of(row)
    if person is not None and not person.is_active:
        return _("email: this person's account is switched off.")
    # As where people are taken in one by one: no person is offered a place as administrator.
    is_offered = person is not None and row.given.email.lower() not in known.by_address
    is_there = person is not None and (agencies[row.agency.casefold()].pk, person.pk) in known.members
    is_of_house = person is None or person.home_agency_id in known.house
    if row.post.role is MemberRole.ADMINISTRATOR and (not is_of_house or (is_offered and not is_there)):
        return _("role: another agency keeps this person's account; they cannot be an administrator here.")
    name = row.given.username.casefold()
    if name and name in known.usernames and (person is None or person.username.casefold() != name):
        return _("username: %(name)s is someone else's.") % {"name": row.given.username}
    return ""


def _makes_administrator(row: PeopleRow, agency: Agency, known: _Known) -> bool:
    """Say whether a row makes an administrator: of an agency that no district keeps."""
    person = known.person_of(row)
    is_there = person is not None and (agency.pk, person.pk) in known.members
    return row.post.role is MemberRole.ADMINISTRATOR and agency.parent_id is None and not is_there


def _appointment_defect(row: PeopleRow, agency: Agency, known: _Known) -> str:
    if not _makes_administrator(row, agency, known):
        return ""
    return _("role: a second administrator has to confirm that someone becomes one; take the person in as staff.")


def _agencies_by_name(agency: Agency) -> dict[str, Agency]:
    """Return the agency and its schools by what a row may call them; nothing means the agency itself."""
    found = {"": agency}
    for one in (*agency.schools.filter(is_active=True), agency):
        found |= {one.short_name.casefold(): one, one.name.casefold(): one}
    return found


def _list_known(actor_id: ActorId, agency: Agency, at: datetime) -> _Known:
    kept = set(kept_agencies(actor_id, agency, at).values_list("pk", flat=True))
    read = ("username", "email", "is_active", "is_device", "home_agency_id", "email_proved_at", "language")
    people = list(User.objects.only("id", *read).order_by("is_active", "-pk"))
    addressed = [one for one in people if one.email and not one.is_device]
    members = AgencyMember.objects.filter(ended_at__isnull=True, agency__in=[agency, *agency.schools.all()])
    return _Known(
        # Of two, the one that is switched on, and the older one.
        by_address={one.email.lower(): one for one in addressed if one.home_agency_id in kept},
        holders={one.email.lower(): one for one in addressed if one.email_proved_at and one.is_active},
        usernames={one.username.casefold() for one in people},
        members=set(members.values_list("agency_id", "user_id")),
        house=frozenset(house_of(agency).values_list("pk", flat=True)),
    )


def _stage_plan(plan: _Plan, batch: UUID, at: datetime, progress: Progress) -> None:
    """Write the rows where they are not seen, a part at a time."""
    taken = {name.casefold() for name in User.objects.values_list("username", flat=True)}
    # Names that rows ask for come first: a name that is made of another row's must not take them.
    taken |= {row.given.username.casefold() for row, _ in plan.new if row.given.username}
    rows = [*((row, own, None) for row, own in plan.new), *plan.known]
    done = 0
    for part in stage_people(_staged_row(row, own, person, taken, batch, at) for row, own, person in rows):
        done += part
        progress(done, len(rows))


def _staged_row(
    row: PeopleRow, agency: Agency, person: User | None, taken: set[str], batch: UUID, at: datetime
) -> PersonToJoin:
    username = ""
    if person is None:
        username = row.given.username or free_username(username_of(row.given), taken)
        taken.add(username.casefold())
    return PersonToJoin(
        batch=batch,
        staged_at=at,
        agency=agency,
        person=person,
        username=username,
        password=make_password(None),
        display_name=row.given.name,
        email=row.given.email,
        phone=row.given.phone,
        language=row.given.language,
        role=row.post.role.value,
        title=row.post.title,
        callsign=row.post.callsign,
        unit=row.post.unit,
        is_in_office=bool(row.post.is_in_office),
    )
