"""What a person is in the incidents into which they were let by mutual aid."""

from dataclasses import replace
from datetime import datetime

from mou.access import policy
from mou.access.facts import mutual_aid_rows
from mou.access.fetch import Standing, standings_at_places


def standings_in_incidents(*, user_id: int, place: policy.Place, at: datetime) -> list[Standing]:
    """Return what a person is in those incidents at a site into which they were let by mutual aid.

    One query where there are none, five at most else.
    """
    rows = mutual_aid_rows(at).filter(user_id=user_id, site_id=place.site_id)
    asked = {replace(place, incident_id=one): [user_id] for one in rows.values_list("incident_id", flat=True)}
    found = standings_at_places(asked, at) if asked else {}
    return [standing for people in found.values() for standing in people[user_id]]
