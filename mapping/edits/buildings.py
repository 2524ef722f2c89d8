"""Keep a site's buildings: add one, name it, draw what the ground sees of it, number its floors, take it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.contrib.gis.db.models.aggregates import Union
from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, MultiPolygon, Polygon
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mapping.access import site_to_draw_for
from mapping.deletion_gate import refuse_if_held
from mapping.edits.floor_names import go_on
from mapping.edits.steps import supersede_published
from mapping.errors import BadSite, BuildingInUse, BuildingNameTaken, BuildingNotFound, DraftIsOpen, FloorNameTaken
from mapping.geometry import shapes
from mapping.interchange.ledger import Ledger
from mapping.models import Building, Floorplan, Level, Site, Space
from mapping.sites.boundaries.ground_size import OUTLINE, ground_fault
from mapping.sites.boundaries.valid_geometry import SRID, valid_area
from mapping.vocabulary import NAME_MAX_CHARS, SHORT_NAME_MAX_CHARS, FloorCounting, FloorplanState
from mou.access.names import checked_text
from mou.vocabulary import ActorId

FLOORS_MAX = 200
LOWEST, HIGHEST = Decimal(-200), Decimal(200)
# While floors change places none may meet another: no floor is ever numbered like this.
ASIDE = Decimal(1000)
OPEN = (FloorplanState.DRAFT, FloorplanState.VERIFIED)


@dataclass(frozen=True, slots=True)
class BuildingGiven:
    """What is said of a building. An empty outline means that none is known."""

    name: str
    counting: FloorCounting
    outline: shapes.MultiPolygon


@dataclass(frozen=True, slots=True)
class FloorGiven:
    """What is said of a floor: its number from below (0 on the ground, halves between), its name, and its short one."""

    number: Decimal
    name: str
    short_name: str

    def clean_fields(self) -> "FloorGiven":
        """Return it with names in order. Raises: BadSite, BadName."""
        if not LOWEST <= self.number <= HIGHEST or self.number != round(self.number, 2):
            raise BadSite(_("A floor's number is from -200 to 200, with at most two decimals; 0 is on the ground."))
        return FloorGiven(
            self.number,
            checked_text(self.name, "floor", max_chars=NAME_MAX_CHARS),
            checked_text(self.short_name, "short name", max_chars=SHORT_NAME_MAX_CHARS),
        )


def add_building(*, actor_id: ActorId, site_id: UUID, given: BuildingGiven, at: datetime) -> UUID:
    """Add a building with a ground floor and return its id, in one durable transaction.

    Raises: SiteNotFound, NotAllowed, BadSite, BadName, BuildingNameTaken.
    """
    columns = _building_columns(given)
    with transaction.atomic(durable=True):
        site = site_to_draw_for(actor_id=actor_id, site_id=site_id, at=at)
        _check_outline(site, given)
        _check_name(site, str(columns["name"]), None)
        building = Building.objects.create(site=site, **columns)
        Level.objects.create(site=site, building=building, ordinal=0, name=_("Ground floor"), short_name="G")
    return building.pk


def change_building(*, actor_id: ActorId, site_id: UUID, building_id: UUID, given: BuildingGiven, at: datetime) -> None:
    """Change name, counting and outline, in one durable transaction.

    Raises: as add_building; BuildingNotFound.
    """
    columns = _building_columns(given)
    with transaction.atomic(durable=True):
        building = _building_of(actor_id, site_id, building_id, at)
        _check_outline(building.site, given)
        _check_name(building.site, str(columns["name"]), building)
        Building.objects.filter(pk=building.pk).update(**columns)


def outline_from_plan(*, actor_id: ActorId, site_id: UUID, building_id: UUID, at: datetime) -> None:
    """Draw a building's outline around its rooms, of the floor in force nearest the ground. One durable transaction.

    Raises: SiteNotFound, NotAllowed, BuildingNotFound. BadSite: no plan of it is in force, or none has rooms.
    """
    with transaction.atomic(durable=True):
        building = _building_of(actor_id, site_id, building_id, at)
        plans = Floorplan.objects.filter(level__building=building, state=FloorplanState.PUBLISHED)
        plan = min(plans.select_related("level"), key=lambda one: abs(one.level.ordinal), default=None)
        found = None if plan is None else Space.objects.filter(floorplan=plan).aggregate(all=Union("geometry"))["all"]
        outline = _as_areas(found)
        if outline is None:
            raise BadSite(_("No floor plan of this building is in force from which it could be taken."))
        Building.objects.filter(pk=building.pk).update(outline=outline)


def _as_areas(found: GEOSGeometry | None) -> MultiPolygon | None:
    """Return what rooms cover as areas without the gaps of walls inside."""
    if found is None or found.empty:
        return None
    parts = list(found) if isinstance(found, GeometryCollection) else [found]
    polygons = [one for one in parts if isinstance(one, Polygon)]
    rings = [Polygon(one.exterior_ring, srid=SRID) for one in polygons]
    merged = MultiPolygon(rings, srid=SRID).unary_union
    return merged if isinstance(merged, MultiPolygon) else MultiPolygon([merged], srid=SRID)


def add_floor(*, actor_id: ActorId, site_id: UUID, building_id: UUID, given: FloorGiven, at: datetime) -> UUID:
    """Add a floor and return its id, in one durable transaction.

    Raises: SiteNotFound, NotAllowed, BuildingNotFound, BadSite, BadName, FloorNameTaken.
    """
    given = given.clean_fields()
    with transaction.atomic(durable=True):
        building = _building_of(actor_id, site_id, building_id, at)
        floors = Level.objects.filter(building=building)
        if floors.count() >= FLOORS_MAX:
            raise BadSite(_("A building has at most %(most)s floors.") % {"most": FLOORS_MAX})
        if floors.filter(ordinal=given.number, short_name=given.short_name).exists():
            raise FloorNameTaken(_("There is such a floor already."))
        level = Level.objects.create(
            site=building.site,
            building=building,
            ordinal=given.number,
            name=given.name,
            short_name=given.short_name,
        )
    return level.pk


def change_floors(
    *, actor_id: int, site_id: UUID, building_id: UUID, floors: Sequence[tuple[UUID, FloorGiven]], at: datetime
) -> int:
    """Number and name floors anew and return how many have changed, all in one durable transaction or none.

    What is in force goes on as a new version, which each agency acknowledges. The drawing stays as it was.
    Raises: SiteNotFound, NotAllowed, BuildingNotFound, BadSite, BadName, FloorNameTaken, DraftIsOpen.
    """
    wanted = {level_id: given.clean_fields() for level_id, given in floors}
    with transaction.atomic(durable=True):
        building = _building_of(actor_id, site_id, building_id, at)
        known = {one.pk: one for one in Level.objects.filter(building=building).select_related("site")}
        after = {pk: wanted.get(pk, FloorGiven(one.ordinal, one.name, one.short_name)) for pk, one in known.items()}
        if len({(one.number, one.short_name) for one in after.values()}) < len(after):
            raise FloorNameTaken(_("Two floors would have the same number and the same short name."))
        changed = [one for pk, one in known.items() if after[pk] != FloorGiven(one.ordinal, one.name, one.short_name)]
        in_force = {one.pk: _in_force(one) for one in changed}
        Level.objects.filter(pk__in=in_force).update(ordinal=F("ordinal") + ASIDE)
        for one in changed:
            given, plan = after[one.pk], in_force[one.pk]
            one.ordinal, one.name, one.short_name = given.number, given.name, given.short_name
            one.save(update_fields=["ordinal", "name", "short_name"])
            if plan is not None:
                go_on(one, plan, actor_id, at)
    return len(changed)


def _in_force(level: Level) -> Floorplan | None:
    """Return the version in force. Raises: DraftIsOpen: a newer one is being made."""
    newest = Floorplan.objects.filter(level=level).order_by("-version").first()
    plan = Floorplan.objects.filter(level=level, state=FloorplanState.PUBLISHED).first()
    if plan is not None and newest is not None and newest.state in OPEN:
        raise DraftIsOpen(
            _("%(floor)s: a newer version is open. Publish it or give it up first.") % {"floor": level.name}
        )
    return plan


def remove_floor(*, actor_id: ActorId, site_id: UUID, building_id: UUID, level_id: UUID, at: datetime) -> None:
    """Delete a floor of which nothing was ever drawn, in one durable transaction.

    Raises: SiteNotFound, NotAllowed, BuildingNotFound, BuildingInUse, UnderHold.
    """
    with transaction.atomic(durable=True):
        building = _building_of(actor_id, site_id, building_id, at)
        level = Level.objects.filter(pk=level_id, building=building).first()
        if level is None:
            raise BuildingNotFound
        if Floorplan.objects.filter(level=level).exists():
            raise BuildingInUse(_("There are floor plans of it: they stay, and so does the floor."))
        refuse_if_held(building.site, since=None)
        level.delete()


def take_building_away(*, actor_id: ActorId, site_id: UUID, building_id: UUID, at: datetime) -> bool:
    """Delete a building of which nothing was ever drawn, or close it; say whether it is deleted.

    In the caller's transaction. Closed, nothing of it is in force; its versions stay, and what incidents saw.
    Raises: SiteNotFound, NotAllowed, BuildingNotFound, UnderHold.
    """
    building = _building_of(actor_id, site_id, building_id, at)
    if not Floorplan.objects.filter(level__building=building).exists():
        refuse_if_held(building.site, since=None)
        building.delete()
        return True
    by_id = actor_id if isinstance(actor_id, int) else None
    for level in Level.objects.filter(building=building):
        supersede_published(level, by_id=by_id, at=at)
    Building.objects.filter(pk=building.pk).update(closed_at=at)
    return False


def use_building_again(*, actor_id: ActorId, site_id: UUID, building_id: UUID, at: datetime) -> None:
    """Open a closed building: its floors are there again, and each waits for a plan. One durable transaction.

    Raises: SiteNotFound, NotAllowed, BuildingNotFound.
    """
    with transaction.atomic(durable=True):
        building = _building_of(actor_id, site_id, building_id, at)
        Building.objects.filter(pk=building.pk).update(closed_at=None)


def _building_of(actor_id: ActorId, site_id: UUID, building_id: UUID, at: datetime) -> Building:
    """Return a building of a site that the actor keeps, and hold the site's row until commit."""
    site = site_to_draw_for(actor_id=actor_id, site_id=site_id, at=at)
    building = Building.objects.filter(pk=building_id, site=site).first()
    if building is None:
        raise BuildingNotFound
    building.site = site
    return building


def _check_name(site: Site, name: str, building: Building | None) -> None:
    others = Building.objects.filter(site=site, name__iexact=name)
    if building is not None:
        others = others.exclude(pk=building.pk)
    if others.exists():
        raise BuildingNameTaken(_("Another building of this site has that name."))


def _check_outline(site: Site, given: BuildingGiven) -> None:
    """Check that the outline is a building's, and near its site. Raises: BadSite."""
    fault = ground_fault(given.outline, (site.location.x, site.location.y), OUTLINE) if given.outline else ""
    if fault:
        refusal = BadSite(fault)
        refusal.pointer = "/boundary"
        raise refusal


def _building_columns(given: BuildingGiven) -> dict[str, object]:
    outline = valid_area(given.outline, ref=given.name, ledger=Ledger()) if given.outline else None
    if given.outline and outline is None:
        raise BadSite(_("The outline encloses nothing."))
    return {
        "name": checked_text(given.name, "building", max_chars=NAME_MAX_CHARS),
        "floor_counting": given.counting.value,
        "outline": outline,
    }
