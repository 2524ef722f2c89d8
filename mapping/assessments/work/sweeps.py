"""The weekly sweep of exterior doors: staff check each numbered door once a week.

A check counts for the week in which it was reported. A faulty door becomes a finding; the same fault is not reported
again until that finding is settled.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mapping.assessments.access import site_to_sweep_for
from mapping.assessments.audit import note_act
from mapping.assessments.errors import BadDoorCheck
from mapping.assessments.models import DoorCheck, SiteFinding
from mapping.assessments.vocabulary import AssessmentAct, DoorOutcome, FindingKind, SecurityLayer, SecurityStrategy
from mapping.assessments.work.findings import FindingGiven, make_finding
from mapping.assessments.work.spots import Spot, doors_of
from mapping.assessments.work.steps import SETTLED, stored_words
from mapping.models import Site
from mapping.plans.versions import local_day

# A phone that was long without a network; and one whose clock is a little fast.
OLDEST, AHEAD = timedelta(days=14), timedelta(minutes=10)
WEEKS = 8
KIND_OF = {
    DoorOutcome.DOES_NOT_LATCH: FindingKind.DOOR_DOES_NOT_LATCH,
    DoorOutcome.PROPPED_OPEN: FindingKind.DOOR_PROPPED,
    DoorOutcome.UNLOCKED: FindingKind.DOOR_DOES_NOT_LATCH,
    DoorOutcome.DAMAGED: FindingKind.OTHER,
}


@dataclass(frozen=True, slots=True)
class DoorCheckGiven:
    """The state of a door. `id` is the sender's: sent twice, it is written once."""

    id: UUID
    number: str
    outcome: DoorOutcome
    note: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class DoorView:
    """A door in this week's sweep; not looked at yet: None."""

    number: str
    level: str
    outcome: DoorOutcome | None
    note: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week that begins on a Monday: how many doors were looked at, and at how many something was wrong."""

    begins_on: date
    looked_at: int
    wrong: int


@dataclass(frozen=True, slots=True)
class SweepView:
    """This week's sweep of a site, and the weeks before."""

    site_id: UUID
    site: str
    week: date
    doors: list[DoorView]
    weeks: list[WeekView]

    @property
    def looked_at(self) -> int:
        return sum(1 for one in self.doors if one.outcome is not None)


def check_door(*, actor_id: int, site_id: UUID, given: DoorCheckGiven, at: datetime) -> None:
    """Record the state of a door. Durable; the same id has effect once.

    Raises: SweepNotFound: not of the school or its district. BadDoorCheck.
    """
    with transaction.atomic(durable=True):
        site = site_to_sweep_for(user_id=actor_id, site_id=site_id, at=at, lock=True)
        if DoorCheck.objects.filter(pk=given.id, site=site).exists():
            return
        if DoorCheck.objects.filter(pk=given.id).exists():
            raise BadDoorCheck("This id is taken.", pointer="/id")
        door = next((one for one in doors_of(site) if one.label == given.number), None)
        if door is None:
            raise BadDoorCheck("The published plan has no exterior door of this number.", pointer="/number")
        if not at - OLDEST <= given.said_at <= at + AHEAD:
            raise BadDoorCheck("It was said too long ago, or is yet to come.", pointer="/said_at")
        note = stored_words(given.note, pointer="/note", most=300)
        DoorCheck.objects.create(
            id=given.id,
            site=site,
            week=week_of(site, given.said_at),
            number=given.number,
            outcome=given.outcome.value,
            note=note,
            by_id=actor_id,
            said_at=given.said_at,
            at=at,
        )
        if given.outcome in KIND_OF:
            _make_finding(site, door, given.outcome, note, actor_id, at)


def sweep_of(site: Site, at: datetime) -> SweepView:
    """Return this week's sweep, and the weeks before. Three queries."""
    week = week_of(site, at)
    rows = DoorCheck.objects.filter(site=site, week=week).select_related("by").order_by("said_at", "at")
    newest = {one.number: one for one in rows}
    doors = [_door_view(one, newest.get(one.label)) for one in doors_of(site)]
    return SweepView(site.pk, site.name, week, doors, _weeks_before(site, week))


def week_of(site: Site, at: datetime) -> date:
    """Return the Monday of an instant's week at a site."""
    day = local_day(site, at)
    return day - timedelta(days=day.weekday())


def _door_view(door: Spot, check: DoorCheck | None) -> DoorView:
    if check is None:
        return DoorView(door.label, door.level, None, "", "", None)
    return DoorView(
        door.label, door.level, DoorOutcome(check.outcome), check.note, check.by.shown_name(), check.said_at
    )


def _weeks_before(site: Site, this: date) -> list[WeekView]:
    found: dict[date, dict[str, str]] = {}
    rows = DoorCheck.objects.filter(site=site, week__lt=this, week__gte=this - timedelta(weeks=WEEKS))
    for week, number, outcome in rows.order_by("said_at", "at").values_list("week", "number", "outcome"):
        found.setdefault(week, {})[number] = outcome
    wrong = {one.value for one in KIND_OF}
    return [
        WeekView(week, len(doors), sum(1 for one in doors.values() if one in wrong))
        for week, doors in sorted(found.items(), reverse=True)
    ]


def _make_finding(site: Site, door: Spot, outcome: DoorOutcome, note: str, actor_id: int, at: datetime) -> None:
    """Make a finding of what is wrong with a door, or note on the open one that it was seen again."""
    kind, place = KIND_OF[outcome], _("Door %(number)s") % {"number": door.label}
    rows = SiteFinding.objects.filter(site=site, assessment=None, kind=kind.value, level_id=door.level_id)
    known = rows.exclude(state__in=SETTLED).filter(door=door.label).first()
    if known is not None:
        note_act(AssessmentAct.SEEN_AGAIN, by_id=actor_id, at=at, words=note, finding=known)
        return
    text = DoorOutcome(outcome).label + (f": {note}" if note else "")
    given = FindingGiven(kind, SecurityLayer.BUILDING_EXTERIOR, SecurityStrategy.DELAY, text, door.make_place())
    finding = make_finding(site, None, given, actor_id=actor_id, at=at)
    finding.door, finding.place = door.label, place
    finding.save(update_fields=["door", "place"])
