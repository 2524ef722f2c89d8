"""Read school climate as pages and programs show it. What is shown of many schools is made of what each shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from coordination.casework.kinds.views import Door
from coordination.prevention.climate.access import CLIMATE_READS, schools_of_team
from coordination.prevention.climate.models import ClimateCell, ClimateTask, ClimateTipCount
from coordination.prevention.climate.rules.scales import DOMAINS, INDICATORS
from coordination.prevention.climate.rules.small_cells import Shown, shown_together
from coordination.prevention.climate.vocabulary import (
    ClimateDomain,
    ClimateRespondents,
    ClimateScale,
)
from coordination.prevention.climate.wire import ClimateTaskLine
from coordination.prevention.climate.work.falls import said_of
from coordination.prevention.climate.work.kinds import CLIMATE_TASK_KIND
from mapping.assessments.access import assessments_for
from mapping.assessments.audit import ASSESSMENT_READS
from mapping.assessments.models import Assessment
from mapping.assessments.vocabulary import AssessmentDoor, AssessmentState
from mapping.assessments.work.rating import ratings_of
from mou.models import Agency

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class ClimatePoint:
    """A school year of a line. Hidden: there were answers, of fewer than ten people. Neither: no one was asked."""

    school_year: int
    favorable: int | None
    answers: int | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class ClimateLine:
    """A scale as one kind of respondents answered it, year by year, beside all schools of the district that show it."""

    scale: ClimateScale
    domain: ClimateDomain
    respondents: ClimateRespondents
    points: list[ClimatePoint]
    district: list[ClimatePoint]


@dataclass(frozen=True, slots=True)
class ClimateTips:
    """How many tips a school year had; none: fewer than ten, or no one counted."""

    school_year: int
    tips: int | None


@dataclass(frozen=True, slots=True)
class ClimateRisk:
    """The mean risk of the scenarios of an adopted site assessment, 1 to 125."""

    school_year: int
    site: str
    mean_risk: int


@dataclass(frozen=True, slots=True)
class SchoolClimate:
    """The results of a school. Tips and tasks are there for its team; risks as far as the reader reads assessments."""

    school_id: UUID
    school: str
    years: list[int]
    lines: list[ClimateLine]
    is_on_team: bool
    tips: list[ClimateTips]
    risks: list[ClimateRisk]
    tasks: list[ClimateTaskLine]


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school in the list: its newest year with answers, and what students said of the indicators then."""

    school_id: UUID
    school: str
    district: str
    school_year: int | None
    indicators: list[ClimatePoint]

    @property
    def points(self) -> dict[str, ClimatePoint]:
        """Return what was said of the indicators, by the columns that show it."""
        return {f"indicator{place}": one for place, one in enumerate(self.indicators, start=1)}


# --- schools ----------------------------------------------------------------------------------------------------------
def school_lines(
    schools: QuerySet[Agency], *, user_id: int, at: datetime, door: Door, most: int = MOST_LISTED
) -> list[SchoolLine]:
    """Return schools with their newest numbers; each reading is written down. Three queries.

    Args:
        most: so many are read. A page asks for one more, to say that there are others.
    """
    rows = list(schools[:most])
    CLIMATE_READS.note_reads([one.pk for one in rows], user_id=user_id, at=at, door=door)
    cells = _cells_of_schools(rows)
    return [_school_line(one, [cell for cell in cells if cell.survey.school_id == one.pk]) for one in rows]


def _school_line(school: Agency, cells: Sequence[ClimateCell]) -> SchoolLine:
    students = [one for one in cells if one.survey.respondents == ClimateRespondents.STUDENTS.value]
    year = max((one.survey.school_year for one in students), default=None)
    newest = {one.scale: one for one in students if one.survey.school_year == year}
    points = [] if year is None else [_point_of_cell(year, newest.get(scale)) for scale in INDICATORS]
    return SchoolLine(school.pk, school.name, school.parent.name if school.parent else "", year, points)


def school_climate(school: Agency, *, user_id: int, at: datetime, door: Door) -> SchoolClimate:
    """Return the results of a school for a reader, and write down that they have read them."""
    CLIMATE_READS.note_reads([school.pk], user_id=user_id, at=at, door=door)
    is_on_team = schools_of_team(user_id, at).filter(pk=school.pk).exists()
    siblings = Agency.objects.filter(parent_id=school.parent_id) if school.parent_id else [school]
    cells = _cells_of_schools(siblings)
    own = [one for one in cells if one.survey.school_id == school.pk]
    risks = _list_risks(school, user_id, at, door)
    tips = _tips_by_year(school) if is_on_team else {}
    found = {*(one.survey.school_year for one in own), *tips, *(one.school_year for one in risks)}
    years = list(range(min(found), max(found) + 1)) if found else []
    tasks = ClimateTask.objects.filter(school=school).select_related("school", "owner") if is_on_team else None
    return SchoolClimate(
        school_id=school.pk,
        school=school.name,
        years=years,
        lines=_climate_lines(own, cells, years),
        is_on_team=is_on_team,
        tips=[ClimateTips(one, tips.get(one)) for one in years] if is_on_team else [],
        risks=risks,
        tasks=[] if tasks is None else CLIMATE_TASK_KIND.list_rows(tasks, at),
    )


def _cells_of_schools(schools: Iterable[Agency]) -> list[ClimateCell]:
    rows = ClimateCell.objects.filter(survey__school__in=list(schools))
    return list(rows.select_related("survey"))


def _climate_lines(
    own: Sequence[ClimateCell], all_cells: Sequence[ClimateCell], years: Sequence[int]
) -> list[ClimateLine]:
    asked = {(one.scale, one.survey.respondents) for one in own}
    found = []
    for scale in ClimateScale:
        for respondents in ClimateRespondents:
            if (scale.value, respondents.value) not in asked:
                continue
            of_line = _by_year(own, scale, respondents)
            of_all = _by_year(all_cells, scale, respondents)
            found.append(
                ClimateLine(
                    scale=scale,
                    domain=DOMAINS[scale],
                    respondents=respondents,
                    points=[_point_of_cell(year, next(iter(of_line.get(year, ())), None)) for year in years],
                    district=[_point_together(year, of_all.get(year, ())) for year in years],
                )
            )
    return found


def _by_year(
    cells: Iterable[ClimateCell], scale: ClimateScale, respondents: ClimateRespondents
) -> Mapping[int, list[ClimateCell]]:
    found: dict[int, list[ClimateCell]] = {}
    for one in cells:
        if one.scale == scale.value and one.survey.respondents == respondents.value:
            found.setdefault(one.survey.school_year, []).append(one)
    return found


def _point_of_cell(year: int, cell: ClimateCell | None) -> ClimatePoint:
    said = None if cell is None else said_of(cell)
    return _climate_point(year, said, is_hidden=cell is not None and said is None)


def _point_together(year: int, cells: Iterable[ClimateCell]) -> ClimatePoint:
    # Whether a sum is withheld tells nothing of a cell that is hidden: it is never in one.
    return _climate_point(year, shown_together(said_of(one) for one in cells), is_hidden=False)


def _climate_point(year: int, said: Shown | None, *, is_hidden: bool) -> ClimatePoint:
    if said is None:
        return ClimatePoint(year, None, None, is_hidden)
    return ClimatePoint(year, said.favorable, said.answers, is_hidden=False)


def _tips_by_year(school: Agency) -> dict[int, int]:
    return dict(ClimateTipCount.objects.filter(school=school).values_list("school_year", "tips"))


def _list_risks(school: Agency, user_id: int, at: datetime, door: Door) -> list[ClimateRisk]:
    adopted = [one.value for one in AssessmentState if one.is_adopted]
    found = assessments_for(user_id, at).filter(site__school=school, state__in=adopted)
    rows = list(found.order_by("school_year", "pk"))
    ASSESSMENT_READS.note_reads([one.pk for one in rows], user_id=user_id, at=at, door=AssessmentDoor(door.value))
    return [ClimateRisk(one.school_year, one.site.name, mean) for one in rows if (mean := _mean_risk(one)) is not None]


def _mean_risk(assessment: Assessment) -> int | None:
    risks = [one.risk for one in ratings_of(assessment).values()]
    return round(sum(risks) / len(risks)) if risks else None
