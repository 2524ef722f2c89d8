"""Compare drills: how long each measured step takes, between schools and over time. A constant number of queries.

What is compared are schools and years, by name and by date; no person's time is in it, and nothing is ranked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from coordination.drills.evaluation.vocabulary import MilestoneKind
from coordination.drills.exercises.vocabulary import DrillAction, ExerciseKind
from coordination.drills.improvement.access import may_compare, times_for
from coordination.drills.improvement.errors import ComparisonNotFound
from coordination.drills.improvement.models import DrillTimes
from coordination.drills.improvement.rules.spread import Spread, school_year_of, spread_of
from mapping.models import Site

# Three years of a drill a month in 300 schools are eleven thousand.
MOST_DRILLS = 20_000
# Single drills are shown one by one, the newest ones.
MOST_SHOWN_SINGLY = 24


@dataclass(frozen=True, slots=True)
class CompareChosen:
    """What is compared: drills of a kind and an action (none: of all), at one site or at all of the reader's."""

    kind: ExerciseKind | None = None
    action: DrillAction | None = None
    site_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SiteSpread:
    """A site's times of one measure; no spread: it was never measured there."""

    site_id: UUID
    site: str
    spread: Spread | None


@dataclass(frozen=True, slots=True)
class YearSpread:
    """A school year's times of one measure."""

    school_year: int
    spread: Spread


@dataclass(frozen=True, slots=True)
class SingleTime:
    """One drill of one site."""

    began_at: datetime
    seconds: int
    incident_id: UUID
    exercise_id: UUID | None


@dataclass(frozen=True, slots=True)
class MeasureCompared:
    """A measure: all drills together, site by site in the order of names, year by year; single drills of one site."""

    measure: MilestoneKind
    together: Spread
    sites: list[SiteSpread]
    years: list[YearSpread]
    drills: list[SingleTime]


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A site that can be chosen."""

    site_id: UUID
    site: str


@dataclass(frozen=True, slots=True)
class DrillComparison:
    """How drills compare. `drills` is how many; `sites` those with any, in the order of names."""

    drills: int
    sites: list[SiteChoice]
    measures: list[MeasureCompared]


def compare_drills(*, user_id: int, chosen: CompareChosen, at: datetime) -> DrillComparison:
    """Return how the drills that a person may compare do. Raises: ComparisonNotFound: there is nothing for them."""
    if not may_compare(user_id, at):
        raise ComparisonNotFound
    rows = times_for(user_id, at)
    if chosen.kind is not None:
        rows = rows.filter(kind=chosen.kind.value)
    if chosen.action is not None:
        rows = rows.filter(action=chosen.action.value)
    found = _list_timed(rows)
    names = sorted({(one.site, one.site_id) for one in found})
    here = [one for one in found if chosen.site_id is None or one.site_id == chosen.site_id]
    return DrillComparison(
        drills=len(here),
        sites=[SiteChoice(site_id, name) for name, site_id in names],
        measures=[
            one
            for kind in MilestoneKind
            if (one := _compare_measure(kind, here, names, is_single=chosen.site_id is not None))
        ],
    )


@dataclass(frozen=True, slots=True)
class _Timed:
    """A drill as it is compared."""

    incident_id: UUID
    exercise_id: UUID | None
    site_id: UUID
    site: str
    school_year: int
    began_at: datetime
    seconds: dict[str, int]


def _list_timed(rows: QuerySet[DrillTimes]) -> list[_Timed]:
    """Return drills, the oldest first. Bare columns: a site's shape, read ten thousand times, takes seconds."""
    columns = ("incident_id", "exercise_id", "site_id", "site__name", "site__time_zone", "began_at", "seconds")
    newest = rows.order_by("-began_at", "incident_id").values_list(*columns)[:MOST_DRILLS]
    found = [
        _Timed(incident, exercise, site, name, _year_of(began_at, zone), began_at, seconds)
        for incident, exercise, site, name, zone, began_at, seconds in newest
    ]
    return found[::-1]


def _compare_measure(
    kind: MilestoneKind, rows: Sequence[_Timed], names: Sequence[tuple[str, UUID]], *, is_single: bool
) -> MeasureCompared | None:
    timed = [(one, one.seconds[kind.value]) for one in rows if kind.value in one.seconds]
    together = spread_of([seconds for _one, seconds in timed])
    if together is None:
        return None
    by_site = _group_by_key((one.site_id, seconds) for one, seconds in timed)
    by_year = _group_by_key((one.school_year, seconds) for one, seconds in timed)
    here = {one.site_id for one in rows}
    return MeasureCompared(
        measure=kind,
        together=together,
        sites=[SiteSpread(site, name, spread_of(by_site.get(site, []))) for name, site in names if site in here],
        years=[YearSpread(year, spread) for year, all_of in sorted(by_year.items()) if (spread := spread_of(all_of))],
        drills=[
            SingleTime(one.began_at, seconds, one.incident_id, one.exercise_id)
            for one, seconds in (timed[-MOST_SHOWN_SINGLY:] if is_single else ())
        ],
    )


def _group_by_key[Key](pairs: Iterable[tuple[Key, int]]) -> Mapping[Key, list[int]]:
    found: dict[Key, list[int]] = defaultdict(list)
    for key, seconds in pairs:
        found[key].append(seconds)
    return found


def _year_of(began_at: datetime, time_zone: str) -> int:
    return school_year_of(began_at.astimezone(ZoneInfo(time_zone)).date())


def zone_of(site_id: UUID | None) -> ZoneInfo:
    """Return the time zone of a site; UTC where none, or several, are looked at."""
    name = Site.objects.filter(pk=site_id).values_list("time_zone", flat=True).first() if site_id else None
    return ZoneInfo(name or "UTC")
