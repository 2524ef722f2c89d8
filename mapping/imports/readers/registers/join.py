"""Join schools to the ground they stand on, by location, and say how sure that is. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mapping.geometry.rings import distance_m, is_inside
from mapping.imports.readers.registers.dc_open_data import Ground, Place
from mapping.interchange.ledger import Ledger

# A register's point is often the street entrance, outside the fence; further off it is another place.
NEAR_M = 150.0


@dataclass(frozen=True, slots=True)
class School:
    """A school with its ground, where there is one."""

    place: Place
    ground: Ground | None


def join_schools(
    places: Sequence[Place], grounds: Sequence[Ground], school_ledger: Ledger, ground_ledger: Ledger
) -> list[School]:
    """Return each school with the ground that contains it, else with the nearest within NEAR_M.

    A match by distance is a repair; a school without ground, a shared ground and a ground without school are listed.
    """
    schools = [School(place, _ground_of(place, grounds, school_ledger)) for place in places]
    tenants: dict[str, list[Place]] = defaultdict(list)
    for school in schools:
        if school.ground is not None:
            tenants[school.ground.ref].append(school.place)
    for ground in grounds:
        _settle_ground(ground, tenants.get(ground.ref, []), school_ledger, ground_ledger)
    return schools


def _ground_of(place: Place, grounds: Sequence[Ground], ledger: Ledger) -> Ground | None:
    inside = next((ground for ground in grounds if is_inside(place.location, ground.polygons)), None)
    if inside is not None or not grounds:
        return inside
    distance, index = min((distance_m(place.location, ground.polygons), i) for i, ground in enumerate(grounds))
    if distance > NEAR_M:
        ledger.note(place.ref, "no_ground", f"No ground within {NEAR_M:.0f} m; the nearest is {distance:.0f} m away.")
        return None
    nearest = grounds[index]
    ledger.repair(place.ref, "matched_by_distance", f"Outside every ground; {nearest.ref} is {distance:.0f} m away.")
    return nearest


def _settle_ground(ground: Ground, tenants: Sequence[Place], school_ledger: Ledger, ground_ledger: Ledger) -> None:
    if not tenants:
        ground_ledger.ignore(ground.ref, "no school of the register stands on this ground")
        return
    ground_ledger.keep(ground.ref)
    if len(tenants) > 1:
        for place in tenants:
            others = ", ".join(other.name for other in tenants if other is not place)
            school_ledger.note(place.ref, "ground_shared", f"Shares ground {ground.ref} with {others}.")
