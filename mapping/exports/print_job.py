"""What is printed of a site, on which paper, in whose language: all that the bounded process is told. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import TypeAdapter

from mapping.exports.sheets.frames import grid_of_plan
from mapping.exports.sheets.paper import Paper
from mapping.exports.sheets.streets import Picture
from mapping.exports.writers.site_plan import LevelPlan, SitePlan
from mapping.geometry.grid import Grid
from mapping.laws.freshness import AgeLimits
from mapping.vocabulary import PrintLayer
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _

# The name of the sheet of the grounds among the sheets that one chooses; the others go by their level's id.
SITE_SHEET = "site"


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """What a person chose: the paper, the sheets (all of them where none is named), what is drawn, and for what."""

    paper: Paper = Paper.TABLOID
    sheets: frozenset[str] = frozenset()
    layers: frozenset[PrintLayer] = frozenset(PrintLayer)
    is_training: bool = False

    def wants(self, sheet: str) -> bool:
        """Tell whether a sheet is printed, by its name."""
        return not self.sheets or sheet in self.sheets


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

    def floors(self) -> Iterator[LevelPlan]:
        """Yield the floors of which a sheet is wanted."""
        for level in self.plan.levels:
            if not level.is_outdoor and self.choice.wants(str(level.id)):
                yield level

    @property
    def is_training(self) -> bool:
        return self.choice.is_training


@dataclass(frozen=True, slots=True)
class Streets:
    """The street map under the sheets: its pictures by the name of the sheet, and whose they are and of which day."""

    pictures: Mapping[str, tuple[Picture, ...]] = field(default_factory=dict)
    credit: str = ""


class PrintForm(Labelled):
    """What a print is made as: pages, a picture of each map, or a drawing of each map."""

    PDF = "pdf", _("PDF, to print; a map reader finds places on it")
    GEOTIFF = "geotiff", _("GeoTIFF pictures, for map programs")
    SVG = "svg", _("SVG drawings")


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """A print, what lies under it, what it is made as, and in which language."""

    job: PrintJob
    streets: Streets
    form: PrintForm
    language: str


ORDER: TypeAdapter[PrintOrder] = TypeAdapter(PrintOrder)
DRAWINGS: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])
