"""The map beside the form of an inject: where markers stand, and where a tap puts this one."""

from django.utils.translation import gettext as _

from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.vocabulary import InjectDelivery
from coordination.drills.exercises.work.queries import InjectView
from coordination.room.access import Asker
from mapping.access import site_for
from mapping.errors import MappingError
from mapping.sites.basemap import base_map
from mapping.sites.queries import site_outline
from mapping.sites.street_map.streets import streets_here
from mapping.sites.wording.words import map_words
from mapping.vocabulary import SiteNeed


def map_context(exercise: Exercise, asker: Asker, injects: list[InjectView]) -> dict[str, object]:
    """Return what the map needs; nothing for a writer whose agreements open no plans of the site."""
    try:
        site = site_for(user_id=asker.user_id, site_id=exercise.site_id, need=SiteNeed.FLOORPLAN, at=asker.at)
    except MappingError:
        return {}
    return {
        "site": site,
        "base_map": base_map(site_outline(site), streets_here()),
        "map_words": {
            **map_words(),
            "msel.here": _("Here, on the plan: {place}. It comes as a marker."),
            "msel.here_outside": _("Here, outside. It comes as a marker."),
        },
        "marks": [_show_mark(one) for one in injects if one.delivery == InjectDelivery.MARKER and "lon" in one.payload],
    }


def _show_mark(one: InjectView) -> dict[str, object]:
    """Return a marker as the map shows it: the number of its inject, degrees, its floor."""
    payload = one.payload
    return {
        "inject_id": str(one.inject_id),
        "number": one.number,
        "lon": payload["lon"],
        "lat": payload["lat"],
        "level_id": payload.get("level_id") or None,
    }
