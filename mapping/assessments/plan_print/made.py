"""Print the upgrade plan of an assessment. Starts a bounded process and waits for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mapping.access import site_for
from mapping.assessments.access import assessment_for, assessments_for
from mapping.assessments.audit import ASSESSMENT_READS
from mapping.assessments.models import Assessment
from mapping.assessments.plan_print.order import (
    ORDER,
    PlanOrder,
    PrintedFinding,
    PrintedGap,
    PrintedLayer,
    PrintedRisk,
    PrintedUpgrade,
    PrintedYears,
)
from mapping.assessments.rules.measures import TIERS, count_unknown, measure_gaps, standing_of
from mapping.assessments.vocabulary import (
    AssessmentDoor,
    AssessmentState,
    FindingKind,
    FindingState,
    MeasureState,
    PassLayer,
    RiskBand,
    UpgradeState,
)
from mapping.assessments.work.measures import states_of
from mapping.assessments.work.queries import SiteFindingView, list_findings
from mapping.assessments.work.rating import ScoreView, score_views
from mapping.assessments.work.standing import years_of
from mapping.assessments.work.upgrades import UpgradeView, upgrade_views
from mapping.errors import SiteNotFound
from mapping.exports.print_job import PrintChoice, PrintJob
from mapping.exports.sheets.paper import Paper
from mapping.exports.site_plan import site_plan
from mapping.exports.writers.site_plan import SitePlan
from mapping.laws.age_limits import age_limits_of
from mapping.models import Site
from mapping.plans.versions import local_day
from mapping.sites.grid_queries import site_grid
from mapping.vocabulary import SiteNeed
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.runner import Program
from mou.papers.bounded_drawing import drawn_apart, one_print_of

DRAWER = Program(
    "mapping.assessments.plan_print.drawing_process",
    Bounds(memory_bytes=2 * 1024**3, cpu_s=300, wall_s=360.0, written_bytes=128 * 1024**2),
    # Its input is our own page with people's words in it: confined where the system can do that, else run all the same.
    is_foreign=False,
)


def upgrade_plan_pdf(*, user_id: int, assessment_id: UUID, at: datetime) -> bytes:
    """Return the upgrade plan of an assessment as a PDF; the reading is written down. About a second a floor.

    Floors are drawn for readers of the floorplans; others get lists and no map.

    Raises: AssessmentNotFound. PrintUnderWay: something else is being made for this person. PaperNotDrawn.
    """
    grant = assessment_for(user_id=user_id, assessment_id=assessment_id, at=at)
    ASSESSMENT_READS.note_reads([assessment_id], user_id=user_id, at=at, door=AssessmentDoor.PRINT)
    order = _plan_order(grant.assessment, user_id, at)
    with one_print_of(user_id):
        return drawn_apart(DRAWER, lambda: ORDER.dump_json(order))


def _plan_order(assessment: Assessment, user_id: int, at: datetime) -> PlanOrder:
    site, language = assessment.site, get_language() or "en"
    states, tier, scores = states_of(assessment), assessment.target_tier, score_views(assessment)
    layers, measure_states = PassLayer.labels(), MeasureState.labels()
    return PlanOrder(
        job=PrintJob(
            _readable_plan(site, user_id, at), site_grid(site), local_day(site, at), age_limits_of(site), CHOICE
        ),
        language=language,
        school_year=f"{assessment.school_year}/{assessment.school_year + 1}",
        state=AssessmentState(assessment.state).label,
        on=date_format(local_day(site, at)),
        target_tier=tier,
        findings=[_printed_finding(one) for one in list_findings(assessment, at)],
        upgrades=[_printed_upgrade(one) for one in upgrade_views(assessment, may_decide=False)],
        risks=[_printed_risk(one, language) for one in scores if one.risk is not None],
        layers=[
            PrintedLayer(
                layers[one.layer],
                [f"{one.there[each]}/{one.measures[each]}" for each in TIERS],
                str(one.reached) if one.reached else "\N{EN DASH}",
            )
            for one in standing_of(states)
        ],
        gaps=[
            PrintedGap(one.tier, layers[one.layer], one.words_in(language), measure_states[states[one.key]])
            for one in measure_gaps(states, tier)
        ],
        unknown=count_unknown(states, tier),
        years=_printed_years(assessment, scores, user_id, at, language),
    )


CHOICE = PrintChoice(paper=Paper.LETTER)


def _readable_plan(site: Site, user_id: int, at: datetime) -> SitePlan:
    """Return the site with its published floors; without them for people who may not see floorplans."""
    plan = site_plan(site)
    try:
        site_for(user_id=user_id, site_id=site.pk, need=SiteNeed.FLOORPLAN, at=at)
    except SiteNotFound:
        return replace(plan, levels=())
    return plan


def _printed_finding(one: SiteFindingView) -> PrintedFinding:
    where = " · ".join(part for part in (one.level, one.place) if part)
    return PrintedFinding(
        number=one.number,
        kind=FindingKind(one.kind).label,
        words=one.words,
        place=where,
        state=FindingState(one.state).label,
        is_settled=one.state.is_settled,
        owner=one.owner,
        due_on=date_format(one.due_on) if one.due_on else "",
        level_id=str(one.level_id) if one.level_id else "",
        at=(one.lon, one.lat) if one.lon is not None and one.lat is not None else None,
    )


def _printed_upgrade(one: UpgradeView) -> PrintedUpgrade:
    return PrintedUpgrade(
        rank=one.rank,
        title=one.title,
        words=one.words,
        cost=f"${number_format(one.cost_dollars, force_grouping=True)}",
        reduced=one.risk_reduced,
        per_1000=number_format(one.per_1000),
        findings=", ".join(map(str, one.findings)),
        state=UpgradeState(one.state).label,
    )


def _printed_risk(one: ScoreView, language: str) -> PrintedRisk:
    assert one.risk is not None
    assert one.band is not None
    numbers = f"{one.threat} \N{MULTIPLICATION SIGN} {one.vulnerability} \N{MULTIPLICATION SIGN} {one.consequence}"
    return PrintedRisk(_scenario_words(one, language), numbers, one.risk, RiskBand(one.band).label)


def _scenario_words(one: ScoreView, language: str) -> str:
    return one.es if language.startswith("es") else one.en


def _printed_years(
    assessment: Assessment, scores: Sequence[ScoreView], user_id: int, at: datetime, language: str
) -> PrintedYears:
    years = years_of(assessments_for(user_id, at), assessment.site)
    if len(years) < 2 and AssessmentState(assessment.state) is not AssessmentState.CLOSED:
        return PrintedYears((), ())
    named = [(_scenario_words(one, language), one.scenario) for one in scores]
    return PrintedYears(
        [f"{one.school_year}/{one.school_year + 1}" for one in years],
        [
            (_("All risks together"), [str(one.risk) for one in years]),
            (_("Findings, and still open"), [f"{one.findings}, {one.findings_open}" for one in years]),
            (_("Tier reached by all layers"), [str(one.tier) if one.tier else "\N{EN DASH}" for one in years]),
            *((text, [str(one.risks.get(key, "\N{EN DASH}")) for one in years]) for text, key in named),
        ],
    )
