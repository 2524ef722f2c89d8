"""What may be drawn on a plan: which shapes and categories each kind takes, how large, and where. Pure."""

from dataclasses import dataclass, fields, replace
from uuid import UUID

from mapping.edits.rules.difference import positions_of, rings_of
from mapping.errors import BadFeature
from mapping.geometry.rings import apart_m
from mapping.plans.drawn_things.drawn import Drawn, Json
from mapping.vocabulary import (
    NAME_MAX_CHARS,
    NUMBER_MAX_CHARS,
    SPACE_CATEGORIES,
    AreaKind,
    FeatureKind,
    ObjectKind,
    OpeningCategory,
)
from mou.foundation.shown_text import is_shown_line

# What lies further from the site's point belongs to another site.
FAR_M = 3_000.0
MAX_POSITIONS = 5_000
MAX_FEATURES = 20_000
MAX_EDITS = 20_000
SHAPES = {
    FeatureKind.SPACE: ("Polygon", "MultiPolygon"),
    FeatureKind.OPENING: ("LineString", "Point"),
    FeatureKind.OBJECT: ("Point",),
    FeatureKind.AREA: ("Polygon", "MultiPolygon", "LineString", "MultiLineString"),
    FeatureKind.PHOTO: ("Point",),
}
CATEGORIES = {
    FeatureKind.SPACE: SPACE_CATEGORIES,
    FeatureKind.OPENING: frozenset(one.value for one in OpeningCategory),
    FeatureKind.OBJECT: frozenset(one.value for one in ObjectKind),
    FeatureKind.AREA: frozenset(one.value for one in AreaKind),
    FeatureKind.PHOTO: frozenset(("photo",)),
}
NUMBERED = (FeatureKind.SPACE, FeatureKind.OPENING)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureDraft:
    """A new feature; `geometry` is GeoJSON text."""

    kind: FeatureKind
    category: str
    geometry: str
    number: str = ""
    name: str = ""
    is_exterior: bool = False
    is_lockable: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureChange:
    """A change to a feature; None leaves a part as it is."""

    category: str | None = None
    geometry: str | None = None
    number: str | None = None
    name: str | None = None
    is_exterior: bool | None = None
    is_lockable: bool | None = None


def drawn_from_draft(draft: FeatureDraft, *, new_id: UUID) -> Drawn:
    """Return a new thing; what it is called in later versions begins with its id."""
    return Drawn(
        id=new_id,
        kind=draft.kind,
        category=draft.category,
        ref=f"feature:{new_id}",
        geometry=draft.geometry,
        number=draft.number,
        name=draft.name,
        is_exterior=draft.is_exterior,
        is_lockable=draft.is_lockable,
    )


def apply_change(before: Drawn, change: FeatureChange) -> Drawn:
    """Return the thing as it is after a change."""
    given = {one.name: getattr(change, one.name) for one in fields(change)}
    return replace(before, **{name: value for name, value in given.items() if value is not None})


def check_feature(thing: Drawn, *, site_lonlat: tuple[float, float]) -> None:
    """Refuse what a plan cannot hold. Raises: BadFeature."""
    if thing.category not in CATEGORIES[thing.kind]:
        raise BadFeature(f"A {thing.kind} has no category of this name.")
    if thing.number and thing.kind not in NUMBERED:
        raise BadFeature("Only rooms and doors have numbers; give it a name.")
    if thing.is_exterior and thing.kind is not FeatureKind.OPENING:
        raise BadFeature("Only a door can be exterior.")
    if thing.is_lockable is not None and thing.kind is not FeatureKind.SPACE:
        raise BadFeature("Only a room can be lockable.")
    _check_text(thing.number, NUMBER_MAX_CHARS)
    _check_text(thing.name, NAME_MAX_CHARS)
    _check_shape(thing.kind, thing.shape(), site_lonlat)


def _check_text(text: str, most: int) -> None:
    if len(text) > most:
        raise BadFeature(f"At most {most} characters.")
    if not is_shown_line(text):
        raise BadFeature("Control characters and line breaks are not taken.")


def _check_shape(kind: FeatureKind, shape: Json, site_lonlat: tuple[float, float]) -> None:
    if shape.get("type") not in SHAPES[kind]:
        raise BadFeature(f"A {kind} is drawn as {' or '.join(SHAPES[kind])}.")
    positions = positions_of(shape)
    if str(shape["type"]).endswith("Polygon") and not all(ring[0] == ring[-1] for ring in rings_of(shape)):
        raise BadFeature("A ring ends where it begins.")
    if not positions or len(positions) > MAX_POSITIONS:
        raise BadFeature(f"A shape has 1 to {MAX_POSITIONS} points.")
    if any(not (-180 <= lon <= 180 and -90 <= lat <= 90) for lon, lat in positions):
        raise BadFeature("Points are longitude, latitude in degrees.")
    if any(apart_m(one, site_lonlat) > FAR_M for one in positions):
        raise BadFeature("It lies more than 3 km from the site.")
