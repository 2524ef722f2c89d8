"""Look at a plan's file before it is imported: what it is, which fields and layers it has, and a picture of it.

Whoever brings it then knows what to say beside it. Reads like an import and keeps nothing. For a bounded process.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mapping.errors import BadFile
from mapping.formats.field_mapping import FieldMapping
from mapping.formats.geojson import Feature, read_features
from mapping.formats.ledger import Ledger
from mapping.formats.mapped_features import LAYER
from mapping.formats.plan_file import (
    SCANS,
    THROUGH_GDAL,
    ReadingOrder,
    check_magic,
    format_of,
)
from mapping.vocabulary import PlanFormat

MAX_FIELDS = 100
MAX_LAYERS = 200
# So many different values of a field are worth choosing from; a field with more is a name or a number.
MAX_VALUES = 30
VALUE_CHARS = 60
PICTURE_PX = 1600


@dataclass(frozen=True, slots=True)
class FieldSeen:
    """A property of the file's features, with the first of its values; `is_cut`: it has more than are listed."""

    name: str
    values: tuple[str, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class LayerSeen:
    """A layer of the file, and what it would be taken for: empty if nothing tells."""

    name: str
    count: int
    meaning: str


@dataclass(frozen=True, slots=True)
class PictureSeen:
    """What the drawing or scan looks like. A pixel (px, py) shows x = left + px * x_step, y = top + py * y_step."""

    png_base64: str
    width_px: int
    height_px: int
    left: float
    top: float
    x_step: float
    y_step: float


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is. With a `code`, it cannot be read as it was ordered, and `detail` says why."""

    format: PlanFormat | None = None
    code: str = ""
    detail: str = ""
    page_count: int = 0
    features: int = 0
    # Whether anything of it must be placed by control points, and by how many at least.
    least_points: int = 0
    fields: tuple[FieldSeen, ...] = ()
    layers: tuple[LayerSeen, ...] = ()
    picture: PictureSeen | None = None


def look_at(path: Path, order: ReadingOrder) -> Look:
    """Return what a file is and what an import of it can be told; a refusal is part of the answer."""
    kind: PlanFormat | None = None
    try:
        kind = order.format or format_of(path)
        check_magic(path, kind)
        return _look(path, kind, order)
    except BadFile as refusal:
        return Look(format=kind, code=refusal.code, detail=refusal.detail)


def _look(path: Path, kind: PlanFormat, order: ReadingOrder) -> Look:
    """Each reader is imported when it is needed, as in plan_file."""
    if kind in SCANS:
        from mapping.formats.scan_look import look_at_scan  # noqa: PLC0415 - see above

        count, picture = look_at_scan(path.read_bytes(), page=order.page, side_px=PICTURE_PX)
        return Look(format=kind, page_count=count, least_points=3, picture=PictureSeen(*picture))
    if kind is PlanFormat.DXF:
        from mapping.formats.dxf_look import look_at_dxf  # noqa: PLC0415 - see above

        return _look_at_drawing(kind, *look_at_dxf(path.read_bytes(), side_px=PICTURE_PX))
    if kind is PlanFormat.DWG:
        from mapping.formats.dwg_look import look_at_dwg  # noqa: PLC0415 - see above

        return _look_at_drawing(kind, *look_at_dwg(path, side_px=PICTURE_PX))
    if kind in THROUGH_GDAL:
        from mapping.formats.gis_layers import read_gis_layers  # noqa: PLC0415 - see above

        return _look_at_features(kind, read_gis_layers(path, Ledger(), crs=order.crs))
    if kind is PlanFormat.GEOJSON:
        return _look_at_features(kind, read_features(path.read_bytes(), Ledger(), ref_property="id"))
    # What has a standard says everything itself.
    return Look(format=kind)


def _look_at_drawing(
    kind: PlanFormat, layers: dict[str, int], drawn: tuple[str, int, int, float, float, float, float] | None
) -> Look:
    seen = None if drawn is None else PictureSeen(*drawn)
    return Look(format=kind, features=sum(layers.values()), least_points=2, layers=_layers_seen(layers), picture=seen)


@dataclass(slots=True)
class _Values:
    found: dict[str, None] = field(default_factory=dict)
    is_cut: bool = False

    def add(self, value: str) -> None:
        """Note a value, as long as there are few."""
        if len(self.found) < MAX_VALUES:
            self.found[value[:VALUE_CHARS]] = None
        elif value[:VALUE_CHARS] not in self.found:
            self.is_cut = True


def _look_at_features(kind: PlanFormat, features: Iterable[Feature]) -> Look:
    fields: dict[str, _Values] = {}
    layers: Counter[str] = Counter()
    count = 0
    for feature in features:
        count += 1
        layers[feature.tags.get(LAYER, "")] += 1
        for name, value in feature.tags.items():
            if name != LAYER and value and (name in fields or len(fields) < MAX_FIELDS):
                fields.setdefault(name, _Values()).add(value)
    layers.pop("", None)
    return Look(
        format=kind,
        features=count,
        fields=tuple(FieldSeen(name, tuple(seen.found), seen.is_cut) for name, seen in fields.items()),
        layers=_layers_seen(layers),
    )


def _layers_seen(counts: Mapping[str, int]) -> tuple[LayerSeen, ...]:
    guess = FieldMapping()
    shown = sorted(counts)[:MAX_LAYERS]
    return tuple(LayerSeen(name, counts[name], guess.meaning("", name)) for name in shown)
