"""Look at a plan's file before it is imported: what it is, which fields and layers it has, and a picture of it.

The user then knows which options to give. It reads like an import and stores nothing. For a bounded process.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from mapping.errors import BadFile
from mapping.imports.readers.drawings.control_points import control_points_from_json
from mapping.imports.readers.drawings.seen import DrawingSeen
from mapping.imports.readers.features.mapped_features import LAYER, building_text, level_text, words_of_features
from mapping.imports.readers.features.own_features import are_own, house_of
from mapping.imports.readers.field_mapping import DEFAULT_LEVEL, FieldMapping
from mapping.imports.readers.geojson import Feature
from mapping.imports.readers.level_words import words_of_text
from mapping.imports.readers.plan_file import (
    SCANS,
    THROUGH_GDAL,
    ReadingOrder,
    kind_of,
    mapping_of,
    read_plan_file,
    refuse_elsewhere,
)
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import PlanFormat

MAX_FIELDS = 100
MAX_LAYERS = 200
MAX_WORDS = 100
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
class FloorSeen:
    """A word of the file for a floor, how often it stands there, and which floor it most likely means, if any."""

    word: str
    count: int
    ordinal: Decimal | None = None
    short_name: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class PictureSeen:
    """What the drawing or scan looks like. A pixel (px, py) shows x = left + px * x_step, y = top + py * y_step.

    `png_base64`: the picture as PNG, in base64.
    """

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
    floors: tuple[FloorSeen, ...] = ()
    kinds: tuple[LayerSeen, ...] = ()
    categories: tuple[LayerSeen, ...] = ()
    picture: PictureSeen | None = None
    # Where its first feature lies (lon, lat), where the file says so itself.
    first: tuple[float, float] | None = None
    # Of a drawing, how many things the picture lacks: meshes, and curves that are broken.
    undrawn: int = 0
    # What the file calls its buildings.
    buildings: tuple[str, ...] = ()


def look_at(path: Path, order: ReadingOrder) -> Look:
    """Return what a file is and what an import of it can be told; a refusal is part of the answer."""
    kind: PlanFormat | None = None
    try:
        kind = kind_of(path, order)
        return _look_by_kind(path, kind, order)
    except BadFile as refusal:
        return Look(format=kind, code=refusal.code, detail=refusal.detail)


def _look_by_kind(path: Path, kind: PlanFormat, order: ReadingOrder) -> Look:
    """Each reader is imported when it is needed, as in plan_file."""
    if kind in SCANS:
        from mapping.imports.readers.drawings.scan_look import look_at_scan  # noqa: PLC0415 - see above

        count, picture = look_at_scan(path.read_bytes(), page=order.page, side_px=PICTURE_PX)
        return Look(format=kind, page_count=count, least_points=3, picture=PictureSeen(*picture))
    if kind is PlanFormat.DXF:
        from mapping.imports.readers.drawings.dxf_look import look_at_dxf  # noqa: PLC0415 - see above

        return _look_at_drawing(kind, mapping_of(order), look_at_dxf(path.read_bytes(), side_px=PICTURE_PX))
    if kind is PlanFormat.DWG:
        from mapping.imports.readers.drawings.dwg_look import look_at_dwg  # noqa: PLC0415 - see above

        return _look_at_drawing(kind, mapping_of(order), look_at_dwg(path, side_px=PICTURE_PX))
    if kind is PlanFormat.FILES:
        from mapping.imports.readers.many_files import read_many_files  # noqa: PLC0415 - see above

        mapping, points = mapping_of(order), control_points_from_json(order.control_points)
        return _look_at_features(kind, read_many_files(path, mapping, points, Ledger(), crs=order.crs), mapping)
    if kind in THROUGH_GDAL:
        from mapping.imports.readers.gis.layers import read_gis_layers  # noqa: PLC0415 - see above

        return _look_at_features(kind, read_gis_layers(path, Ledger(), crs=order.crs), mapping_of(order))
    if kind is PlanFormat.GEOJSON:
        from mapping.imports.readers.geojson_crs import read_placed_features  # noqa: PLC0415 - see above

        ledger = Ledger()
        found = read_placed_features(path.read_bytes(), ledger, crs=order.crs)
        if not found:
            refuse_elsewhere([one.code for one in ledger.defects])
        return _look_at_features(kind, found, mapping_of(order))
    # What has a standard says everything itself.
    drawing = read_plan_file(path, order, Ledger())
    houses = tuple(one.name for one in drawing.buildings)
    return Look(format=kind, first=next(drawing.positions(), None), buildings=houses)


def _look_at_drawing(
    kind: PlanFormat,
    mapping: FieldMapping,
    drawing: DrawingSeen,
) -> Look:
    return Look(
        format=kind,
        features=sum(drawing.layers.values()),
        least_points=2,
        layers=_layers_seen(drawing.layers, mapping),
        picture=None if drawing.picture is None else PictureSeen(*drawing.picture),
        undrawn=drawing.undrawn,
    )


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


def _look_at_features(kind: PlanFormat, features: Sequence[Feature], mapping: FieldMapping) -> Look:
    if not mapping.names_fields and are_own(features):
        # What we wrote says everything itself.
        houses = tuple(sorted({house_of(one.tags) for one in features} - {""}))
        return Look(format=kind, features=len(features), first=_first_position(features), buildings=houses)
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
        layers=_layers_seen(layers, mapping),
        floors=_floors_seen(features, mapping),
        kinds=_words_seen(features, mapping, "kind"),
        categories=_words_seen(features, mapping, "category"),
        first=_first_position(features),
        buildings=tuple(sorted({building_text(mapping, one) for one in features} - {""}))[:MAX_LAYERS],
    )


def _first_position(features: Sequence[Feature]) -> tuple[float, float] | None:
    return next((position for feature in features for position in feature.shape.positions()), None)


def _floors_seen(features: Sequence[Feature], mapping: FieldMapping) -> tuple[FloorSeen, ...]:
    """Return the words for floors, as a person is asked to confirm them."""
    counts = Counter(text for feature in features if (text := level_text(mapping, feature)) != DEFAULT_LEVEL)
    words = words_of_features(mapping, features)
    seen = []
    for word in words.words[:MAX_LAYERS]:
        floor = words.floor(word)
        count = sum(number for text, number in counts.items() if word in words_of_text(text))
        told = () if floor is None else (floor.ordinal, floor.short_name, floor.name)
        seen.append(FloorSeen(word[:VALUE_CHARS], count, *told))
    return tuple(sorted(seen, key=lambda one: (one.ordinal is None, one.ordinal or 0, one.word)))


def _words_seen(features: Iterable[Feature], mapping: FieldMapping, what: str) -> tuple[LayerSeen, ...]:
    """Return the words for kinds of things or uses of rooms, each with what it would be taken for."""
    counts = Counter(word for feature in features if (word := mapping.text(what, feature.tags)))
    if len(counts) > MAX_WORDS:
        # A field with so many different values is a name, and no kind of anything.
        return ()
    is_kind = what == "kind"
    return tuple(
        LayerSeen(
            word[:VALUE_CHARS],
            counts[word],
            mapping.meaning(word, "") if is_kind else mapping.space_category(word) or "",
        )
        for word in sorted(counts)
    )


def _layers_seen(counts: Mapping[str, int], mapping: FieldMapping) -> tuple[LayerSeen, ...]:
    shown = sorted(counts)[:MAX_LAYERS]
    return tuple(LayerSeen(name, counts[name], mapping.meaning("", name)) for name in shown)
