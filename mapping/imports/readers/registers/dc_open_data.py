"""Read the open data of Washington, DC: schools, school grounds, stations and hospitals. Pure.

Another town's register needs another table of fields, not another reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mapping.geometry.shapes import MultiPolygon, Position
from mapping.imports.readers.geojson import Feature, read_features
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import NAME_MAX_CHARS, FacilityKind

DISTRICT_NAME = "District of Columbia Public Schools"
POLICE_NAME = "Metropolitan Police Department"
FIRE_NAME = "Fire and Emergency Medical Services Department"
TIME_ZONE = "America/New_York"
SCHOOLS_FILE = "public-schools.geojson"
GROUNDS_FILE = "public-school-grounds.geojson"


@dataclass(frozen=True, slots=True)
class Fields:
    """Which property of a file carries what; an empty name: the file has no such property."""

    ref: str
    name: str
    address: str
    phone: str


SCHOOL_FIELDS = Fields(ref="GIS_ID", name="NAME", address="ADDRESS", phone="PHONE")
FACILITY_FILES: Mapping[str, tuple[FacilityKind, Fields]] = {
    "police-stations.geojson": (FacilityKind.POLICE_STATION, SCHOOL_FIELDS),
    "fire-stations.geojson": (FacilityKind.FIRE_STATION, SCHOOL_FIELDS),
    "hospitals.geojson": (FacilityKind.HOSPITAL, Fields(ref="GIS_ID", name="NAME", address="ADDRESS", phone="")),
}
FILES = (SCHOOLS_FILE, GROUNDS_FILE, *FACILITY_FILES)


@dataclass(frozen=True, slots=True)
class Place:
    """One named point of a register. `ref` names it in reports; `source_ref` is its permanent id."""

    ref: str
    source_ref: str
    name: str
    address: str
    phone: str
    location: Position


@dataclass(frozen=True, slots=True)
class Ground:
    """One area of school ground; the register gives it no name."""

    ref: str
    polygons: MultiPolygon


@dataclass(frozen=True, slots=True)
class Register:
    """All that the files hold, with one ledger per file."""

    schools: tuple[Place, ...]
    grounds: tuple[Ground, ...]
    facilities: Mapping[FacilityKind, tuple[Place, ...]]
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)


def read_register(files: Mapping[str, bytes]) -> Register:
    """Return the register in these files, by name; what stays out is in the ledgers.

    Raises: BadFile: a file as a whole is unusable.
    """
    ledgers = {name: Ledger() for name in FILES if name in files}
    schools: tuple[Place, ...] = ()
    grounds: tuple[Ground, ...] = ()
    facilities: dict[FacilityKind, tuple[Place, ...]] = {}
    for name, ledger in ledgers.items():
        features = read_features(files[name], ledger, ref_property="GIS_ID")
        if name == GROUNDS_FILE:
            grounds = _read_grounds(features, ledger)
        elif name == SCHOOLS_FILE:
            schools = _read_places(features, SCHOOL_FIELDS, ledger)
        else:
            kind, fields = FACILITY_FILES[name]
            facilities[kind] = _read_places(features, fields, ledger)
    return Register(schools, grounds, facilities, ledgers)


def _read_places(features: list[Feature], fields: Fields, ledger: Ledger) -> tuple[Place, ...]:
    places = (_read_place(feature, fields, ledger) for feature in features)
    return tuple(place for place in places if place is not None)


def _read_place(feature: Feature, fields: Fields, ledger: Ledger) -> Place | None:
    name = feature.tags.get(fields.name, "")
    if feature.shape.kind != "Point":
        ledger.refuse(feature.ref, "not_a_point", f"A place is drawn as a {feature.shape.kind}.")
        return None
    if not name:
        ledger.refuse(feature.ref, "name_missing", "The place has no name.")
        return None
    ledger.keep(feature.ref)
    if len(name) > NAME_MAX_CHARS:
        ledger.repair(feature.ref, "name_shortened", f"{len(name)} characters; {NAME_MAX_CHARS} kept.")
    status = feature.tags.get("STATUS", "Active")
    if status != "Active":
        ledger.note(feature.ref, "status_not_active", f"The register says {status[:40]!r}.")
    return Place(
        ref=feature.ref,
        source_ref=f"dc:{feature.ref}",
        name=name[:NAME_MAX_CHARS],
        address=feature.tags.get(fields.address, "")[:NAME_MAX_CHARS],
        phone=feature.tags.get(fields.phone, "")[:40],
        location=feature.shape.line[0],
    )


def _read_grounds(features: list[Feature], ledger: Ledger) -> tuple[Ground, ...]:
    grounds = []
    for feature in features:
        if not feature.shape.is_area:
            ledger.refuse(feature.ref, "not_an_area", f"A ground is drawn as a {feature.shape.kind}.")
            continue
        # Kept or ignored only after the join: a ground is worth something once a school stands on it.
        for mend in feature.shape.mends:
            ledger.repair(feature.ref, mend.code, mend.detail)
        grounds.append(Ground(feature.ref, feature.shape.polygons))
    return tuple(grounds)
