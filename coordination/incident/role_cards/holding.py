"""Who holds which role in an incident now, and with which card: the one function that says it.

What each person ticked, and what counts, the room's state says.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from coordination.incident.role_cards.capability import RoleAside
from coordination.incident.staff_roles.queries import NamedPerson, cards_at, orders_at
from coordination.incident.staff_roles.rules import Candidate, Held, RoleCard, who_holds
from coordination.incident.staff_roles.vocabulary import StaffRole
from coordination.room.audiences import RESPONDER_KINDS
from coordination.room.models import Incident, JoinedSite, Participant
from coordination.room.models import RoomObject as RoomObjectRow
from mapping.models import Site
from mou.models import DutyClock
from push.devices.ways import people_with_way


@dataclass(frozen=True, slots=True)
class RoleNow:
    """A role in an incident: its card as it was pinned at the opening, its people, and who of them holds it.

    `held` is of a role that one person holds at a time; of another, all of `people` hold it.
    """

    role: StaffRole
    card: RoleCard
    people: tuple[Candidate, ...]
    held: Held

    def is_held_by(self, user_id: int) -> bool:
        """Tell whether a person holds it now."""
        if self.role.is_of_one:
            return self.held.holder is not None and self.held.holder.user_id == user_id
        return self.is_of(user_id)

    def is_of(self, user_id: int) -> bool:
        """Tell whether a person is named for it, as holder or deputy."""
        return any(one.user_id == user_id for one in self.people)


def roles_now(incident: Incident, room_id: UUID, site: Site, at: datetime) -> dict[StaffRole, RoleNow]:
    """Return every role of one of an incident's schools. At most sixteen queries, however many people."""
    pinned_at, in_since = _times_of_site(incident, site)
    # Pinned: what a school or district changes later is for later incidents.
    cards = cards_at(site.school, site.district, pinned_at)
    orders = orders_at(site, at)
    of_one = [person for role, order in orders.items() if role.is_of_one for person in order]
    known = _know_people(room_id, site_id_kept(incident, site.pk), orders.values(), of_one)
    # Of a school that joined an hour later no one has been awaited for an hour.
    open_for = at - in_since
    return {role: _role_now(role, cards[role], orders.get(role, ()), known, open_for) for role in StaffRole}


def site_of_role(incident: Incident, site_id: UUID | None) -> Site:
    """Return the site of what the room's state keeps. A query where it is one that has joined."""
    if site_id is None:
        return incident.site
    return Site.objects.select_related("school", "district").get(pk=site_id)


def site_id_kept(incident: Incident, site_id: UUID) -> UUID | None:
    """Return how the room's state names a site: not at all where it is the incident's own."""
    return None if site_id == incident.site_id else site_id


def _times_of_site(incident: Incident, site: Site) -> tuple[datetime, datetime]:
    """Return when a site was first in an incident, and since when it is in it now. A query for one that joined."""
    if site.pk == incident.site_id:
        return incident.opened_at, incident.opened_at
    rows = JoinedSite.objects.filter(incident=incident, site=site).order_by("joined_at")
    times = list(rows.values_list("joined_at", flat=True))
    return (times[0], times[-1]) if times else (incident.opened_at, incident.opened_at)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the people of all roles now."""

    here: Mapping[int, UUID]
    aside: Collection[tuple[str, int]]
    with_way: Collection[int]
    off_duty: Collection[UUID]


def _know_people(
    room_id: UUID, site_id: UUID | None, orders: Iterable[Iterable[NamedPerson]], of_one: Collection[NamedPerson]
) -> _Known:
    wanted = {one.member.user_id for order in orders for one in order}
    came = Participant.objects.filter(room_id=room_id)
    known = {one.user_id: one for one in came.only("user_id", "left_at", "removed_at") if one.user_id in wanted}
    here = {user_id: one.pk for user_id, one in known.items() if one.left_at is None and one.removed_at is None}
    rows = RoomObjectRow.objects.filter(room_id=room_id, state_key=RoleAside.state_key, value__isnull=False)
    said = [RoleAside.model_validate_json(text) for text in rows.values_list("value", flat=True) if text]
    aside = [one for one in said if one.site_id == site_id]
    user_of = {one.pk: user_id for user_id, one in known.items()}
    away = [one.member for one in of_one if one.member.user_id not in here]
    return _Known(
        here=here,
        # Who has said so and left the room has not taken it back.
        aside={(one.role.value, user_of[one.participant_id]) for one in aside if one.participant_id in user_of},
        with_way=people_with_way({one.user_id for one in away}) if away else (),
        off_duty=_off_duty_members(of_one),
    )


def _off_duty_members(named: Collection[NamedPerson]) -> set[UUID]:
    """Return who is off duty. A school's people are there at any hour, unless their duty goes by shifts."""
    off = [one.member for one in named if not one.member.is_on_duty]
    if not off:
        return set()
    planned = DutyClock.objects.filter(member__in=[one.pk for one in off], changes_at__isnull=False)
    by_plan = set(planned.values_list("member_id", flat=True))
    return {one.pk for one in off if one.pk in by_plan or one.agency.kind in RESPONDER_KINDS}


def _role_now(
    role: StaffRole, card: RoleCard, order: Iterable[NamedPerson], known: _Known, open_for: timedelta
) -> RoleNow:
    people = tuple(_make_candidate(role, one, known) for one in order)
    held = who_holds(people if role.is_of_one else (), open_for=open_for, joins_within_min=card.joins_within_min)
    return RoleNow(role, card, people, held)


def _make_candidate(role: StaffRole, one: NamedPerson, known: _Known) -> Candidate:
    user_id = one.member.user_id
    participant_id = known.here.get(user_id)
    return Candidate(
        user_id=user_id,
        name=one.member.user.shown_name(),
        named_by=one.named_by,
        participant_id=participant_id,
        has_joined=participant_id is not None,
        is_off_duty=one.member.pk in known.off_duty,
        is_reachable=participant_id is not None or user_id in known.with_way,
        has_stood_aside=(role.value, user_id) in known.aside,
    )
