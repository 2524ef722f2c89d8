"""The page on which administrators keep a desk: reviewers, providers with their keys, fences with their times."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.pages.drawn_areas import area_in
from coordination.prevention.social_alerts.access import ALERT_DESKS, desk_kept_for
from coordination.prevention.social_alerts.errors import AlertDeskNotFound, BadAlertDesk
from coordination.prevention.social_alerts.pages import carry_out_form
from coordination.prevention.social_alerts.vocabulary import AlertWindowKind
from coordination.prevention.social_alerts.work import desks, fences
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mapping.errors import BadSite
from mapping.models import Site
from mou.models import Agency


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def desk_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show a desk that the reader keeps, there or not yet; carry out what a form asks for. A new key is shown once."""
    asker = asker_of(request)
    try:
        district = ALERT_DESKS.agency_for(user_id=asker.user_id, agency_id=district_id, at=asker.at)
    except AlertDeskNotFound as missing:
        raise Http404 from missing
    problem, made = "", None
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name in KEY_ACTS:
            keys: list[desks.NewKey] = []
            problem = carry_out_form(lambda: keys.append(KEY_ACTS[name](asker, district_id, request.POST)))
            made = keys[0] if keys else None
        elif name == "fence":
            problem = _said_of_fence(request, asker, district_id)
        elif name in ACTS:
            problem = carry_out_form(lambda: ACTS[name](asker, district_id, request.POST))
        else:
            raise Http404
        if not problem and made is None:
            return redirect_anew(reverse("social_alert_desk", args=[district_id]))
    context = {
        "district": district,
        "problem": problem,
        "made": made,
        "address": None
        if made is None
        else request.build_absolute_uri(f"/api/v1/social-alert-intake/{made.provider_id}"),
        "typed": request.POST if problem else {},
        "window_kinds": AlertWindowKind.labels(),
        **_context_of_page(asker, district),
    }
    return render(request, "social_alerts/desk.html", context, status=422 if problem else 200)


def _context_of_page(asker: Asker, district: Agency) -> dict[str, object]:
    try:
        desk = desk_kept_for(user_id=asker.user_id, district_id=district.pk, at=asker.at, lock=False)
    except AlertDeskNotFound:
        return {"desk": None}
    team = ALERT_DESKS.members_of(desk, asker.at)
    listed = {one.user_id for one, _counts in team}
    drawn = desk.fences.filter(retired_at__isnull=True).select_related("site").prefetch_related("windows")
    providers = desk.providers.filter(revoked_at__isnull=True).order_by("name")
    return {
        "desk": desk,
        "team": team,
        "choices": [one for one in ALERT_DESKS.people_to_choose(district, asker.at) if one.pk not in listed],
        "providers": [(one, one.keys.filter(revoked_at__isnull=True).order_by("created_at")) for one in providers],
        "fences": [(one, one.windows.order_by("starts_at")) for one in drawn.order_by("site__name", "pk")],
        "sites": Site.objects.filter(district=district).order_by("name"),
        "most_buffer_m": fences.BUFFERS_M.stop - 1,
    }


def _said_of_fence(request: HttpRequest, asker: Asker, district_id: UUID) -> str:
    posted = request.POST
    site = Site.objects.filter(pk=uuid_in(posted, "site_id"), district_id=district_id).first()
    try:
        parcel = area_in(request, None if site is None else (site.location.x, site.location.y))
    except BadSite as bad:
        return str(bad.detail or bad)
    return carry_out_form(
        lambda: fences.add_fence(
            actor_id=asker.user_id,
            district_id=district_id,
            site_id=uuid_in(posted, "site_id"),
            buffer_m=_parse_number(posted.get("buffer_m", ""), pointer="/buffer_m"),
            only_in_windows=posted.get("only_in_windows") == "yes",
            parcel=parcel or None,
            at=asker.at,
        )
    )


def _parse_number(text: str, *, pointer: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise BadAlertDesk(pointer=pointer)
    return int(text)


def _parse_instant(text: str, district: UUID, *, pointer: str) -> datetime:
    """Return the instant of a time that someone typed, by the district's clock."""
    zone = Agency.objects.values_list("time_zone", flat=True).get(pk=district)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError) as nonsense:
        raise BadAlertDesk(pointer=pointer) from nonsense


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _set_desk(asker: Asker, district_id: UUID, posted: QueryDict) -> None:
    desks.set_desk(
        actor_id=asker.user_id,
        district_id=district_id,
        is_open=posted.get("is_open") == "yes",
        keep_days=_parse_number(posted.get("keep_days", ""), pointer="/keep_days"),
        at=asker.at,
    )


def _add_member(asker: Asker, district_id: UUID, posted: QueryDict) -> None:
    person_id = uuid_in(posted, "person_id")
    desks.add_to_team(actor_id=asker.user_id, district_id=district_id, person_id=person_id, at=asker.at)


def _remove_member(asker: Asker, district_id: UUID, posted: QueryDict) -> None:
    person_id = uuid_in(posted, "person_id")
    desks.take_from_team(actor_id=asker.user_id, district_id=district_id, person_id=person_id, at=asker.at)


def _add_provider(asker: Asker, district_id: UUID, posted: QueryDict) -> desks.NewKey:
    name = posted.get("name", "")
    return desks.add_provider(actor_id=asker.user_id, district_id=district_id, name=name, at=asker.at)


def _add_key(asker: Asker, district_id: UUID, posted: QueryDict) -> desks.NewKey:
    provider_id = uuid_in(posted, "provider_id")
    return desks.add_key(actor_id=asker.user_id, district_id=district_id, provider_id=provider_id, at=asker.at)


def _revoke_key(asker: Asker, district_id: UUID, posted: QueryDict) -> None:
    desks.revoke_key(
        actor_id=asker.user_id,
        district_id=district_id,
        provider_id=uuid_in(posted, "provider_id"),
        key_id=uuid_in(posted, "key_id"),
        at=asker.at,
    )


def _revoke_provider(asker: Asker, district_id: UUID, posted: QueryDict) -> None:
    provider_id = uuid_in(posted, "provider_id")
    desks.revoke_provider(actor_id=asker.user_id, district_id=district_id, provider_id=provider_id, at=asker.at)


def _retire_fence(asker: Asker, district_id: UUID, posted: QueryDict) -> None:
    fence_id = uuid_in(posted, "fence_id")
    fences.retire_fence(actor_id=asker.user_id, district_id=district_id, fence_id=fence_id, at=asker.at)


def _add_window(asker: Asker, district_id: UUID, posted: QueryDict) -> None:
    try:
        kind = AlertWindowKind(posted.get("kind", ""))
    except ValueError as nonsense:
        raise BadAlertDesk(pointer="/kind") from nonsense
    fences.add_window(
        actor_id=asker.user_id,
        district_id=district_id,
        fence_id=uuid_in(posted, "fence_id"),
        kind=kind,
        starts_at=_parse_instant(posted.get("starts_at", ""), district_id, pointer="/starts_at"),
        ends_at=_parse_instant(posted.get("ends_at", ""), district_id, pointer="/ends_at"),
        at=asker.at,
    )


def _remove_window(asker: Asker, district_id: UUID, posted: QueryDict) -> None:
    window_id = uuid_in(posted, "window_id")
    fences.remove_window(actor_id=asker.user_id, district_id=district_id, window_id=window_id, at=asker.at)


ACTS: dict[str, Callable[[Asker, UUID, QueryDict], None]] = {
    "set": _set_desk,
    "add": _add_member,
    "remove": _remove_member,
    "revoke_key": _revoke_key,
    "revoke_provider": _revoke_provider,
    "retire": _retire_fence,
    "window": _add_window,
    "unwindow": _remove_window,
}
KEY_ACTS: dict[str, Callable[[Asker, UUID, QueryDict], desks.NewKey]] = {"provider": _add_provider, "key": _add_key}
