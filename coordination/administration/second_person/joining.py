"""Ask for a place on a confidential team, let a person in, take a place away, close those of whom one could speak as.

A person is let in neither by who asked nor by themselves; who lets another in opens no more than they read themselves.
Each is told to the whole team and stands in the chain of the audit.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from coordination.administration.errors import NotOnesOwnPlace, PlaceNotFound, PlaceNotYours
from coordination.administration.second_person.lately import had_people_lately, note_left
from coordination.administration.second_person.one_holder import are_one_holder
from coordination.administration.second_person.places import COUNTS, ConfidentialPlace, all_places, begins_at
from coordination.administration.second_person.telling import OF_TEAM, tell_people
from coordination.audit_spool import AuditNote, note
from coordination.models import User
from coordination.vocabulary import AuditKind, AuditOutcome
from mou.access.epoch_change import bump_access_epoch
from mou.access.operators import administrators_of
from mou.agencies.administrators import is_another_hand
from mou.models import Agency

type Happened = Literal["place_asked", "place_alone", "place_let_in", "place_taken", "place_closed"]


@dataclass(frozen=True, slots=True)
class Team:
    """A team as joining knows it: whose it is, its places, who of it counts now, and which others read the same."""

    agency: Agency
    places: QuerySet[ConfidentialPlace]
    counting: frozenset[int]
    beside: frozenset[int | UUID] = frozenset()


def ask_for_place(*, team: Team, place: ConfidentialPlace, actor_id: int, at: datetime) -> None:
    """Write a new place that waits for a second person, in the caller's transaction; the team is told.

    Where there is no other who could be one, it counts at once, for what comes from now on, and the audit says so.
    Raises: NotOnesOwnPlace.
    """
    if place.user_id == actor_id:
        raise NotOnesOwnPlace
    place.asked_by_id = actor_id
    is_alone = not _second_people(team, place, at)
    if is_alone:
        place.let_in_at, place.opens_from = at, begins_at(at)
    place.save(force_insert=True)
    bump_access_epoch()
    _tell_team(team, place, "place_alone" if is_alone else "place_asked", actor_id, at)


def let_in(*, team: Team, person_id: int, actor_id: int, at: datetime) -> None:
    """Let a person in, or open to them what the actor reads of earlier, in the caller's transaction.

    Who is on the team opens as much as they read. While anybody is on it, or was lately, or on another team that reads
    the same, an administrator opens what comes from now on, and nothing that was closed because one could have acted as
    the person: who empties a team reads nothing of it. Kept closed, what has long been unread would help no one.
    Raises: PlaceNotFound, NotOnesOwnPlace, PlaceNotYours.
    """
    place = team.places.select_for_update(of=("self",)).filter(user_id=person_id).first()
    is_of_team = actor_id in team.counting
    if place is None or not (is_of_team or _answers_for(team, actor_id, at)):
        raise PlaceNotFound
    if actor_id in (person_id, place.asked_by_id) or not (is_of_team or _is_second_to(place, actor_id, at)):
        raise NotOnesOwnPlace
    if not is_of_team and not _may_open_from_outside(team, place):
        raise PlaceNotYours
    own = team.places.get(user_id=actor_id) if is_of_team else None
    is_narrow = bool(team.counting) or had_people_lately(place, team.beside, at)
    place.opens_from = own.opens_from if own is not None else begins_at(at) if is_narrow else None
    place.let_in_by_id, place.let_in_at, place.closed_at = actor_id, place.let_in_at or at, None
    place.save(update_fields=["opens_from", "let_in_by", "let_in_at", "closed_at"])
    bump_access_epoch()
    _tell_team(team, place, "place_let_in", actor_id, at)


def take_place(*, team: Team, place: ConfidentialPlace, actor_id: int, at: datetime) -> None:
    """Take a place away, in the caller's transaction; the team is told, and who was on it."""
    note_left(place, at)
    place.delete()
    bump_access_epoch()
    _tell_team(team, place, "place_taken", actor_id, at)


def close_places(person: User, *, actor_id: int | None, at: datetime) -> int:
    """Close a person's places on all teams until these let them in again: another could speak as them now.

    In the caller's transaction; everybody on those teams is told. Return how many were closed.
    """
    closed = 0
    for rows in all_places():
        for place in rows.select_for_update(of=("self",)).filter(user=person):
            place.asked_by_id, place.let_in_by_id, place.let_in_at = actor_id, None, None
            place.opens_from, place.closed_at = None, at
            place.save(update_fields=["asked_by", "let_in_by", "let_in_at", "opens_from", "closed_at"])
            colleagues = rows.filter(COUNTS, **{place.TEAM: getattr(place, place.TEAM)})
            people = User.objects.filter(pk__in=colleagues.values("user_id"), is_active=True)
            tell_people(people, what="place_waits", kind=OF_TEAM)
            _note_place(place, "place_closed", actor_id)
            closed += 1
    if closed:
        bump_access_epoch()
    return closed


def may_let_in(team: Team, place: ConfidentialPlace, actor_id: int, at: datetime) -> bool:
    """Say whether a person could let another in, or open more to them."""
    if actor_id in (place.user_id, place.asked_by_id):
        return False
    if actor_id in team.counting:
        own = team.places.get(user_id=actor_id)
        return place.let_in_at is None or (place.opens_from is not None and own.opens_from is None)
    is_second = _answers_for(team, actor_id, at) and _is_second_to(place, actor_id, at)
    return is_second and _may_open_from_outside(team, place)


def _answers_for(team: Team, user_id: int, at: datetime) -> bool:
    """Say whether a person is administrator of the district, or of an agency without one: never the operator."""
    return user_id in administrators_of(team.agency.parent or team.agency, at)


def _is_second_to(place: ConfidentialPlace, user_id: int, at: datetime) -> bool:
    """Say whether an administrator is another person than who asked, and who comes: neither made the other alone."""
    if place.asked_by_id is None:
        return True
    is_another = is_another_hand(user_id, place.asked_by_id) and not are_one_holder(user_id, place.asked_by_id, at)
    return is_another and not are_one_holder(user_id, place.user_id, at)


def _may_open_from_outside(team: Team, place: ConfidentialPlace) -> bool:
    """Say whether a person who is not on the team may let in: not what counts already, nor what the team closed."""
    is_closed_for_all_but_team = place.closed_at is not None and bool(team.counting)
    return place.let_in_at is None and not is_closed_for_all_but_team


def _second_people(team: Team, place: ConfidentialPlace, at: datetime) -> frozenset[int]:
    """Return who could let a person in, without who asked and whom it is about."""
    administrators = administrators_of(team.agency.parent or team.agency, at)
    there = team.counting | {one for one in administrators if _is_second_to(place, one, at)}
    return there - {place.asked_by_id, place.user_id}


def _tell_team(team: Team, place: ConfidentialPlace, happened: Happened, actor_id: int, at: datetime) -> None:
    told = team.counting | {place.user_id}
    if happened == "place_asked":
        told |= set(administrators_of(team.agency.parent or team.agency, at))
    people = User.objects.filter(pk__in=told - {actor_id}, is_active=True)
    tell_people(people, what="place_waits" if happened == "place_asked" else "team_changed", kind=OF_TEAM)
    _note_place(place, happened, actor_id)


def _note_place(place: ConfidentialPlace, happened: Happened, actor_id: int | None) -> None:
    about = {
        "person_id": str(place.user.public_id),
        "team": type(place).__name__,
        "agency_id": str(_agency_id_of(place)),
    }
    transaction.on_commit(
        lambda: note(AuditNote(AuditKind.ADMINISTRATION, AuditOutcome.DONE, happened, actor_id, "", about))
    )


def _agency_id_of(place: ConfidentialPlace) -> object:
    team = getattr(place, place.TEAM)
    if isinstance(team, Agency):
        return team.pk
    return getattr(team, "agency_id", None) or team.district_id
