"""Lay out the sheets of a print: the maps, the lists, the words around them, as one page of HTML.

Takes a tenth of a second a floor and asks neither the database nor a setting: the bounded process does it.
"""

import base64
from collections.abc import Iterator
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mapping.exports.print_job import SITE_SHEET, PrintJob, Streets
from mapping.exports.print_words import notes_of, verified_words
from mapping.exports.rows import rows_of
from mapping.exports.sheets.geo_pdf import MapPlace
from mapping.exports.sheets.ground import code_of
from mapping.exports.sheets.paper import MARGIN_MM, SIZES_MM, STRIP_MM, TITLE_MM, Paper
from mapping.exports.sheets.room_list import PARTS, SetList, set_list
from mapping.exports.sheets.sheet_map import Sheet, SheetStyle, floor_sheet, site_sheet
from mapping.exports.writers.site_plan import LevelPlan
from mapping.laws.freshness import freshness_of
from mapping.sites.wording.words import map_words
from mapping.vocabulary import Freshness, PrintLayer

NO_STREETS = Streets()


class PrintedSheet:
    """One sheet as the template wants it. `level` is None on the sheet of the grounds."""

    def __init__(self, job: PrintJob, level: LevelPlan | None, drawn: Sheet, number: int, *, credit: str = "") -> None:
        self._job, self.level, self.drawn, self.number, self._credit = job, level, drawn, number, credit

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
        """Return "fresh", "old" or "too-old". A plan that was never walked is too old."""
        found = {freshness_of(one.verified_on, self._job.on, self._job.limits) for one in self.floorplans}
        if not found or found & {Freshness.OVERDUE, Freshness.UNVERIFIED}:
            return "too-old"
        return "old" if Freshness.AGEING in found else "fresh"

    @property
    def notes(self) -> list[str]:
        return notes_of(self.level, self.drawn, is_grid_of_print=self._job.site_grid is None, credit=self._credit)

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


def sheets_of(job: PrintJob, streets: Streets = NO_STREETS) -> list[PrintedSheet]:
    """Return the sheet of the grounds, then the floors of the buildings from below, as far as anything is on them."""
    drawn = enumerate(_draw_sheets(job, streets))
    return [PrintedSheet(job, level, sheet, number, credit=streets.credit) for number, (level, sheet) in drawn]


def page_of(job: PrintJob, sheets: list[PrintedSheet]) -> str:
    """Return all sheets as one page of HTML."""
    context = {
        "job": job,
        "paper": paper_names()[job.choice.paper],
        "sheets": sheets,
        "language": get_language() or "en",
        "list_size": "{:.1f}mm {:.1f}mm".format(*SIZES_MM[job.choice.paper]),
        "list_height": f"{SIZES_MM[job.choice.paper][1] - 2 * MARGIN_MM - 0.5:.1f}mm",
        "parts": [f"{part * 100:.0f}%" for part in PARTS],
        "margin_mm": MARGIN_MM,
        "title_mm": TITLE_MM - 1,
    }
    return render_to_string("mapping/exports/print.html", context)


def paper_names() -> dict[Paper, str]:
    """Return what each paper is called on its sheets."""
    return {Paper.LETTER: _("Letter"), Paper.TABLOID: _("Tabloid"), Paper.A4: "A4", Paper.A3: "A3"}


def drawings_of(sheets: list[PrintedSheet]) -> dict[str, str]:
    """Return the maps of the sheets as SVG by the name of a file."""
    return {f"{one.number:02}-{one.file_name}.svg": one.drawn.svg for one in sheets}


def _draw_sheets(job: PrintJob, streets: Streets) -> Iterator[tuple[LevelPlan | None, Sheet]]:
    style = SheetStyle(
        paper=job.choice.paper,
        grid=job.grid,
        layers=job.choice.layers,
        watermark=_("TRAINING") if job.is_training else "",
        words=map_words(),
    )
    if job.choice.wants(SITE_SHEET):
        site = site_sheet(job.plan, style, streets.pictures.get(SITE_SHEET, ()))
        if site is not None:
            yield None, site
    for level in job.floors():
        drawn = floor_sheet(job.plan, level, style, streets.pictures.get(str(level.id), ()))
        if drawn is not None:
            yield level, drawn
