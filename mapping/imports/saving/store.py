"""Store a plan drawing as the next version of its building's floorplans."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from mapping.access import site_to_draw_for
from mapping.edits.steps import record_step, supersede_published
from mapping.errors import BadFile, StoringLapsed
from mapping.geometry.rings import apart_m
from mapping.geometry.shapes import Position
from mapping.geometry.wkb import line_as_wkb, point_as_wkb
from mapping.imports.saving.drawn_writes import Row, rows_of
from mapping.imports.saving.houses import names_of_houses, store_houses
from mapping.imports.saving.pictures import keep_pictures, note_picture
from mapping.imports.saving.record import Source
from mapping.imports.saving.storing import Unseen, store_unseen
from mapping.imports.saving.valid_plans import ValidPlan, valid_plan
from mapping.interchange.drawing import (
    AreaDrawing,
    LevelDrawing,
    ObjectDrawing,
    OpeningDrawing,
    PlanDrawing,
    SpaceDrawing,
)
from mapping.interchange.ledger import Ledger
from mapping.models import Building, Floorplan, Level, Site
from mapping.plans.drawn_things.drawn_tables import DRAWN_TABLES, DrawnTable
from mapping.sites.console import record_at_console
from mapping.vocabulary import FeatureKind, FloorCounting, FloorplanState, ImportKind
from mou.vocabulary import ActorId, Operator

# A plan further from its site than this belongs to another site, or its axes are swapped.
FAR_M = 3_000.0
type DrawnThing = SpaceDrawing | OpeningDrawing | ObjectDrawing | AreaDrawing


@dataclass(frozen=True, slots=True)
class StoredLevel:
    """One level of the import: which version it is now, and how much is drawn on it."""

    level_id: UUID
    floorplan_id: UUID
    ordinal: Decimal
    name: str
    version: int
    spaces: int
    openings: int
    objects: int
    areas: int


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """What an import left in the database."""

    run_id: UUID
    levels: tuple[StoredLevel, ...]


def import_floorplan(
    *,
    actor_id: ActorId,
    site_id: UUID,
    building_name: str,
    drawing: PlanDrawing,
    ledger: Ledger,
    source: Source,
    state: FloorplanState,
    at: datetime,
    counting: FloorCounting = FloorCounting.US,
) -> StoredPlan:
    """Store the drawing as the next version of each of its levels: a draft, or published at once.

    What was published before is superseded by what is published now; a draft changes nothing that readers see. What
    the operator stores stands in the records of the site's agencies.
    Many short durable transactions whose rows stay hidden; the last one shows the whole plan, with the site's row
    locked. Mends and refusals go to the ledger and to the import run.
    Raises: SiteNotFound, NotAllowed, StoringLapsed; BadFile: nothing_to_draw, plan_far_from_site, axes_swapped.
    """
    plan = valid_plan(drawing, ledger)
    shown = keep_pictures(drawing)
    with transaction.atomic(durable=True):
        site = site_to_draw_for(actor_id=actor_id, site_id=site_id, at=at)
        check_place(plan.first, (site.location.x, site.location.y))
    with store_unseen(ImportKind.FLOORPLAN, source, at=at, clock=timezone.now) as unseen:
        drawn = draw_unseen(unseen, plan, ledger)
        with transaction.atomic(durable=True):
            site = site_to_draw_for(actor_id=actor_id, site_id=site_id, at=at)
            houses = ", ".join(names_of_houses(site, building_name, plan.drawing).values())
            brought = f"{site.name}: {houses} ({state.value})"
            record_at_console(site, {"plan_imported": ("", brought)}, actor_id=actor_id, at=at)
            return show_plan(
                site, building_name, drawn, ledger, actor_id=actor_id, shown=shown, state=state, counting=counting
            )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan that is stored but still hidden: the floorplan of each level, by its place."""

    unseen: Unseen
    plan: ValidPlan
    floorplans: tuple[Floorplan, ...]


def draw_unseen(unseen: Unseen, plan: ValidPlan, ledger: Ledger) -> Drawn:
    """Store what is drawn, and what was wrong with it, in many short durable transactions.

    Raises: StoringLapsed, and whatever the import's `hold` raises.
    """
    floorplans = []
    for index in range(len(plan.drawing.levels)):
        floorplans.append(unseen.floorplan())
        for table, rows in _content_rows(floorplans[-1], plan, index):
            unseen.write_drawn(table, rows)
    unseen.tell(ledger)
    return Drawn(unseen, plan, tuple(floorplans))


def show_plan(
    site: Site,
    building_name: str,
    drawn: Drawn,
    ledger: Ledger,
    *,
    actor_id: ActorId,
    shown: Mapping[int, str],
    state: FloorplanState,
    counting: FloorCounting = FloorCounting.US,
) -> StoredPlan:
    """Make a stored plan the next versions of its levels, in the caller's transaction, with the site's row locked.

    `shown` are the pictures for display, kept before (see mapping.imports.saving.pictures), by the level's place.
    `counting` is of a building that is new with this plan; `building_name` may be empty: then the file's name counts.
    Raises: StoringLapsed; BadFile: nothing_to_draw, plan_far_from_site, axes_swapped.
    """
    plan, source = drawn.plan, drawn.unseen.source
    check_place(plan.first, (site.location.x, site.location.y))
    is_published = state is FloorplanState.PUBLISHED
    houses = store_houses(site, building_name, plan, counting, changes_outline=is_published)
    by_id = None if isinstance(actor_id, Operator) else actor_id
    levels = []
    for index in range(len(plan.drawing.levels)):
        levels.append(_show_level(site, houses, drawn, index, state, by_id))
        if index in shown:
            note_picture(levels[-1].floorplan_id, plan.drawing.levels[index], source=source, shown_sha256=shown[index])
    for house in {level.building for level in plan.drawing.levels if not level.is_outdoor}:
        _note_levels_left_alone(houses[house], levels, ledger)
    return StoredPlan(drawn.unseen.finish(site, ledger), tuple(levels))


def check_place(first: Position | None, site_lonlat: tuple[float, float]) -> None:
    """Refuse a drawing without content, or one whose first position lies somewhere else.

    Raises: BadFile: nothing_to_draw, plan_far_from_site, axes_swapped.
    """
    if first is None:
        raise BadFile("nothing_to_draw", "The file holds no space and no opening that could be drawn.")
    check_position(first, site_lonlat)


def check_position(first: tuple[float, float], site_lonlat: tuple[float, float]) -> None:
    """Refuse what lies elsewhere than the site. Raises: BadFile: plan_far_from_site, axes_swapped."""
    distance = apart_m(first, site_lonlat)
    if distance <= FAR_M:
        return
    if apart_m((first[1], first[0]), site_lonlat) <= FAR_M:
        raise BadFile("axes_swapped", "With latitude and longitude swapped the plan would lie on the site.")
    raise BadFile("plan_far_from_site", f"The plan lies {distance / 1000:.0f} km from the site.")


def _show_level(
    site: Site,
    houses: Mapping[str, Building],
    drawn: Drawn,
    index: int,
    state: FloorplanState,
    actor_id: int | None,
) -> StoredLevel:
    plan, floorplan, at = drawn.plan, drawn.floorplans[index], drawn.unseen.at
    drawing = plan.drawing.levels[index]
    twins = [
        one
        for one in plan.drawing.levels
        if (one.building, one.ordinal, one.is_outdoor) == (drawing.building, drawing.ordinal, drawing.is_outdoor)
    ]
    house = None if drawing.is_outdoor else houses[drawing.building]
    level = _store_level(site, house, drawing, is_twin=len(twins) > 1)
    newest = Floorplan.objects.filter(level=level).aggregate(newest=Max("version"))["newest"] or 0
    if state is FloorplanState.PUBLISHED:
        supersede_published(level, by_id=actor_id, at=at)
    floorplan.level, floorplan.version, floorplan.state = level, newest + 1, state
    if not Floorplan.objects.filter(pk=floorplan.pk, level__isnull=True).update(
        level=level, version=floorplan.version, state=state
    ):
        raise StoringLapsed
    record_step(floorplan, state=state, by_id=actor_id, at=at)
    return StoredLevel(
        level.pk,
        floorplan.pk,
        drawing.ordinal,
        level.name,
        floorplan.version,
        len(drawing.spaces),
        len(drawing.openings),
        len(drawing.objects),
        len(drawing.areas),
    )


def _store_level(site: Site, building: Building | None, drawing: LevelDrawing, *, is_twin: bool) -> Level:
    """Return the floor of this ordinal; one that has a name already keeps it: a file does not rename a floor."""
    there = list(Level.objects.filter(site=site, building=building, ordinal=drawing.ordinal))
    alike = [one for one in there if one.short_name == drawing.short_name]
    if alike or (len(there) == 1 and not is_twin):
        return (alike or there)[0]
    return Level.objects.create(
        site=site, building=building, ordinal=drawing.ordinal, short_name=drawing.short_name, name=drawing.name
    )


def _content_rows(floorplan: Floorplan, plan: ValidPlan, index: int) -> Iterator[tuple[DrawnTable, Iterator[Row]]]:
    drawing = plan.drawing.levels[index]
    yield _drawn_rows(floorplan, FeatureKind.SPACE, drawing.spaces, plan.areas[index])
    lines = (line_as_wkb(one.line) if len(one.line) > 1 else point_as_wkb(one.line[0]) for one in drawing.openings)
    yield _drawn_rows(floorplan, FeatureKind.OPENING, drawing.openings, lines)
    yield _drawn_rows(
        floorplan, FeatureKind.OBJECT, drawing.objects, (point_as_wkb(one.location) for one in drawing.objects)
    )
    yield _drawn_rows(floorplan, FeatureKind.AREA, drawing.areas, plan.grounds[index])


def _drawn_rows(
    floorplan: Floorplan, kind: FeatureKind, things: Iterable[DrawnThing], shapes: Iterable[bytes]
) -> tuple[DrawnTable, Iterator[Row]]:
    table = DRAWN_TABLES[kind]
    return table, rows_of(table, floorplan.pk, things, shapes)


def _note_levels_left_alone(building: Building, stored: list[StoredLevel], ledger: Ledger) -> None:
    others = Level.objects.filter(building=building).exclude(pk__in=[level.level_id for level in stored])
    for level in others:
        ledger.note("file", "level_not_in_file", f"{level.name} is not in this file and stays as it was.")
