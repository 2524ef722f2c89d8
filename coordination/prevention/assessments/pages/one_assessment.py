"""How an assessment looks, in lists and on its page: the checklist in its cells, the findings, the risks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from coordination.casework.kinds.faces import THING_COLUMNS, Face, Faces, Head, MoreOfPage, Panel, join_texts
from coordination.casework.kinds.pages import make_detail_page
from coordination.prevention.assessments import wire, words
from coordination.prevention.assessments.pages.assessment_forms import FormMaker
from coordination.prevention.assessments.pages.site_map import place_context
from coordination.prevention.assessments.views import AssessmentAnswerView, AssessmentLine, AssessmentView
from coordination.prevention.assessments.work.kinds import ASSESSMENT_KIND
from coordination.room.access import Asker
from mapping.assessments.access import assessments_for
from mapping.assessments.models import Assessment
from mapping.assessments.rules.machine import ASSESSMENTS
from mapping.assessments.rules.team import is_multidisciplinary
from mapping.assessments.vocabulary import (
    AssessmentDoor,
    AssessmentState,
    AssessmentStep,
    ChecklistAnswer,
    SecurityLayer,
    SecurityStrategy,
)
from mapping.assessments.work.rating import ScoreView
from mapping.assessments.work.standing import YearView, years_of
from mapping.models import Site
from mou.foundation.forms.step_form import StepAsked, ask_why
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column
from mou.models import Agency
from mou.vocabulary import AgencyKind


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
        "is_multidisciplinary": is_multidisciplinary(
            AgencyKind(kind)
            for kind in Agency.objects.filter(pk__in={one.agency_id for one in view.team}).values_list(
                "kind", flat=True
            )
        ),
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


def _assessment_face(line: AssessmentLine | AssessmentView) -> Face:
    years = f"{line.school_year}/{line.school_year + 1}"
    return Face(name=join_texts(line.site, years), badges=[line.state], small=gettext("Opened"), since=line.opened_at)


def _assessment_head(view: AssessmentView) -> Head:
    adopted = ""
    if view.adopted_at is not None:
        day = date_format(view.adopted_at.astimezone(ZoneInfo(view.time_zone)), "DATE_FORMAT")
        adopted = f"{gettext('Adopted')} {day}"
    title = join_texts(gettext("Site assessment"), view.site)
    return Head(join_texts(adopted, gettext("Opened")), view.opened_at, here=view.site, title=title)


def _assessment_panels(_view: AssessmentView) -> tuple[list[Panel], list[Panel]]:
    main = ("findings", "checklist", "inventory", "risks", "upgrades", "years")
    return [Panel(f"assessments/panels/_{one}.html") for one in main], [Panel("assessments/panels/_team.html")]


def _steps_asked() -> dict[AssessmentStep, StepAsked]:
    hints, tones = words.step_hints(), {AssessmentStep.WITHDRAW: "danger"}
    return {
        step: replace(asked, note=hints.get(step, ""), tone=tones.get(step, asked.tone))
        for step, asked in ask_why(ASSESSMENTS).items()
    }


def _more_of_assessment(request: HttpRequest, asker: Asker, assessment: Assessment) -> MoreOfPage:
    language, site = get_language() or "en", assessment.site
    view = ASSESSMENT_KIND.view_thing(assessment, asker.at)
    maker = FormMaker(request, asker.user_id, asker.at, assessment, language)
    of_page = maker.make_forms(view, sorted_risks(view, language))
    years = years_of(assessments_for(asker.user_id, asker.at), site)
    context = {
        **assessment_context(view, site, years, language=language),
        "states": AssessmentState.labels(),
        "strategies": SecurityStrategy.labels(),
        "forms": of_page,
    }
    return context, of_page.list_forms()


ASSESSMENT_FACES = Faces(
    kind=ASSESSMENT_KIND,
    address="assessment",
    face=_assessment_face,
    head=_assessment_head,
    panels=_assessment_panels,
    steps=wire.AssessmentStepIn,
    asked=_steps_asked,
    more=_more_of_assessment,
    doors=(AssessmentDoor,),
    beside=_("The assessment"),
    columns=(
        *(one for one in THING_COLUMNS if one.name in ("thing", "since", "state")),
        Column(
            "findings",
            _("Findings, and still open"),
            lambda shown: f"{shown.line.findings}, {shown.line.findings_open}",
            is_number=True,
        ),
    ),
    # What is weak at a site stays on the page.
    has_file=False,
    template="assessments/assessment.html",
    parts={
        "answer": "checklist-title",
        "finding": "findings-title",
        "add": "team-title",
        "score": "risks-title",
        "upgrade": "upgrades-title",
        "upgrade_step": "upgrades-title",
    },
)
assessment_page = make_detail_page(ASSESSMENT_FACES, "assessments/_assessment_trail.html")
