"""Open a desk of tips on a live server, as its administrator would."""

import json
import urllib.request
from typing import Any

from tests.stage.live_room import LiveRoom


def asked(room: LiveRoom, who: str, method: str, path: str, body: object = None) -> Any:
    """Ask the server as someone's app; return what it answers, if anything."""
    request = urllib.request.Request(
        f"{room.url}/api/v1{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"X-Session-Token": room.token(who), "Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        answer = response.read()
    return json.loads(answer) if answer else None


def open_desk(room: LiveRoom, *, keeper: str, team: str, short_address: str) -> None:
    """Open the desk of the keeper's school with one person on its team."""
    agency_id = me(room, keeper)["memberships"][0]["agency_id"]
    desk = f"/agencies/{agency_id}/tip-desk"
    asked(room, keeper, "PUT", desk, {"short_address": short_address})
    join_team(room, f"{desk}/team", team, by=keeper)


def join_team(room: LiveRoom, path: str, who: str, *, by: str, **more: str) -> None:
    """Ask that someone come on a confidential team, and let them in as the district's keeper or the teacher there."""
    asked(room, by, "POST", path, {"person_id": me(room, who)["user_id"], **more})
    for second in {"keeper", "teacher"} - {by, who}:
        for place in asked(room, second, "GET", "/prevention/places"):
            asked(room, second, "POST", f"/prevention/places/{place['kind']}/{place['place_id']}/let-in")


def me(room: LiveRoom, who: str) -> Any:
    """Return who someone is, as the interface says it."""
    return asked(room, who, "GET", "/me")
