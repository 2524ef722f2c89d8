"""Read which reunification site an incident calls for, by what its room knows now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from coordination.incident.reunification_advice.danger import DangerPlace, danger_places, does_wind_matter
from coordination.room.reading.state import RoomState
from mapping.models import Site
from mapping.reunification_sites.geometry import bearing_deg, distance_m
from mapping.reunification_sites.queries import ReunificationView, site_recommendations
from mapping.reunification_sites.recommend import Danger, Recommendation, Situation
from mapping.vocabulary import Reunited


@dataclass(frozen=True, slots=True)
class DangerView:
    """A danger as it lies from the school."""

    place: DangerPlace
    danger: Danger


@dataclass(frozen=True, slots=True)
class ReunificationNow:
    """What the room knows of the danger, and the school's sites by it, best first."""

    dangers: tuple[DangerView, ...]
    is_wind_wanted: bool
    ranked: tuple[tuple[ReunificationView, Recommendation], ...]


def reunification_now(
    site: Site, state: RoomState, *, wind_from_deg: float | None, coming: Mapping[Reunited, int], at: datetime
) -> ReunificationNow:
    """Return a school's sites ranked for an incident as this reader of its room sees it. Four queries at most."""
    school = (site.location.x, site.location.y)
    dangers = tuple(
        DangerView(one, Danger(bearing_deg=bearing_deg(school, one.place), distance_m=distance_m(school, one.place)))
        for one in danger_places(state, school)
    )
    situation = Situation(
        dangers=tuple(one.danger for one in dangers),
        wind_from_deg=wind_from_deg,
        coming=coming,
        today=at.astimezone(ZoneInfo(site.time_zone)).date(),
    )
    return ReunificationNow(dangers, does_wind_matter(state), tuple(site_recommendations(site, situation)))
