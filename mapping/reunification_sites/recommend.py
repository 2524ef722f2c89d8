"""Rank a school's reunification sites for one incident, and say what each point was given for. Pure."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mapping.reunification_sites.geometry import apart_deg
from mapping.vocabulary import Reunited

# A plume widens as it drifts: no site within PLUME_DEG of its axis is safe; from a quarter turn on it does not matter.
PLUME_DEG, CLEAR_DEG = 30.0, 90.0
# So near to the school that what threatens it threatens the site.
TOO_NEAR_M = 300
# What is nearer to the middle of the school than this is at the school.
AT_SCHOOL_M = 150
WALKABLE_M, FAR_M = 1_600, 16_000
YEAR_DAYS = 365
# What can hurt people weighs most; the planner's own order only decides between equals.
WEIGHTS = {
    "threat": 3.0,
    "wind": 3.0,
    "capacity": 2.0,
    "distance": 1.0,
    "agreement": 1.0,
    "exercised": 1.0,
    "rank": 0.5,
}


@dataclass(frozen=True, slots=True)
class HostsAgree:
    """Until when the host of each reunification site of a school agrees; None: no day is noted, or none is needed."""

    days: tuple[date | None, ...]

    @property
    def last_day(self) -> date | None:
        """Return the last day on which any host agrees: one is enough. None: one site ends on no day."""
        return None if None in self.days else max(day for day in self.days if day is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What counts of one site."""

    key: str
    rank: int
    bearing_deg: float
    distance_m: float
    is_on_campus: bool
    agreement_expires_on: date | None
    holds: Mapping[Reunited, int | None]
    last_exercised_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """Something to stay away from, seen from the school; where only its direction is known it has no distance."""

    bearing_deg: float
    distance_m: float | None

    @property
    def is_at_school(self) -> bool:
        """Tell whether it is on the school's own ground: then its direction says nothing."""
        return self.distance_m is not None and self.distance_m < AT_SCHOOL_M


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of the incident; None is "not known" and then plays no part. Directions: 0 north, 90 east.

    `coming` are those for whom there must be room, as far as their numbers are known.
    """

    dangers: tuple[Danger, ...]
    wind_from_deg: float | None
    coming: Mapping[Reunited, int]
    today: date


@dataclass(frozen=True, slots=True)
class Point:
    """One criterion: how well it is met, 0 to 1, how much it weighs, and the fact as a code with its numbers."""

    criterion: str
    value: float
    weight: float
    code: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A site with its score, 0 to 100, and all that went into it; `warnings` are codes of what speaks against it."""

    key: str
    score: int
    points: tuple[Point, ...]
    warnings: tuple[str, ...]


def recommend_sites(candidates: Iterable[Candidate], situation: Situation) -> list[Recommendation]:
    """Return the sites, best first; a site with a warning comes after every site without one."""
    found = [(_weigh_site(one, situation), one.rank) for one in candidates]
    found.sort(key=lambda pair: (bool(pair[0].warnings), -pair[0].score, pair[1], pair[0].key))
    return [one for one, _ in found]


def _weigh_site(site: Candidate, now: Situation) -> Recommendation:
    asked = (_weigh_threat(site, now), _weigh_wind(site, now))
    points = [*(one for one in asked if one is not None), *_weigh_capacity(site, now), _weigh_distance(site, now)]
    points += [
        _weigh_agreement(site, now),
        _weigh_exercise(site, now),
        Point("rank", 1 / site.rank, WEIGHTS["rank"], "rank", (site.rank,)),
    ]
    total = sum(point.weight for point in points)
    score = round(100 * sum(point.value * point.weight for point in points) / total)
    return Recommendation(
        site.key, score, tuple(points), tuple(point.code for point in points if point.code in AGAINST)
    )


AGAINST = frozenset(
    (
        *("towards_threat", "at_threatened_school", "beside_threat", "in_plume", "agreement_expired"),
        *("too_small", "too_small_for_adults", "too_small_for_cars", "too_small_for_buses"),
    )
)


def _weigh_threat(site: Candidate, now: Situation) -> Point | None:
    """Return the worst of what threatens a site: of two dangers the one that it is better off from does not count."""
    return min((_away_from(site, one) for one in now.dangers), key=lambda point: point.value, default=None)


def _away_from(site: Candidate, danger: Danger) -> Point:
    weight, metres = WEIGHTS["threat"], round(site.distance_m)
    if danger.is_at_school:
        is_too_near = site.is_on_campus or site.distance_m < TOO_NEAR_M
        code = "at_threatened_school" if is_too_near else "away_from_school"
        return Point("threat", 0.0 if is_too_near else 1.0, weight, code, (metres,))
    gap_m = _gap_m(site, danger)
    if gap_m is not None and gap_m < TOO_NEAR_M:
        return Point("threat", 0.0, weight, "beside_threat", (round(gap_m),))
    if site.distance_m < TOO_NEAR_M:
        return Point("threat", 0.2, weight, "beside_school", (metres,))
    apart = apart_deg(site.bearing_deg, danger.bearing_deg)
    code = "towards_threat" if apart < CLEAR_DEG / 2 else "from_threat"
    return Point("threat", apart / 180, weight, code, (round(apart),))


def _gap_m(site: Candidate, danger: Danger) -> float | None:
    """Return how far a site lies from a danger, both seen from the school (the law of cosines)."""
    if danger.distance_m is None:
        return None
    turn = math.radians(apart_deg(site.bearing_deg, danger.bearing_deg))
    a, b = site.distance_m, danger.distance_m
    return math.sqrt(max(0.0, a * a + b * b - 2 * a * b * math.cos(turn)))


def _weigh_wind(site: Candidate, now: Situation) -> Point | None:
    if now.wind_from_deg is None:
        return None
    if site.distance_m < TOO_NEAR_M:
        return Point("wind", 0.0, WEIGHTS["wind"], "in_plume", (0,))
    apart = apart_deg(site.bearing_deg, (now.wind_from_deg + 180) % 360)
    if apart <= PLUME_DEG:
        return Point("wind", 0.0, WEIGHTS["wind"], "in_plume", (round(apart),))
    value = min(1.0, (apart - PLUME_DEG) / (CLEAR_DEG - PLUME_DEG))
    return Point("wind", value, WEIGHTS["wind"], "out_of_plume", (round(apart),))


def _weigh_capacity(site: Candidate, now: Situation) -> list[Point]:
    """Return how the site holds each kind that comes, the tightest first: it alone weighs, the others are told."""
    points = [_room_for(site, kind, count) for kind, count in now.coming.items() if count > 0]
    points.sort(key=lambda point: point.value)
    return [*points[:1], *(replace(one, weight=0.0) for one in points[1:])]


def _room_for(site: Candidate, kind: Reunited, coming: int) -> Point:
    weight, held = WEIGHTS["capacity"], site.holds.get(kind)
    # Students are the usual case, so their codes carry no suffix.
    whom = "" if kind is Reunited.STUDENTS else f"_for_{kind}"
    if held is None:
        return Point("capacity", 0.5, weight, f"capacity_unknown{whom}", (coming,))
    share = min(1.0, held / coming)
    return Point("capacity", share, weight, f"{'large_enough' if share == 1 else 'too_small'}{whom}", (held, coming))


def _weigh_distance(site: Candidate, now: Situation) -> Point:
    metres = round(site.distance_m)
    if metres <= WALKABLE_M:
        return Point("distance", 1.0, WEIGHTS["distance"], "walkable", (metres,))
    value = max(0.2, 1 - 0.8 * (metres - WALKABLE_M) / (FAR_M - WALKABLE_M))
    return Point("distance", value, WEIGHTS["distance"], "by_bus", (metres,))


def _weigh_agreement(site: Candidate, now: Situation) -> Point:
    weight = WEIGHTS["agreement"]
    if site.is_on_campus:
        return Point("agreement", 1.0, weight, "own_ground")
    if site.agreement_expires_on is None:
        return Point("agreement", 0.3, weight, "no_agreement")
    days = (site.agreement_expires_on - now.today).days
    return (
        Point("agreement", 0.0, weight, "agreement_expired", (-days,))
        if days < 0
        else Point("agreement", 1.0, weight, "agreement_holds", (days,))
    )


def _weigh_exercise(site: Candidate, now: Situation) -> Point:
    weight = WEIGHTS["exercised"]
    if site.last_exercised_on is None:
        return Point("exercised", 0.2, weight, "never_exercised")
    days = (now.today - site.last_exercised_on).days
    return Point(
        "exercised", 1.0 if days <= YEAR_DAYS else 0.6 if days <= 2 * YEAR_DAYS else 0.2, weight, "exercised", (days,)
    )
