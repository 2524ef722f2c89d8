"""What the page of one assessment shows: the checklist in its cells, the findings, and what forms may choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapping.assessments import words
from mapping.assessments.vocabulary import AssessmentState, ChecklistAnswer, SecurityLayer, SecurityStrategy
from mapping.assessments.work.queries import AssessmentAnswerView, AssessmentView, SiteFindingView
from mapping.assessments.work.rating import ScoreView
from mapping.assessments.work.standing import YearView
from mapping.models import Site
from mapping.sites.basemap import base_map
from mapping.sites.queries import site_outline
from mapping.sites.street_map.streets import streets_here
from mapping.sites.wording.words import map_words


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


def assessment_context(
    view: AssessmentView, site: Site, years: Sequence[YearView], *, language: str
) -> dict[str, object]:
    """Return what the page says, beside its forms, the words of the closed lists and who read it."""
    is_open = view.state.takes_writing
    cells = _layer_cells(view, language)
    return {
        "one": view,
        "is_open": is_open,
        "rows": [(layer, [one for one in cells if one.layer is layer]) for layer in SecurityLayer],
        "lines_open": sum(1 for one in view.answers if one.answer is None),
        "agencies": len({one.agency_id for one in view.team}),
        "may_add": is_open and view.may_decide,
        "leader": next((one for one in view.team if one.is_leader), None),
        "risks": sorted_risks(view, language),
        "years": years,
        "compared": [
            (one.es if language.startswith("es") else one.en, [year.risks.get(one.scenario) for year in years])
            for one in view.scores
        ],
        "may_rate": view.may_write and view.state is AssessmentState.RATING,
        **place_context(site, view.findings),
    }


def sorted_risks(view: AssessmentView, language: str) -> list[tuple[str, ScoreView]]:
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
    """Return the map of a site with its findings."""
    return {
        "base_map": base_map(site_outline(site), streets_here()),
        "map_words": {**map_words(), **words.map_words()},
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
