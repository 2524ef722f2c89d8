"""What the page of one assessment shows: the checklist in its cells, the findings, and what forms may choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mapping.assessments import words
from mapping.assessments.access import people_to_choose
from mapping.assessments.models import Assessment
from mapping.assessments.vocabulary import AssessmentState, ChecklistAnswer, SecurityLayer, SecurityStrategy
from mapping.assessments.work.queries import AssessmentAnswerView, AssessmentView, SiteFindingView
from mapping.assessments.work.rating import ScoreView
from mapping.assessments.work.spots import Spot, spots_of
from mapping.assessments.work.standing import YearView
from mapping.laws.catalogue import map_rules
from mapping.models import Site
from mapping.sites.basemap import base_map
from mapping.sites.queries import site_outline
from mapping.sites.street_map.streets import streets_here
from mapping.sites.wording.words import map_words
from mou.access import fetch


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist in the reader's language."""

    key: str
    words: str
    answer: ChecklistAnswer | None
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What is looked at in one cell of layers by strategies, and how many findings lie in it."""

    layer: SecurityLayer
    strategy: SecurityStrategy
    lines: list[Line]
    lacking: int
    findings: int

    @property
    def answered(self) -> int:
        return sum(1 for one in self.lines if one.answer is not None)


@dataclass(frozen=True, slots=True)
class SpotGroup:
    """The doors, or the rooms of a floor."""

    name: str
    spots: Sequence[Spot]


def assessment_context(
    view: AssessmentView, assessment: Assessment, years: Sequence[YearView], at: datetime, *, language: str
) -> dict[str, object]:
    """Return what the page says, beside the words of the closed lists and who read it."""
    site, is_open = assessment.site, view.state.is_open
    listed = {one.person_id for one in view.team}
    cells = _layer_cells(view, language)
    return {
        "one": view,
        "is_open": is_open,
        "rows": [(layer, [one for one in cells if one.layer is layer]) for layer in SecurityLayer],
        "lines_open": sum(1 for one in view.answers if one.answer is None),
        "agencies": len({one.agency_id for one in view.team}),
        "choices": _people_choices(site, listed, at) if is_open and view.may_decide else [],
        "leader": next((one for one in view.team if one.is_leader), None),
        "risks": _sorted_risks(view, language),
        "years": years,
        "compared": [
            (one.es if language.startswith("es") else one.en, [year.risks.get(one.scenario) for year in years])
            for one in view.scores
        ],
        "may_rate": view.may_write and view.state is AssessmentState.RATING,
        **place_context(site, view.findings),
        **(mending_context(assessment.site, assessment, at) if view.may_write else {}),
        "map_rules": [
            (code, rule.title_es if language.startswith("es") else rule.title_en) for code, rule in map_rules().items()
        ],
    }


def _people_choices(site: Site, listed: set[UUID], at: datetime) -> list[tuple[UUID, str, str]]:
    found: dict[UUID, tuple[UUID, str, str]] = {}
    for one in people_to_choose(site, at):
        if one.user.public_id not in listed:
            found.setdefault(one.user.public_id, (one.user.public_id, one.user.shown_name(), one.agency.name))
    return list(found.values())


def _sorted_risks(view: AssessmentView, language: str) -> list[tuple[str, ScoreView]]:
    """Return every scenario in the reader's language, the gravest first, then those that are not rated."""
    found = [(one.es if language.startswith("es") else one.en, one) for one in view.scores]
    return sorted(found, key=lambda pair: -(pair[1].risk or 0))


def _layer_cells(view: AssessmentView, language: str) -> list[Cell]:
    return [_cell_of(view, layer, strategy, language) for layer in SecurityLayer for strategy in SecurityStrategy]


def _cell_of(view: AssessmentView, layer: SecurityLayer, strategy: SecurityStrategy, language: str) -> Cell:
    here = [one for one in view.answers if (one.layer, one.strategy) == (layer, strategy)]
    return Cell(
        layer,
        strategy,
        [_line_of(one, language) for one in here],
        lacking=sum(1 for one in here if one.answer in (ChecklistAnswer.NO, ChecklistAnswer.PARTLY)),
        findings=sum(1 for one in view.findings if (one.layer, one.strategy) == (layer, strategy)),
    )


def _line_of(one: AssessmentAnswerView, language: str) -> Line:
    said = one.es if language.startswith("es") else one.en
    return Line(one.line, said, one.answer, one.note, one.by)


def place_context(site: Site, findings: Sequence[SiteFindingView]) -> dict[str, object]:
    """Return the map of a site with its findings, and the doors and rooms that a form offers."""
    spots = spots_of(site)
    doors = [one for one in spots if one.is_door]
    floors: dict[str, list[Spot]] = {}
    for one in spots:
        if not one.is_door:
            floors.setdefault(one.level, []).append(one)
    return {
        "base_map": base_map(site_outline(site), streets_here()),
        "map_words": {**map_words(), **words.map_words()},
        "door_spots": doors,
        "room_spots": [SpotGroup(name, found) for name, found in floors.items()],
        "marks": [
            {
                "number": one.number,
                "level_id": str(one.level_id),
                "lon": one.lon,
                "lat": one.lat,
                "settled": one.state.is_settled,
                "id": str(one.finding_id),
            }
            for one in findings
            if one.lon is not None
        ],
    }


def mending_context(site: Site, assessment: Assessment | None, at: datetime) -> dict[str, object]:
    """Return who may be told to mend something."""
    own = [one for one in (site.district_id, site.school_id) if one is not None]
    rows = fetch.members_who_count(at).filter(agency_id__in=own, user__is_device=False).select_related("user")
    found = {one.user.public_id: one.user.shown_name() for one in rows}
    if assessment is not None:
        for member in assessment.members.select_related("user"):
            found.setdefault(member.user.public_id, member.user.shown_name())
    return {"owners": sorted(found.items(), key=lambda one: one[1])}
