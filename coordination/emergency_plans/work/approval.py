"""Lay a version before the planning team, agree to it, adopt it. Adopting draws and seals the paper first."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coordination.casework.clocks import day_in
from coordination.emergency_plans.access import (
    PlanGrant,
    plan_for,
    plan_to_speak_for,
    plan_to_write_for,
    seats_that_count,
)
from coordination.emergency_plans.errors import (
    ConsentByAccount,
    PlanBlankLeft,
    PlanChanged,
    PlanDisciplineLacks,
    PlanIsDraft,
    PlanIsFixed,
    PlanKeepersWrite,
    PlanSectionNotFound,
    PlanTeamDecides,
)
from coordination.emergency_plans.models import PlanConsent, PlanStepTaken, PlanTeamMember, PlanVersion, SealedPlan
from coordination.emergency_plans.printing import sealed_pdf
from coordination.emergency_plans.rules.checks import has_blanks
from coordination.emergency_plans.rules.document import PlanAdopted, PlanDocument, document_bytes
from coordination.emergency_plans.rules.given import ConsentIn
from coordination.emergency_plans.rules.machine import VERSIONS
from coordination.emergency_plans.rules.team import missing_disciplines
from coordination.emergency_plans.vocabulary import Discipline, EmergencyPlanState, EmergencyPlanStep
from coordination.emergency_plans.work.checks import zone_of
from coordination.emergency_plans.work.documents import document_of, written_document
from coordination.emergency_plans.work.rules import rules_of
from coordination.emergency_plans.work.versions import newest_version
from coordination.models import User
from mou.papers.bounded_drawing import one_print_of
from mou.papers.canonical import sha256


def submit_plan(*, actor_id: int, plan_id: UUID, at: datetime) -> PlanVersion:
    """Lay the draft before the planning team: its text is fixed, and they agree to exactly that. Durable.

    Raises: EmergencyPlanNotFound, PlanKeepersWrite, PlanIsFixed. PlanBlankLeft: a section is empty or has blanks.
    """
    with transaction.atomic(durable=True):
        version = newest_version(plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at))
        after = VERSIONS.next_state(EmergencyPlanState(version.state), EmergencyPlanStep.SUBMIT)
        document = written_document(version)
        if any(not one.body or has_blanks(f"{one.heading}\n{one.body}") for one in document.sections):
            raise PlanBlankLeft
        content = document_bytes(document)
        version.text, version.text_sha256 = content.decode(), sha256(content)
        _take_step(version, EmergencyPlanStep.SUBMIT, after, actor_id, at)
    return version


def take_back(*, actor_id: int, plan_id: UUID, at: datetime) -> PlanVersion:
    """Make what lies before the team a draft again. Durable.

    Raises: EmergencyPlanNotFound, PlanKeepersWrite, PlanIsDraft.
    """
    with transaction.atomic(durable=True):
        version = newest_version(plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at))
        after = VERSIONS.next_state(EmergencyPlanState(version.state), EmergencyPlanStep.TAKE_BACK)
        version.text, version.text_sha256 = "", ""
        _take_step(version, EmergencyPlanStep.TAKE_BACK, after, actor_id, at)
    return version


# --- agreement --------------------------------------------------------------------------------------------------------
def agree_to_plan(*, actor_id: int, plan_id: UUID, given: ConsentIn, at: datetime) -> None:
    """Agree, for the discipline of one's seat, to exactly the text that was read. Durable; twice is once.

    Raises: EmergencyPlanNotFound. PlanTeamDecides: no seat. PlanIsDraft, PlanChanged: another text lies there.
    """
    with transaction.atomic(durable=True):
        grant = plan_to_speak_for(user_id=actor_id, plan_id=plan_id, at=at)
        seat = next((one for one in seats_that_count(grant.plan, at) if one.user_id == actor_id), None)
        if seat is None or seat.user is None or seat.agency is None:
            raise PlanTeamDecides
        version = _before_team(grant, given.text_sha256)
        PlanConsent.objects.get_or_create(
            version=version,
            text_sha256=given.text_sha256,
            user=seat.user,
            defaults={
                "discipline": seat.discipline,
                "name": seat.user.shown_name(),
                "organization": seat.agency.name,
                "by_id": actor_id,
                "at": at,
            },
        )


def record_consent(*, actor_id: int, plan_id: UUID, seat_id: UUID, given: ConsentIn, at: datetime) -> None:
    """Write down that a parent without an account agreed; for keepers. Durable; twice is once.

    Raises: EmergencyPlanNotFound, PlanKeepersWrite, PlanSectionNotFound. ConsentByAccount. PlanIsDraft, PlanChanged.
    """
    with transaction.atomic(durable=True):
        grant = plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at)
        seat = PlanTeamMember.objects.filter(plan=grant.plan, pk=seat_id).first()
        if seat is None:
            raise PlanSectionNotFound
        if seat.user_id is not None:
            raise ConsentByAccount
        version = _before_team(grant, given.text_sha256)
        PlanConsent.objects.get_or_create(
            version=version,
            text_sha256=given.text_sha256,
            user=None,
            name=seat.name,
            defaults={"discipline": seat.discipline, "by_id": actor_id, "at": at},
        )


def _before_team(grant: PlanGrant, text_sha256: str) -> PlanVersion:
    version = newest_version(grant)
    if version.state == EmergencyPlanState.DRAFT.value:
        raise PlanIsDraft
    if version.state != EmergencyPlanState.IN_REVIEW.value:
        raise PlanIsFixed
    if version.text_sha256 != text_sha256:
        raise PlanChanged
    return version


def disciplines_lacking(version: PlanVersion) -> list[Discipline]:
    """Return the disciplines that the district asks for and that have not agreed to the text before the team."""
    rows = PlanConsent.objects.filter(version=version, text_sha256=version.text_sha256)
    agreed = {Discipline(one) for one in rows.values_list("discipline", flat=True)}
    return missing_disciplines(rules_of(version.plan.district_id).disciplines, agreed)


# --- adoption ---------------------------------------------------------------------------------------------------------
def adopt_plan(*, actor_id: int, plan_id: UUID, given: ConsentIn, at: datetime) -> PlanVersion:
    """Adopt the text before the team: its document and a sealed PDF are stored and change no more. Durable.

    Starts a process that draws, which takes seconds and holds no lock; then the version before is superseded.
    Raises: EmergencyPlanNotFound, PlanKeepersWrite, PlanIsDraft, PlanIsFixed, PlanChanged. PlanDisciplineLacks.
        PaperNotDrawn, PrintUnderWay: try again.
    """
    grant = plan_for(user_id=actor_id, plan_id=plan_id, at=at)
    if not grant.is_keeper:
        raise PlanKeepersWrite
    document = _adopted_document(grant, actor_id, given, at)
    content = document_bytes(document)
    with one_print_of(actor_id):
        pdf = sealed_pdf(document, content, at=at)
    with transaction.atomic(durable=True):
        grant = plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at)
        if document_bytes(_adopted_document(grant, actor_id, given, at)) != content:
            # Another member has agreed while it was drawn: their name belongs on the paper.
            raise PlanChanged
        version = _before_team(grant, given.text_sha256)
        _seal_version(version, document, content, pdf, actor_id, at)
    return version


def _adopted_document(grant: PlanGrant, actor_id: int, given: ConsentIn, at: datetime) -> PlanDocument:
    version = _before_team(grant, given.text_sha256)
    if disciplines_lacking(version):
        raise PlanDisciplineLacks
    renew_on = _months_later(day_in(zone_of(grant.plan), at), rules_of(grant.plan.district_id).renew_months)
    adopted = PlanAdopted(User.objects.get(pk=actor_id).shown_name(), at, renew_on)
    return replace(document_of(version), adopted=adopted)


def _seal_version(
    version: PlanVersion, document: PlanDocument, content: bytes, pdf: bytes, actor_id: int, at: datetime
) -> None:
    adopted = version.plan.versions.filter(state=EmergencyPlanState.ADOPTED.value)
    adopted.update(state=EmergencyPlanState.SUPERSEDED.value)
    version.adopted_by_id, version.adopted_at = actor_id, at
    version.renew_on = document.adopted.renew_on if document.adopted else None
    after = VERSIONS.next_state(EmergencyPlanState(version.state), EmergencyPlanStep.ADOPT)
    _take_step(version, EmergencyPlanStep.ADOPT, after, actor_id, at)
    SealedPlan.objects.create(
        version=version,
        document=content,
        document_sha256=sha256(content),
        pdf=pdf,
        pdf_sha256=sha256(pdf),
        sealed_at=at,
    )


def _take_step(
    version: PlanVersion, step: EmergencyPlanStep, after: EmergencyPlanState, actor_id: int, at: datetime
) -> None:
    version.state = after.value
    version.save()
    PlanStepTaken.objects.create(version=version, step=step.value, by_id=actor_id, at=at)


def _months_later(day: date, months: int) -> date:
    """Return the same day so many months later; the first of the month after, where that month has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + year, month + 1, day.day)
    except ValueError:
        return date(day.year + year + (month == 11), (month + 1) % 12 + 1, 1)
