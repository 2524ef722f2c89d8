"""The kinds of things of the desk: assessments, what they found, and what would make a site safer."""

from datetime import datetime

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coordination.casework.kinds.kind import Kind
from coordination.prevention.assessments.views import (
    AssessmentAnswerView,
    AssessmentLine,
    AssessmentMemberView,
    AssessmentView,
    SiteFindingFile,
)
from coordination.prevention.assessments.wire import AssessmentStepIn, SiteFindingStepIn
from mapping.assessments.access import assessments_for, finding_grant_of, findings_for, grant_of, upgrades_for
from mapping.assessments.audit import ASSESSMENT_READS
from mapping.assessments.errors import (
    AssessmentFindingNotFound,
    AssessmentKeeperDecides,
    AssessmentLeadDecides,
    AssessmentNotFound,
    AssessmentStepLacks,
    AssessmentTeamWrites,
    FindingStepLacks,
    UpgradeNotFound,
    UpgradeStepLacks,
)
from mapping.assessments.models import Assessment, SiteFinding, SiteUpgrade
from mapping.assessments.rules.machine import ASSESSMENTS, FINDINGS, UPGRADES, check_file
from mapping.assessments.vocabulary import (
    AssessmentAct,
    AssessmentStep,
    FindingStep,
    UpgradeStep,
)
from mapping.assessments.work.checklists import checklist_of
from mapping.assessments.work.on_plan import with_plans
from mapping.assessments.work.queries import SiteFindingView, view_finding
from mapping.assessments.work.rating import score_views
from mapping.assessments.work.steps import SETTLED, read_file
from mapping.assessments.work.upgrades import UpgradeView, upgrade_views
from mapping.models import Site
from mou.foundation.machine import Need
from mou.models import Agency


def _agency_of(site: Site) -> Agency:
    return site.school or site.district


# --- findings ---------------------------------------------------------------------------------------------------------
def _open_findings(user_id: int, at: datetime) -> QuerySet[SiteFinding]:
    return with_plans(findings_for(user_id, at))


def _stop_reader(finding: SiteFinding, step: FindingStep) -> AssessmentTeamWrites | None:
    grant = finding_grant_of(finding)
    if grant.may_write or (grant.is_owner and step is FindingStep.FIX):
        return None
    return AssessmentTeamWrites()


def _refuse_mender(finding: SiteFinding, step: FindingStep) -> FindingStepLacks | None:
    if FINDINGS.needs(step, Need.SECOND_PERSON) and finding.fixed_by_id == finding_grant_of(finding).reader_id:
        return FindingStepLacks("Someone else looks at it: who mended it does not confirm it.", pointer="/step")
    return None


def _finding_facts(finding: SiteFinding, at: datetime) -> dict[str, object]:
    return {
        **dict(view_finding(finding, at, FINDING_KIND.steps_from(finding))),
        "time_zone": finding.site.time_zone,
    }


def _note_mender(finding: SiteFinding, given: SiteFindingStepIn, actor_id: int, _at: datetime) -> None:
    if given.step is FindingStep.FIX:
        finding.fixed_by_id = actor_id


FINDING_KIND: Kind[SiteFinding, SiteFindingView, SiteFindingFile] = Kind(
    model=SiteFinding,
    machine=FINDINGS,
    reads=ASSESSMENT_READS,
    id_name="finding_id",
    came="found_at",
    not_found=AssessmentFindingNotFound,
    lacks=FindingStepLacks,
    ask="Say why.",
    line=SiteFindingView,
    view=SiteFindingFile,
    line_facts=_finding_facts,
    view_facts=lambda finding, at: {"finding": FINDING_KIND.fill_lines([finding], at)[0]},
    orders=("due_on", "due_on"),
    then_by=("number",),
    opens=_open_findings,
    agency=lambda finding: _agency_of(finding.site),
    stops=_stop_reader,
    refuses=_refuse_mender,
    effect=_note_mender,
    acts=(AssessmentAct,),
)


def list_own_findings(user_id: int, at: datetime, *, most: int) -> list[SiteFindingView]:
    """Return what a person has to mend, by what is due first."""
    mine = FINDING_KIND.things_for(user_id, at).filter(owner_id=user_id)
    return FINDING_KIND.list_rows(mine, at, is_open=True, most=most)


# --- upgrades ---------------------------------------------------------------------------------------------------------
def _stop_stranger(upgrade: SiteUpgrade, _step: UpgradeStep) -> AssessmentKeeperDecides | None:
    return None if vars(upgrade)["is_keeper"] else AssessmentKeeperDecides()


def _record_upgrade(upgrade: Model, act: str, words: str, _before: object) -> dict[str, object]:
    title = vars(upgrade)["title"]
    return {"act": f"upgrade_{act}", "words": (f"{title}: {words}" if words else title)[:1000]}


# It is listed with its assessment, by its rank, and has no page of its own.
UPGRADE_KIND = Kind(
    model=SiteUpgrade,
    machine=UPGRADES,
    id_name="upgrade_id",
    came="proposed_at",
    not_found=UpgradeNotFound,
    lacks=UpgradeStepLacks,
    ask="Say why.",
    line=UpgradeView,
    view=UpgradeView,
    line_facts=lambda _upgrade, _at: {},
    orders=("number", "number"),
    opens=upgrades_for,
    agency=lambda upgrade: _agency_of(upgrade.assessment.site),
    stops=_stop_stranger,
    record_columns=_record_upgrade,
    acts=(AssessmentAct,),
)


# --- assessments ------------------------------------------------------------------------------------------------------
def _open_assessments(user_id: int, at: datetime) -> QuerySet[Assessment]:
    of_one = SiteFinding.objects.filter(assessment=OuterRef("pk")).order_by()
    return assessments_for(user_id, at).annotate(
        all_findings=_count_rows(of_one), open_findings=_count_rows(of_one.exclude(state__in=SETTLED))
    )


def _count_rows(rows: QuerySet[SiteFinding]) -> Coalesce:
    counted = rows.values("assessment").annotate(counted=Count("pk")).values("counted")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _stop_others(assessment: Assessment, _step: AssessmentStep) -> AssessmentLeadDecides | None:
    return None if grant_of(assessment).may_decide else AssessmentLeadDecides()


def _assessment_facts(assessment: Assessment, _at: datetime) -> dict[str, object]:
    known = vars(assessment)
    return {
        "site": assessment.site.name,
        "time_zone": assessment.site.time_zone,
        "findings": known["all_findings"],
        "findings_open": known["open_findings"],
    }


def _view_facts(assessment: Assessment, at: datetime) -> dict[str, object]:
    grant, checklist = grant_of(assessment), checklist_of(assessment)
    found = FINDING_KIND.things_for(grant.reader_id, at).filter(assessment=assessment).order_by("number")
    return {
        "checklist": checklist.name,
        "checklist_source": checklist.source,
        "may_write": grant.may_write,
        "may_decide": grant.may_decide,
        "may_draw": grant.is_keeper,
        "team": _list_team(assessment),
        "answers": _list_answers(assessment),
        "findings": FINDING_KIND.fill_lines(found, at),
        "scores": score_views(assessment),
        "upgrades": upgrade_views(assessment, may_decide=grant.is_keeper),
    }


def _list_team(assessment: Assessment) -> list[AssessmentMemberView]:
    rows = assessment.members.select_related("user", "agency").order_by("-is_leader", "agency__name", "id")
    return [
        AssessmentMemberView(
            person_id=one.user.public_id,
            name=one.user.shown_name(),
            agency_id=one.agency_id,
            agency=one.agency.name,
            role=one.role,
            is_leader=one.is_leader,
        )
        for one in rows
    ]


def _list_answers(assessment: Assessment) -> list[AssessmentAnswerView]:
    given = {one.line: one for one in assessment.answers.select_related("by")}
    found = []
    for line in checklist_of(assessment).lines:
        one = given.get(line.key)
        found.append(
            AssessmentAnswerView(
                line=line.key,
                layer=line.layer,
                strategy=line.strategy,
                en=line.words_in("en"),
                es=line.words_in("es"),
                answer=None if one is None else one.answer,
                note="" if one is None else one.note,
                by="" if one is None else one.by.shown_name(),
                at=None if one is None else one.at,
            )
        )
    return found


def _apply_step(assessment: Assessment, given: AssessmentStepIn, _actor_id: int, at: datetime) -> None:
    # Asked here and not before: a step is offered also while something lacks, because the team works toward it.
    check_file(given.step, read_file(assessment))
    if given.step is AssessmentStep.ADOPT:
        assessment.adopted_at = at
    if given.step is AssessmentStep.REOPEN:
        assessment.adopted_at = None


ASSESSMENT_KIND = Kind(
    model=Assessment,
    machine=ASSESSMENTS,
    reads=ASSESSMENT_READS,
    id_name="assessment_id",
    came="opened_at",
    ended="closed_at",
    not_found=AssessmentNotFound,
    lacks=AssessmentStepLacks,
    ask="Say why.",
    line=AssessmentLine,
    view=AssessmentView,
    line_facts=_assessment_facts,
    view_facts=_view_facts,
    orders=("-opened_at", "-opened_at"),
    then_by=("-pk",),
    opens=_open_assessments,
    agency=lambda assessment: _agency_of(assessment.site),
    # Its team is listed with their roles.
    people_name="",
    stops=_stop_others,
    effect=_apply_step,
    acts=(AssessmentAct,),
)
