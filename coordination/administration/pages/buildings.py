"""The buildings of a site: what hangs on them, their names, outlines and floors, and taking one away."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.buildings import building_lines, remove_building
from coordination.administration.pages.drawn_areas import area_in, area_text
from coordination.administration.pages.posted import Outcome, Step, carried_out
from coordination.room.access import Asker
from coordination.web.posted import uuid_in
from coordination.web.signed_in import asker_of
from mapping.access import site_for
from mapping.edits.buildings import (
    BuildingGiven,
    FloorGiven,
    add_building,
    add_floor,
    change_building,
    change_floors,
    outline_from_plan,
    remove_floor,
    use_building_again,
)
from mapping.errors import BadSite, NotAllowed, SiteNotFound
from mapping.models import Site
from mapping.sites.boundaries.boundary_text import position_from
from mapping.sites.queries import building_of
from mapping.sites.street_map.streets import streets_here
from mapping.vocabulary import FloorCounting, SiteNeed

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def buildings_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show what stands on a site and what hangs on it; add a building."""
    asker = asker_of(request)
    site = _find_site(asker, site_id)

    def add(request: HttpRequest, asker: Asker) -> str:
        made = add_building(actor_id=asker.user_id, site_id=site.pk, given=_read_building(request), at=asker.at)
        return reverse("building", args=[site.pk, made])

    outcome = carried_out(request, {"add": add}) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    context = {
        "site": site,
        "buildings": building_lines(site, user_id=asker.user_id, at=asker.at),
        "countings": FloorCounting.labels().items(),
        "problem": outcome.problem,
        "typed": request.POST if outcome.problem else {},
    }
    return render(request, "administration/sites/buildings.html", context, status=REFUSED if outcome.problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def building_page(request: HttpRequest, site_id: UUID, building_id: UUID) -> HttpResponse:
    """Change a building and its floors, and take it away; what that does is shown before."""
    asker = asker_of(request)
    site = _find_site(asker, site_id)
    outcome = carried_out(request, _list_steps(site.pk, building_id)) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    lines = building_lines(site, user_id=asker.user_id, at=asker.at)
    line = next((one for one in lines if one.building_id == building_id), None)
    building = building_of(site, building_id)
    if line is None or building is None:
        raise Http404
    middle = site.location if building.outline is None else building.outline.centroid
    context = {
        "site": site,
        "line": line,
        "countings": FloorCounting.labels().items(),
        "filled": {
            "name": request.POST.get("name", building.name) if outcome.problem else building.name,
            "counting": building.floor_counting,
            "boundary": request.POST.get("boundary", "") if outcome.problem else area_text(building.outline),
        },
        "problem": outcome.problem,
        "map": {"lat": middle.y, "lon": middle.x, "zoom": 18},
        "streets": streets_here(),
        "words": {"corner": _("Corner")},
    }
    return render(request, "administration/sites/building.html", context, status=REFUSED if outcome.problem else 200)


def _find_site(asker: Asker, site_id: UUID) -> Site:
    try:
        return site_for(user_id=asker.user_id, site_id=site_id, need=SiteNeed.EDIT, at=asker.at)
    except (SiteNotFound, NotAllowed) as missing:
        raise Http404 from missing


# --- what the forms do ------------------------------------------------------------------------------------------------
def _list_steps(site_id: UUID, building_id: UUID) -> Mapping[str, Step]:
    here = reverse("building", args=[site_id, building_id])

    def save(request: HttpRequest, asker: Asker) -> str:
        given = _read_building(request)
        change_building(actor_id=asker.user_id, site_id=site_id, building_id=building_id, given=given, at=asker.at)
        return here

    def from_plan(_request: HttpRequest, asker: Asker) -> str:
        outline_from_plan(actor_id=asker.user_id, site_id=site_id, building_id=building_id, at=asker.at)
        return here

    def floors(request: HttpRequest, asker: Asker) -> str:
        change_floors(
            actor_id=asker.user_id,
            site_id=site_id,
            building_id=building_id,
            floors=_floors_in(request.POST),
            at=asker.at,
        )
        return here

    def new_floor(request: HttpRequest, asker: Asker) -> str:
        said = request.POST
        given = FloorGiven(_parse_number(said.get("number", "")), said.get("name", ""), said.get("short_name", ""))
        add_floor(actor_id=asker.user_id, site_id=site_id, building_id=building_id, given=given, at=asker.at)
        return here

    def gone_floor(request: HttpRequest, asker: Asker) -> str:
        level_id = uuid_in(request.POST, "level_id")
        remove_floor(actor_id=asker.user_id, site_id=site_id, building_id=building_id, level_id=level_id, at=asker.at)
        return here

    def remove(_request: HttpRequest, asker: Asker) -> str:
        remove_building(actor_id=asker.user_id, site_id=site_id, building_id=building_id, at=asker.at)
        return reverse("buildings", args=[site_id])

    def again(_request: HttpRequest, asker: Asker) -> str:
        use_building_again(actor_id=asker.user_id, site_id=site_id, building_id=building_id, at=asker.at)
        return here

    return {
        "save": save,
        "from_plan": from_plan,
        "floors": floors,
        "new_floor": new_floor,
        "gone_floor": gone_floor,
        "remove": remove,
        "again": again,
    }


def _read_building(request: HttpRequest) -> BuildingGiven:
    said = request.POST
    has_point = bool(said.get("lat", "").strip() or said.get("lon", "").strip())
    point = position_from(said.get("lat", ""), said.get("lon", "")) if has_point else None
    counting = said.get("counting", "")
    return BuildingGiven(
        name=said.get("name", ""),
        counting=FloorCounting(counting) if counting in list(FloorCounting) else FloorCounting.US,
        outline=area_in(request, point),
    )


def _floors_in(said: QueryDict) -> list[tuple[UUID, FloorGiven]]:
    ids, numbers = said.getlist("level_id"), said.getlist("number")
    names, shorts = said.getlist("floor_name"), said.getlist("short_name")
    try:
        rows = list(zip(ids, numbers, names, shorts, strict=True))
        return [(UUID(pk), FloorGiven(_parse_number(number), name, short)) for pk, number, name, short in rows]
    except ValueError as nonsense:
        raise Http404 from nonsense


def _parse_number(text: str) -> Decimal:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise BadSite(_("A floor's number is from -200 to 200, with at most two decimals; 0 is on the ground."))
    return found
