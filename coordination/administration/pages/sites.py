"""Add a school with its site to a district, and keep what is known of a site: place, boundary, numbers, bells."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from pydantic import Field

from coordination.administration.pages.drawn_areas import AREA_FILES, PARCELS_MAX_BYTES, GroundTyped, area_text
from coordination.administration.pages.time_zones import list_time_zones
from coordination.administration.pages.words import refusal_words
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mapping.access import district_to_draw_for, site_for
from mapping.errors import BadSite, NotAllowed
from mapping.models import Site
from mapping.sites.actions import ENROLLMENT_MAX, SiteGiven, add_site, change_site, check_boundary, time_zone_of
from mapping.sites.agencies import agency_named
from mapping.sites.bell_schedule import periods_from, text_of
from mapping.sites.boundaries.boundary_text import middle_of
from mapping.sites.boundaries.ground_size import BOUNDARY, area_m2
from mapping.sites.queries import building_names
from mapping.sites.street_map.streets import streets_here
from mapping.sites.time_zone_of_place import is_same_clock, zone_of_place
from mapping.vocabulary import SiteNeed
from mou.access.fetch import keeps_agreements
from mou.access.operators import managed_agencies
from mou.foundation.forms.act_form import ActForm, AnyForm, at_field, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop as _
from mou.models import Agency
from mou.vocabulary import AgencyKind

# Where a new site's map looks first if nothing is known: the middle of the United States.
FIRST_LOOK = {"lat": 39.8, "lon": -98.6, "zoom": 4}


class SiteTyped(GroundTyped):
    """What is known of a site, as its form sends it."""

    name: Annotated[str, Field(max_length=200), Asked(_("Name"))]
    address: Annotated[str, Field(max_length=200), Asked(_("Street, number, town"))] = ""
    time_zone: Annotated[str, Asked(_("Time zone"))] = ""
    enrollment: Annotated[int | None, Field(ge=0, le=ENROLLMENT_MAX), Asked(_("Students enrolled"))] = None
    lat: Annotated[str, Asked(_("Latitude"), example="39.64240")] = ""
    lon: Annotated[str, Asked(_("Longitude"), example="-99.21310")] = ""
    boundary: Annotated[
        str, Asked(_("Boundary: GeoJSON, or a corner on each line as latitude, longitude"), lines=6)
    ] = ""
    is_large: Annotated[bool, Asked(_("The ground really is of that size"))] = False
    boundary_file: Annotated[
        bytes,
        Asked(
            _(
                "Or the boundary's file: GeoJSON, KML, or a Shapefile or GeoPackage of parcels. Of several parcels "
                "the one around the site's point is taken"
            ),
            accept=AREA_FILES,
            size_max=PARCELS_MAX_BYTES,
        ),
    ] = b""
    bells: Annotated[str, Asked(_("Bell schedule: a period on each line, such as Period 1 08:00-08:50"), lines=6)] = ""

    def make_input(self, school_id: UUID | None) -> SiteGiven:
        """Return it as the actions take it. Raises: BadSite."""
        point, boundary = self.point(), self.area()
        if point is None and not boundary:
            raise BadSite(gettext("Say where the site is: press on the map, or give a point or a boundary."))
        with at_field("bells"):
            bells = periods_from(self.bells)
        place = middle_of(boundary) if point is None else point
        with at_field("time_zone"):
            zone = time_zone_of(self.time_zone, place)
        given = SiteGiven(
            name=self.name,
            address=self.address,
            school_id=school_id,
            location=place,
            boundary=boundary,
            time_zone=zone,
            enrollment=self.enrollment,
            bell_schedule=bells,
            may_be_large=self.is_large,
        )
        check_boundary(given)
        return given


class SiteOfDistrictTyped(SiteTyped):
    """The same from who keeps the district: which school it is besides."""

    school_id: Annotated[UUID | None, Asked(_("School whose people work there"))] = None


@page(posts=True)
def new_school_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Add a school and its site to a district."""
    asker = asker_of(request)
    district = district_to_draw_for(actor_id=asker.user_id, district_id=district_id, at=asker.at)

    def add(given: SiteTyped) -> UUID:
        # Everything is read before the school is founded: a form that is refused founds nothing.
        read = given.make_input(None)
        school_id = agency_named(
            actor_id=asker.user_id,
            kind=AgencyKind.SCHOOL,
            name=read.name.strip(),
            time_zone=read.time_zone,
            parent_id=district.pk,
            at=asker.at,
        )
        return add_site(
            actor_id=asker.user_id,
            district_id=district.pk,
            given=replace(read, school_id=school_id),
            source_ref="",
            at=asker.at,
        )

    form = ActForm(request, "save", SiteTyped, add, choices=_choices_of_site())
    if carry_out(request, [form], refusal_words):
        return redirect_anew(reverse("site_settings", args=[form.done]))
    return _show_site(request, district, None, form)


@page(posts=True)
def site_settings_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Change what is known of a site."""
    asker = asker_of(request)
    try:
        site = site_for(user_id=asker.user_id, site_id=site_id, need=SiteNeed.EDIT, at=asker.at)
    except NotAllowed as missing:
        raise Http404 from missing

    def save(given: SiteTyped) -> None:
        school_id = given.school_id if isinstance(given, SiteOfDistrictTyped) else site.school_id
        change_site(actor_id=asker.user_id, site_id=site.pk, given=given.make_input(school_id), at=asker.at)

    choices, asked = _choices_of_site(), SiteTyped
    if keeps_agreements(asker.user_id, site.district_id, asker.at):
        choices["school_id"] = [(one.pk, one.name) for one in _schools_of(site.district)]
        asked = SiteOfDistrictTyped
    form = ActForm(request, "save", asked, save, choices=choices, initial=_as_typed(site))
    if carry_out(request, [form], refusal_words):
        return redirect_anew(reverse("site", args=[site.pk]))
    return _show_site(request, site.district, site, form)


def _choices_of_site() -> dict[str, Choices]:
    return {"time_zone": [("", gettext("That of its place on the map")), *list_time_zones()]}


def _schools_of(district: Agency) -> QuerySet[Agency]:
    return district.schools.filter(is_active=True).order_by("name")


def _show_site(request: HttpRequest, district: Agency, site: Site | None, form: AnyForm) -> HttpResponse:
    asker = asker_of(request)
    context = {
        "district": district,
        "site": site,
        "form": form,
        "zone_of_place": "" if site is None else _other_zone(site, asker.at),
        "buildings": [] if site is None else building_names(site),
        # Planners keep sites, and no people.
        "keeps_people": site is not None
        and site.school_id is not None
        and managed_agencies(asker.user_id, asker.at).filter(pk=site.school_id).exists(),
        "map": FIRST_LOOK if site is None else {"lat": site.location.y, "lon": site.location.x, "zoom": 17},
        "streets": streets_here(),
        "words": {
            "corner": gettext("Corner"),
            "undo": gettext("Remove the last corner"),
            "clear": gettext("Remove all corners"),
            "place": gettext("Where the site is"),
        },
    }
    return show_page(request, "administration/sites/site.html", context, [form])


def _other_zone(site: Site, at: datetime) -> str:
    """Return the time zone of a site's place, if its clock is another than the one chosen; else ""."""
    found = zone_of_place((site.location.x, site.location.y))
    return "" if not found or is_same_clock(site.time_zone, found, at) else found


def _as_typed(site: Site) -> dict[str, object]:
    """Return a site as its form shows it at first; degrees to some ten centimeters."""
    return {
        "name": site.name,
        "address": site.address,
        "lat": f"{site.location.y:.6f}",
        "lon": f"{site.location.x:.6f}",
        "boundary": area_text(site.boundary),
        "is_large": site.boundary is not None
        and not BOUNDARY.small_m2 <= area_m2(site.boundary.coords) <= BOUNDARY.large_m2,
        "time_zone": site.time_zone,
        "enrollment": site.enrollment,
        "bells": text_of(site.bell_schedule),
        "school_id": site.school_id,
    }
