"""Who made whom administrator alone, and who was one lately: asked of the record, which cannot be changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from mou.models import AdministrativeAct, AgencyMember
from mou.vocabulary import AdministrativeActKind, MemberRole

# So long a person counts as what they were: else one could unmake them, act, and make them again.
LATELY = timedelta(days=30)
ADMINISTRATOR = MemberRole.ADMINISTRATOR.value
ADDED, CHANGED = AdministrativeActKind.MEMBER_ADDED.value, AdministrativeActKind.MEMBER_CHANGED.value
CONFIRMED, IMPORTED = AdministrativeActKind.SECOND_PERSON_CONFIRMED.value, AdministrativeActKind.PEOPLE_IMPORTED.value


@dataclass(frozen=True, slots=True)
class Appointment:
    """How a person last became administrator. `by`: who did it alone; None: two people, the console, or unknown."""

    member_id: UUID
    at: datetime
    by: int | None


def are_of_one_hand(one_id: int, other_id: int) -> bool:
    """Say whether one of two people made the other administrator alone, or one person made both: they count as one.

    Also by way of others whom they made. The operator's account does not count as a maker: all may ask it.
    """
    return bool(_chain_of_makers(one_id) & _chain_of_makers(other_id))


def took_in_lately(actor_id: int, user_id: int, agency_id: UUID, at: datetime) -> bool:
    """Say whether one person lately made another a member of an agency, alone or by a file, or chose their role."""
    since = at - LATELY
    acts = AdministrativeAct.objects.filter(actor_id=actor_id, agency_id=agency_id, at__gt=since)
    if acts.filter(member__user_id=user_id, kind__in=(ADDED, CHANGED)).exists():
        return True
    came = AgencyMember.objects.filter(agency_id=agency_id, user_id=user_id, started_at__gt=since)
    return acts.filter(kind=IMPORTED).exists() and came.exists()


def appointments_of(user_ids: Iterable[int]) -> list[Appointment]:
    """Return how these people became administrators, for each membership in which they are or were one. Two queries."""
    members = list(AgencyMember.objects.filter(user_id__in=user_ids).select_related("agency"))
    acts: dict[UUID, list[AdministrativeAct]] = {one.pk: [] for one in members}
    found = AdministrativeAct.objects.filter(member__in=members, kind__in=(ADDED, CHANGED, CONFIRMED))
    for act in found.order_by("at", "id"):
        acts[act.member_id].append(act)  # type: ignore[index]  # the filter leaves none without
    made = (_appointment_of(one, acts[one.pk]) for one in members)
    return [one for one in made if one is not None]


def administrators_lately(at: datetime) -> set[int]:
    """Return who ceased to be administrator of any agency lately: as a member, or with the membership. Two queries."""
    since = at - LATELY
    ended = AgencyMember.objects.filter(role=ADMINISTRATOR, ended_at__gt=since)
    unmade = AdministrativeAct.objects.filter(kind=CHANGED, at__gt=since, changes__role__0=ADMINISTRATOR)
    return {*ended.values_list("user_id", flat=True), *unmade.values_list("member__user_id", flat=True)}


def administered_lately(user_id: int, at: datetime) -> tuple[QuerySet[AgencyMember], QuerySet[AdministrativeAct]]:
    """Return by what a person administers agencies, or did lately: memberships, and acts that ended it. No query."""
    since = at - LATELY
    posts = AgencyMember.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=since), user_id=user_id)
    unmade = AdministrativeAct.objects.filter(member__user_id=user_id, kind=CHANGED, at__gt=since)
    return posts.filter(role=ADMINISTRATOR), unmade.filter(changes__role__0=ADMINISTRATOR)


def _chain_of_makers(user_id: int) -> set[int]:
    """Return a person with all who made them alone, and who made these."""
    hands, new = {user_id}, {user_id}
    while new:
        makers = {one.by for one in appointments_of(new) if one.by is not None} - hands
        operators = get_user_model().objects.filter(pk__in=makers, is_operator=True)
        new = makers - set(operators.values_list("pk", flat=True))
        hands |= new
    return hands


def _appointment_of(member: AgencyMember, acts: list[AdministrativeAct]) -> Appointment | None:
    changes = [one for one in acts if one.kind == CHANGED and "role" in one.changes]
    made = [one for one in changes if one.changes["role"][1] == ADMINISTRATOR]
    if made:
        last = made[-1]
        # Who confirms carries out: both acts are theirs, of one instant.
        pair = (CONFIRMED, last.at, last.actor_id)
        is_of_two = any((one.kind, one.at, one.actor_id) == pair and not one.changes for one in acts)
        return Appointment(member.pk, last.at, None if is_of_two else _actor_if_other(last.actor_id, member))
    began_as = changes[0].changes["role"][0] if changes else member.role
    if began_as != ADMINISTRATOR:
        return None
    added = next((one.actor_id for one in acts if one.kind == ADDED), None) or _importer_of(member)
    return Appointment(member.pk, member.started_at, _actor_if_other(added, member))


def _importer_of(member: AgencyMember) -> int | None:
    """Return who took a person in by a file: it has one act for all of its rows, of the instant when they joined."""
    agencies = Q(agency_id=member.agency_id) | Q(agency_id=member.agency.parent_id)
    acts = AdministrativeAct.objects.filter(agencies, kind=IMPORTED, at=member.started_at)
    return acts.values_list("actor_id", flat=True).first()


def _actor_if_other(actor_id: int | None, member: AgencyMember) -> int | None:
    return None if actor_id == member.user_id else actor_id
