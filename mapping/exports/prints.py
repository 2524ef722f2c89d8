"""Print a site: a sheet for the grounds and one for each floor, with a list of what is where, as a tagged PDF."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mapping.errors import NothingToPrint
from mapping.exports.print_words import notes_of, verified_words
from mapping.exports.rows import rows_of
from mapping.exports.sheets.drawing_process import ORDER, SheetsOrder
from mapping.exports.sheets.geo_pdf import MapPlace
from mapping.exports.sheets.ground import code_of
from mapping.exports.sheets.paper import MARGIN_MM, SIZES_MM, STRIP_MM, TITLE_MM, Paper
from mapping.exports.sheets.room_list import PARTS, SetList, set_list
from mapping.exports.sheets.sheet_map import Sheet, SheetStyle, floor_sheet, grid_of_plan, site_sheet
from mapping.exports.underlay import streets_under
from mapping.exports.writers.site_plan import LevelPlan, SitePlan
from mapping.geometry.grid import Grid
from mapping.laws.freshness import AgeLimits, freshness_of
from mapping.sites.words import map_words
from mapping.vocabulary import Freshness, PrintLayer
from mou.bounded_process.bounds import Bounds
from mou.bounded_process.runner import Program
from mou.papers.bounded_drawing import drawn_apart

# The name of the sheet of the grounds among the sheets that one chooses; the others go by their level's id.
SITE_SHEET = "site"
DRAWER = Program(
    "mapping.exports.sheets.drawing_process",
    Bounds(memory_bytes=2 * 1024**3, cpu_s=500, wall_s=600.0, written_bytes=256 * 1024**2),
    # It draws what we wrote, with people's words in it: confined where that is possible, and not refused elsewhere.
    is_foreign=False,
)


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """What a person chose: the paper, the sheets (all of them where none is named), what is drawn, and for what."""

    paper: Paper = Paper.TABLOID
    sheets: frozenset[str] = frozenset()
    layers: frozenset[PrintLayer] = frozenset(PrintLayer)
    is_training: bool = False


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What is printed, on which paper, and on which day."""

    plan: SitePlan
    site_grid: Grid | None
    on: date
    limits: AgeLimits
    choice: PrintChoice

    @property
    def grid(self) -> Grid | None:
        """Return the squares of the site, or for a site without a boundary such as hold for this print only."""
        return self.site_grid or grid_of_plan(self.plan)

    @property
    def is_training(self) -> bool:
        return self.choice.is_training


class PrintedSheet:
    """One sheet as the template wants it. `level` is None on the sheet of the grounds."""

    def __init__(self, job: PrintJob, level: LevelPlan | None, drawn: Sheet, number: int) -> None:
        self._job, self.level, self.drawn, self.number = job, level, drawn, number

    @property
    def title(self) -> str:
        if self.level is None:
            return _("Site")
        return " · ".join(part for part in (self.level.building_name, self.level.name) if part)

    @property
    def anchor(self) -> str:
        return f"map{self.number}"

    @property
    def image(self) -> str:
        return "data:image/svg+xml;base64," + base64.b64encode(self.drawn.svg.encode()).decode()

    @property
    def size(self) -> str:
        """The paper as it lies, for CSS: its own words know no tabloid, and no numbers of another language."""
        return f"{self.drawn.frame.width_mm:.1f}mm {self.drawn.frame.height_mm:.1f}mm"

    @property
    def height(self) -> str:
        """What is printed on the paper; a hair less than there is: what is rounded up would begin a page of its own."""
        return f"{self.drawn.frame.height_mm - 2 * MARGIN_MM - 0.5:.1f}mm"

    @property
    def legend(self) -> list[tuple[str, str]]:
        words = map_words()
        return [(code_of(kind), words.get(kind, kind.replace("_", " "))) for kind in self.drawn.kinds]

    @property
    def floorplans(self) -> tuple[LevelPlan, ...]:
        """The versions that this sheet shows."""
        return self._job.plan.levels if self.level is None else (self.level,)

    @property
    def version(self) -> str:
        if self.level is not None:
            return str(self.level.version)
        return ", ".join(f"{level.short_name}: {level.version}" for level in self._job.plan.levels) or "-"

    @property
    def verified(self) -> str:
        return verified_words(self.floorplans, self._job.on, self._job.limits)

    @property
    def age(self) -> str:
        """Return "fresh", "old" or "too-old": a plan that nobody has walked is as old as can be."""
        found = {freshness_of(one.verified_on, self._job.on, self._job.limits) for one in self.floorplans}
        if not found or found & {Freshness.OVERDUE, Freshness.UNVERIFIED}:
            return "too-old"
        return "old" if Freshness.AGEING in found else "fresh"

    @property
    def notes(self) -> list[str]:
        return notes_of(self.level, self.drawn, is_grid_of_print=self._job.site_grid is None)

    @cached_property
    def list(self) -> SetList:
        """The rooms, doors and things of the floor: all of them, in columns."""
        wanted = self.level is not None and PrintLayer.INDEX in self._job.choice.layers
        rows = rows_of(self.level, self._job.grid, self.drawn.frame) if self.level is not None and wanted else []
        return set_list(rows, self.drawn.frame, self._job.choice.paper)

    @property
    def place(self) -> MapPlace:
        """Which ground the map shows, and where in its picture."""
        frame = self.drawn.frame
        west, south, east, north = frame.ground()
        size = (frame.map_width_mm, frame.map_height_mm)
        return MapPlace(self.anchor, self.file_name, STRIP_MM, STRIP_MM, *size, west, south, east, north)

    @property
    def file_name(self) -> str:
        name = f"{self.level.building_name} {self.level.name}" if self.level else SITE_SHEET
        kept = "".join(one if one.isalnum() else "-" for one in name.lower())
        return kept.strip("-")[:40] or "floor"


def site_pdf(job: PrintJob) -> bytes:
    """Return the printed site as a PDF that a screen reader can read (PDF/UA-1) and whose maps know their ground.

    Takes about a second a floor. Starts a process and waits for it. Raises: PaperNotDrawn, NothingToPrint.
    """
    # Laying out the maps takes time of this process: only as many at once as are drawn at once.
    return drawn_apart(DRAWER, lambda: _order(job, is_raster=False))


def site_geotiffs(job: PrintJob) -> bytes:
    """Return the maps of the same sheets as pictures that know their ground, in a ZIP.

    Starts a process and waits for it. Raises: PaperNotDrawn, NothingToPrint.
    """
    return drawn_apart(DRAWER, lambda: _order(job, is_raster=True))


def site_drawings(job: PrintJob) -> dict[str, bytes]:
    """Return the maps of the same sheets as SVG files by name."""
    return {f"{one.number:02}-{one.file_name}.svg": one.drawn.svg.encode() for one in sheets_of(job)}


def print_context(job: PrintJob, sheets: list[PrintedSheet]) -> dict[str, object]:
    """Return what the template prints."""
    return {
        "job": job,
        "sheets": sheets,
        "language": get_language() or "en",
        "list_size": "{:.1f}mm {:.1f}mm".format(*SIZES_MM[job.choice.paper]),
        "list_height": f"{SIZES_MM[job.choice.paper][1] - 2 * MARGIN_MM - 0.5:.1f}mm",
        "parts": [f"{part * 100:.0f}%" for part in PARTS],
        "margin_mm": MARGIN_MM,
        "title_mm": TITLE_MM - 1,
    }


def sheets_of(job: PrintJob) -> list[PrintedSheet]:
    """Return the sheet of the grounds, then the floors of the buildings from below, as far as anything is on them."""
    return [PrintedSheet(job, level, drawn, number) for number, (level, drawn) in enumerate(_drawn(job))]


def _drawn(job: PrintJob) -> Iterator[tuple[LevelPlan | None, Sheet]]:
    choice = job.choice
    style = SheetStyle(
        paper=choice.paper,
        grid=job.grid,
        layers=choice.layers,
        watermark=_("TRAINING") if choice.is_training else "",
        words=map_words(),
        streets=streets_under,
    )
    if not choice.sheets or SITE_SHEET in choice.sheets:
        site = site_sheet(job.plan, style)
        if site is not None:
            yield None, site
    for level in job.plan.levels:
        if not level.is_outdoor and (not choice.sheets or str(level.id) in choice.sheets):
            drawn = floor_sheet(job.plan, level, style)
            if drawn is not None:
                yield level, drawn


def _order(job: PrintJob, *, is_raster: bool) -> bytes:
    sheets = sheets_of(job)
    if not sheets:
        raise NothingToPrint("Nothing is drawn on the sheets that were chosen.")
    maps, context = tuple(sheet.place for sheet in sheets), print_context(job, sheets)
    return ORDER.dump_json(SheetsOrder(render_to_string("mapping/print.html", context), maps, is_raster))
