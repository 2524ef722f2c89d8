"""The page on which administrators keep a desk: its address, team, days, routes and training. Plain forms."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.errors import CoordinationError
from coordination.prevention.tips import words
from coordination.prevention.tips.access import TIP_DESKS, desk_kept_for
from coordination.prevention.tips.errors import BadTipDesk, TipDeskNotFound
from coordination.prevention.tips.rules.routing import routes_from
from coordination.prevention.tips.vocabulary import TipCategory, TipPriority, TipReceiver, TrainingAudience
from coordination.prevention.tips.work import desks
from coordination.prevention.tips.work.preview import preview_at
from coordination.prevention.tips.work.queries import team_members, trainings_of
from coordination.room.access import Asker
from coordination.web.posted import act_in, redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.models import Agency

# "2026-12-21 2027-01-01", or one day.
DAYS_ON_A_LINE = (1, 2)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def desk_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show a desk that the reader keeps, there or not yet; carry out what a form asks for."""
    asker = asker_of(request)
    try:
        agency = TIP_DESKS.agency_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except TipDeskNotFound as missing:
        raise Http404 from missing
    problem = ""
    if request.method == "POST":
        act = act_in(request.POST, ACTS)
        try:
            act(asker, agency_id, request.POST)
        except CoordinationError as error:
            problem = error.sentence_or(error.detail)
        else:
            return redirect_anew(reverse("tip_desk", args=[agency_id]))
    context = {
        "agency": agency,
        "problem": problem,
        "trainings": trainings_of(agency.pk),
        "audiences": TrainingAudience.labels(),
        "today": asker.at.astimezone(ZoneInfo(agency.time_zone)).date(),
        "typed": request.POST if problem else {},
        **_desk_context(request, asker, agency),
    }
    return render(request, "tips/desk.html", context, status=422 if problem else 200)


def _desk_context(request: HttpRequest, asker: Asker, agency: Agency) -> dict[str, object]:
    try:
        desk = desk_kept_for(user_id=asker.user_id, agency_id=agency.pk, at=asker.at, lock=False)
    except TipDeskNotFound:
        return {"desk": None}
    at = _parse_instant(request.GET.get("at", ""), agency, asker.at)
    team, routes = team_members(desk), routes_from(desk.routes)
    listed = {one.user_id for one in team}
    return {
        "desk": desk,
        "closed": "\n".join(f"{first} {last}" for first, last in desk.closed_days),
        "team": team,
        "choices": [one for one in TIP_DESKS.people_to_choose(desk.agency, asker.at) if one.pk not in listed],
        "routes": [(one, TipCategory(one).label, routes[one]) for one in TipCategory],
        "preview": [
            (TipCategory(one.category).label, one, words.words_of_time_left(one.due_at, at))
            for one in preview_at(desk, at)
        ],
        "preview_at": at.astimezone(ZoneInfo(agency.time_zone)).strftime("%Y-%m-%dT%H:%M"),
        "priorities": TipPriority.labels(),
        "receivers": TipReceiver.labels(),
        "address": request.build_absolute_uri(reverse("tip_report", args=[desk.short_address])),
    }


def _parse_instant(text: str, agency: Agency, now: datetime) -> datetime:
    """Return the instant of a time of day that someone typed, by the agency's clock; now, where it is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(agency.time_zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return now


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _set_desk(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    given = desks.DeskGiven(
        short_address=posted.get("short_address", "").strip().lower(),
        is_open=posted.get("is_open") == "yes",
        keep_days=_parse_number(posted.get("keep_days", ""), pointer="/keep_days"),
        closed_days=[_parse_days(line) for line in posted.get("closed_days", "").splitlines() if line.strip()],
    )
    desks.set_desk(actor_id=asker.user_id, agency_id=agency_id, given=given, at=asker.at)


def _parse_days(line: str) -> tuple[date, date]:
    try:
        days = [date.fromisoformat(one) for one in line.split()]
    except ValueError as nonsense:
        raise BadTipDesk(pointer="/closed_days") from nonsense
    if len(days) not in DAYS_ON_A_LINE:
        raise BadTipDesk(pointer="/closed_days")
    return days[0], days[-1]


def _parse_number(text: str, *, pointer: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise BadTipDesk(pointer=pointer)
    return int(text)


def _set_routes(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    routes = {
        one.value: {
            "priority": posted.get(f"{one.value}-priority", ""),
            "school_hours": posted.getlist(f"{one.value}-school"),
            "other_hours": posted.getlist(f"{one.value}-other"),
        }
        for one in TipCategory
    }
    desks.set_routes(actor_id=asker.user_id, agency_id=agency_id, routes=routes, at=asker.at)


def _add_member(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    desks.add_to_team(actor_id=asker.user_id, agency_id=agency_id, person_id=uuid_in(posted, "person_id"), at=asker.at)


def _remove_member(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    desks.take_from_team(
        actor_id=asker.user_id, agency_id=agency_id, person_id=uuid_in(posted, "person_id"), at=asker.at
    )


def _note_training(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    try:
        audience = TrainingAudience(posted.get("audience", ""))
        taught_on = date.fromisoformat(posted.get("taught_on", ""))
    except ValueError as nonsense:
        raise BadTipDesk(pointer="/taught_on") from nonsense
    desks.note_training(
        actor_id=asker.user_id,
        agency_id=agency_id,
        audience=audience,
        taught_on=taught_on,
        people=_parse_number(posted.get("people", ""), pointer="/people"),
        at=asker.at,
    )


ACTS: dict[str, Callable[[Asker, UUID, QueryDict], None]] = {
    "set": _set_desk,
    "routes": _set_routes,
    "add": _add_member,
    "remove": _remove_member,
    "train": _note_training,
}
