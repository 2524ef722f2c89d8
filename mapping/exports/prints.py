"""Print a site: a sheet for the grounds and one for each floor, with a list of what is where, as a tagged PDF."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mapping.exports.sheets.paper import MARGIN_MM, SIZES_MM, TITLE_MM, Paper
from mapping.exports.sheets.sheet_map import Sheet, code_of, floor_sheet, site_sheet
from mapping.exports.writers.site_plan import LevelPlan, SitePlan, title_of
from mapping.geometry.areas import inner_point
from mapping.geometry.grid import Grid
from mapping.laws.freshness import AgeLimits, age_days_of, freshness_of
from mapping.sites.words import map_words
from mapping.vocabulary import Freshness
from mou.papers.bounded_drawing import pdf_of
from mou.papers.sealing.drawing import Page

# On paper nobody can fold a list away: more rows than any school has are a mistake of some file.
MAX_ROWS = 3_000


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What is printed, on which paper, on which day, and whether it is a training copy."""

    plan: SitePlan
    grid: Grid | None
    paper: Paper
    on: date
    limits: AgeLimits
    is_training: bool


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A line of a floor's list: what one says on the radio, and in which square it is."""

    number: str
    name: str
    kind: str
    square: str


class PrintedSheet:
    """One sheet as the template wants it. `level` is None on the sheet of the grounds."""

    def __init__(self, job: PrintJob, level: LevelPlan | None) -> None:
        self._job, self.level = job, level

    @cached_property
    def drawn(self) -> Sheet:
        job, watermark = self._job, _("TRAINING") if self._job.is_training else ""
        if self.level is None:
            return site_sheet(job.plan, job.grid, job.paper, watermark=watermark)
        return floor_sheet(job.plan, self.level, job.grid, job.paper, watermark=watermark)

    @property
    def title(self) -> str:
        if self.level is None:
            return _("Site")
        return " · ".join(part for part in (self.level.building_name, self.level.name) if part)

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
        return _verified(self.floorplans, self._job)

    @property
    def age(self) -> str:
        """Return "fresh", "old" or "too-old": a plan that nobody has walked is as old as can be."""
        found = {freshness_of(one.verified_on, self._job.on, self._job.limits) for one in self.floorplans}
        if not found or found & {Freshness.OVERDUE, Freshness.UNVERIFIED}:
            return "too-old"
        return "old" if Freshness.AGEING in found else "fresh"

    @property
    def rows(self) -> list[IndexRow]:
        return [] if self.level is None else [*_index(self.level, self._job.grid)][:MAX_ROWS]


def site_pdf(job: PrintJob) -> bytes:
    """Return the printed site as a PDF that a screen reader can read (PDF/UA-1). Takes about a second a floor.

    Starts a process and waits for it. Raises: PaperNotDrawn.
    """
    # Laying out the maps takes time of this process: only as many at once as are drawn at once.
    return pdf_of(lambda: Page(render_to_string("mapping/print.html", print_context(job))))


def site_drawings(job: PrintJob) -> dict[str, bytes]:
    """Return the maps of the same sheets as SVG files by name."""
    return {
        f"{number:02}-{_file_name(sheet)}.svg": sheet.drawn.svg.encode() for number, sheet in enumerate(sheets_of(job))
    }


def print_context(job: PrintJob) -> dict[str, object]:
    """Return what the template prints."""
    return {
        "job": job,
        "sheets": sheets_of(job),
        "language": get_language() or "en",
        "list_size": "{:.1f}mm {:.1f}mm".format(*SIZES_MM[job.paper]),
        "margin_mm": MARGIN_MM,
        "title_mm": TITLE_MM - 1,
    }


def sheets_of(job: PrintJob) -> list[PrintedSheet]:
    """Return the sheet of the grounds, then the floors of the buildings from below."""
    return [PrintedSheet(job, None)] + [PrintedSheet(job, level) for level in job.plan.levels if not level.is_outdoor]


def _index(level: LevelPlan, grid: Grid | None) -> Iterator[IndexRow]:
    words = map_words()

    def square(lon: float, lat: float) -> str:
        return "" if grid is None else grid.cell_of(lon, lat) or ""

    for space in level.spaces:
        if space.number or space.name:
            kind = words.get(space.category, space.category)
            yield IndexRow(space.number, space.name, kind, square(*inner_point(space.polygons)))
    for door in level.openings:
        if door.is_exterior and (door.number or door.name):
            kind = words.get(door.category, door.category)
            yield IndexRow(door.number, door.name, f"{kind} ({_('exterior')})", square(*door.line[0]))
    for thing in level.objects:
        kind = words.get(thing.kind, thing.kind.replace("_", " "))
        yield IndexRow(code_of(thing.kind), title_of("", thing.label, kind), kind, square(*thing.location))


def _verified(levels: tuple[LevelPlan, ...], job: PrintJob) -> str:
    said = {_verified_one(level, job) for level in levels}
    return "; ".join(sorted(said)) if said else _("Not verified on site")


def _verified_one(level: LevelPlan, job: PrintJob) -> str:
    days = age_days_of(level.verified_on, job.on)
    if level.verified_on is None or days is None:
        return _("Not verified on site")
    who = {"day": level.verified_on.isoformat(), "name": level.verified_by, "days": days}
    said = _("%(day)s by %(name)s, %(days)s days ago") % who
    # A photocopy has no colours: what is too old says so.
    state = freshness_of(level.verified_on, job.on, job.limits)
    return f"{said} ({_('walk-through overdue')})" if state is Freshness.OVERDUE else said


def _file_name(sheet: PrintedSheet) -> str:
    kept = "".join(one if one.isalnum() else "-" for one in (sheet.level.name if sheet.level else "site").lower())
    return kept.strip("-")[:40] or "floor"
