"""Read our own extension of IMDF: what the format has no words for, feature by feature. Pure.

mapping.exports.writers.imdf writes it. Whatever of it is unreadable is left to the feature files, which are complete.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from mapping.errors import BadFile
from mapping.geometry.shapes import (
    Position,
    ShapeError,
    first_position,
    shape_from_geojson,
)
from mapping.imports.readers.floors import Floor, fitting_labels
from mapping.imports.readers.geojson import read_members
from mapping.imports.readers.imdf.fields import Fields
from mapping.interchange.drawing import AreaDrawing, ObjectDrawing
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import AreaKind, ObjectKind

FILE_NAME = "musterpoint_plan.geojson"
AREA = "area."


@dataclass(frozen=True, slots=True)
class More:
    """What is said about one feature beyond its own file."""

    feature_id: str
    fields: Fields
    geometry: object

    def labels(self, ref: str, ledger: Ledger) -> tuple[str, str]:
        """Return number and name as they were on the plan."""
        return fitting_labels(ref, self.fields.label("number"), self.fields.label("name"), ledger)

    def place(self) -> tuple[Position, ...]:
        """Return the one place of a door whose width is not known; () if its line is what is known."""
        try:
            return shape_from_geojson(self.geometry).line[:1]
        except ShapeError:
            return ()

    def ordinal(self, otherwise: Decimal) -> Decimal:
        """Return a level's exact ordinal: IMDF has whole ones only."""
        try:
            found = Decimal(self.fields.word("ordinal"))
        except InvalidOperation:
            return otherwise
        # Adding nothing writes 1E+1 out as 10.
        return found + 0 if found.is_finite() and abs(found - otherwise) < 1 else otherwise


def read_extension(files: Mapping[str, bytes], ledger: Ledger) -> dict[str, More]:
    """Return what the extension says, by the id of the feature it is about; nothing where there is none."""
    if FILE_NAME not in files:
        return {}
    try:
        members = read_members(files[FILE_NAME])
    except BadFile as error:
        ledger.note(FILE_NAME, "file_unreadable", error.detail)
        return {}
    found: dict[str, More] = {}
    for one in members:
        properties = one.get("properties") if isinstance(one, dict) else None
        about = properties.get("feature_id") if isinstance(properties, dict) else None
        if isinstance(one, dict) and isinstance(properties, dict) and isinstance(about, str):
            found.setdefault(about, More(about, Fields(properties, FILE_NAME, "", ledger), one.get("geometry")))
    return found


def take_what_stands_alone(mores: Iterator[More], floors: Mapping[str, Floor], ledger: Ledger) -> None:
    """Put grounds, and things on floors without units, on their floors: only the extension holds them."""
    for more in mores:
        kind = more.fields.word("kind")
        ref = f"{'area' if kind.startswith(AREA) else 'amenity'}/{more.feature_id}"[:100]
        if more.geometry is None or ledger.has_read(ref):
            continue
        ledger.read(ref)
        ledger.stands_at(ref, first_position(more.geometry))
        floor = floors.get(more.fields.word("level_id"))
        if floor is None:
            ledger.refuse(ref, "level_missing", "The level it names is not in the archive.")
            continue
        try:
            _take_feature(more, kind, ref, floor, ledger)
        except (ShapeError, ValueError) as error:
            code = error.code if isinstance(error, ShapeError) else "category_unknown"
            ledger.refuse(ref, code, "What the extension says of it is not understood.")


def _take_feature(more: More, kind: str, ref: str, floor: Floor, ledger: Ledger) -> None:
    shape = shape_from_geojson(more.geometry)
    _, label = fitting_labels(ref, "", more.fields.label("label"), ledger)
    if kind.startswith(AREA):
        area = AreaKind(kind.removeprefix(AREA))
        floor.areas.append(
            AreaDrawing(source_ref=ref, kind=area, label=label, polygons=shape.polygons, line=shape.line)
        )
    else:
        floor.objects.append(
            ObjectDrawing(
                source_ref=ref,
                kind=ObjectKind(kind),
                label=label,
                location=next(shape.positions()),
                correlation_id=more.fields.uuid("correlation_id"),
            )
        )
    ledger.keep(ref)
