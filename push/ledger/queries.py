"""The board: for each person and each of their devices, how far an alert has come and why no further."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from push.models import Notification, Recipient
from push.models.recipient import key_of_team
from push.vocabulary import DeviceKind, NotificationState, Standing

NOT_REACHED = (NotificationState.FAILED.value, NotificationState.EXPIRED.value)
RANK = {standing: rank for rank, standing in enumerate(Standing)}
KINDS = {kind.value: kind for kind in DeviceKind}
# The stages of the ledger, the furthest first, and the columns that a line of the board is made from.
STAGES = (Standing.ACKNOWLEDGED, Standing.OPENED, Standing.DELIVERED, Standing.ACCEPTED, Standing.SENT)
OF_NOTIFICATION = (
    "device__kind",
    "device__platform",
    "step",
    "next_try_at",
    "error_code",
    "state",
    "created_at",
    *(f"{stage.value}_at" for stage in STAGES),
)
OF_RECIPIENT = ("user_id", "is_supervisor", "demands_acknowledgement", "acknowledged_at", "planned_at")


@dataclass(frozen=True, slots=True)
class DeviceOnBoard:
    """One notification: a device on one rung of the ladder."""

    kind: DeviceKind
    platform: str
    step: int
    standing: Standing
    at: datetime
    due_at: datetime | None
    error_code: str


@dataclass(frozen=True, slots=True)
class PersonOnBoard:
    """One person, as far as any of their devices has brought it."""

    user_id: int
    is_supervisor: bool
    demands_acknowledgement: bool
    standing: Standing
    at: datetime
    error_code: str
    devices: tuple[DeviceOnBoard, ...]


@dataclass(frozen=True, slots=True)
class ToldNumbers:
    """Numbers of people that are never mixed: who was chosen is not told yet, and what was handed over is not read.

    `chosen`: to be told. `handed`: for whom a provider has taken it, for one device or more. `acknowledged`: have
    answered themselves. `without_way`: have not answered, and nothing that they registered can bring it to them.
    """

    chosen: int
    handed: int
    acknowledged: int
    without_way: int


def read_board(source_key: str) -> list[PersonOnBoard]:
    """Return everybody who is to be told of an event, whether or not they have a device. Two queries."""
    # The teams' leaders stand under keys that begin with the event's.
    of_event = Q(source_key=source_key) | Q(source_key__startswith=key_of_team(source_key, ""))
    recipients = Recipient.objects.filter(of_event).order_by("is_supervisor", "user_id", "source_key")
    told: dict[int, list[DeviceOnBoard]] = defaultdict(list)
    # Columns and not models: a board of thousands is asked for twice a second, and to make the objects took half of it.
    for recipient_id, *row in (
        Notification.objects.filter(of_event).order_by("step", "id").values_list("recipient_id", *OF_NOTIFICATION)
    ):
        told[recipient_id].append(_device_on_board(*row))
    return [
        _person_on_board(told[recipient_id], *row) for recipient_id, *row in recipients.values_list("id", *OF_RECIPIENT)
    ]


def tells_somebody(key_column: str) -> Exists:
    """Return the condition that the event whose key stands in a column tells a person who leads no team."""
    return Exists(Recipient.objects.filter(source_key=OuterRef(key_column), is_supervisor=False))


def told_numbers(people: Iterable[PersonOnBoard], *, answered_in_room: Collection[int] = ()) -> ToldNumbers:
    """Return how far an event has come with those who were chosen; leaders who hear of silence only are not among them.

    The one place that counts, for whatever page, interface or print says how many were told.
    """
    chosen = [one for one in people if not one.is_supervisor]
    answered = {
        one.user_id for one in chosen if one.standing is Standing.ACKNOWLEDGED or one.user_id in answered_in_room
    }
    return ToldNumbers(
        chosen=len(chosen),
        handed=sum(1 for one in chosen if was_handed_over(one)),
        acknowledged=len(answered),
        without_way=sum(1 for one in chosen if one.user_id not in answered and not has_way(one)),
    )


def was_handed_over(one: PersonOnBoard) -> bool:
    """Tell whether a provider took it for any device of a person."""
    return any(RANK[device.standing] >= RANK[Standing.SENT] for device in one.devices)


def has_way(one: PersonOnBoard) -> bool:
    """Tell whether a device of a person has it, or may still get it."""
    return any(device.standing is not Standing.FAILED for device in one.devices)


def not_reached(people: Sequence[PersonOnBoard]) -> list[PersonOnBoard]:
    """Return the people on whose devices nothing shows that it arrived: they must be told in person."""
    return [one for one in people if not one.is_supervisor and RANK[one.standing] < RANK[Standing.DELIVERED]]


def _device_on_board(
    kind: str,
    platform: str,
    step: int,
    due_at: datetime | None,
    error_code: str,
    state: str,
    created_at: datetime,
    *stages_at: datetime | None,
) -> DeviceOnBoard:
    """Take a row of OF_NOTIFICATION: it is at the furthest stage that has a time; what failed before any has failed."""
    reached = next(((stage, at) for stage, at in zip(STAGES, stages_at, strict=True) if at is not None), None)
    standing, at = reached or ((Standing.FAILED if state in NOT_REACHED else Standing.PLANNED), created_at)
    return DeviceOnBoard(KINDS[kind], platform, step, standing, at, due_at, error_code)


def _person_on_board(
    devices: Sequence[DeviceOnBoard],
    user_id: int,
    is_supervisor: bool,  # noqa: FBT001 - a column
    demands_acknowledgement: bool,  # noqa: FBT001 - a column
    acknowledged_at: datetime | None,
    planned_at: datetime,
) -> PersonOnBoard:
    """Take a row of OF_RECIPIENT and their devices: a person is as far as any of these."""
    furthest = max(devices, key=lambda device: RANK[device.standing], default=None)
    if acknowledged_at is not None:
        standing, at = Standing.ACKNOWLEDGED, acknowledged_at
    elif furthest is None:
        standing, at = Standing.UNREACHABLE, planned_at
    else:
        standing, at = furthest.standing, furthest.at
    return PersonOnBoard(
        user_id=user_id,
        is_supervisor=is_supervisor,
        demands_acknowledgement=demands_acknowledgement,
        standing=standing,
        at=at,
        error_code=furthest.error_code if furthest is not None else "",
        devices=tuple(devices),
    )
