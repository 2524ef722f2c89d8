"""Add a school with its site to a district, and keep what is known of a site: place, boundary, numbers, bells."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.pages.agencies import time_zones
from coordination.administration.pages.drawn_areas import area_in, area_text
from coordination.administration.pages.posted import Outcome, carried_out
from coordination.room.access import Asker
from coordination.web.posted import uuid_in
from coordination.web.signed_in import asker_of
from mapping.access import district_to_draw_for, site_for
from mapping.errors import BadSite, DistrictNotFound, NotAllowed, SiteNotFound
from mapping.models import Site
from mapping.sites.actions import SiteGiven, add_site, change_site
from mapping.sites.agencies import agency_named
from mapping.sites.bell_schedule import periods_from, text_of
from mapping.sites.boundaries.boundary_text import middle_of, position_from
from mapping.sites.queries import building_names
from mapping.sites.street_map.streets import streets_here
from mapping.vocabulary import SiteNeed
from mou.access.fetch import keeps_agreements
from mou.access.operators import managed_agencies
from mou.models import Agency
from mou.vocabulary import AgencyKind

REFUSED = 422
# Where a new site's map looks first if nothing is known: the middle of the United States.
FIRST_LOOK = {"lat": 39.8, "lon": -98.6, "zoom": 4}


@dataclass(frozen=True, slots=True)
class Filled:
    """What the fields of a site's form hold."""

    name: str
    address: str
    lat: str
    lon: str
    boundary: str
    time_zone: str
    enrollment: str
    bells: str


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new_school_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Add a school and its site to a district."""
    asker = asker_of(request)
    try:
        district = district_to_draw_for(actor_id=asker.user_id, district_id=district_id, at=asker.at)
    except DistrictNotFound as missing:
        raise Http404 from missing

    def add(request: HttpRequest, asker: Asker) -> str:
        # Everything is read before the school is founded: a form that is refused founds nothing.
        given = _read_site(request, school_id=None)
        school_id = agency_named(
            actor_id=asker.user_id,
            kind=AgencyKind.SCHOOL,
            name=given.name.strip(),
            time_zone=given.time_zone,
            parent_id=district.pk,
            at=asker.at,
        )
        site_id = add_site(
            actor_id=asker.user_id,
            district_id=district.pk,
            given=_read_site(request, school_id=school_id),
            source_ref="",
            at=asker.at,
        )
        return reverse("site_settings", args=[site_id])

    outcome = carried_out(request, {"save": add}) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    filled = _fill_typed(request.POST) if outcome.problem else Filled("", "", "", "", "", district.time_zone, "", "")
    return _render_page(request, district, None, filled, outcome.problem)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def site_settings_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Change what is known of a site."""
    asker = asker_of(request)
    try:
        site = site_for(user_id=asker.user_id, site_id=site_id, need=SiteNeed.EDIT, at=asker.at)
    except (SiteNotFound, NotAllowed) as missing:
        raise Http404 from missing

    def save(request: HttpRequest, asker: Asker) -> str:
        is_district = keeps_agreements(asker.user_id, site.district_id, asker.at)
        school_id = _school_in(request.POST) if is_district else site.school_id
        change_site(
            actor_id=asker.user_id, site_id=site.pk, given=_read_site(request, school_id=school_id), at=asker.at
        )
        return reverse("site", args=[site.pk])

    outcome = carried_out(request, {"save": save}) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    filled = _fill_typed(request.POST) if outcome.problem else _fill_stored(site)
    return _render_page(request, site.district, site, filled, outcome.problem)


def _render_page(
    request: HttpRequest, district: Agency, site: Site | None, filled: Filled, problem: str
) -> HttpResponse:
    streets = streets_here()
    look = FIRST_LOOK if site is None else {"lat": site.location.y, "lon": site.location.x, "zoom": 17}
    context = {
        "district": district,
        "site": site,
        "filled": filled,
        "problem": problem,
        "zones": time_zones(),
        "schools": district.schools.filter(is_active=True).order_by("name"),
        "buildings": [] if site is None else building_names(site),
        # Planners keep sites, and no people.
        "keeps_people": site is not None
        and site.school_id is not None
        and managed_agencies(asker_of(request).user_id, asker_of(request).at).filter(pk=site.school_id).exists(),
        "picks_school": site is not None
        and keeps_agreements(asker_of(request).user_id, district.pk, asker_of(request).at),
        "map": look,
        "streets": streets,
        "words": {
            "corner": _("Corner"),
            "undo": _("Remove the last corner"),
            "clear": _("Remove all corners"),
            "place": _("Where the site is"),
        },
    }
    return render(request, "administration/sites/site.html", context, status=REFUSED if problem else 200)


# --- what the form holds ----------------------------------------------------------------------------------------------
def _read_site(request: HttpRequest, *, school_id: UUID | None) -> SiteGiven:
    posted = request.POST
    has_point = bool(posted.get("lat", "").strip() or posted.get("lon", "").strip())
    point = position_from(posted.get("lat", ""), posted.get("lon", "")) if has_point else None
    boundary = area_in(request, point)
    if point is None and not boundary:
        raise BadSite(_("Say where the site is: press on the map, or give a point or a boundary."))
    return SiteGiven(
        name=posted.get("name", ""),
        address=posted.get("address", ""),
        school_id=school_id,
        location=middle_of(boundary) if point is None else point,
        boundary=boundary,
        time_zone=posted.get("time_zone", ""),
        enrollment=_parse_number(posted.get("enrollment", "")),
        bell_schedule=periods_from(posted.get("bells", "")),
    )


def _school_in(posted: QueryDict) -> UUID | None:
    return uuid_in(posted, "school_id") if posted.get("school_id") else None


def _parse_number(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise BadSite(_("The enrollment is a whole number."))
    return int(text)


def _fill_typed(posted: QueryDict) -> Filled:
    names = ("name", "address", "lat", "lon", "boundary", "time_zone", "enrollment", "bells")
    return Filled(**{name: posted.get(name, "") for name in names})


def _fill_stored(site: Site) -> Filled:
    return Filled(
        name=site.name,
        address=site.address,
        lat=f"{site.location.y:.6f}",
        lon=f"{site.location.x:.6f}",
        boundary=area_text(site.boundary),
        time_zone=site.time_zone,
        enrollment="" if site.enrollment is None else str(site.enrollment),
        bells=text_of(site.bell_schedule),
    )
