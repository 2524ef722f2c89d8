"""Where to reunite families in an incident, over HTTP. Parse, call, answer; no rule stands here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from coordination.incident.accountability.access import site_of_rooms
from coordination.incident.reunification_advice.danger import DangerSource
from coordination.incident.reunification_advice.queries import DangerView, reunification_now
from coordination.room.entrance import state_for
from coordination.sign_in.callers import caller_of
from mapping.access import site_for
from mapping.reunification_sites.api import Degrees, People, numbers_coming, recommended_sites
from mapping.reunification_sites.schemas import RecommendationOut
from mapping.vocabulary import SiteNeed

router = Router(tags=["rooms"])


class DangerOut(Schema):
    """A danger that the room knows of, by its marks, sightings, places or type, as it lies from the school."""

    source: DangerSource
    kind: str
    label: str
    lon: float
    lat: float
    bearing_deg: int
    distance_m: int
    is_at_school: bool


class ReunificationNowOut(Schema):
    """The school's sites for this incident, best first. `is_wind_wanted`: ask for the wind, it makes a difference."""

    dangers: list[DangerOut]
    is_wind_wanted: bool
    ranked: list[RecommendationOut]


@router.get(
    "/rooms/{uuid:room_id}/reunification", response=ReunificationNowOut, operation_id="recommend_reunification_now"
)
def read_reunification_now(
    request: HttpRequest,
    room_id: UUID,
    wind_from_deg: Degrees | None = None,
    people: People | None = None,
    adults: People | None = None,
    cars: People | None = None,
    buses: People | None = None,
) -> ReunificationNowOut:
    """Rank the school's reunification sites by the hazards, hot zones and sightings on the map of this room."""
    asker = caller_of(request).asker()
    grant, state = state_for(asker, room_id)
    # The room's agreement may be without floorplans, and then there are no sites to name.
    site = site_of_rooms(grant, None)
    site_for(user_id=asker.user_id, site_id=site.pk, need=SiteNeed.FLOORPLAN, at=asker.at)
    who = numbers_coming(students=people, adults=adults, cars=cars, buses=buses)
    now = reunification_now(site, state, wind_from_deg=wind_from_deg, coming=who, at=asker.at)
    return ReunificationNowOut(
        dangers=[_danger_out(one) for one in now.dangers],
        is_wind_wanted=now.is_wind_wanted,
        ranked=recommended_sites(now.ranked),
    )


def _danger_out(view: DangerView) -> DangerOut:
    lon, lat = view.place.place
    return DangerOut(
        source=view.place.source,
        kind=view.place.kind,
        label=view.place.label,
        lon=lon,
        lat=lat,
        bearing_deg=round(view.danger.bearing_deg) % 360,
        distance_m=round(view.danger.distance_m or 0),
        is_at_school=view.danger.is_at_school,
    )
