"""Read who was to be told of an entry and how far it has come: for those in command, and for whoever pressed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.errors import AlertNotFound
from coordination.models import Flash, FlashAcknowledgement, LogEntry, Participant, Room, User
from coordination.vocabulary import Audience
from coordination.wire.frames import time_text
from mou.models import AgencyMember
from push.queries.ledger import DeviceOnBoard, PersonOnBoard, board, not_reached
from push.vocabulary import Standing

# The events whose row in the alert table names somebody; a test holds the two together.
ALERTING_EVENTS = (
    "incident_opened",
    "incident_reopened",
    "panic_pressed",
    "panic_cancelled",
    "panic_confirmed",
    "stand_down_proposed",
    "stood_down",
    "flash_posted",
    "glass_broken",
)
MAX_LISTED = 50


@dataclass(frozen=True, slots=True)
class BoardDevice:
    """One device on one rung of the ladder. Its address stays inside."""

    kind: str
    platform: str
    step: int
    standing: str
    at: str
    due_at: str | None
    error_code: str


@dataclass(frozen=True, slots=True)
class BoardPerson:
    """Somebody who is to be told, with or without a device."""

    user_id: UUID
    name: str
    agency: str
    is_supervisor: bool
    is_in_room: bool
    has_it: bool
    standing: str
    at: str
    error_code: str
    devices: list[BoardDevice]


@dataclass(frozen=True, slots=True)
class ListedAlert:
    """An entry that told somebody, or could have."""

    seq: int
    event_type: str
    at: str


@dataclass(frozen=True, slots=True)
class AlertBoard:
    """One entry's board; `people` begins with those who have not got it."""

    alert: ListedAlert
    demands_acknowledgement: bool
    counts: dict[str, int]
    has_not_got_it: int
    has_not_answered: int
    people: list[BoardPerson]


@dataclass(frozen=True, slots=True)
class Told:
    """What the presser may know: how many people of which agencies are being told."""

    people: int
    agencies: list[str]


def listed_alerts(room: Room, *, audiences: Iterable[Audience]) -> list[ListedAlert]:
    """Return the newest entries that tell people and that these audiences may read, newest first. One query."""
    rows = LogEntry.objects.filter(
        room=room, event_type__in=ALERTING_EVENTS, audience__in=[one.value for one in audiences]
    ).order_by("-seq")[:MAX_LISTED]
    return [_listed(row) for row in rows]


def alert_board(room: Room, *, seq: int, audiences: Iterable[Audience]) -> AlertBoard:
    """Return the board of one entry. Seven queries, however many people. Raises: AlertNotFound."""
    row = LogEntry.objects.filter(
        room=room, seq=seq, event_type__in=ALERTING_EVENTS, audience__in=[one.value for one in audiences]
    ).first()
    if row is None:
        raise AlertNotFound
    people = board(f"room:{room.id}:{seq}")
    shown = _shown(room, people, read_back=_read_back(room, seq))
    return AlertBoard(
        alert=_listed(row),
        demands_acknowledgement=any(one.demands_acknowledgement for one in people),
        counts=dict(Counter(one.standing for one in shown if not one.is_supervisor)),
        has_not_got_it=sum(1 for one in shown if not one.has_it and not one.is_supervisor),
        has_not_answered=sum(1 for one in shown if one.standing != Standing.ACKNOWLEDGED and not one.is_supervisor),
        people=shown,
    )


def told_of(room_id: UUID, *, seq: int, at: datetime) -> Told:
    """Return how many people an entry is told to, and of which agencies. Three queries."""
    user_ids = [one.user_id for one in board(f"room:{room_id}:{seq}") if not one.is_supervisor]
    return Told(people=len(user_ids), agencies=sorted(set(_agencies(user_ids, at).values())))


def _listed(row: LogEntry) -> ListedAlert:
    return ListedAlert(seq=row.seq, event_type=row.event_type, at=time_text(row.at))


def _read_back(room: Room, seq: int) -> set[int]:
    """Return whoever acknowledged in the room itself, with or without a device."""
    flash = Flash.objects.filter(room=room, seq=seq).first()
    if flash is None:
        return set()
    return set(FlashAcknowledgement.objects.filter(flash=flash).values_list("participant__user_id", flat=True))


def _shown(room: Room, people: list[PersonOnBoard], *, read_back: set[int]) -> list[BoardPerson]:
    user_ids = [one.user_id for one in people]
    users = _named(user_ids)
    here = {one.user_id: one for one in Participant.objects.filter(room=room, user_id__in=user_ids)}
    agencies = _agencies(user_ids, None)
    missed = {one.user_id for one in not_reached(people)}
    shown = []
    for one in people:
        participant = here.get(one.user_id)
        is_in_room = participant is not None and participant.left_at is None and participant.removed_at is None
        standing = Standing.ACKNOWLEDGED if one.user_id in read_back else one.standing
        public_id, name = users[one.user_id]
        shown.append(
            BoardPerson(
                user_id=public_id,
                name=name,
                agency=participant.agency if participant is not None else agencies.get(one.user_id, ""),
                is_supervisor=one.is_supervisor,
                is_in_room=is_in_room,
                has_it=one.user_id not in missed or is_in_room or standing is Standing.ACKNOWLEDGED,
                standing=standing.value,
                at=time_text(one.at),
                error_code=one.error_code,
                devices=[_device(device) for device in one.devices],
            )
        )
    return sorted(shown, key=lambda one: (one.is_supervisor, one.has_it, one.standing == "acknowledged", one.name))


def _device(device: DeviceOnBoard) -> BoardDevice:
    return BoardDevice(
        kind=device.kind.value,
        platform=device.platform,
        step=device.step,
        standing=device.standing.value,
        at=time_text(device.at),
        due_at=time_text(device.due_at) if device.due_at else None,
        error_code=device.error_code,
    )


def _named(user_ids: list[int]) -> dict[int, tuple[UUID, str]]:
    """Return what people are known and called by; as columns, of which a board of thousands reads fewer."""
    rows = User.objects.filter(pk__in=user_ids).only("public_id", "display_name", "username")
    return {one.pk: (one.public_id, one.shown_name()) for one in rows}


def _agencies(user_ids: list[int], at: datetime | None) -> dict[int, str]:
    """Return the name of one agency of each person; a person of several has to stand somewhere."""
    rows = AgencyMember.objects.filter(user_id__in=user_ids, ended_at__isnull=True, agency__is_active=True)
    if at is not None:
        rows = rows.filter(started_at__lte=at)
    return dict(rows.order_by("-id").values_list("user_id", "agency__name"))
