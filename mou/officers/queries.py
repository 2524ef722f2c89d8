"""Gather how SROs stand before their agreements, and schools' staff before their courses. Constant queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mou.access.fetch import members_who_count
from mou.access.policy import local_date
from mou.models import Agency, SroAssignment, TrainingRecord
from mou.officers.agreements import AskingAgreement, asking_agreements
from mou.officers.courses import codes_of, staff_courses
from mou.officers.rules import Finding, OfficerFacts, TrainingFact, weigh_all, worst_standing
from mou.vocabulary import AgencyKind, SroParty, TrainingStanding


@dataclass(frozen=True, slots=True)
class AgreementFindings:
    """How an assignment stands before one agreement."""

    memorandum_id: UUID
    title: str
    number: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SroStanding:
    """An assignment before all agreements in force that cover one of its sites; without one, `agreements` is empty."""

    assignment: SroAssignment
    site_ids: tuple[UUID, ...]
    today: date
    agreements: tuple[AgreementFindings, ...]

    @property
    def worst(self) -> TrainingStanding:
        """Return the worst standing; without an agreement something is missing."""
        if not self.agreements:
            return TrainingStanding.MISSING
        return worst_standing(one for agreement in self.agreements for one in agreement.findings)


type Drills = Mapping[tuple[int, UUID], int]


def sro_standings(rows: QuerySet[SroAssignment], drills: Drills, at: datetime) -> list[SroStanding]:
    """Return how assignments stand, by the officer's name. Nine queries, for three officers and for three hundred.

    `drills`: how many ended exercises of the last year a person took part in at a site, by person and site.
    """
    found = list(rows.prefetch_related("sites", "selections", "reviews"))
    held = asking_agreements(
        at,
        agency_ids={one.agency_id for one in found},
        district_ids={one.district_id for one in found},
    ) if found else {}  # fmt: skip
    trainings = _trainings_by_person({one.member.user_id for one in found})
    standings = [
        _standing_of(one, held.get((one.agency_id, one.district_id), []), trainings, drills, at) for one in found
    ]
    return sorted(standings, key=lambda one: (one.assignment.member.user.shown_name(), one.assignment.pk))


def current_assignments(rows: QuerySet[SroAssignment]) -> QuerySet[SroAssignment]:
    """Return the assignments that have not ended."""
    return rows.filter(ended_on__isnull=True)


def _standing_of(
    row: SroAssignment,
    agreements: Sequence[AskingAgreement],
    trainings: Mapping[int, Sequence[TrainingFact]],
    drills: Drills,
    at: datetime,
) -> SroStanding:
    site_ids = tuple(sorted(one.site_id for one in row.sites.all()))
    today = local_date(at, row.district.time_zone)
    facts = OfficerFacts(
        since=row.since,
        trainings=tuple(trainings.get(row.member.user_id, ())),
        drills=sum(drills.get((row.member.user_id, site_id), 0) for site_id in site_ids),
        has_supervisor=row.supervisor_id is not None,
        signed=frozenset(SroParty(one.party) for one in row.selections.all() if one.signed_at is not None),
        reviewed_on=max((one.held_on for one in row.reviews.all()), default=None),
    )
    return SroStanding(
        assignment=row,
        site_ids=site_ids,
        today=today,
        agreements=tuple(
            AgreementFindings(one.memorandum_id, one.title, one.number, weigh_all(one.requirements, facts, today))
            for one in agreements
            if one.covers(site_ids)
        ),
    )


def _trainings_by_person(user_ids: Iterable[int]) -> dict[int, list[TrainingFact]]:
    found: dict[int, list[TrainingFact]] = defaultdict(list)
    rows = TrainingRecord.objects.filter(person_id__in=list(user_ids), replaced_at__isnull=True)
    for row in rows.only("person_id", "course", "hours", "completed_on", "expires_on"):
        fact = TrainingFact(codes_of(row.course), row.hours, row.completed_on, row.expires_on)
        found[row.person_id].append(fact)
    return found


# --- staff of schools -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class CourseCount:
    """How many of a school's staff have a course that counts today."""

    course: str
    trained: int


@dataclass(frozen=True, slots=True)
class StaffCoverage:
    """A school's staff before the courses that staff is asked to have: counts, and no names."""

    agency_id: UUID
    name: str
    people: int
    courses: tuple[CourseCount, ...]


def staff_coverage(agencies: QuerySet[Agency], today: date, at: datetime) -> list[StaffCoverage]:
    """Return the coverage of agencies by name: a district's and its schools'. Three queries, however many."""
    rows = list(agencies.order_by("name", "id").only("id", "name"))
    here = members_who_count(at).filter(agency__in=[one.pk for one in rows], user__is_device=False)
    people = dict(here.order_by().values_list("agency_id").annotate(n=Count("user_id", distinct=True)))
    records = "user__training_records"
    counts = Q(**{f"{records}__replaced_at__isnull": True}) & (
        Q(**{f"{records}__expires_on__isnull": True}) | Q(**{f"{records}__expires_on__gte": today})
    )
    asked = [one.code for one in staff_courses()]
    held = here.filter(counts, **{f"{records}__course__in": asked}).order_by()
    trained = {
        (agency_id, course): n
        for agency_id, course, n in held.values_list("agency_id", f"{records}__course").annotate(
            n=Count("user_id", distinct=True)
        )
    }
    return [
        StaffCoverage(
            agency_id=one.pk,
            name=one.name,
            people=people.get(one.pk, 0),
            courses=tuple(CourseCount(code, trained.get((one.pk, code), 0)) for code in asked),
        )
        for one in rows
    ]


def schools_of(district_ids: Iterable[UUID]) -> QuerySet[Agency]:
    """Return the active schools of districts, and the districts."""
    ids = list(district_ids)
    own = Q(pk__in=ids, kind=AgencyKind.DISTRICT.value)
    return Agency.objects.filter(own | Q(parent__in=ids, kind=AgencyKind.SCHOOL.value), is_active=True)
