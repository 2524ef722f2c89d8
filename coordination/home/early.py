"""What the incident page's scripts will ask for first, in the page itself; and what they are to fetch meanwhile.

On a slow line each answer that is waited for costs half a second. What is new each time (state, newest entries, floors)
stands in the page. A plan never changes: the page says which one its reader may have, and the browser has it perhaps.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from coordination.incident.floorplans.api import levels_out
from coordination.incident.floorplans.queries import RoomLevelView, plan_sites_for, room_levels
from coordination.room.access import RoomGrant
from coordination.room.reading.log_reading import page_before
from coordination.room.reading.state import state_now
from coordination.room.wire.encoded import entries_json
from mapping.plans.versions import etags_of
from mou.api.encoding import AnswerEncoder

# As many entries as the timeline asks for at a time.
ENTRIES = 50
# A fuller room comes over its socket, in parts: the page's own words must not wait behind it.
STATE_MAX_BYTES = 96 * 1024
# What ends a script, or begins a comment in one, must not stand in it (as in Django's json_script).
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Early:
    """`answers`: a script element with answers of the interface by method and address. `plans`: address and ETag."""

    answers: SafeString
    plans: list[tuple[str, str]]


def early_answers(grant: RoomGrant, *, user_id: int, at: datetime) -> Early:
    """Return what a page of this grant brings along, exactly as its scripts would ask for it.

    Call it in the instant in which the grant was asked for: state and entries reach to its head.
    Raises: NotJoined.
    """
    room = f"/api/v1/rooms/{grant.joined().room_id}"
    before = grant.room.head_seq + 1
    entries = page_before(grant.room, before=before, limit=ENTRIES)
    head = grant.room.head_seq
    answers = {
        f"{room}/entries?before={before}&limit={ENTRIES}": entries_json(
            head=head, entries=entries, audiences=grant.audiences
        )
    }
    state = state_now(grant.room, audiences=grant.audiences).as_json()
    if len(state) <= STATE_MAX_BYTES:
        answers[f"{room}/state"] = state
    levels = _levels_of_site(grant, user_id=user_id, at=at)
    if levels is None:
        return Early(_write_script(answers), [])
    told = [one.model_dump() for one in levels_out(levels)]
    written = json.dumps(told, cls=AnswerEncoder, ensure_ascii=False, separators=(",", ":"))
    answers[f"{room}/levels"] = written.encode()
    return Early(_write_script(answers), _first_plans(levels))


def _levels_of_site(grant: RoomGrant, *, user_id: int, at: datetime) -> list[RoomLevelView] | None:
    sites = plan_sites_for(grant, user_id=user_id, at=at)
    if not sites and not grant.sees_plans():
        return None
    return room_levels(grant.incident, sites, at)


def _first_plans(levels: Sequence[RoomLevelView]) -> list[tuple[str, str]]:
    drawn = [one.level for one in levels if one.level.floorplan_id is not None]
    grounds = [one for one in drawn if one.building_id is None]
    # The floor that the page shows first: mapping/plan/plan.js chooses it in the same way.
    floors = sorted((one for one in drawn if one.building_id is not None), key=lambda one: abs(one.ordinal))
    shown = [one.floorplan_id for one in [*grounds[:1], *floors[:1]] if one.floorplan_id is not None]
    etags = etags_of(shown)
    return [(f"/api/v1/floorplans/{plan}/plan", etags[plan]) for plan in shown if plan in etags]


def _write_script(answers: Mapping[str, bytes]) -> SafeString:
    """Return the element; a browser runs nothing of this type, and a page's policy lets it through unseen."""
    told = ",".join(f"{json.dumps(f'GET {path}')}:{body.decode()}" for path, body in answers.items())
    text = f"{{{told}}}".translate(ESCAPES)
    return mark_safe(f'<script type="application/json" id="early-answers">{text}</script>')  # noqa: S308 - escaped above
