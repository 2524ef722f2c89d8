"""The buildings of a site: what hangs on them, their names, outlines and floors, and taking one away."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from pydantic import BaseModel, ConfigDict, Field

from coordination.administration.buildings import BuildingLine, FloorLine, building_lines, remove_building
from coordination.administration.pages.drawn_areas import AREA_FILES, PARCELS_MAX_BYTES, GroundTyped, area_text
from coordination.administration.pages.words import refusal_words
from coordination.administration.tables import BUILDINGS
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mapping.access import site_for
from mapping.edits.buildings import (
    FLOORS_MAX,
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
from mapping.errors import NotAllowed
from mapping.models import Building, Site
from mapping.sites.queries import building_of
from mapping.sites.street_map.streets import streets_here
from mapping.vocabulary import NAME_MAX_CHARS, SHORT_NAME_MAX_CHARS, FloorCounting, SiteNeed
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.table import ShownTable, show_tables

Name = Annotated[str, Field(max_length=NAME_MAX_CHARS), Asked(_("Name"))]
Counting = Annotated[FloorCounting, Asked(_("How its floors are counted"))]
Said = Annotated[str, Field(max_length=NAME_MAX_CHARS), Asked(_("What we will say"))]
Short = Annotated[str, Field(max_length=SHORT_NAME_MAX_CHARS), Asked(_("Short"))]
LOWEST, HIGHEST = -200, 200


class BuildingTyped(BaseModel):
    """A building to add; its outline is drawn on its own page."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    counting: Counting = FloorCounting.US


class BuildingDrawn(GroundTyped):
    """A building with its outline."""

    name: Name
    counting: Counting = FloorCounting.US
    boundary: Annotated[str, Asked(_("Outline: GeoJSON, or a corner on each line as latitude, longitude"), lines=6)] = (
        ""
    )
    boundary_file: Annotated[
        bytes,
        Asked(
            _(
                "Or the outline's file: GeoJSON, KML, or a Shapefile or GeoPackage. Of several areas the one around "
                "the point is taken"
            ),
            accept=AREA_FILES,
            size_max=PARCELS_MAX_BYTES,
        ),
    ] = b""
    lat: Annotated[str, Asked(_("Latitude of a point in it"))] = ""
    lon: Annotated[str, Asked(_("Longitude of a point in it"))] = ""


class FloorTyped(BaseModel):
    """A floor to add."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[Decimal, Field(ge=LOWEST, le=HIGHEST), Asked(_("Number (0 is on the ground)"), step=0)]
    short_name: Short
    name: Said

    def make_input(self) -> FloorGiven:
        """Return it as the actions take it."""
        return FloorGiven(self.number, self.name, self.short_name)


class FloorOfBuilding(FloorTyped):
    """One of the floors that are there."""

    level_id: Annotated[UUID, Asked(is_hidden=True)]


class FloorsTyped(BaseModel):
    """All floors, numbered and named anew at once."""

    model_config = ConfigDict(extra="forbid")

    floors: Annotated[list[FloorOfBuilding], Field(max_length=FLOORS_MAX), Asked(_("Floors"))] = []


@dataclass(frozen=True, slots=True)
class FloorRow:
    """A floor of the table: what hangs on it, what stands in its fields, and the form that removes it."""

    line: FloorLine
    typed: dict[str, str]
    remove: AnyForm


@dataclass(frozen=True, slots=True)
class BuildingForms:
    """The forms of a building's page."""

    save: AnyForm
    from_plan: AnyForm
    floors: AnyForm
    new_floor: AnyForm
    floors_removed: dict[UUID, AnyForm]
    remove: AnyForm
    again: AnyForm

    def of_page(self) -> list[AnyForm]:
        """Return all of them."""
        once = [self.save, self.from_plan, self.floors, self.new_floor, self.remove, self.again]
        return [*once, *self.floors_removed.values()]

    def rows(self, line: BuildingLine) -> list[FloorRow]:
        """Return the rows of the table of floors, with what was typed if it was refused."""
        typed = {row.get("level_id", ""): row for row in self.floors["floors"].value() or []}
        return [
            FloorRow(one, typed.get(str(one.level_id), _row_of_floor(one)), self.floors_removed[one.level_id])
            for one in line.floors
        ]


@page(posts=True)
def buildings_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show what stands on a site and what hangs on it; add a building."""
    asker = asker_of(request)
    site = _find_site(asker, site_id)

    def add(given: BuildingTyped) -> UUID:
        made = BuildingGiven(given.name, given.counting, ())
        return add_building(actor_id=asker.user_id, site_id=site.pk, given=made, at=asker.at)

    form = ActForm(request, "add", BuildingTyped, add)
    if carry_out(request, [form], refusal_words):
        return redirect_anew(reverse("building", args=[site.pk, form.done]))
    lines = building_lines(site, user_id=asker.user_id, at=asker.at)
    buildings = ShownTable(request, BUILDINGS, lines)
    context = {"site": site, "buildings": buildings, "form": form}
    return show_tables(request, "administration/sites/buildings.html", context, [buildings], [form])


@page(posts=True)
def building_page(request: HttpRequest, site_id: UUID, building_id: UUID) -> HttpResponse:
    """Change a building and its floors, and take it away; what that does is shown before."""
    asker = asker_of(request)
    site = _find_site(asker, site_id)
    lines = building_lines(site, user_id=asker.user_id, at=asker.at)
    line = next((one for one in lines if one.building_id == building_id), None)
    building = building_of(site, building_id)
    if line is None or building is None:
        raise Http404
    forms = _forms_of_building(request, asker, building, line)
    if carry_out(request, forms.of_page(), refusal_words):
        return redirect_anew(reverse("buildings", args=[site_id]) if forms.remove.is_bound else request.path)
    middle = site.location if building.outline is None else building.outline.centroid
    context = {
        "site": site,
        "line": line,
        "forms": forms,
        "rows": forms.rows(line),
        "map": {"lat": middle.y, "lon": middle.x, "zoom": 18},
        "streets": streets_here(),
        "words": {"corner": gettext("Corner")},
    }
    return show_page(request, "administration/sites/building.html", context, forms.of_page())


def _find_site(asker: Asker, site_id: UUID) -> Site:
    try:
        return site_for(user_id=asker.user_id, site_id=site_id, need=SiteNeed.EDIT, at=asker.at)
    except NotAllowed as missing:
        raise Http404 from missing


# --- what the forms do ------------------------------------------------------------------------------------------------
def _forms_of_building(request: HttpRequest, asker: Asker, building: Building, line: BuildingLine) -> BuildingForms:
    about: dict[str, Any] = {
        "actor_id": asker.user_id,
        "site_id": building.site_id,
        "building_id": building.pk,
        "at": asker.at,
    }

    def save(given: BuildingDrawn) -> None:
        change_building(**about, given=BuildingGiven(given.name, given.counting, given.area()))

    def number_floors(given: FloorsTyped) -> None:
        change_floors(**about, floors=[(one.level_id, one.make_input()) for one in given.floors])

    def remove_one(line: FloorLine) -> AnyForm:
        def remove(_given: NothingGiven) -> None:
            remove_floor(**about, level_id=line.level_id)

        return ActForm(request, "gone_floor", NothingGiven, remove, fixed={"level_id": str(line.level_id)})

    def button(act: str, do: Any) -> AnyForm:
        return ActForm(request, act, NothingGiven, lambda _given: do(**about))

    now = {"name": building.name, "counting": building.floor_counting, "boundary": area_text(building.outline)}
    floors = {"floors": [_row_of_floor(one) for one in line.floors]}
    return BuildingForms(
        save=ActForm(request, "save", BuildingDrawn, save, initial=now),
        from_plan=button("from_plan", outline_from_plan),
        floors=ActForm(request, "floors", FloorsTyped, number_floors, initial=floors),
        new_floor=ActForm(request, "new_floor", FloorTyped, lambda given: add_floor(**about, given=given.make_input())),
        floors_removed={one.level_id: remove_one(one) for one in line.floors},
        remove=button("remove", remove_building),
        again=button("again", use_building_again),
    )


def _row_of_floor(line: FloorLine) -> dict[str, str]:
    return {
        "level_id": str(line.level_id),
        "number": line.number,
        "name": line.name,
        "short_name": line.short_name,
    }
