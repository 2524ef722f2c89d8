"""What people read of SRO assignments: names of sites beside what mou knows. Constant queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from coordination.training.work.drilled import drills_of_year
from mapping.models import Site
from mou.access.fetch import kept_districts, members_who_count
from mou.errors import BadSroAssignment
from mou.models import Agency, AgencyMember, SroAssignment, SroReview, SroSelection
from mou.officers.access import EMPLOYERS, assignments_for, led_agencies, looks_after_training, parties_in
from mou.officers.agreements import AskingAgreement, asking_agreements
from mou.officers.courses import course_catalog
from mou.officers.queries import AgreementFindings, SroStanding, current_assignments, sro_standings
from mou.officers.rules import Finding
from mou.vocabulary import Asking, SelectionCriterion, SroEndedWhy, SroParty, TrainingStanding


def may_see_training(user_id: int, at: datetime) -> bool:
    """Say whether the front page of drills leads a person to training: they look after that of others."""
    return looks_after_training(user_id, at)


@dataclass(frozen=True, slots=True)
class SroSiteView:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class SroFinding:
    """How one thing that an agreement asks stands. `asked`: hours or a number; `held`: what there is of it."""

    asking: Asking
    course: str
    course_name: str
    asked: float
    held: float
    standing: TrainingStanding
    ends_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class SroAgreement:
    memorandum_id: UUID
    title: str
    number: int
    findings: list[SroFinding]


@dataclass(frozen=True, slots=True)
class SroSelectionView:
    """One party's part. The officer does not read its note. `years_of_service`: those of the officer."""

    party: SroParty
    panel: str
    interviewed_on: date | None
    years_of_service: int | None
    criteria: list[SelectionCriterion]
    note: str
    signed_name: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SroReviewView:
    party: SroParty
    held_on: date
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class SroLine:
    """An assignment in a list. `worst`: of everything that is asked; without an agreement something is missing."""

    id: UUID
    officer_id: UUID
    officer: str
    callsign: str
    agency_id: UUID
    agency: str
    district_id: UUID
    district: str
    sites: list[SroSiteView]
    since: date
    until: date | None
    supervisor: str
    backup: str
    ended_on: date | None
    ended_why: SroEndedWhy | None
    ended_reason: str
    worst: TrainingStanding
    agreements: list[SroAgreement]


@dataclass(frozen=True, slots=True)
class SroView:
    """An assignment whole. `parties`: for which the reader writes."""

    line: SroLine
    selections: list[SroSelectionView]
    reviews: list[SroReviewView]
    parties: list[SroParty]


def sees_officers(user_id: int, at: datetime) -> bool:
    """Say whether a person has anything to do with SROs: is or was one, leads their agency, or keeps a district."""
    return (
        led_agencies(user_id, at).filter(kind__in=EMPLOYERS).exists()
        or bool(kept_districts(user_id, at))
        or assignments_for(user_id, at).exists()
    )


def sro_lines(user_id: int, at: datetime, *, ended: bool) -> list[SroLine]:
    """Return the assignments that a person reads, those now or those that have ended. A dozen queries at most."""
    rows = assignments_for(user_id, at)
    return _sro_lines(rows.filter(ended_on__isnull=False) if ended else current_assignments(rows), at)


def sro_view(assignment: SroAssignment, user_id: int, at: datetime) -> SroView:
    """Return an assignment that was asked for as access gave it."""
    parties = parties_in(assignment, user_id, at)
    rows = SroAssignment.objects.select_related(
        "member__user", "agency", "district", "supervisor__user", "backup__user"
    )
    (line,) = _sro_lines(rows.filter(pk=assignment.pk), at)
    return SroView(
        line=line,
        selections=[_selection_view(one, reads_note=bool(parties)) for one in assignment.selections.order_by("party")],
        reviews=[_review_view(one) for one in assignment.reviews.select_related("by").order_by("-held_on", "-id")]
        if parties
        else [],
        parties=sorted(parties),
    )


def check_sites(district_id: UUID, site_ids: Iterable[UUID]) -> None:
    """Refuse sites that are not this district's. One query. Raises: BadSroAssignment."""
    ids = set(site_ids)
    if Site.objects.filter(pk__in=ids, district_id=district_id).count() != len(ids):
        raise BadSroAssignment("There is no such site of the district.")


def _sro_lines(rows: QuerySet[SroAssignment], at: datetime) -> list[SroLine]:
    pairs = list(rows.filter(sites__isnull=False).order_by().values_list("member__user_id", "sites__site_id"))
    site_ids = {site_id for _, site_id in pairs}
    names = dict(Site.objects.filter(pk__in=site_ids).values_list("pk", "name"))
    drills = drills_of_year({user_id for user_id, _ in pairs}, site_ids, at)
    return [_sro_line(one, names) for one in sro_standings(rows, drills, at)]


def _sro_line(standing: SroStanding, names: Mapping[UUID, str]) -> SroLine:
    row = standing.assignment
    sites = [SroSiteView(one, names.get(one, "")) for one in standing.site_ids]
    return SroLine(
        id=row.pk,
        officer_id=row.member.user.public_id,
        officer=row.member.user.shown_name(),
        callsign=row.member.callsign,
        agency_id=row.agency_id,
        agency=row.agency.name,
        district_id=row.district_id,
        district=row.district.name,
        sites=sorted(sites, key=lambda one: one.name),
        since=row.since,
        until=row.until,
        supervisor=_name_of_member(row.supervisor),
        backup=_name_of_member(row.backup),
        ended_on=row.ended_on,
        ended_why=SroEndedWhy(row.ended_why) if row.ended_why else None,
        ended_reason=row.ended_reason,
        worst=standing.worst,
        agreements=[_agreement_view(one) for one in standing.agreements],
    )


def _agreement_view(found: AgreementFindings) -> SroAgreement:
    return SroAgreement(found.memorandum_id, found.title, found.number, [_finding_view(one) for one in found.findings])


def _finding_view(found: Finding) -> SroFinding:
    asked = found.requirement
    return SroFinding(
        asking=asked.asking,
        course=asked.course,
        course_name=course_name(asked.course),
        asked=asked.hours or asked.number,
        held=found.held,
        standing=found.standing,
        ends_on=found.ends_on,
        due_on=found.due_on,
    )


def course_name(code: str) -> str:
    """Return what a course is called in the reader's language; of one that is not in the catalog, its code."""
    for one in course_catalog().values():
        if code in one.codes():
            # A term on "ics" means any of the family.
            return one.name_in(get_language() or "en") if code == one.code else code.replace("_", " ").upper()
    return code.replace("_", " ")


def _selection_view(row: SroSelection, *, reads_note: bool) -> SroSelectionView:
    return SroSelectionView(
        party=SroParty(row.party),
        panel=row.panel,
        interviewed_on=row.interviewed_on,
        years_of_service=row.years_of_service,
        criteria=[SelectionCriterion(one) for one in row.criteria],
        note=row.note if reads_note else "",
        signed_name=row.signed_name,
        signed_at=row.signed_at,
    )


def _review_view(row: SroReview) -> SroReviewView:
    return SroReviewView(SroParty(row.party), row.held_on, row.note, row.by.shown_name())


def _name_of_member(member: AgencyMember | None) -> str:
    return member.user.shown_name() if member is not None else ""


def members_of(agency: Agency, at: datetime) -> list[AgencyMember]:
    """Return an agency's people by name, without devices. One query."""
    rows = members_who_count(at).filter(agency=agency, user__is_device=False).select_related("user")
    return sorted(rows, key=lambda one: one.user.shown_name())


def districts_to_choose(agency: Agency, at: datetime) -> list[tuple[str, list[Site]]]:
    """Return the districts with an agreement in force, each with the sites that it covers. Five queries."""
    held = asking_agreements(at, agency_ids=[agency.pk], district_ids=None)
    by_district: dict[UUID, list[AskingAgreement]] = {}
    for (_, district_id), agreements in held.items():
        by_district.setdefault(district_id, []).extend(agreements)
    names = dict(Agency.objects.filter(pk__in=by_district).order_by("name").values_list("pk", "name"))
    sites = list(Site.objects.filter(district__in=by_district).only("id", "name", "district_id").order_by("name"))
    return [(name, _covered_sites(sites, district_id, by_district[district_id])) for district_id, name in names.items()]


def sites_to_choose(row: SroAssignment, at: datetime) -> list[Site]:
    """Return the sites of an assignment's district that the agency's agreements in force cover. Four queries."""
    held = asking_agreements(at, agency_ids=[row.agency_id], district_ids=[row.district_id])
    sites = list(Site.objects.filter(district=row.district_id).only("id", "name", "district_id").order_by("name"))
    return _covered_sites(sites, row.district_id, held.get((row.agency_id, row.district_id), []))


def districts_of(site_ids: Iterable[UUID]) -> set[UUID]:
    """Return the districts in which sites are."""
    return set(Site.objects.filter(pk__in=list(site_ids)).values_list("district_id", flat=True))


def _covered_sites(sites: Iterable[Site], district_id: UUID, agreements: Iterable[AskingAgreement]) -> list[Site]:
    agreements = list(agreements)
    return [
        one for one in sites if one.district_id == district_id and any(held.covers([one.pk]) for held in agreements)
    ]
