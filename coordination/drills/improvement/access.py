"""Who reads and writes reports, corrective actions and comparisons. A stranger's "no" reads "not there".

While a report is written only the staff of its exercise reads it; once signed, all who took part. Corrective
actions are read with the report, and by the planners of the agency that has them.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from coordination.drills.exercises.access import exercise_for, planning_agencies, plans_for_any, role_in
from coordination.drills.exercises.models import Exercise, ExerciseOrganization, ExercisePerson
from coordination.drills.exercises.vocabulary import STAFF_ROLES, ExerciseRole, InvitationState
from coordination.drills.improvement.errors import ReportNotFound, ReportNotYours
from coordination.drills.improvement.models import CorrectiveAction, DrillTimes, Report
from coordination.drills.improvement.vocabulary import ReportRight, ReportState
from mapping.models import Site
from mou.access import fetch
from mou.models import Agency

WRITING_ROLES = frozenset({ExerciseRole.DIRECTOR, ExerciseRole.EVALUATOR})
PLAYED = (ExerciseRole.PLAYER, ExerciseRole.OBSERVER)


@dataclass(frozen=True, slots=True)
class ReportGrant:
    """What a person may do with the report of an exercise. `role` is none for people who only answer for an agency."""

    exercise: Exercise
    role: ExerciseRole | None
    # They plan for the sponsor, and have not played themselves.
    may_sign: bool

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES

    @property
    def reads_drafts(self) -> bool:
        return self.is_staff or self.may_sign

    @property
    def may_write(self) -> bool:
        return self.role in WRITING_ROLES

    @property
    def may_approve(self) -> bool:
        return self.role is ExerciseRole.DIRECTOR


# --- reports ----------------------------------------------------------------------------------------------------------
def report_grant(*, user_id: int, exercise_id: UUID, at: datetime, lock: bool = False) -> ReportGrant:
    """Return what a person may do with a report: of its staff always, of others once it was signed.

    With `lock`, holds the exercise's row until commit. Raises: ReportNotFound; ExerciseNotFound: not theirs to see.
    """
    exercise = exercise_for(user_id=user_id, exercise_id=exercise_id, at=at, lock=lock)
    role = role_in(exercise, user_id=user_id, at=at)
    plans = exercise.sponsor_id in set(planning_agencies(user_id, at))
    grant = ReportGrant(exercise, role, plans and role not in PLAYED)
    if not grant.reads_drafts and not published_for(user_id, at).filter(pk=exercise.pk).exists():
        raise ReportNotFound
    return grant


def grant_to(what: ReportRight, *, user_id: int, exercise_id: UUID, at: datetime, lock: bool = True) -> ReportGrant:
    """Return a grant that allows something; with `lock`, holds the exercise's row until commit.

    Raises: ReportNotFound, ExerciseNotFound. ReportNotYours: they read it, but may not do this.
    """
    grant = report_grant(user_id=user_id, exercise_id=exercise_id, at=at, lock=lock)
    may = {
        ReportRight.WRITE: grant.may_write,
        ReportRight.APPROVE: grant.may_approve,
        ReportRight.SIGN: grant.may_sign,
    }
    if not may[what]:
        raise ReportNotYours
    return grant


def took_part(user_id: int, at: datetime) -> QuerySet[Exercise]:
    """Return the exercises in which a person had a role, or an agency for which they plan took part."""
    accepted = ExerciseOrganization.objects.filter(
        exercise=OuterRef("pk"),
        agency_id__in=planning_agencies(user_id, at),
        state=InvitationState.ACCEPTED.value,
    )
    return Exercise.objects.filter(Q(Exists(_named_people(user_id, at, frozenset(ExerciseRole)))) | Q(Exists(accepted)))


def staffed_by(user_id: int, at: datetime) -> QuerySet[Exercise]:
    """Return the exercises on whose staff a person is."""
    return Exercise.objects.filter(Exists(_named_people(user_id, at, STAFF_ROLES)))


def published_for(user_id: int, at: datetime) -> QuerySet[Exercise]:
    """Return the exercises whose signed report a person reads because they, or their agency, took part."""
    signed = Report.objects.filter(exercise=OuterRef("pk"), state=ReportState.SIGNED.value)
    return took_part(user_id, at).filter(Exists(signed))


def _named_people(
    user_id: int, at: datetime, roles: AbstractSet[ExerciseRole], *, exercise: str = "pk"
) -> QuerySet[ExercisePerson]:
    belongs = fetch.members_who_count(at).filter(user_id=user_id, agency_id=OuterRef("agency_id"))
    return ExercisePerson.objects.filter(
        Exists(belongs), exercise=OuterRef(exercise), user_id=user_id, role__in=[one.value for one in roles]
    )


# --- corrective actions -----------------------------------------------------------------------------------------------
def actions_for(user_id: int, at: datetime) -> QuerySet[CorrectiveAction]:
    """Return the corrective actions that a person reads.

    Those of exercises on whose staff they are, of signed reports that they read, of agencies for which they plan and
    of those agencies' schools, and their own. The staff of an exercise at a site reads what others there left to do.
    """
    mine = planning_agencies(user_id, at)
    own = fetch.members_who_count(at).filter(user_id=user_id).values("agency_id")
    staffed = staffed_by(user_id, at)
    signed = Report.objects.filter(exercise=OuterRef("exercise_id"), state=ReportState.SIGNED.value)
    rows = CorrectiveAction.objects.filter(
        Q(exercise__in=staffed.values("pk"))
        | Q(exercise__in=published_for(user_id, at).values("pk"))
        | Q(agency_id__in=mine)
        | Q(agency__parent_id__in=mine)
        | Q(owner_id=user_id, agency_id__in=own)
        | (Q(exercise__site__in=staffed.values("site")) & Q(Exists(signed)))
    )
    return rows.select_related("agency", "owner", "exercise__site")


def actions_with_right(user_id: int, at: datetime) -> QuerySet[CorrectiveAction]:
    """Return the same actions. `may_change` says of each whether the person moves it.

    Its agency's planners do, its owner, and the exercise's director.
    """
    own = fetch.members_who_count(at).filter(user_id=user_id).values("agency_id")
    directs = _named_people(user_id, at, frozenset({ExerciseRole.DIRECTOR}), exercise="exercise_id")
    may_change = (
        Q(agency_id__in=planning_agencies(user_id, at))
        | Q(owner_id=user_id, owner_id__isnull=False, agency_id__in=own)
        | Q(Exists(directs))
    )
    return actions_for(user_id, at).annotate(may_change=ExpressionWrapper(may_change, output_field=BooleanField()))


def may_see_actions(user_id: int, at: datetime) -> bool:
    """Say whether the list of corrective actions is there for a person: there are some, or there may be."""
    return plans_for_any(user_id, at) or actions_for(user_id, at).exists()


def agencies_to_choose(exercise: Exercise) -> QuerySet[Agency]:
    """Return the agencies to which an action may be given: those that accepted, and the site's district and school."""
    site = exercise.site
    accepted = exercise.organizations.filter(state=InvitationState.ACCEPTED.value).values("agency_id")
    own = [one for one in (site.district_id, site.school_id, exercise.sponsor_id) if one is not None]
    return Agency.objects.filter(Q(pk__in=accepted) | Q(pk__in=own)).order_by("name", "id")


# --- comparisons ------------------------------------------------------------------------------------------------------
def sites_compared_by(user_id: int, at: datetime) -> QuerySet[Site]:
    """Return the sites whose drills a person compares: of the schools and districts for which they plan."""
    mine = planning_agencies(user_id, at)
    return Site.objects.filter(Q(school_id__in=mine) | Q(district_id__in=mine) | Q(school__parent_id__in=mine))


def times_for(user_id: int, at: datetime) -> QuerySet[DrillTimes]:
    """Return the times that a person compares: of their sites, and of exercises whose signed report they read."""
    rows = DrillTimes.objects.filter(
        Q(site__in=sites_compared_by(user_id, at).values("pk"))
        | Q(exercise__in=published_for(user_id, at).values("pk"))
    )
    return rows.select_related("site").order_by("began_at", "incident_id")


def may_compare(user_id: int, at: datetime) -> bool:
    """Say whether the page of comparison is there for a person."""
    plans = plans_for_any(user_id, at) and sites_compared_by(user_id, at).exists()
    return plans or times_for(user_id, at).exists()
