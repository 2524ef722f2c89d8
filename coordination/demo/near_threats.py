"""An exercise of 9-1-1 with the demo's schools: told of a threat near them, answered by two, and ended."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from coordination.incident.near_threats.actions import acknowledge_threat, end_threat, tell_schools
from coordination.incident.near_threats.wire import EndThreatIn, NearThreatIn, OfSchoolIn
from coordination.room.access import Asker
from coordination.vocabulary import IncidentType

# In degrees from the high school: along the river, to the north of it.
AREA = ((-0.03, -0.008), (0.02, -0.012), (0.035, 0.02), (-0.02, 0.03))
WORDS = "Made up for the demo: a man with a rifle on Example Street, walking north toward the river."


def load_near_threat(
    *,
    agency_id: UUID,
    people: Mapping[str, int],
    sites: Mapping[str, UUID],
    location: tuple[float, float],
    at: datetime,
) -> None:
    """Tell every school near the high school, let two acknowledge, and give the all clear."""
    lon, lat = location
    dispatcher = Asker(people["dispatcher"], at)
    given = NearThreatIn(
        id=uuid4(),
        agency_id=agency_id,
        is_exercise=True,
        kind=IncidentType.WEAPON,
        words=WORDS,
        lon=lon,
        lat=lat,
        radius_m=5000,
        area=tuple((lon + east, lat + north) for east, north in AREA),
        site_ids=tuple(sites.values()),
    )
    threat_id = tell_schools(asker=dispatcher, given=given)
    for after_s, who, school in ((25, "principal", "lincoln-high"), (70, "cottonwood", "cottonwood-elementary")):
        asker = Asker(people[who], at + timedelta(seconds=after_s))
        acknowledge_threat(asker=asker, threat_id=threat_id, given=OfSchoolIn(site_id=sites[school]))
    ended = Asker(people["dispatcher"], at + timedelta(minutes=2))
    end_threat(asker=ended, threat_id=threat_id, given=EndThreatIn(words="End of the exercise. Thank you."))
