"""Read who was to be told of an entry and how far it has come: for those in command, and for the presser."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated
from uuid import UUID

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from coordination.errors import AlertNotFound
from coordination.models import User
from coordination.room.access import RoomGrant
from coordination.room.alerting.recipients import keys_of_room, source_key_of
from coordination.room.capability import Alert, word_of
from coordination.room.models import LogEntry, Participant, Room
from coordination.room.registry import event_rules
from coordination.room.wire.addressed import Readership
from coordination.room.wire.frames import time_text
from mou.foundation.value_of import ValueOf
from mou.models import AgencyMember
from mou.vocabulary import AgencyKind
from push.ledger.queries import (
    DeviceOnBoard,
    PersonOnBoard,
    ToldNumbers,
    has_way,
    not_reached,
    read_board,
    tells_somebody,
    told_numbers,
)
from push.vocabulary import DeviceKind, Standing


@cache
def alerting_events() -> tuple[str, ...]:
    """Return the events that alert people."""
    return tuple(word for word, rule in event_rules().items() if isinstance(rule.alert, Alert))


@dataclass(frozen=True, slots=True)
class BoardDevice:
    """One device on one rung of the ladder. Its address stays inside."""

    kind: Annotated[str, ValueOf(DeviceKind)]
    platform: str
    step: int
    standing: Annotated[str, ValueOf(Standing)]
    at: str
    due_at: str | None
    error_code: str


@dataclass(frozen=True, slots=True)
class BoardPerson:
    """A person who is to be told, with or without a device."""

    user_id: UUID
    name: str
    agency: str
    is_supervisor: bool
    is_in_room: bool
    has_it: bool
    standing: Annotated[str, ValueOf(Standing)]
    at: str
    error_code: str
    devices: list[BoardDevice]


@dataclass(frozen=True, slots=True)
class UnnamedPeople:
    """How many people of an agency are to be told whose names the reader may not see."""

    agency: str
    is_supervisor: bool
    people: int
    has_not_got_it: int
    has_not_answered: int


@dataclass(frozen=True, slots=True)
class ListedAlert:
    """An entry that alerted people, or could have."""

    seq: int
    event_type: str
    at: str


@dataclass(frozen=True, slots=True)
class AlertBoard:
    """One entry's board; `people` begins with those who have not got it. The counts are of all, named or not."""

    alert: ListedAlert
    demands_acknowledgement: bool
    told: ToldNumbers
    counts: dict[str, int]
    has_not_got_it: int
    has_not_answered: int
    people: list[BoardPerson]
    unnamed: list[UnnamedPeople]


@dataclass(frozen=True, slots=True)
class Told:
    """What the presser may know: how far the word has come at one instant, in numbers of people that are never mixed.

    `chosen`: to be told, of which `agencies`. `handed`: a provider has taken it for a device of theirs.
    `acknowledged`: they have answered. `without_way`: nothing can bring it to them. `unreached`: kinds of agencies
    that the alarm calls, with no way to any of their chosen people: they must be called by telephone.
    """

    chosen: int
    handed: int
    acknowledged: int
    without_way: int
    agencies: list[str]
    unreached: list[AgencyKind]
    at: str


def listed_alerts(room: Room, *, audiences: Iterable[Readership]) -> list[ListedAlert]:
    """Return the entries that tell people and that these audiences may read, newest first. One query."""
    rows = _alerting_entries(room, audiences)
    return [_listed_alert(row) for row in rows.only("seq", "event_type", "at")]


def newest_that_told(room: Room, *, audiences: Iterable[Readership]) -> int | None:
    """Return the seq of the newest entry that told someone; where none has, of the newest that could have. Two queries.

    A press writes several entries at once and tells people of one: the others would say that they told no one.
    """
    rows = _alerting_entries(room, audiences)
    told = rows.annotate(key=Concat(Value(keys_of_room(room.id)), Cast("seq", CharField())))
    seqs = (found.values_list("seq", flat=True).first() for found in (told.filter(tells_somebody("key")), rows))
    return next((seq for seq in seqs if seq is not None), None)


def _alerting_entries(room: Room, audiences: Iterable[Readership]) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(
        room=room, event_type__in=alerting_events(), audience__in=[one.value for one in audiences]
    ).order_by("-seq")


def alert_board(grant: RoomGrant, *, seq: int, names_all: bool) -> AlertBoard:
    """Return the board of one entry for a reader. Seven queries, however many people. Raises: AlertNotFound.

    By name it shows the people of the room and of the reader's own agency; `names_all` shows all names, to readers who
    may see the site's roster.
    """
    room = grant.room
    row = _alerting_entries(room, grant.audiences).filter(seq=seq).first()
    if row is None:
        raise AlertNotFound
    people = read_board(source_key_of(room.id, seq))
    agencies = _agencies_of_people(_list_memberships([one.user_id for one in people], None))
    read_back = _read_back(room, row)
    shown = _show_people(room, people, agencies, read_back=read_back)
    own_agency = grant.joined().agency_id
    colleagues = {user_id for user_id, mine in agencies.items() if own_agency in mine}
    named = {user_id for user_id, one in shown if names_all or one.is_in_room or user_id in colleagues}
    everybody = [one for _, one in shown]
    return AlertBoard(
        alert=_listed_alert(row),
        demands_acknowledgement=any(one.demands_acknowledgement for one in people),
        told=told_numbers(people, answered_in_room=read_back),
        counts=dict(Counter(one.standing for one in everybody if not one.is_supervisor)),
        has_not_got_it=sum(1 for one in everybody if not one.has_it and not one.is_supervisor),
        has_not_answered=sum(1 for one in everybody if one.standing != Standing.ACKNOWLEDGED and not one.is_supervisor),
        people=[one for user_id, one in shown if user_id in named],
        unnamed=_count_unnamed([one for user_id, one in shown if user_id not in named]),
    )


def told_of(room_id: UUID, *, seq: int | None, calls: Iterable[Sequence[AgencyKind]], at: datetime) -> Told:
    """Return how far an entry has come; without an entry no one is told. Three queries.

    `calls`: the kinds of agencies that it calls, those together of which one is enough.
    """
    people = [] if seq is None else [one for one in read_board(source_key_of(room_id, seq)) if not one.is_supervisor]
    rows = _list_memberships([one.user_id for one in people], at)
    with_way = {one.user_id for one in people if has_way(one) or one.standing is Standing.ACKNOWLEDGED}
    reached = {kind for user_id, _agency_id, _name, kind in rows if user_id in with_way}
    numbers = told_numbers(people)
    return Told(
        chosen=numbers.chosen,
        handed=numbers.handed,
        acknowledged=numbers.acknowledged,
        without_way=numbers.without_way,
        agencies=sorted({_one_of(mine) for mine in _agencies_of_people(rows).values()}),
        unreached=[kinds[0] for kinds in calls if reached.isdisjoint(kinds)],
        at=time_text(at),
    )


def _listed_alert(row: LogEntry) -> ListedAlert:
    return ListedAlert(seq=row.seq, event_type=row.event_type, at=time_text(row.at))


def _read_back(room: Room, row: LogEntry) -> set[int]:
    """Return who acknowledged in the room itself, with or without a device."""
    rule = event_rules()[row.event_type]
    if not isinstance(rule.alert, Alert) or rule.alert.answered_by is None or rule.alert.answered_by.same is None:
        return set()
    answered = word_of(rule.alert.answered_by.event)
    rows = LogEntry.objects.filter(room=room, event_type=answered, seq__gt=row.seq)
    about = json.loads(row.content)["event"][rule.alert.answered_by.same]
    return {one.actor_id for one in rows if json.loads(one.content)["event"][rule.alert.answered_by.same] == about}


def _count_unnamed(people: list[BoardPerson]) -> list[UnnamedPeople]:
    by_agency: dict[tuple[bool, str], list[BoardPerson]] = {}
    for one in people:
        by_agency.setdefault((one.is_supervisor, one.agency), []).append(one)
    return [
        UnnamedPeople(
            agency=agency,
            is_supervisor=is_supervisor,
            people=len(found),
            has_not_got_it=sum(1 for one in found if not one.has_it),
            has_not_answered=sum(1 for one in found if one.standing != Standing.ACKNOWLEDGED),
        )
        for (is_supervisor, agency), found in sorted(by_agency.items())
    ]


def _show_people(
    room: Room, people: list[PersonOnBoard], agencies: Mapping[int, Mapping[UUID, str]], *, read_back: set[int]
) -> list[tuple[int, BoardPerson]]:
    """Return all people with their row ids; those who have not got it come first."""
    user_ids = [one.user_id for one in people]
    users = _names_of_people(user_ids)
    here = {one.user_id: one for one in Participant.objects.filter(room=room, user_id__in=user_ids)}
    missed = {one.user_id for one in not_reached(people)}
    shown = []
    for one in people:
        participant = here.get(one.user_id)
        is_in_room = participant is not None and participant.left_at is None and participant.removed_at is None
        standing = Standing.ACKNOWLEDGED if one.user_id in read_back else one.standing
        public_id, name = users[one.user_id]
        person = BoardPerson(
            user_id=public_id,
            name=name,
            agency=participant.agency if participant is not None else _one_of(agencies.get(one.user_id, {})),
            is_supervisor=one.is_supervisor,
            is_in_room=is_in_room,
            has_it=one.user_id not in missed or is_in_room or standing is Standing.ACKNOWLEDGED,
            standing=standing.value,
            at=time_text(one.at),
            error_code=one.error_code,
            devices=[_show_device(device) for device in one.devices],
        )
        shown.append((one.user_id, person))
    return sorted(shown, key=lambda one: _place_on_board(one[1]))


def _place_on_board(one: BoardPerson) -> tuple[object, ...]:
    return one.is_supervisor, one.has_it, one.standing == "acknowledged", one.name


def _show_device(device: DeviceOnBoard) -> BoardDevice:
    return BoardDevice(
        kind=device.kind.value,
        platform=device.platform,
        step=device.step,
        standing=device.standing.value,
        at=time_text(device.at),
        due_at=time_text(device.due_at) if device.due_at else None,
        error_code=device.error_code,
    )


def _names_of_people(user_ids: list[int]) -> dict[int, tuple[UUID, str]]:
    """Return what people are known and called by; as columns, of which a board of thousands reads fewer."""
    rows = User.objects.filter(pk__in=user_ids).only("public_id", "display_name", "username")
    return {one.pk: (one.public_id, one.shown_name()) for one in rows}


def _list_memberships(user_ids: list[int], at: datetime | None) -> list[tuple[int, UUID, str, str]]:
    """Return person, id, name and kind of agency of each membership, the newest first. One query."""
    rows = AgencyMember.objects.filter(user_id__in=user_ids, ended_at__isnull=True, agency__is_active=True)
    if at is not None:
        rows = rows.filter(started_at__lte=at)
    return list(rows.order_by("-id").values_list("user_id", "agency_id", "agency__name", "agency__kind"))


def _agencies_of_people(rows: Iterable[tuple[int, UUID, str, str]]) -> dict[int, dict[UUID, str]]:
    """Return the agencies of each person by id, the newest membership first."""
    found: dict[int, dict[UUID, str]] = {}
    for user_id, agency_id, name, _kind in rows:
        found.setdefault(user_id, {})[agency_id] = name
    return found


def _one_of(agencies: Mapping[UUID, str]) -> str:
    """Return the agency a person has been in longest: a person of several agencies stands on the board once."""
    return list(agencies.values())[-1] if agencies else ""
