"""Make the document of a report from its rows. A signed one is read back from the bytes that were signed."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import override

from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import CoreCapability, ExerciseKind
from coordination.drills.improvement.access import ReportGrant
from coordination.drills.improvement.errors import ReportNotFound
from coordination.drills.improvement.models import CorrectiveAction, Report, ReportFinding
from coordination.drills.improvement.rules.deadlines import report_due_on
from coordination.drills.improvement.rules.document import (
    DOCUMENT,
    FORMAT,
    Decided,
    FindingText,
    LoggedTo,
    ObjectiveText,
    PlanLine,
    ReportDocument,
    SectionText,
)
from coordination.drills.improvement.rules.facts import FACTS, ObjectiveFacts, ReportFacts
from coordination.drills.improvement.vocabulary import (
    ActionState,
    CapabilityElement,
    ReportFindingKind,
    ReportSection,
    ReportState,
)
from coordination.models import User


def report_of(grant: ReportGrant, number: int | None = None) -> Report:
    """Return the newest version that a person reads, or the one of a number. Raises: ReportNotFound."""
    rows = grant.exercise.reports.select_related("approved_by", "signed_by", "exercise__site", "exercise__sponsor")
    if not grant.reads_drafts:
        rows = rows.filter(state__in=[one.value for one in ReportState if one.is_sealed])
    if number is not None:
        rows = rows.filter(number=number)
    found = rows.order_by("-number").first()
    if found is None:
        raise ReportNotFound
    return found


def document_of(report: Report) -> ReportDocument:
    """Return a report as it is read: as it was signed, or as it stands. Six queries at most."""
    if ReportState(report.state).is_sealed:
        return DOCUMENT.validate_json(bytes(report.sealed.document))
    return written_document(report, approved=_approval_of(report), signed=None)


def written_document(report: Report, *, approved: Decided | None, signed: Decided | None) -> ReportDocument:
    """Return a report that is being written, or signed at this moment, as a document."""
    facts, exercise = FACTS.validate_json(report.facts), report.exercise
    with override(report.language):
        plan = [plan_line(one) for one in _list_actions(exercise)]
    return ReportDocument(
        format=FORMAT,
        is_exercise=True,
        exercise_id=str(exercise.pk),
        number=report.number,
        state=ReportState.SIGNED if signed else ReportState(report.state),
        language=report.language,
        name=facts.name,
        kind=facts.kind,
        kind_name=facts.kind_name,
        site=facts.site,
        address=facts.address,
        sponsor=facts.sponsor,
        time_zone=facts.time_zone,
        began_at=facts.began_at,
        ended_at=facts.ended_at,
        due_on=due_on_of(exercise, facts.ended_at),
        meeting_at=report.meeting_at,
        sections=_list_sections(report),
        objectives=_list_objectives(report, facts),
        improvement_plan=plan,
        organizations=facts.organizations,
        observers=facts.observers,
        times=facts.times,
        events=facts.events,
        marks=facts.marks,
        log=LoggedTo(facts.head_seq, facts.head_hash),
        approved=approved,
        signed=signed,
    )


def due_on_of(exercise: Exercise, ended_at: datetime) -> date:
    """Return the day on which the report of an exercise is due, by its site's calendar."""
    return report_due_on(ExerciseKind(exercise.kind), ended_at.astimezone(ZoneInfo(exercise.site.time_zone)).date())


def decided_by(user: User, organization: str, at: datetime) -> Decided:
    """Return who decided something, and for whom."""
    return Decided(user.shown_name(), organization, at)


def _approval_of(report: Report) -> Decided | None:
    if report.approved_by is None or report.approved_at is None:
        return None
    person = report.exercise.people.filter(user=report.approved_by).select_related("agency").first()
    organization = person.agency.name if person is not None else report.exercise.sponsor.name
    return decided_by(report.approved_by, organization, report.approved_at)


def _list_sections(report: Report) -> list[SectionText]:
    texts = {one.section: one for one in report.texts.all()}
    return [
        SectionText(
            section,
            texts[section].drafted if texts[section].text is None else texts[section].text or "",
            is_edited=texts[section].text is not None,
        )
        for section in ReportSection
    ]


def _list_objectives(report: Report, facts: ReportFacts) -> list[ObjectiveText]:
    findings = list(report.findings.filter(is_left_out=False))
    known = {UUID(one.objective_id) for one in facts.objectives}
    found = [
        _objective_text(one, [finding for finding in findings if str(finding.objective_id) == one.objective_id])
        for one in facts.objectives
    ]
    others = [one for one in findings if one.objective_id not in known]
    if others:
        found.append(ObjectiveText(None, "", None, (), (), *_by_kind(others)))
    return found


def _objective_text(facts: ObjectiveFacts, findings: Sequence[ReportFinding]) -> ObjectiveText:
    return ObjectiveText(
        facts.objective_id, facts.text, facts.rating, facts.capabilities, facts.tasks, *_by_kind(findings)
    )


def _by_kind(findings: Sequence[ReportFinding]) -> tuple[list[FindingText], list[FindingText]]:
    texts = [
        FindingText(
            str(one.pk),
            ReportFindingKind(one.kind),
            one.capability,
            one.words,
            one.reference,
            one.analysis,
            one.root_cause,
        )
        for one in findings
    ]
    return (
        [one for one in texts if one.kind is ReportFindingKind.STRENGTH],
        [one for one in texts if one.kind is ReportFindingKind.AREA],
    )


def _list_actions(exercise: Exercise) -> list[CorrectiveAction]:
    return list(exercise.corrective_actions.select_related("agency", "owner").order_by("number"))


def plan_line(one: CorrectiveAction) -> PlanLine:
    """Return a corrective action as a line of the plan, in the language of the moment."""
    return PlanLine(
        action_id=str(one.pk),
        number=one.number,
        area=one.area,
        words=one.words,
        element=CapabilityElement(one.element),
        capability=one.capability,
        capability_name=CoreCapability(one.capability).label,
        organization=one.agency.name,
        contact=one.owner.shown_name() if one.owner else "",
        starts_on=one.starts_on,
        due_on=one.due_on,
        state=ActionState(one.state),
    )
