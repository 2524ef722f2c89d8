"""What someone looks at never enters what they say: a floor of the map is read by who draws it, and by a tap on it."""

import re

from tests.support.sources import page_sources

SCRIPTS = page_sources(".js")
SHOWN_FLOOR = re.compile(r"\b(?:live|plan)\.levelId\b|\bthis\.levelId\b")
# Who asks which floor is shown, and what for.
MAY_ASK = {
    "coordination/ground/ground_acts.js": "which door is tapped: the nearest of those that are drawn, from outside too",
    "coordination/incident/mark_actions.js": "a zone drawn there, where its author says that it is of this floor alone",
    "coordination/map/live_map.js": "what is drawn",
    "coordination/map/site_plan.js": "what is drawn, and the floor of a point that is tapped",
    "coordination/client/room/position_sharing.js": "the floor that its owner has said, not the one that is shown",
}


def test_no_other_script_asks_which_floor_is_shown() -> None:
    asks = {address for address, path in SCRIPTS.items() if SHOWN_FLOOR.search(path.read_text())}

    assert {address for address in asks if address.startswith("coordination/")} == set(MAY_ASK)


def test_a_shared_position_knows_nothing_of_the_map() -> None:
    for name in ("coordination/client/room/position_sharing.js", "coordination/positions/sharing_bar.js"):
        imports = re.findall(r'^import .*? from "(.+?)";$', SCRIPTS[name].read_text(), re.MULTILINE)

        assert not [one for one in imports if "live_map" in one or "site_plan" in one or "mapping/" in one]
