"""Read plans as pages and programs show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from coordination.casework.clocks import day_in
from coordination.casework.kinds.views import Colleague, colleague_of
from coordination.emergency_plans.access import (
    PlanGrant,
    grant_of,
    people_to_choose,
    plans_for,
    seats_that_count,
)
from coordination.emergency_plans.models import WRITTEN, EmergencyPlan, PlanConsent, PlanVersion
from coordination.emergency_plans.rules.machine import VERSIONS
from coordination.emergency_plans.vocabulary import (
    Discipline,
    EmergencyPlanState,
    EmergencyPlanStep,
    RemarkState,
)
from coordination.emergency_plans.wire import (
    EmergencyPlanLine,
    EmergencyPlanView,
    PlanRemarkView,
    PlanRolePeople,
    PlanSeat,
    PlanSectionNumbers,
    PlanVersionLine,
)
from coordination.emergency_plans.work.approval import disciplines_lacking
from coordination.emergency_plans.work.checks import plan_findings, zone_of
from coordination.emergency_plans.work.documents import document_for
from coordination.emergency_plans.work.versions import newest_version, version_numbered
from mou.models import AgencyMember

State = EmergencyPlanState


# --- the list ---------------------------------------------------------------------------------------------------------
def plan_lines(user_id: int, at: datetime) -> list[EmergencyPlanLine]:
    """Return the plans that a person reads, a district's own first. As many queries for three as for 300."""
    plans = list(plans_for(user_id, at).order_by("district__name", "site__name", "pk"))
    plans.sort(key=lambda one: (one.district.name, one.site is not None))
    kept = [one for one in plans if grant_of(one).is_keeper]
    findings = plan_findings(kept, reader_id=user_id, at=at)
    versions: dict[UUID, list[PlanVersion]] = {}
    for version in PlanVersion.objects.filter(plan__in=plans).order_by("-number").defer("text"):
        versions.setdefault(version.plan_id, []).append(version)
    return [_line_of(one, versions[one.pk], len(findings[one.pk]) if one.pk in findings else None, at) for one in plans]


def _line_of(plan: EmergencyPlan, versions: list[PlanVersion], findings: int | None, at: datetime) -> EmergencyPlanLine:
    adopted = next((one for one in versions if one.state == State.ADOPTED.value), None)
    shown = versions[0] if grant_of(plan).reads_written else adopted or versions[0]
    renew_on = adopted.renew_on if adopted else None
    return EmergencyPlanLine(
        plan_id=plan.pk,
        district_id=plan.district_id,
        district=plan.district.name,
        site_id=plan.site_id,
        name=name_of(plan),
        number=shown.number,
        state=State(shown.state),
        adopted_at=adopted.adopted_at if adopted else None,
        renew_on=renew_on,
        is_overdue=renew_on is not None and renew_on < day_in(zone_of(plan), at),
        findings=findings,
    )


@dataclass(frozen=True, slots=True)
class AdoptedPlan:
    """What readiness says of a site's adopted plan: until when it is renewed, and how many things its check found."""

    renew_on: date
    findings: int


def adopted_plans(site_ids: Sequence[UUID], *, reader_id: int, at: datetime) -> dict[UUID, AdoptedPlan]:
    """Return the adopted plans of sites that the reader keeps, by site. As many queries for three as for 300."""
    rows = PlanVersion.objects.filter(plan__site__in=site_ids, state=State.ADOPTED.value).defer("text")
    versions = list(rows.select_related("plan__district", "plan__site__school"))
    findings = plan_findings([one.plan for one in versions], reader_id=reader_id, at=at)
    return {
        one.plan.site_id: AdoptedPlan(one.renew_on, len(findings[one.plan_id]))
        for one in versions
        if one.plan.site_id is not None and one.renew_on is not None
    }


def name_of(plan: EmergencyPlan) -> str:
    """Return what a plan is of."""
    return plan.site.name if plan.site else plan.district.name


# --- one plan ---------------------------------------------------------------------------------------------------------
def plan_view(grant: PlanGrant, number: int | None, at: datetime) -> EmergencyPlanView:
    """Return a version of a plan for its reader. Raises: EmergencyPlanNotFound."""
    version = version_numbered(grant, number)
    state, plan = State(version.state), grant.plan
    is_newest = version.pk == newest_version(grant).pk
    is_written = is_newest and grant.is_keeper and state is State.DRAFT
    is_before_team = is_newest and state is State.IN_REVIEW and grant.reads_written
    sealed = version.sealed if state.is_sealed and grant.reads_restricted else None
    team = _seats_of(grant, version, at) if grant.reads_written else []
    lacking = disciplines_lacking(version) if is_before_team else []
    versions = [
        PlanVersionLine(number=one.number, state=State(one.state), adopted_at=one.adopted_at)
        for one in plan.versions.order_by("-number").defer("text")
        if grant.reads_written or one.state == State.ADOPTED.value
    ]
    return EmergencyPlanView(
        plan_id=plan.pk,
        district_id=plan.district_id,
        site_id=plan.site_id,
        document=document_for(grant, version),
        state=state,
        text_sha256=version.text_sha256 if grant.reads_written else "",
        facts_number=version.facts_number,
        sections=_section_numbers(version) if is_written else [],
        role_people=_role_people(version) if is_written else [],
        steps=_steps_of(state, lacking) if is_newest and grant.is_keeper else [],
        may_write=is_written,
        may_remark=is_newest and grant.reads_written and version.state in WRITTEN,
        may_agree=is_before_team and _may_agree(grant, version, at),
        may_begin_version=is_newest and grant.is_keeper and version.state not in WRITTEN,
        lacking=lacking,
        team=team,
        remarks=_remarks_of(version) if grant.reads_written else [],
        holds=next((one.number for one in versions if one.state is State.ADOPTED), None),
        versions=versions,
        people=people_of(grant, at) if is_written else [],
        document_sha256=sealed.document_sha256 if sealed else "",
        pdf_sha256=sealed.pdf_sha256 if sealed else "",
    )


def people_of(grant: PlanGrant, at: datetime) -> list[Colleague]:
    """Return who may have a role or a seat."""
    found = {one.user_id: one for one in people_to_choose(grant.plan.district_id, grant.plan.site, at)}
    return [_choice_of(one) for one in found.values()]


def _choice_of(member: AgencyMember) -> Colleague:
    said = colleague_of(member.user)
    return Colleague(person_id=said.person_id, name=f"{said.name} ({member.agency.name})")


def _steps_of(state: State, lacking: list[Discipline]) -> list[EmergencyPlanStep]:
    allowed = VERSIONS.steps_from(state)
    return [one for one in allowed if one is not EmergencyPlanStep.ADOPT or not lacking]


def _may_agree(grant: PlanGrant, version: PlanVersion, at: datetime) -> bool:
    agreed = PlanConsent.objects.filter(
        version=version, text_sha256=version.text_sha256, user_id=grant.reader_id
    ).exists()
    return not agreed and any(one.user_id == grant.reader_id for one in seats_that_count(grant.plan, at))


def _seats_of(grant: PlanGrant, version: PlanVersion, at: datetime) -> list[PlanSeat]:
    here = {one.pk for one in seats_that_count(grant.plan, at)}
    agreed = PlanConsent.objects.filter(version=version, text_sha256=version.text_sha256)
    names = set(agreed.filter(user__isnull=True).values_list("name", flat=True))
    users = set(agreed.filter(user__isnull=False).values_list("user_id", flat=True))
    return [
        PlanSeat(
            seat_id=one.pk,
            discipline=Discipline(one.discipline),
            name=one.user.shown_name() if one.user else one.name,
            organization=one.agency.name if one.agency else "",
            has_account=one.user is not None,
            is_here=one.pk in here,
            has_agreed=one.user_id in users if one.user else one.name in names,
        )
        for one in grant.plan.team.select_related("user", "agency").order_by("discipline", "pk")
    ]


def _remarks_of(version: PlanVersion) -> list[PlanRemarkView]:
    return [
        PlanRemarkView(
            remark_id=one.pk,
            section_key=one.section_key,
            text=one.text,
            author=one.author.shown_name(),
            at=one.at,
            state=RemarkState(one.state),
        )
        for one in version.remarks.select_related("author").order_by("at", "pk")
    ]


def _section_numbers(version: PlanVersion) -> list[PlanSectionNumbers]:
    return [
        PlanSectionNumbers(key=one.key, edit_number=one.edit_number, roles=one.roles) for one in version.sections.all()
    ]


def _role_people(version: PlanVersion) -> list[PlanRolePeople]:
    rows = version.roles.select_related("person", "deputy", "second_deputy")
    return [
        PlanRolePeople(
            key=one.key,
            person_id=one.person.public_id if one.person else None,
            deputy_id=one.deputy.public_id if one.deputy else None,
            second_deputy_id=one.second_deputy.public_id if one.second_deputy else None,
        )
        for one in rows
    ]
