"""What drawings in a plane share, DXF and DWG: how they are placed, and which texts stand in which room. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mapping.errors import BadFile
from mapping.geometry.rings import is_inside
from mapping.geometry.shapes import Position, Shape
from mapping.imports.readers.drawings.control_points import ControlPoint
from mapping.imports.readers.drawings.placement import fit_placement
from mapping.imports.readers.features.mapped_features import LAYER
from mapping.imports.readers.field_mapping import FieldMapping
from mapping.imports.readers.geojson import Feature
from mapping.imports.readers.gis.layers import transformer_to_wgs84
from mapping.imports.readers.room_numbers import number_and_name, parts_of_label
from mapping.interchange.ledger import Ledger

type Placing = Callable[[float, float], Position]


@dataclass(frozen=True, slots=True)
class DrawnText:
    """What is written somewhere on the drawing, line by line."""

    ref: str
    lines: tuple[str, ...]
    at: Position


def placing_of(points: tuple[ControlPoint, ...], crs: str) -> Placing:
    """Return what places a drawing on the earth, by its control points or else by its coordinate system.

    Raises: BadFile: placement_missing, too_few_control_points, control_points_collinear, crs_unknown.
    """
    if points:
        return fit_placement(points, y_is_down=False).place
    if not crs:
        raise BadFile(
            "placement_missing", "A drawing is placed by two or more control points, or by its coordinate system."
        )
    transformer = transformer_to_wgs84(crs)
    if transformer is None:
        return lambda x, y: (x, y)

    def place(x: float, y: float) -> Position:
        lon, lat = transformer.transform(x, y)
        return (float(lon), float(lat))

    return place


def label_features(
    features: list[Feature], texts: list[DrawnText], mapping: FieldMapping, ledger: Ledger
) -> Iterator[Feature]:
    """Yield the features, rooms with the texts that stand in them; of rooms in rooms the smallest has the word."""
    rooms = [one for one in features if mapping.meaning("", one.tags[LAYER]) == "space" and one.shape.is_area]
    used: set[str] = set()
    labels: dict[str, tuple[str, str]] = {}
    for room in sorted(rooms, key=lambda one: _box_size(one.shape)):
        inside = [one for one in _texts_in(room.shape, texts) if one.ref not in used]
        used |= {one.ref for one in inside}
        labels[room.ref] = number_and_name(
            "", *(part for one in inside for line in one.lines for part in parts_of_label(line))
        )
    for text in texts:
        if text.ref in used:
            ledger.keep(text.ref)
        else:
            ledger.ignore(text.ref, "text: stands in no room")
    for feature in features:
        number, name = labels.get(feature.ref, ("", ""))
        # What its block says of it stays where no text does.
        said = {what: text for what, text in (("number", number), ("name", name)) if text}
        yield replace(feature, tags={**feature.tags, **said})


def _box_of(shape: Shape) -> tuple[float, float, float, float]:
    lons, lats = zip(*shape.positions(), strict=True)
    return (min(lons), min(lats), max(lons), max(lats))


def _box_size(shape: Shape) -> float:
    west, south, east, north = _box_of(shape)
    return (east - west) * (north - south)


def _texts_in(shape: Shape, texts: list[DrawnText]) -> Iterator[DrawnText]:
    west, south, east, north = _box_of(shape)
    for text in texts:
        lon, lat = text.at
        # The box first: a thousand rooms and a thousand texts are a million questions.
        if west <= lon <= east and south <= lat <= north and is_inside(text.at, shape.polygons):
            yield text
