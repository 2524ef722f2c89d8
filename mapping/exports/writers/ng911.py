"""Write a site as NENA NG9-1-1 GIS rows: address points and polygons that a dispatch centre's system takes in. Pure.

Source: NENA-STA-006.3, layers SiteStructureAddressPoint and SiteStructureAddressPolygon of the data model template.
Heights are not known to us: Elevation, Altitude and Height stay empty, and the Z that the layer wants is 0.
"""

import math
import re
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from mapping.exports.writers.site_plan import (
    LevelPlan,
    SitePlan,
    SpacePlan,
    title_of,
)
from mapping.exports.writers.tables import (
    EPOCH,
    Cell,
    Table,
    geopackage_of,
    wkb_areas,
    wkb_point_z,
)
from mapping.geometry.areas import inner_point
from mapping.geometry.shapes import MultiPolygon, Position

POINTS, POLYGONS = "SiteStructureAddressPoint", "SiteStructureAddressPolygon"
# Until the operator names the GIS data provider. A .invalid domain cannot be registered (RFC 2606).
NO_AGENCY = "unset.invalid"
HOUSE_NUMBER = re.compile(r"(?P<number>\d{1,6})\s+(?P<street>\S.*)")
TEXT_MAX = 75

# The columns of the template, in its order, the identifiers of a line in the text above each group.
_WHO = "DiscrpAgID DateUpdate Effective Expire NGUID Country A1 A2 AddCode A3 A4 A5"
_STREET = (
    "St_PreMod St_PreDir St_PreTyp St_PreSep St_Name St_PosTyp St_PosDir St_PosMod Dir_Travel LSt_PreDir LSt_Name "
    "LSt_Typ LSt_PosDir ESN MSAGComm LCountyID Post_Comm Post_Code PostCodeEx"
)
_INSIDE = "Site SubSite Structure Floor FloorIndex Wing Unit UnitPreTyp UnitValue Section Row_ Room Seat"
_POINT_COLUMNS = (
    f"{_WHO} AddNum_Pre Add_Number AddNum_Suf AddNum_Cmp DistMarker {_STREET} {_INSIDE} LocMarker Addtl_Loc AddDataURI "
    "Place_Type Placement Longitude Latitude Elevation Altitude Height"
)
_POLYGON_COLUMNS = (
    f"{_WHO} AddNum_Pre Add_Number AddNum_Suf AddNum_Cmp {_STREET} {_INSIDE} Addtl_Loc AddDataURI Place_Type Placement"
)
_TYPES: dict[str, type] = {
    **dict.fromkeys(("DateUpdate", "Effective", "Expire"), datetime),
    **dict.fromkeys(("Add_Number", "FloorIndex"), int),
    **dict.fromkeys(("Longitude", "Latitude", "Elevation", "Altitude", "Height"), float),
}
# A corridor, a stair and a room are places one can be sent to; a shaft that opens to below is not.
NO_PLACES = frozenset({"opentobelow"})

type Row = tuple[bytes | None, dict[str, Cell]]


def ng911_geopackage(plan: SitePlan, *, agency: str) -> bytes:
    """Return both layers of a site. `agency` is the GIS data provider's domain (DiscrpAgID)."""
    rows = _Rows(plan, agency or NO_AGENCY)
    tables = [
        Table(POINTS, "Point Z", columns_of(_POINT_COLUMNS), [*rows.points()]),
        Table(POLYGONS, "MultiPolygon", columns_of(_POLYGON_COLUMNS), [*rows.polygons()]),
    ]
    return geopackage_of(tables, made_at=plan.newest_import)


def columns_of(names: str) -> dict[str, type]:
    """Return columns with their types."""
    return {name: _TYPES.get(name, str) for name in names.split()}


class _Rows:
    """The rows of one site: the site itself, its numbered exterior doors, and every room."""

    def __init__(self, plan: SitePlan, agency: str) -> None:
        self._plan, self._agency = plan, agency
        street = HOUSE_NUMBER.match(plan.address)
        self._common: dict[str, Cell] = {
            "DiscrpAgID": agency,
            "DateUpdate": plan.newest_import or EPOCH,
            "Country": "US",
            "A1": None,
            "Add_Number": int(street["number"]) if street else None,
            "AddNum_Cmp": street["number"] if street else None,
            "St_Name": (street["street"] if street else plan.address).partition(",")[0][:254] or None,
            "Site": plan.name[:254],
            "Place_Type": "school",
        }

    def points(self) -> Iterator[Row]:
        plan = self._plan
        yield self._point(plan.id, plan.location, {"Placement": "Site"})
        for level in plan.levels:
            for space in _rooms_of(level):
                about = _room_cells(level, space) | {"Placement": "InteriorCentroid"}
                yield self._point(space.id, inner_point(space.polygons), about)
            for door in level.openings:
                if door.is_exterior and door.number:
                    place = door.line[len(door.line) // 2] if len(door.line) != 2 else _middle_between(*door.line)
                    about = _floor_cells(level) | {"Placement": "ExteriorAccess", "LocMarker": f"Door {door.number}"}
                    yield self._point(door.id, place, about)

    def polygons(self) -> Iterator[Row]:
        for building in self._plan.buildings:
            if building.outline:
                about: dict[str, Cell] = {"Structure": building.name[:TEXT_MAX], "Placement": "Structure"}
                yield self._polygon(building.id, building.outline, about)
        for level in self._plan.levels:
            for space in _rooms_of(level):
                yield self._polygon(
                    space.id, space.polygons, _room_cells(level, space) | {"Placement": "InteriorAccess"}
                )

    def _point(self, ref: UUID, place: Position, about: dict[str, Cell]) -> Row:
        where: dict[str, Cell] = {"Longitude": round(place[0], 7), "Latitude": round(place[1], 7)}
        return wkb_point_z(place, 0.0), self._common | about | where | self._named("SSAP", ref)

    def _polygon(self, ref: UUID, area: MultiPolygon, about: dict[str, Cell]) -> Row:
        return wkb_areas(area), self._common | about | self._named("SSAPOLY", ref)

    def _named(self, layer: str, ref: UUID) -> dict[str, Cell]:
        return {"NGUID": f"urn:emergency:uid:gis:{layer}:{ref}:{self._agency}"}


def _rooms_of(level: LevelPlan) -> Iterator[SpacePlan]:
    return (space for space in level.spaces if space.category not in NO_PLACES)


def _floor_cells(level: LevelPlan) -> dict[str, Cell]:
    # FloorIndex: the level of the addressed main entrance is 0, as an ordinal of IMDF is.
    outdoors: dict[str, Cell] = {"SubSite": level.name[:TEXT_MAX]}
    indoors: dict[str, Cell] = {
        "Structure": level.building_name[:TEXT_MAX],
        "Floor": level.name[:TEXT_MAX],
        "FloorIndex": math.floor(level.ordinal),
    }
    return outdoors if level.is_outdoor else indoors


def _room_cells(level: LevelPlan, space: SpacePlan) -> dict[str, Cell]:
    room = space.number or space.name or None
    more = title_of(space.number, space.name, space.category)
    return _floor_cells(level) | {"Room": None if room is None else room[:TEXT_MAX], "Addtl_Loc": more[:225]}


def _middle_between(a: Position, b: Position) -> Position:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
