"""Who is answered what about options of rooms and places: with floor plans they are read, and own people write them."""

from tests.coordination.access_walk.rows import IN_DISTRICT_OR_AGREED, Row, answers, site
from tests.stage.full_room import Stage


def room_of_floor(stage: Stage) -> dict[str, object]:
    return {"level_id": stage.level_id, "space_id": stage.space_id}


def seen(_stage: Stage) -> dict[str, object]:
    return {"locks": "inside", "can_barricade": True, "is_hidden": True}


def building(stage: Stage) -> dict[str, object]:
    level = stage.cast.site.levels.get(pk=stage.level_id)
    return {"site_id": stage.cast.site.pk, "named_place_id": level.building_id}


def seen_of_building(_stage: Stage) -> dict[str, object]:
    return {"locks": "once", "ways_out": [{"kind": "away", "to": "door 7"}]}


WALK = "/levels/{uuid:level_id}/spaces/{uuid:space_id}/room-options"
ROOM_OPTIONS: dict[str, Row] = {
    "GET /sites/{uuid:site_id}/room-options": Row(IN_DISTRICT_OR_AGREED, ids=site),
    f"POST {WALK}": Row(
        answers(insider=204, teacher=204, keeper=204, officer=403, visitor=403), ids=room_of_floor, body=seen
    ),
    "POST /sites/{uuid:site_id}/named-places/{uuid:named_place_id}/room-options": Row(
        answers(insider=204, teacher=204, keeper=204, officer=403, visitor=403), ids=building, body=seen_of_building
    ),
}
ROOM_OPTION_PAGES: dict[str, Row] = {
    "sites/<uuid:site_id>/room-options": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "levels/<uuid:level_id>/room-options": Row(
        answers(insider=302, teacher=302, keeper=302, officer=302, visitor=302),
        ids=lambda stage: {"level_id": stage.level_id},
    ),
    "levels/<uuid:level_id>/room-options/<uuid:place_id>": Row(
        IN_DISTRICT_OR_AGREED, ids=lambda stage: {"level_id": stage.level_id, "place_id": stage.space_id}
    ),
}
PICTURES = {"principal": ("room_options",)}
NOT_PICTURED = {
    "walk_floor": "leads to the first room that was not walked",
    "walk_room": "one form, of the parts of other forms; its room differs from run to run",
}
