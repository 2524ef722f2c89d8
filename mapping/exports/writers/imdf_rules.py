"""What IMDF 1.0.0 asks of each feature type: geometry, properties, references, closed lists. Pure.

Source: OGC 20-094, reference and categories. What a school has no use for (sections, kiosks, relationships and the
like) is written here too, because other people's archives hold it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mapping.vocabulary import SPACE_CATEGORIES, OpeningCategory

AREA = frozenset({"Polygon", "MultiPolygon"})
NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TypeRule:
    """One feature type: allowed geometries (none: unlocated), required properties, references by property, category."""

    geometry: frozenset[str]
    required: tuple[str, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)
    categories: frozenset[str] | None = None


def closed_list(text: str) -> frozenset[str]:
    """Return a closed list that is written as one paragraph."""
    return frozenset(text.split())


VENUE_CATEGORIES = closed_list(
    "airport airport.intl aquarium businesscampus casino communitycenter conventioncenter governmentfacility "
    "healthcarefacility hotel museum parkingfacility resort retailstore shoppingcenter stadium stripmall theater "
    "themepark trainstation transitstation university"
)
BUILDING_CATEGORIES = closed_list("parking transit transit.bus transit.train unspecified")
FOOTPRINT_CATEGORIES = closed_list("aerial ground subterranean")
LEVEL_CATEGORIES = closed_list(
    "arrivals arrivals.domestic arrivals.intl departures departures.domestic departures.intl parking transit "
    "unspecified"
)
OPENING_CATEGORIES = frozenset(one.value for one in OpeningCategory)
# The amenities that a plan of ours has a word for, and "unspecified" for the rest; other archives may hold more.
AMENITY_CATEGORIES = closed_list(
    "defibrillator elevator entry fieldofplay firealarmpullstation fireextinguisher firstaid information landmark "
    "meetingpoint mobilityrescue parking phone.emergency police ramp reception.desk security stairs unspecified"
)

RULES: Mapping[str, TypeRule] = {
    "address": TypeRule(NOWHERE, ("address", "locality", "country")),
    "venue": TypeRule(
        AREA, ("category", "name", "display_point", "address_id"), {"address_id": "address"}, VENUE_CATEGORIES
    ),
    "building": TypeRule(NOWHERE, ("category",), {"address_id": "address"}, BUILDING_CATEGORIES),
    "footprint": TypeRule(AREA, ("category", "building_ids"), {"building_ids": "building"}, FOOTPRINT_CATEGORIES),
    "level": TypeRule(
        AREA,
        ("category", "outdoor", "ordinal", "name", "short_name"),
        {"address_id": "address", "building_ids": "building"},
        LEVEL_CATEGORIES,
    ),
    "unit": TypeRule(AREA, ("category", "level_id"), {"level_id": "level"}, SPACE_CATEGORIES),
    "opening": TypeRule(frozenset({"LineString"}), ("category", "level_id"), {"level_id": "level"}, OPENING_CATEGORIES),
    "amenity": TypeRule(frozenset({"Point"}), ("category", "unit_ids"), {"unit_ids": "unit", "address_id": "address"}),
    "anchor": TypeRule(frozenset({"Point"}), ("unit_id",), {"unit_id": "unit", "address_id": "address"}),
    "occupant": TypeRule(NOWHERE, ("name", "category", "anchor_id"), {"anchor_id": "anchor"}),
    "section": TypeRule(AREA, ("category", "level_id"), {"level_id": "level"}),
    "fixture": TypeRule(AREA, ("category", "level_id"), {"level_id": "level"}),
    "kiosk": TypeRule(AREA, ("level_id",), {"level_id": "level"}),
    "detail": TypeRule(frozenset({"LineString", "MultiLineString"}), ("level_id",), {"level_id": "level"}),
    "geofence": TypeRule(AREA, ("category",), {"building_ids": "building", "level_ids": "level"}),
}
# May be anything, or nothing at all.
UNCHECKED_TYPES = frozenset({"relationship"})
