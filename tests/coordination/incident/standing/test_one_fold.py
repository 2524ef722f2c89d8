"""What stands is folded alike by the server and by the page: the same things, in the same order, from any state."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.incident.standing.things import STANDING_CLASSES, standing_things
from coordination.room.capability import RoomObject
from coordination.vocabulary import ThreatVerdict
from coordination.web.wording.standing_words import OF_MAYDAY, OF_PRESS, standing_kinds
from tests.support.node import run_node

ROOMS = [UUID(int=one) for one in range(1, 4)]
PEOPLE = [UUID(int=one) for one in range(11, 14)]
TIMES = [f"2026-11-24T15:00:0{one}.000Z" for one in range(9)]
times, people = st.sampled_from(TIMES), st.sampled_from([str(one) for one in PEOPLE])
places = st.fixed_dictionaries(
    {"site": st.just("Lincoln")},
    optional={
        "building": st.sampled_from(["Main", "Gym"]),
        "level_id": st.sampled_from([str(one) for one in ROOMS]),
        "room": st.sampled_from(["101", "201"]),
        "grid_cell": st.sampled_from(["F7", "G8"]),
        "lon": st.just(-71.5),
        "lat": st.just(43.5),
    },
)
presses = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([one.value for one in OF_PRESS]),
        "source": st.just("person"),
        "place": places,
        "words": st.just("w"),
        "dispatch_text": st.just("d"),
        "confirmation_required": st.booleans(),
        "pressed_by": people,
        "pressed_at": times,
    },
    optional={"cancelled_at": times},
)
maydays = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([one.value for one in OF_MAYDAY]),
        "who": st.just("Unit 12"),
        "called_by": people,
        "called_at": times,
    },
    optional={"cleared_at": times, "level_id": st.just(str(ROOMS[0])), "lon": st.just(-71.5), "lat": st.just(43.5)},
)
keys = st.sampled_from([str(one) for one in ROOMS])
reports = st.fixed_dictionaries(
    {
        "room": st.just("101"),
        "room_key": keys,
        "state": st.sampled_from(["ok", "need_help", "medical"]),
        "reported_by": people,
        "reported_at": times,
    },
    optional={
        "said_at": times,
        "moving_to_key": keys,
        "on_behalf_of": st.sampled_from(["Ms. A", "MS. A"]),
        "is_simulated": st.just(value=True),
    },
)
# Of presses as `many` numbers them, and of one that is not there.
judgments = st.fixed_dictionaries(
    {
        "verdict": st.sampled_from([one.value for one in ThreatVerdict]),
        "panic_ids": st.lists(st.sampled_from([str(UUID(int=100 + one)) for one in range(9)]), max_size=8),
        "judged_by": people,
        "judged_at": times,
    }
)
messages = st.fixed_dictionaries(
    {"text": st.just("Stay out"), "audience": st.just("everyone"), "posted_by": people, "posted_at": times}
)
clears = st.fixed_dictionaries(
    {"reason": st.just("r"), "proposed_by": people, "proposed_at": times}, optional={"given_at": times}
)


def many[Value](values: st.SearchStrategy[Value], most: int = 5) -> st.SearchStrategy[dict[str, Value]]:
    ids = st.lists(values, max_size=most)
    return ids.map(lambda found: {str(UUID(int=100 + at)): one for at, one in enumerate(found)})


states = st.fixed_dictionaries(
    {
        "panic_alerts": many(presses, 8),
        "all_clear": many(clears, 1),
        "threat_judgments": many(judgments, 1),
        "maydays": many(maydays),
        "room_reports": many(reports, 8),
        "priority_messages": many(messages, 2),
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """A state, as the fold takes it."""

    state: dict[str, dict[str, object]]

    def of[O: RoomObject](self, cls: type[O]) -> dict[str, O]:
        return {one: cls.model_validate(value) for one, value in self.state.get(cls.state_key, {}).items()}


# A process of node folds a dozen states at a time.
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(states, min_size=12, max_size=12))
def test_page_and_server_say_the_same(drawn: list[dict[str, Any]]) -> None:
    done = run_node("standing_of.mjs", given=json.dumps({"states": drawn, "kinds": standing_kinds()}))

    assert done.returncode == 0, done.stderr
    for said, state in zip(json.loads(done.stdout), drawn, strict=True):
        expected = told(state)
        # Of equals in one instant either may stand first.
        assert _sorted(said) == _sorted(expected)
        assert [one["kind"] for one in said] == [one["kind"] for one in expected]


def told(state: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the server says stands in a state, as the script tells it."""
    return [
        {
            "kind": one.kind.value,
            "what": one.what,
            "since": one.since,
            "count": one.count,
            "level_id": None if one.level_id is None else str(one.level_id),
            "lon": one.lon,
            "lat": one.lat,
            "is_simulated": one.is_simulated,
            "verdict": one.verdict.value,
        }
        for one in standing_things(Known(state), waits=lambda _one: True)
    ]


def _sorted(things: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True) for one in things)


def test_the_fold_asks_for_every_class_that_can_stand() -> None:
    assert {cls.state_key for cls in STANDING_CLASSES} == {
        "panic_alerts",
        "all_clear",
        "threat_judgments",
        "maydays",
        "room_reports",
        "priority_messages",
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_order_and_words_come_from_one_list(language: str) -> None:
    with translation.override(language):
        kinds = standing_kinds()

    assert list(kinds)[:4] == ["officer_down", "mayday", "active_threat", "emergency"]
    assert all(kinds.values())
