"""Count the students of an operation, from their own rows: the sum, and the sums of its parts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from uuid import UUID

from django.db.models import Count

from coordination.incident.reunification.rules import Equation
from coordination.incident.reunification.standing import closing_asked_until, waits_for_second
from coordination.incident.reunification.vocabulary import SUMMED, ReunificationRole, StudentGroup
from coordination.reunification.access import Desk, desk_for
from coordination.reunification.models import PickUp, Release
from coordination.reunification.rules.groups import group_of
from coordination.reunification.vocabulary import PickUpState, StudentState
from coordination.reunification.wire import (
    ReunificationOperationView,
    ReunificationPart,
    ReunificationPlaceLine,
    StudentGroupCount,
)
from coordination.reunification.work.over_time import forecast_of
from coordination.room.entrance import one_instant

G = StudentGroup
NEWEST_RELEASES = 20


@dataclass(slots=True)
class Tally:
    """How many students are in which group, of all and of each part."""

    groups: dict[StudentGroup, int] = field(default_factory=lambda: dict.fromkeys(StudentGroup, 0))
    parts: dict[str, dict[str, dict[StudentGroup, int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: dict.fromkeys(StudentGroup, 0)))
    )


PARTS = ("homeroom", "grade", "bus", "place_id")


def tally_students(desk: Desk) -> Tally:
    """Count the students. One query."""
    tally = Tally()
    rows = desk.operation.students.order_by().values("state", "is_confirmed", *PARTS).annotate(n=Count("pk"))
    for row in rows:
        group = group_of(StudentState(row["state"]), is_confirmed=row["is_confirmed"])
        tally.groups[group] += row["n"]
        for part in PARTS:
            if row[part]:
                tally.parts[part][str(row[part])][group] += row["n"]
    return tally


def view_at_once(*, user_id: int, operation_id: UUID, at: datetime) -> tuple[Desk, ReunificationOperationView]:
    """Return an operation as its reader finds and sees it, all of it as it was at one instant.

    A child who is added between two reads would stand there as "lost or counted twice". Raises: OperationNotFound.
    """
    with one_instant():
        desk = desk_for(user_id=user_id, operation_id=operation_id, at=at)
        return desk, view_operation(desk)


def view_operation(desk: Desk) -> ReunificationOperationView:
    """Return an operation as its reader sees it. At most seven queries."""
    tally, stands = tally_students(desk), desk.stands
    # Enrolled and absent as the room's log has them, the groups as the rows are: what was lost shows.
    equation = Equation(stands.enrolled, stands.absent, {one: tally.groups[one] for one in SUMMED})
    parts = {part: _lines_of(found) for part, found in tally.parts.items()} if desk.reads_names else {}
    names = {key: one.place for key, one in desk.places.items()}
    waiting = _count_waiting(desk)
    ahead = forecast_of(desk, left=equation.unresolved)
    return ReunificationOperationView(
        operation_id=desk.operation.pk,
        incident_id=desk.grant.incident.pk,
        is_exercise=desk.operation.is_exercise,
        state=stands.state,
        places=[
            ReunificationPlaceLine(place_id=UUID(key), place=one.place, is_open=one.closed_at is None)
            for key, one in desk.places.items()
        ],
        roster_at=desk.operation.roster_at,
        opened_at=desk.operation.opened_at,
        enrolled=equation.enrolled,
        absent=equation.absent,
        expected=equation.expected,
        unresolved=equation.unresolved,
        groups=[StudentGroupCount(group=one, label=one.label, number=tally.groups[one]) for one in SUMMED],
        is_whole=equation.is_whole and tally.groups[G.ABSENT] == equation.absent,
        closes=equation.closes,
        closing_asked_until=closing_asked_until(stands) if waits_for_second(stands, desk.at) else None,
        my_roles=sorted(desk.my_roles),
        reads_names=desk.reads_names,
        by_class=parts.get("homeroom", []),
        by_grade=parts.get("grade", []),
        by_bus=parts.get("bus", []),
        by_place=[one.model_copy(update={"name": names.get(one.name, "")}) for one in parts.get("place_id", [])],
        cleared=waiting.get(PickUpState.WAITING.value, 0),
        to_decide=waiting.get(PickUpState.SUPERVISOR.value, 0),
        minutes_per_release=minutes_per_release(desk.operation.pk),
        released_lately=ahead.lately,
        done_at=ahead.done_at,
        no_forecast=ahead.why_not,
        no_forecast_words=ahead.why_not.label if ahead.why_not is not None else "",
    )


def _lines_of(found: dict[str, dict[StudentGroup, int]]) -> list[ReunificationPart]:
    return [
        ReunificationPart(
            name=name,
            expected=sum(groups[one] for one in SUMMED),
            here=groups[G.HERE],
            reunited=groups[G.REUNITED],
            unresolved=sum(groups[one] for one in SUMMED if not one.is_resolved),
        )
        for name, groups in sorted(found.items())
    ]


def _count_waiting(desk: Desk) -> dict[str, int]:
    """Count the adults whom the reader's own lists have.

    To others a number that stays as it is after a check-in would tell of a hold, and so would one that the list lacks.
    """
    shown = [PickUpState.WAITING.value, PickUpState.SUPERVISOR.value] if desk.is_director else []
    if ReunificationRole.REUNIFIER in desk.my_roles and desk.reads_names:
        shown.append(PickUpState.WAITING.value)
    if not shown:
        return {}
    rows = PickUp.objects.filter(student__operation=desk.operation, state__in=shown)
    rows = rows.exclude(state=PickUpState.WAITING.value, student__state=StudentState.HELD_CUSTODY_ISSUE.value)
    return {row["state"]: row["n"] for row in rows.order_by().values("state").annotate(n=Count("pk"))}


def minutes_per_release(operation_id: UUID) -> int | None:
    """Return how long families wait: the median of the newest releases, from check-in; none without any."""
    rows = Release.objects.filter(student__operation_id=operation_id).order_by("-at", "-pk")
    return median_minutes(rows.values_list("pick_up__checked_in_at", "at")[:NEWEST_RELEASES])


def median_minutes(times: Iterable[tuple[datetime, datetime]]) -> int | None:
    """Return the median of the time between two instants, in whole minutes."""
    waits = [(end - begin).total_seconds() / 60 for begin, end in times]
    return round(median(waits)) if waits else None
