"""Who may read a tip, and who decides on it. A stranger's "no" reads "not there"."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from coordination.administration.second_person.joining import Team
from coordination.administration.second_person.places import COUNTS, opening_places
from coordination.casework.kinds.views import Door
from coordination.casework.places import KindOfTeam
from coordination.casework.police_readers import PoliceReaders
from coordination.casework.team_acts import make_member_acts
from coordination.casework.teams import SCHOOLS, TeamKind
from coordination.prevention.tips.errors import NotOfTheAgency, TipDeskNotFound, TipNotFound, TipsTeamDecides
from coordination.prevention.tips.models import Tip, TipDesk, TipMessage, TipRead, TipTeamMember
from coordination.prevention.tips.telling import tell_team_changed
from coordination.prevention.tips.vocabulary import TipDoor, TipState
from mapping.models import Site
from mou.access import fetch
from mou.access.openings import Right
from mou.access.operators import is_administrator, managed_agencies
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.reads import ReadLog
from mou.vocabulary import DataCategory, TermKind

# --- desks ------------------------------------------------------------------------------------------------------------
# Who counts is asked below: the team of a district reads the tips of its schools as well.
TIP_DESKS = TeamKind(TipDesk, TipTeamMember, not_found=TipDeskNotFound, team="desk")


def desks_of_team(user_id: int, at: datetime) -> QuerySet[TipDesk]:
    """Return the desks whose tips a person decides on: those of the teams they are on, and of a district's schools.

    Who has left the school and its district is on no team of theirs, whatever the list says.
    """
    own = fetch.members_who_count(at).filter(user_id=user_id).values("agency_id")
    here = Q(desk__agency_id__in=own) | Q(desk__agency__parent_id__in=own)
    listed = TipTeamMember.objects.filter(here, COUNTS, user_id=user_id)
    agencies = listed.values("desk__agency_id")
    return TipDesk.objects.filter(Q(agency_id__in=agencies) | Q(agency__parent_id__in=agencies))


def desks_kept_by(user_id: int, at: datetime) -> QuerySet[TipDesk]:
    """Return the desks whose team and settings a person keeps, as administrator of the school or its district."""
    return TipDesk.objects.filter(agency__in=managed_agencies(user_id, at))


def overdue_at_kept_desks(user_id: int, at: datetime) -> int:
    """Return how many tips no one has taken up in time at the desks that a person keeps."""
    return overdue_tips(at).filter(desk__in=desks_kept_by(user_id, at)).count()


def overdue_tips(at: datetime) -> QuerySet[Tip]:
    """Return the tips that no one has taken up in time, at all desks: for counting, not for reading."""
    return Tip.objects.filter(acknowledged_at__isnull=True, ended_at__isnull=True, due_at__lt=at)


def desk_kept_for(*, user_id: int, agency_id: UUID, at: datetime, lock: bool) -> TipDesk:
    """Return a desk for changing it. With `lock`, holds its row until commit. Raises: TipDeskNotFound."""
    agency = TIP_DESKS.agency_for(user_id=user_id, agency_id=agency_id, at=at)
    rows = TipDesk.objects.select_related("agency__parent").filter(agency=agency)
    desk = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if desk is None:
        raise TipDeskNotFound
    return desk


def team_of(desk: TipDesk, at: datetime) -> list[int]:
    """Return the people of a desk's own team who count at an instant."""
    return _counting_people([desk.agency_id], desk, at)


def joining_team(desk: TipDesk, at: datetime) -> Team:
    """Return a desk's team as joining knows it. A district's desk and those of its schools read the same tips."""
    near = TipDesk.objects.filter(Q(agency__parent_id=desk.agency_id) | Q(agency_id=desk.agency.parent_id))
    beside = frozenset(near.values_list("pk", flat=True))
    return Team(desk.agency, QuerySet(TipTeamMember).filter(desk=desk), frozenset(team_of(desk, at)), beside)


def team_above(desk: TipDesk, at: datetime) -> list[int]:
    """Return the team of the district above a school's desk: who hears when the school's own does not answer."""
    return [] if desk.agency.parent_id is None else _counting_people([desk.agency.parent_id], desk, at)


def people_to_tell(desk: TipDesk, at: datetime) -> tuple[list[int], list[int]]:
    """Return who is told of a desk's tip, and who is when they do not answer. Without a team, it is the district's."""
    above = team_above(desk, at)
    return team_of(desk, at) or above, above


def people_below(desk: TipDesk, at: datetime) -> list[int]:
    """Return who is on the desks of a district's schools, whose tips the district's desk reads as well. One query."""
    here = Q(agency_id=OuterRef("desk__agency_id")) | Q(agency_id=desk.agency_id)
    members = fetch.members_who_count(at).filter(here, user_id=OuterRef("user_id"))
    rows = TipTeamMember.objects.filter(COUNTS, Exists(members), desk__agency__parent_id=desk.agency_id)
    return sorted(set(rows.values_list("user_id", flat=True)))


TIP_PLACES = KindOfTeam(
    "tips", _("Tips"), TIP_DESKS, NotOfTheAgency, joining_team, below=people_below, tell_below=tell_team_changed
)
add_to_tips_team, take_from_tips_team = make_member_acts(TIP_PLACES)


def _counting_people(agency_ids: list[UUID], desk: TipDesk, at: datetime) -> list[int]:
    own = [one for one in (desk.agency_id, desk.agency.parent_id) if one is not None]
    members = fetch.members_who_count(at).filter(agency_id__in=own).values("user_id")
    rows = TipTeamMember.objects.filter(COUNTS, desk__agency_id__in=agency_ids, user_id__in=members)
    return sorted(rows.values_list("user_id", flat=True))


# --- tips -------------------------------------------------------------------------------------------------------------
# Who read which tip.
TIP_READS: ReadLog[TipRead, Door | TipDoor] = ReadLog(
    TipRead, lambda tip_id: {"desk_id": Tip.objects.values_list("desk_id", flat=True).get(pk=tip_id)}
)

# Which tips officers read.
TIP_OFFICERS = PoliceReaders(
    Tip,
    Right(TermKind.DATA_SHARING, DataCategory.TIP_REPORTS.value),
    of_district=lambda district_id: Q(desk__agency_id=district_id) | Q(desk__agency__parent_id=district_id),
    of_sites=lambda site_ids: Q(school__in=Site.objects.filter(pk__in=site_ids).values("school_id")),
    threatens_life=Q(is_life_threat=True),
)


def tips_for(user_id: int, at: datetime) -> QuerySet[Tip]:
    """Return every tip that a person may read, with what `Tip` says is known of them."""
    decides = desks_of_team(user_id, at)
    team = Q(desk__in=decides) & Q(_place_for(user_id))
    newest = TipMessage.objects.filter(tip=OuterRef("pk")).order_by("-id")
    is_reporters = newest.values_list(ExpressionWrapper(Q(author__isnull=True), BooleanField()))[:1]
    rows = Tip.objects.filter(team | TIP_OFFICERS.read_by(user_id, at)).select_related("desk__agency", "school")
    known = {
        "reader_id": Value(user_id),
        "decides": Exists(decides.filter(pk=OuterRef("desk_id"))),
        "waits": ExpressionWrapper(Q(state__in=[one for one in TipState if one.is_waiting]), BooleanField()),
        "waits_for_answer": Coalesce(Subquery(is_reporters), Value(value=False)),
    }
    return rows.annotate(**known)


def _place_for(user_id: int) -> Exists:
    """Ask whether a person's place, on the desk or on that of its district, opens a tip, by when it came."""
    here = Q(desk=OuterRef("desk")) | Q(desk__agency_id=OuterRef("desk__agency__parent_id"))
    return Exists(TipTeamMember.objects.filter(here, opening_places("received_at"), user_id=user_id))


def tip_to_decide_for(*, user_id: int, tip_id: UUID, at: datetime) -> Tip:
    """Return a tip for deciding on it, and hold its row until commit. Raises: TipNotFound, TipsTeamDecides."""
    tip = tips_for(user_id, at).select_for_update(of=("self",)).filter(pk=tip_id).first()
    if tip is None:
        raise TipNotFound
    if not tip.decides:
        raise TipsTeamDecides
    return tip


def site_of(tip: Tip) -> Site | None:
    """Return the site of the school that a tip is about, where it has one."""
    return None if tip.school_id is None else Site.objects.filter(school_id=tip.school_id).order_by("name").first()


def officers_to_tell(tip: Tip, at: datetime) -> list[int]:
    """Return the officers on duty who may read a tip that was sent to the police."""
    return TIP_OFFICERS.officers_to_tell(tip, tip.desk.agency.parent_id or tip.desk.agency_id, at)


# --- the navigation ---------------------------------------------------------------------------------------------------
def sees_tips(request: HttpRequest) -> bool:
    """Say whether the navigation leads a reader to tips: a team, its keepers, and officers who may read some."""
    return may_see_page(cast("int", request.user.pk), timezone.now())


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether there is anything on the page of tips for a person."""
    keeps = is_administrator(user_id, at) and managed_agencies(user_id, at).filter(kind__in=SCHOOLS).exists()
    return keeps or desks_of_team(user_id, at).exists() or tips_for(user_id, at).exists()
