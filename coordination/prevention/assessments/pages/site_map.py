"""The map of a site with findings, as pages of assessments show it."""

from collections.abc import Sequence

from coordination.prevention.assessments import words
from mapping.assessments.work.queries import SiteFindingView
from mapping.models import Site
from mapping.sites.basemap import base_map
from mapping.sites.queries import site_outline
from mapping.sites.street_map.streets import streets_here
from mapping.sites.wording.words import map_words


def place_context(site: Site, findings: Sequence[SiteFindingView]) -> dict[str, object]:
    """Return the map of a site with its findings."""
    return {
        "base_map": base_map(site_outline(site), streets_here()),
        "map_words": {**map_words(), **words.map_words()},
        "marks": [
            {
                "number": one.number,
                "level_id": str(one.level_id),
                "lon": one.lon,
                "lat": one.lat,
                "settled": one.state.is_settled,
                "id": str(one.finding_id),
            }
            for one in findings
            if one.lon is not None
        ],
    }
