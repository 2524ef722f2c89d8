"""Who reads students, and who keeps a roster. A stranger's "no" reads "not there".

Keeping is not reading: administrators bring a roster in and say who reads; they read when they are named themselves.
"""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from coordination.administration.second_person.joining import Team
from coordination.administration.second_person.places import COUNTS
from coordination.models import User
from coordination.rosters.errors import RosterNotFound
from coordination.rosters.models import Enrollment, Roster, RosterClass, RosterPerson, RosterReader
from coordination.rosters.vocabulary import RosterPersonKind
from mou.access import fetch
from mou.access.operators import managed_agencies
from mou.agencies.makers import administered_lately
from mou.models import Agency
from mou.vocabulary import ActorId, AgencyKind, Operator

KINDS = (AgencyKind.SCHOOL.value, AgencyKind.DISTRICT.value)


# --- keeping ----------------------------------------------------------------------------------------------------------
def agency_kept_for(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return a school or district whose roster a person keeps, as its administrator. Raises: RosterNotFound."""
    kept = managed_agencies(user_id, at).filter(pk=agency_id, kind__in=KINDS, is_active=True)
    found = kept.select_related("parent").first()
    if found is None:
        raise RosterNotFound
    return found


def district_kept_for(*, user_id: ActorId, agency_id: UUID, at: datetime) -> Agency:
    """Return a district into which a person may bring a roster, or the console. Raises: RosterNotFound."""
    districts = Agency.objects.filter(pk=agency_id, kind=AgencyKind.DISTRICT.value, is_active=True)
    kept = districts if isinstance(user_id, Operator) else districts.filter(pk__in=managed_agencies(user_id, at))
    found = kept.first()
    if found is None:
        raise RosterNotFound
    return found


def district_of(agency: Agency) -> Agency:
    """Return the district whose roster an agency's is a part of."""
    return agency.parent if agency.parent is not None else agency


def roster_of(agency: Agency) -> Roster | None:
    """Return the roster of an agency's district, if there is one."""
    return Roster.objects.filter(district=district_of(agency)).first()


# --- reading ----------------------------------------------------------------------------------------------------------
def schools_read_by(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the schools whose students a person reads: named for the school or its district, and still one of it."""
    own = fetch.members_who_count(at).filter(user_id=user_id).values("agency_id")
    named = RosterReader.objects.filter(COUNTS, user_id=user_id).values("agency_id")
    here = Q(pk__in=own) | Q(parent_id__in=own)
    schools = Agency.objects.filter(here, kind=AgencyKind.SCHOOL.value, is_active=True)
    return schools.filter(Q(pk__in=named) | Q(parent_id__in=named)).order_by("name", "id")


def school_read_for(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return a school for reading its students. Raises: RosterNotFound."""
    found = schools_read_by(user_id, at).filter(pk=agency_id).first()
    if found is None:
        raise RosterNotFound
    return found


def students_of(school: Agency) -> QuerySet[RosterPerson]:
    """Return the students of a school, without those who have left."""
    kind = RosterPersonKind.STUDENT.value
    return RosterPerson.objects.filter(org__school=school, kind=kind, left_at__isnull=True)


def classes_taught_by(user_id: int, at: datetime) -> QuerySet[RosterClass]:
    """Return a teacher's own classes: by the mail address, at the school whose member the person is.

    The address counts where the person has proved that they read it: what another person writes down names no teacher.
    Who keeps the roster, or did lately, could have written their own address into it: they are named as readers. Two
    queries.
    """
    person = User.objects.filter(pk=user_id, is_active=True, email_proved_at__isnull=False).exclude(email="").first()
    if person is None:
        return RosterClass.objects.none()
    members = fetch.members_who_count(at).filter(user_id=user_id, agency__kind=AgencyKind.SCHOOL.value)
    teachers = RosterPerson.objects.filter(
        email=person.email.lower(), kind=RosterPersonKind.TEACHER.value, left_at__isnull=True
    )
    taught = Enrollment.objects.filter(person__in=teachers, is_teacher=True).values("of_class_id")
    rows = RosterClass.objects.filter(org__school_id__in=members.values("agency_id"), pk__in=taught)
    posts, unmade = administered_lately(user_id, at)
    kept = Q(roster__district_id__in=posts.values("agency_id")) | Q(roster__district_id__in=unmade.values("agency_id"))
    return rows.exclude(kept)


def readers_of(agency: Agency, at: datetime) -> Team:
    """Return those named to read students of a school or district, as joining knows a team."""
    own = [one for one in (agency.pk, agency.parent_id) if one is not None]
    members = fetch.members_who_count(at).filter(agency_id__in=own).values("user_id")
    rows = RosterReader.objects.filter(COUNTS, agency=agency, user_id__in=members)
    counting = frozenset(rows.values_list("user_id", flat=True))
    return Team(agency, QuerySet(RosterReader).filter(agency=agency), counting)


def reads_any(user_id: int, at: datetime) -> bool:
    """Say whether there is any student whom a person may read."""
    return schools_read_by(user_id, at).exists() or classes_taught_by(user_id, at).exists()


def sees_students(request: HttpRequest) -> bool:
    """Say whether the navigation leads a reader to students."""
    return reads_any(cast("int", request.user.pk), timezone.now())


def class_read_for(*, user_id: int, class_id: UUID, at: datetime) -> RosterClass:
    """Return a class to its teacher, and to those who read its school's students. Raises: RosterNotFound."""
    taught = classes_taught_by(user_id, at).select_related("org__school").filter(pk=class_id).first()
    read = RosterClass.objects.select_related("org__school").filter(org__school__in=schools_read_by(user_id, at))
    found = taught or read.filter(pk=class_id).first()
    if found is None:
        raise RosterNotFound
    return found
