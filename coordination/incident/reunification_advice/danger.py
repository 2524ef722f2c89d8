"""Tell from a room's state where the danger is, as far as its reader is told. Pure: no Django, no Channels."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from coordination.incident.ground.capability import GroundPlace, Sighting
from coordination.incident.ground.vocabulary import GroundKind, SightingKind
from coordination.incident.lifecycle.capability import IncidentFacts
from coordination.incident.map_marks.capability import Marker, Shape
from coordination.room.reading.state import RoomState
from coordination.vocabulary import IncidentType, MarkerKind, ShapeKind
from mapping.reunification_sites.geometry import LonLat

# What happens in the school itself, unless a place is marked: then its ground is no place to reunite families.
AT_THE_SCHOOL = frozenset(
    (
        *(IncidentType.ACTIVE_SHOOTER, IncidentType.SHOOTING, IncidentType.STABBING, IncidentType.WEAPON),
        *(IncidentType.BOMB, IncidentType.PANIC_AUDIBLE, IncidentType.PANIC_SILENT, IncidentType.FIRE_ALARM),
        *(IncidentType.STRUCTURE_FIRE, IncidentType.SMOKE, IncidentType.GAS_LEAK_INSIDE, IncidentType.HAZMAT),
        IncidentType.MASS_CASUALTY,
    )
)
# What the wind carries.
DRIFTS = frozenset(
    (
        *(IncidentType.STRUCTURE_FIRE, IncidentType.SMOKE, IncidentType.HAZMAT),
        *(IncidentType.GAS_LEAK_INSIDE, IncidentType.GAS_LEAK_OUTSIDE),
    )
)
SEEN_THAT_DRIFTS = frozenset((SightingKind.FIRE, SightingKind.SMOKE, SightingKind.GAS, SightingKind.CHEMICAL))
DangerSource = Literal["marker", "shape", "sighting", "ground", "incident"]


@dataclass(frozen=True, slots=True)
class DangerPlace:
    """Where something dangerous is. `kind` is a kind of `source`; of the ground: of its places."""

    source: DangerSource
    kind: str
    label: str
    place: LonLat


def danger_places(state: RoomState, school: LonLat) -> list[DangerPlace]:
    """Return the hazards, the hot zones and where a suspect was seen last; without any, what the incident's type says.

    A reader's state has only the markers of their own audiences, so this tells nothing that their map does not show.
    """
    found = [
        *_dangers_of_markers(state.of(Marker).values()),
        *_dangers_of_sightings(_standing(state)),
        *_dangers_of_zones(state.of(Shape).values()),
        *_dangers_of_places(state.of(GroundPlace).values()),
    ]
    incident_type = _incident_type(state)
    if found or incident_type not in AT_THE_SCHOOL:
        return found
    return [DangerPlace("incident", incident_type.value, "", school)]


def does_wind_matter(state: RoomState) -> bool:
    """Tell whether the wind should be asked for: something burns, smokes or leaks, or a hazard is marked."""
    is_hazard = any(one.kind is MarkerKind.HAZARD for one in state.of(Marker).values())
    drifts = is_hazard or any(one.kind in SEEN_THAT_DRIFTS for one in _standing(state))
    return drifts or _incident_type(state) in DRIFTS


def _incident_type(state: RoomState) -> IncidentType:
    (facts,) = state.of(IncidentFacts).values()
    return facts.incident_type


def _dangers_of_markers(markers: Collection[Marker]) -> Iterable[DangerPlace]:
    # A suspect is where they were seen last; a hazard stays where it is.
    seen = sorted((one for one in markers if one.kind is MarkerKind.SUSPECT_LAST_SEEN), key=lambda one: one.moved_at)
    for one in (*seen[-1:], *(one for one in markers if one.kind is MarkerKind.HAZARD)):
        yield DangerPlace("marker", one.kind.value, one.label, (one.lon, one.lat))


def _dangers_of_zones(shapes: Iterable[Shape]) -> Iterable[DangerPlace]:
    for one in shapes:
        if one.kind is ShapeKind.HOT_ZONE:
            yield DangerPlace("shape", one.kind.value, one.label or "", _middle_of(one.points))


def _standing(state: RoomState) -> list[Sighting]:
    return [one for one in state.of(Sighting).values() if one.taken_back_at is None]


def _dangers_of_sightings(sightings: Collection[Sighting]) -> Iterable[DangerPlace]:
    # Two people may have seen two suspects: each stands until it is said to be nothing.
    for one in sorted(sightings, key=lambda found: found.seen_at, reverse=True):
        yield DangerPlace("sighting", one.kind.value, one.what or "", (one.lon, one.lat))


def _dangers_of_places(places: Iterable[GroundPlace]) -> Iterable[DangerPlace]:
    for one in places:
        if one.kind is GroundKind.HOT_ZONE and one.closed_at is None:
            yield DangerPlace("ground", one.kind.value, one.name or "", _middle_of(one.points))


def _middle_of(points: Iterable[LonLat]) -> LonLat:
    corners = set(points)
    return (sum(lon for lon, _ in corners) / len(corners), sum(lat for _, lat in corners) / len(corners))
