"""Everything that stands in a room: presses, help calls of rooms, maydays and messages that wait, by place and kind.

The one function that says it, for every page, print and message; a set is never shown by its newest member.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from coordination.incident.accountability.capability import RoomReport
from coordination.incident.mayday.capability import Mayday
from coordination.incident.panic.capability import AllClear, PanicAlert, ThreatJudgment
from coordination.incident.panic.pressing.words_to_say import door_line, place_line
from coordination.incident.panic.standing import standing_presses, threats_in, verdict_on
from coordination.incident.priority_messages.capability import PriorityMessage
from coordination.room.capability import RoomObject
from coordination.vocabulary import PanicKind, ThreatVerdict
from coordination.web.wording.standing_words import OF_MAYDAY, OF_PRESS, OF_ROOM, StandingKind, standing_kinds

STANDING_CLASSES: tuple[type[RoomObject], ...] = (
    PanicAlert,
    AllClear,
    ThreatJudgment,
    Mayday,
    RoomReport,
    PriorityMessage,
)


# What is read at a look without counting.
AT_A_GLANCE = 3
PRESSED = frozenset(OF_PRESS.values())


class KnownObjects(Protocol):
    """The objects of a room that a reader may read, by class and id: a RoomState, or what a list has of many rooms."""

    def of[O: RoomObject](self, cls: type[O]) -> Mapping[str, O]:
        """Return those of a class, by id."""


@dataclass(frozen=True, slots=True)
class StandingThing:
    """One thing that stands: `kind` in words is `what`; `words` is all of it as one line, in the active language.

    `count`: so many presses of this kind came from there. `is_simulated`: an exercise brought it into play.
    `verdict`: of an active threat, whether it is one with those from other places.
    """

    kind: StandingKind
    what: str
    where: str
    words: str
    since: str
    count: int
    level_id: UUID | None
    lon: float | None
    lat: float | None
    is_simulated: bool
    verdict: ThreatVerdict = ThreatVerdict.UNKNOWN


def standing_things(known: KnownObjects, *, waits: Callable[[PriorityMessage], bool]) -> list[StandingThing]:
    """Return all that stands, the worst first, of equals the oldest; what an exercise plays comes after all of it.

    `waits`: whether a priority message still waits for one of the people whom the reader means.
    """
    found = [
        *_list_presses(known),
        *_list_maydays(known.of(Mayday)),
        *_list_rooms(known.of(RoomReport)),
        *_list_messages(known.of(PriorityMessage), waits),
    ]
    return sorted(found, key=lambda one: (one.is_simulated, one.kind.rank, one.since))


def short_lines(things: Sequence[StandingThing]) -> list[str]:
    """Say each thing in a line of its own; of more than a glance takes in, each kind once, with all its places.

    What all places of presses have in common, the building and the floor, is said once, after the first kind. Several
    things are never one line: who shows a list of what stands tells it from the one press that began it.
    """
    if len(things) <= AT_A_GLANCE:
        return [one.words for one in things]
    places = [one.where.split(", ") for one in things if one.kind in PRESSED]
    beginnings = zip(*(parts[:-1] for parts in places), strict=False)
    shared = [same[0] for same in takewhile(lambda parts: len(set(parts)) == 1, beginnings)]
    lines: dict[str, list[str]] = {}
    for one in things:
        if one.kind in PRESSED:
            lines.setdefault(one.what, []).append(", ".join(one.where.split(", ")[len(shared) :]))
        else:
            lines[one.words] = []
    if len(lines) == 1:
        said = [f"{what}: {one}" for what, where in lines.items() for one in where]
    else:
        said = [f"{what}: {'; '.join(where)}" if where else what for what, where in lines.items()]
    first = next((n for n, where in enumerate(lines.values()) if where), None)
    if shared and first is not None:
        said[first] += f" · {', '.join(shared)}"
    return said


def threat_words(things: Iterable[StandingThing]) -> str:
    """Say of active threats from several places whether they are one, or that no one has said so; or return ""."""
    threats = [one for one in things if one.kind is OF_PRESS[PanicKind.ACTIVE_THREAT]]
    if len(threats) < 2:
        return ""
    verdict = threats[0].verdict
    if verdict is ThreatVerdict.ONE:
        said = _("{places}: one threat.")
    elif verdict is ThreatVerdict.SEPARATE:
        said = _("{places}: {n} separate threats.")
    else:
        said = _("{places}: no one has said whether it is one threat.")
    return said.format(places="; ".join(one.where for one in threats), n=len(threats))


def is_undecided(things: Iterable[StandingThing]) -> bool:
    """Tell whether active threats come from several places of which no one has said whether they are one threat."""
    verdicts = [one.verdict for one in things if one.kind is OF_PRESS[PanicKind.ACTIVE_THREAT]]
    return len(verdicts) > 1 and ThreatVerdict.UNKNOWN in verdicts


def waits_for(message: PriorityMessage, participant_id: UUID) -> bool:
    """Tell whether a priority message waits for the answer of one participant."""
    return message.posted_by != participant_id and str(participant_id) not in message.acknowledged_by


def _make_thing(
    kind: StandingKind,
    where: str,
    *more: str,
    since: str,
    count: int = 1,
    level_id: UUID | None = None,
    lonlat: tuple[float | None, float | None] = (None, None),
    is_simulated: bool = False,
    verdict: ThreatVerdict = ThreatVerdict.UNKNOWN,
) -> StandingThing:
    what = standing_kinds()[kind.value]
    presses = _("{n} presses").format(n=count) if count > 1 else ""
    said = " · ".join(part for part in (what, where, *more, presses) if part)
    lon, lat = lonlat
    return StandingThing(kind, what, where, said, since, count, level_id, lon, lat, is_simulated, verdict)


def _list_presses(known: KnownObjects) -> Iterator[StandingThing]:
    alerts, all_clear = known.of(PanicAlert), known.of(AllClear)
    verdict = verdict_on(threats_in(alerts, all_clear), alerts, known.of(ThreatJudgment))
    for one in standing_presses(alerts, all_clear):
        place = one.newest.place
        yield _make_thing(
            OF_PRESS[one.kind],
            place_line(place),
            door_line(place),
            since=one.since,
            count=len(one.alerts),
            level_id=place.level_id,
            lonlat=(place.lon, place.lat),
            verdict=verdict if one.kind is PanicKind.ACTIVE_THREAT else ThreatVerdict.UNKNOWN,
        )


def _list_maydays(maydays: Mapping[str, Mayday]) -> Iterator[StandingThing]:
    for one in maydays.values():
        if one.cleared_at is None:
            where = " · ".join(part for part in (one.where, one.place) if part) or _("place not known")
            yield _make_thing(
                OF_MAYDAY[one.kind],
                f"{one.who}: {where}",
                since=one.called_at,
                level_id=one.level_id,
                lonlat=(one.lon, one.lat),
            )


def _list_rooms(reports: Mapping[str, RoomReport]) -> Iterator[StandingThing]:
    """Yield each room that asks for help, once: the worst that is said of it counts."""
    asking: dict[tuple[str, bool], list[RoomReport]] = {}
    for one in reports.values():
        if one.state in OF_ROOM and not _has_moved_on(one, reports):
            asking.setdefault((one.room_key, bool(one.is_simulated)), []).append(one)
    for (_key, is_simulated), said in asking.items():
        worst = min(said, key=lambda one: (OF_ROOM[one.state].rank, said_at(one)))
        yield _make_thing(
            OF_ROOM[worst.state],
            worst.room,
            _("EXERCISE · simulated") if is_simulated else "",
            since=min(said_at(one) for one in said),
            level_id=worst.level_id,
            is_simulated=is_simulated,
        )


def said_at(report: RoomReport) -> str:
    """Return when it was said, by the clock of who said it."""
    return report.said_at or report.reported_at


def _has_moved_on(report: RoomReport, reports: Mapping[str, RoomReport]) -> bool:
    """Tell whether the class that asked has reported from where it was going: it is counted there.

    What an exercise plays stands apart from what people say, and goes nowhere with it.
    """
    if report.is_simulated or report.moving_to_key is None:
        return False
    return any(
        one.room_key == report.moving_to_key
        and not one.is_simulated
        and _voice_of(one) == _voice_of(report)
        and said_at(one) >= said_at(report)
        for one in reports.values()
    )


def _voice_of(report: RoomReport) -> tuple[UUID, str]:
    return report.reported_by, (report.on_behalf_of or "").lower()


def _list_messages(
    messages: Mapping[str, PriorityMessage], waits: Callable[[PriorityMessage], bool]
) -> Iterator[StandingThing]:
    for one in messages.values():
        if waits(one):
            yield _make_thing(StandingKind.MESSAGE, one.text, since=one.posted_at)
