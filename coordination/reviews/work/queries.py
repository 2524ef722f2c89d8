"""Read reviews as pages and programs show them. A constant number of queries for a list, and for one review."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from coordination.casework.clocks import day_in
from coordination.drills.evaluation.work.hot_wash_results import HotWashSummary, summary_of
from coordination.drills.requirements.rules.school_year import SchoolYear
from coordination.drills.requirements.work.laws import school_year_at, school_years
from coordination.incident.accountability.rooms import label_of
from coordination.reviews.access import ReviewGrant, actions_for, is_of_school, own_parts, reviews_for, settled_reviews
from coordination.reviews.models import IncidentReview, ReviewFollowUp, ReviewPart, SealedReview
from coordination.reviews.rules.figures import FIGURES, Counted, Figures, IncidentYear, Promised, year_of
from coordination.reviews.rules.times import AlertNumbers, standing_of
from coordination.reviews.vocabulary import IncidentMilestone, ReviewState, TargetStanding
from coordination.reviews.wire import ReviewActionLine
from coordination.reviews.work.kinds import REVIEW_ACTION_KIND
from coordination.reviews.work.writing import wash_state
from coordination.room.models import Incident
from coordination.vocabulary import IncidentType
from mapping.models import Space
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class AgencyResponse:
    """One agency's response: seconds from the opening where they are known, and the target that was promised.

    `target_words` are those of the agreement. `told`: alerts to its people; `asked`: those that asked for an answer,
    `unanswered`: without one.
    """

    agency_id: UUID
    agency: str
    memorandum_id: UUID | None
    first_seen_s: int | None
    first_answer_s: int | None
    on_scene_s: int | None
    target_min: float | None
    target_words: str
    standing: TargetStanding
    told: int
    asked: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review in a list. Of another agency's reader, only its own response; `is_kept`: the reader keeps all of it."""

    incident_id: UUID
    site_id: UUID
    site: str
    time_zone: str
    incident_type: IncidentType
    opened_at: datetime
    closed_at: datetime
    is_kept: bool
    state: ReviewState
    responses: list[AgencyResponse]
    first_seen_s: int | None
    response_s: int | None
    rooms: int | None
    silent: int | None
    unanswered: int | None


@dataclass(frozen=True, slots=True)
class RoomName:
    """A room that never reported, as the plan of today calls it; without a name: the plan has it no more."""

    room_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class MarkView:
    """Something that needs follow-up. `seq`: the entry; none: of the incident as a whole."""

    mark_id: UUID
    seq: int | None
    words: str
    marked_at: datetime
    marked_by: str
    settled_at: datetime | None
    settled_by: str
    outcome: str

    @property
    def key(self) -> str:
        return str(self.mark_id)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review for a reader. Without `is_kept`: the line with one's own responses, and nothing else.

    `title`: of the incident, while it is there; a deleted one has none. `has_log`: the log can be read still.
    """

    line: ReviewLine
    title: str
    has_log: bool
    figures: Figures | None
    silent_rooms: list[RoomName]
    marks: list[MarkView]
    summary: str
    went_well: str
    to_improve: str
    version: int
    sealed: list[int]


def figures_of(review: IncidentReview) -> Figures:
    """Return the figures of a review as they were computed."""
    return FIGURES.validate_python(review.figures)


# --- a list -----------------------------------------------------------------------------------------------------------
def review_lines(user_id: int, partner_ids: frozenset[UUID], at: datetime) -> list[ReviewLine]:
    """Return the reviews that a person reads, the newest first."""
    rows = _with_parts(reviews_for(user_id, at))
    return [_line_of(one, is_kept=bool(vars(one)["is_kept"]), partner_ids=partner_ids) for one in rows]


def _with_parts(rows: QuerySet[IncidentReview]) -> QuerySet[IncidentReview]:
    parts = Prefetch("parts", ReviewPart.objects.select_related("agency").order_by("agency__name", "pk"))
    # Lists ask whether and which; the papers themselves are large.
    sealed = SealedReview.objects.only("review_id", "number")
    return rows.prefetch_related(parts, Prefetch("sealed", sealed, to_attr="versions"))


def _line_of(review: IncidentReview, *, is_kept: bool, partner_ids: frozenset[UUID]) -> ReviewLine:
    figures = figures_of(review)
    parts = [one for one in review.parts.all() if is_kept or (one.agency_id in partner_ids and took_part(one))]
    return ReviewLine(
        incident_id=review.pk,
        site_id=review.site_id,
        site=review.site.name,
        time_zone=review.site.time_zone,
        incident_type=IncidentType(review.incident_type),
        opened_at=review.opened_at,
        closed_at=review.closed_at,
        is_kept=is_kept,
        state=ReviewState.SEALED if vars(review)["versions"] else ReviewState.OPEN,
        responses=sorted(map(response_of, parts), key=_order_of_response),
        first_seen_s=figures.seconds_of(IncidentMilestone.FIRST_SEEN) if is_kept else None,
        response_s=figures.response_s if is_kept else None,
        rooms=figures.rooms if is_kept and figures.silent is not None else None,
        silent=len(figures.silent) if is_kept and figures.silent is not None else None,
        unanswered=figures.alerts.unanswered if is_kept and figures.alerts.told is not None else None,
    )


def _order_of_response(one: AgencyResponse) -> tuple[bool, float, bool, str]:
    """Those who came stand first, the fastest before the others; then those who promised to."""
    return (one.on_scene_s is None, one.on_scene_s or 0.0, one.target_min is None, one.agency)


def took_part(part: ReviewPart) -> bool:
    """Say whether an agency was alerted or came: what was not its own to do is not its own to read."""
    return part.told > 0 or "on_scene" in part.seconds


def response_of(part: ReviewPart) -> AgencyResponse:
    """Return one agency's response before its target."""
    on_scene = part.seconds.get("on_scene")
    return AgencyResponse(
        agency_id=part.agency_id,
        agency=part.agency.name,
        memorandum_id=part.memorandum_id,
        first_seen_s=part.seconds.get("first_seen"),
        first_answer_s=part.seconds.get("first_answer"),
        on_scene_s=on_scene,
        target_min=part.target_min,
        target_words=part.target_words,
        standing=standing_of(on_scene, part.target_min, was_told=part.told > 0),
        told=part.told,
        asked=part.asked,
        unanswered=part.unanswered,
    )


# --- one review -------------------------------------------------------------------------------------------------------
def review_view(grant: ReviewGrant) -> ReviewView:
    """Return a review for a reader: all of it for its keepers, own responses for an agency's leaders."""
    review = _with_parts(settled_reviews().filter(pk=grant.review.pk)).get()
    line = _line_of(review, is_kept=grant.is_keeper, partner_ids=grant.agency_ids)
    incident = Incident.objects.only("title", "title_in").filter(pk=review.pk).first()
    if not grant.is_keeper:
        return _view_of_partner(line, review)
    figures = figures_of(review)
    return ReviewView(
        line=line,
        title=incident.shown_title() if incident else "",
        has_log=incident is not None,
        figures=figures,
        silent_rooms=_name_rooms(figures.silent or []),
        marks=_list_marks(review),
        summary=review.summary,
        went_well=review.went_well,
        to_improve=review.to_improve,
        version=review.version,
        sealed=sorted((one.number for one in vars(review)["versions"]), reverse=True),
    )


def _view_of_partner(line: ReviewLine, review: IncidentReview) -> ReviewView:
    """Return what an agency's leaders read: their own responses."""
    return ReviewView(
        line=line,
        title="",
        has_log=False,
        figures=None,
        silent_rooms=[],
        marks=[],
        summary="",
        went_well="",
        to_improve="",
        version=review.version,
        sealed=[],
    )


def _name_rooms(room_ids: Iterable[str]) -> list[RoomName]:
    wanted = [UUID(one) for one in room_ids]
    names = {one.pk: label_of(one) for one in Space.objects.filter(pk__in=wanted).defer("geometry")}
    return sorted((RoomName(one, names.get(one, "")) for one in wanted), key=lambda one: (one.name, one.room_id))


def _list_marks(review: IncidentReview) -> list[MarkView]:
    rows = ReviewFollowUp.objects.filter(review=review).select_related("marked_by", "settled_by")
    found = sorted(rows, key=lambda one: (one.settled_at is not None, one.marked_at))
    return [
        MarkView(
            mark_id=one.pk,
            seq=one.seq,
            words=one.words,
            marked_at=one.marked_at,
            marked_by=one.marked_by.shown_name() if one.marked_by else "",
            settled_at=one.settled_at,
            settled_by=one.settled_by.shown_name() if one.settled_by else "",
            outcome=one.outcome,
        )
        for one in found
    ]


def review_actions(grant: ReviewGrant, user_id: int, at: datetime) -> list[ReviewActionLine]:
    """Return the actions after an incident, as far as a person reads them, by their numbers."""
    rows = actions_for(user_id, at).filter(review=grant.review)
    return sorted(REVIEW_ACTION_KIND.list_rows(rows, at), key=lambda one: one.number)


def wash_summary(review: IncidentReview) -> HotWashSummary:
    """Return what may be shown of the hot wash of an incident."""
    return summary_of(wash_state(review), review.answers, review.answered, review.pk)


# --- a year -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many real incidents were opened in a month of the school year, by the district's calendar."""

    month: date
    incidents: int


@dataclass(frozen=True, slots=True)
class ResponseShown:
    """One response of the year, for the plot and its table."""

    incident_id: UUID
    site: str
    agency: str
    on: date
    response_s: int | None
    target_min: float | None
    standing: TargetStanding


@dataclass(frozen=True, slots=True)
class YearView:
    """A school year of real incidents of a district or school, or of one agency's responses.

    `is_of_school`: rooms and alerts of one's own sites are in it; else only the agency's own responses are.
    """

    agency_id: UUID
    agency: str
    is_of_school: bool
    year: int
    begins_on: date
    last_day: date
    today: date
    numbers: IncidentYear
    months: list[MonthCount]
    responses: list[ResponseShown]


def year_view(agency: Agency, *, year: int | None, at: datetime) -> YearView:
    """Return a school year of an agency. A day is the district's day; another agency's year is by its own calendar."""
    today = day_in(agency.time_zone, at)
    of_school = is_of_school(agency)
    calendar = agency.parent_id or agency.pk if of_school else agency.pk
    found = school_year_at(calendar, today) if year is None else school_years(calendar, range(year, year + 1))[year]
    rows = _rows_of_year(agency, found, of_school=of_school)
    counted = [_count_of(one, None if of_school else agency.pk) for one in rows]
    # What has not come yet is not counted as nothing.
    until = min(found.last_day, max(today, found.begins_on))
    return YearView(
        agency_id=agency.pk,
        agency=agency.name,
        is_of_school=of_school,
        year=found.year,
        begins_on=found.begins_on,
        last_day=found.last_day,
        today=today,
        numbers=year_of(counted),
        months=_count_months(rows, found.begins_on, until, agency.time_zone),
        responses=[
            ResponseShown(
                row.pk,
                row.site.name,
                part.agency,
                day_in(agency.time_zone, row.opened_at),
                part.response_s,
                part.target_min,
                part.standing,
            )
            for row, one in zip(rows, counted, strict=True)
            for part in one.promised
        ],
    )


def _rows_of_year(agency: Agency, year: SchoolYear, *, of_school: bool) -> list[IncidentReview]:
    zone = ZoneInfo(agency.time_zone)
    since = datetime.combine(year.begins_on, time(), zone)
    until = datetime.combine(year.last_day + timedelta(days=1), time(), zone)
    rows = settled_reviews().filter(opened_at__gte=since, opened_at__lt=until)
    if of_school:
        own = rows.filter(site__district=agency) if agency.parent_id is None else rows.filter(site__school=agency)
    else:
        own = rows.filter(own_parts([agency.pk]))
    return list(_with_parts(own).order_by("opened_at", "pk"))


def _count_of(review: IncidentReview, only_agency: UUID | None) -> Counted:
    parts = [response_of(one) for one in review.parts.all() if only_agency in (None, one.agency_id)]
    figures = figures_of(review)
    if only_agency is not None:
        # An agency reads of others, and of the school's rooms, nothing: not in sums either.
        alerts = AlertNumbers(sum(one.asked for one in parts), sum(one.unanswered for one in parts), {})
        figures = replace(figures, milestones=[], response_s=None, rooms=0, silent=None, alerts=alerts)
    return Counted(
        IncidentType(review.incident_type),
        figures,
        tuple(
            Promised(one.agency_id, one.agency, one.on_scene_s, one.target_min, one.standing, one.asked, one.unanswered)
            for one in parts
        ),
    )


def _count_months(rows: Iterable[IncidentReview], since: date, until: date, time_zone: str) -> list[MonthCount]:
    months, one = [], since.replace(day=1)
    while one <= until:
        months.append(one)
        one = (one + timedelta(days=32)).replace(day=1)
    days = [day_in(time_zone, row.opened_at).replace(day=1) for row in rows]
    return [MonthCount(month, days.count(month)) for month in months]
