"""Who reads and who keeps reviews of real incidents. A stranger's "no" reads "not there".

Administrators of the school and of its district keep a review. An agency's leaders read its own part: what was
promised of it, and what it did; no silent rooms, and no other agency's response. Who was in the room is asked how it
went.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.reviews.errors import ReviewNotFound, ReviewNotYours
from coordination.reviews.models import IncidentReview, ReviewAction, ReviewAnswered, ReviewPart
from coordination.room.audiences import SCHOOL_KINDS
from coordination.room.models import Incident, Participant
from coordination.vocabulary import IncidentStatus
from mapping.models import Site
from mou.access.fetch import active_memberships, members_who_count
from mou.access.operators import managed_agencies
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole

LEADERS = (MemberRole.ADMINISTRATOR.value, MemberRole.COMMANDER.value)
# People are not asked about what is long ago: their memory is of no use.
ASKED_FOR = timedelta(days=14)
OF_SCHOOLS = [one.value for one in SCHOOL_KINDS]


@dataclass(frozen=True, slots=True)
class ReviewGrant:
    """A review for a reader. `is_keeper`: all of it, and writes; else the parts of these agencies alone."""

    review: IncidentReview
    is_keeper: bool
    agency_ids: frozenset[UUID]


def kept_sites(user_id: int, at: datetime) -> QuerySet[Site]:
    """Return the sites whose reviews a person keeps: as administrator of the school, or of its district."""
    mine = managed_agencies(user_id, at).order_by().values("pk")
    return Site.objects.filter(Q(school__in=mine) | Q(district__in=mine))


def led_partners(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the agencies, no schools, whose own responses a person reads, by name."""
    led = members_who_count(at).filter(user_id=user_id, role__in=LEADERS).exclude(agency__kind__in=OF_SCHOOLS)
    return Agency.objects.filter(pk__in=led.values("agency_id")).order_by("name", "id")


def settled_reviews() -> QuerySet[IncidentReview]:
    """Return the reviews of incidents that are not open again: their figures would be of a part of it."""
    running = Incident.objects.filter(pk=OuterRef("pk")).exclude(status=IncidentStatus.CLOSED.value)
    return IncidentReview.objects.filter(~Exists(running)).select_related("site").order_by("-opened_at", "pk")


def reviews_for(user_id: int, at: datetime) -> QuerySet[IncidentReview]:
    """Return the reviews that a person reads, wholly or in part. `is_kept` says of each which."""
    kept = kept_sites(user_id, at).filter(pk=OuterRef("site_id"))
    own = own_parts(list(led_partners(user_id, at).values_list("pk", flat=True)))
    return settled_reviews().annotate(is_kept=Exists(kept)).filter(Q(is_kept=True) | Q(own))


def own_parts(agency_ids: Collection[UUID]) -> Exists:
    """Return the condition that one of these agencies was alerted or came; else it is a stranger to the incident."""
    rows = ReviewPart.objects.filter(review=OuterRef("pk"), agency_id__in=agency_ids)
    return Exists(rows.filter(Q(told__gt=0) | Q(seconds__has_key="on_scene")))


def review_for(*, user_id: int, incident_id: UUID, at: datetime, lock: bool = False) -> ReviewGrant:
    """Return a review that a person reads. With `lock`, holds its row until commit. Raises: ReviewNotFound."""
    rows = reviews_for(user_id, at).filter(pk=incident_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise ReviewNotFound
    partners = frozenset(led_partners(user_id, at).values_list("pk", flat=True))
    return ReviewGrant(found, bool(vars(found)["is_kept"]), partners)


def review_to_keep(*, user_id: int, incident_id: UUID, at: datetime, lock: bool = True) -> IncidentReview:
    """Return a review that a person keeps. Raises: ReviewNotFound. ReviewNotYours: they read only their part."""
    grant = review_for(user_id=user_id, incident_id=incident_id, at=at, lock=lock)
    if not grant.is_keeper:
        raise ReviewNotYours
    return grant.review


# --- the hot wash -----------------------------------------------------------------------------------------------------
def was_in_room(user_id: int, at: datetime) -> Exists:
    """Return the condition that a person was in the room of a review, and still counts."""
    counts = members_who_count(at).filter(user_id=user_id, user__is_device=False)
    here = Participant.objects.filter(room_id=OuterRef("room_id"), user_id=user_id, removed_at__isnull=True)
    return Exists(here.filter(member__in=counts.values("pk")))


def waits_for_answer(user_id: int, at: datetime) -> Q:
    """Return the condition that the hot wash of a review asks a person: for two weeks, and once."""
    answered = ReviewAnswered.objects.filter(review=OuterRef("pk"), user_id=user_id)
    is_open = Q(wash_closed_at__isnull=True, closed_at__gt=at - ASKED_FOR)
    return is_open & Q(was_in_room(user_id, at)) & ~Q(Exists(answered))


def open_washes(user_id: int, at: datetime) -> QuerySet[IncidentReview]:
    """Return the reviews whose hot wash waits for a person's answer."""
    return settled_reviews().filter(waits_for_answer(user_id, at))


def review_asked(*, user_id: int, incident_id: UUID, at: datetime, lock: bool = False) -> IncidentReview:
    """Return a review in whose hot wash the person is asked. Raises: ReviewNotFound."""
    rows = settled_reviews().filter(was_in_room(user_id, at), pk=incident_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise ReviewNotFound
    return found


# --- corrective actions -----------------------------------------------------------------------------------------------
def actions_for(user_id: int, at: datetime) -> QuerySet[ReviewAction]:
    """Return the actions that a person reads: of reviews that they keep, of agencies that they lead, and their own.

    `may_change` says of each whether they move it: all of these do.
    """
    own = members_who_count(at).filter(user_id=user_id).values("agency_id")
    rows = ReviewAction.objects.filter(
        Q(review__site__in=kept_sites(user_id, at).values("pk"))
        | Q(agency__in=led_partners(user_id, at).order_by().values("pk"))
        | Q(owner_id=user_id, agency_id__in=own)
    )
    return rows.select_related("agency", "owner", "review__site")


# --- a year -----------------------------------------------------------------------------------------------------------
def years_of(user_id: int, at: datetime) -> list[Agency]:
    """Return the agencies whose years a person reads: schools and districts they administer, agencies they lead."""
    of_schools = managed_agencies(user_id, at).filter(kind__in=OF_SCHOOLS)
    # The district first: its year is that of all its schools.
    return [*sorted(of_schools, key=lambda one: one.parent_id is not None), *led_partners(user_id, at)]


def agency_of_year(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return an agency whose years a person reads. Raises: ReviewNotFound."""
    found = next((one for one in years_of(user_id, at) if one.pk == agency_id), None)
    if found is None:
        raise ReviewNotFound
    return found


def is_of_school(agency: Agency) -> bool:
    """Say whether an agency's year is of its own sites; else it is of its own responses."""
    return AgencyKind(agency.kind) in SCHOOL_KINDS


def sees_reviews(user_id: int, at: datetime) -> bool:
    """Say whether the page of reviews is there for a person: they lead any agency. One query."""
    return any(one.role in LEADERS for one in active_memberships(user_id, at))
