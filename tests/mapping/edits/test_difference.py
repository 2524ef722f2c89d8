"""What differs between two versions of a floor is found, thing by thing, and nothing else is."""

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.edits.rules.difference import list_differences
from mapping.edits.rules.feature_rules import check_feature
from mapping.edits.rules.undo import Edited, Stack, stack_of
from mapping.errors import BadFeature, NothingToUndo, PreconditionFailed, PreconditionRequired
from mapping.laws.catalogue import law_profiles
from mapping.laws.freshness import freshness_of
from mapping.plans.drawn_things.drawn import Drawn, drawn_from_json, json_of
from mapping.plans.if_match import require_match, version_tag
from mapping.vocabulary import ChangeKind, EditStep, FeatureKind, Freshness

HERE = (-98.5, 39.8)
SQUARE = [[-98.5, 39.8], [-98.4999, 39.8], [-98.4999, 39.8001], [-98.5, 39.8001], [-98.5, 39.8]]


def room(ref: str = "r", **changes: object) -> Drawn:
    shape = json.dumps({"type": "Polygon", "coordinates": [SQUARE]})
    thing = Drawn(
        id=uuid4(), kind=FeatureKind.SPACE, category="classroom", ref=ref, geometry=shape, number="101", name="Art"
    )
    return replace(thing, **changes)  # type: ignore[arg-type]


def shifted(by: float, points: int = 5) -> str:
    ring = [[lon + by, lat] if index < points else [lon, lat] for index, (lon, lat) in enumerate(SQUARE)]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"geometry": shifted(0.0001)}, ChangeKind.MOVED),
        ({"geometry": shifted(0.0001, points=2)}, ChangeKind.RESHAPED),
        ({"number": "102"}, ChangeKind.RENUMBERED),
        ({"name": "Music"}, ChangeKind.RENAMED),
        ({"category": "office"}, ChangeKind.RECLASSIFIED),
        ({"is_lockable": True}, ChangeKind.RECLASSIFIED),
    ],
)
def test_each_way_to_differ_has_its_word(changes: dict[str, object], kind: ChangeKind) -> None:
    before = room()

    found = list_differences([before], [replace(before, id=uuid4(), **changes)])  # type: ignore[arg-type]

    assert [one.kinds for one in found] == [(kind,)]


def test_a_version_does_not_differ_from_its_copy_even_if_a_browser_rounded_it() -> None:
    things = [room("a"), room("b", number="102"), room("c", number="", name="")]

    copies = [replace(one, id=uuid4(), geometry=shifted(5e-9)) for one in things]

    assert list_differences(things, copies) == []


def test_a_new_file_with_other_keys_is_compared_by_number() -> None:
    before, after = (
        [room("old/1"), room("old/2", number="102")],
        [room("new/9", name="Pottery"), room("new/8", number="7")],
    )

    found = list_differences(before, after)

    assert [one.kinds for one in found] == [(ChangeKind.ADDED,), (ChangeKind.RENAMED,), (ChangeKind.REMOVED,)]
    assert [one.either().number for one in found] == ["7", "101", "102"]


@given(st.lists(st.sampled_from("abcdef"), max_size=8), st.lists(st.sampled_from("abcdef"), max_size=8))
def test_added_minus_removed_is_what_there_is_more(old: list[str], new: list[str]) -> None:
    found = list_differences([room(ref, number="") for ref in old], [room(ref, number="") for ref in new])

    added = sum(ChangeKind.ADDED in one.kinds for one in found)
    removed = sum(ChangeKind.REMOVED in one.kinds for one in found)
    assert added - removed == len(new) - len(old)
    assert len(found) == added + removed


def test_what_is_kept_of_a_thing_comes_back_the_same() -> None:
    thing = room(correlation_id=UUID(int=7), is_lockable=False)

    assert drawn_from_json(json_of(thing)) == thing
    assert drawn_from_json(json_of(None)) is None


@given(st.lists(st.sampled_from(EditStep), max_size=30))
def test_undo_and_redo_are_a_stack_whatever_people_do(wanted: list[EditStep]) -> None:
    edits: list[Edited] = []
    shown: list[int] = []
    hidden: list[int] = []
    for step in wanted:
        number = len(edits) + 1
        stack = stack_of(edits)
        if step is EditStep.EDIT:
            edits.append(Edited(number, step, None))
            shown, hidden = [*shown, number], []
        elif step is EditStep.UNDO and stack.done:
            edits.append(Edited(number, step, stack.done[-1]))
            hidden.append(shown.pop())
        elif step is EditStep.REDO and stack.undone:
            edits.append(Edited(number, step, stack.undone[-1]))
            shown.append(hidden.pop())

    assert stack_of(edits) == Stack(tuple(shown), tuple(hidden))
    assert NothingToUndo.status == 409


@pytest.mark.parametrize(
    ("key", "amber_after", "red_after"),
    [
        *((key, 273, 365) for key in ("AL", "AR", "AZ", "FL", "GENERIC", "KY", "NJ", "TX", "VA")),
        ("MI", 547, 730),
        ("WI", 821, 1095),
    ],
)
def test_a_verification_turns_amber_and_red_by_the_law_of_its_state(key: str, amber_after: int, red_after: int) -> None:
    today, limits = date(2026, 11, 24), law_profiles()[key].age_limits()

    found = [
        freshness_of(today - timedelta(days=days), today, limits)
        for days in (0, amber_after, amber_after + 1, red_after, red_after + 1)
    ]

    assert found == [
        *(Freshness.CURRENT, Freshness.CURRENT),
        *(Freshness.AGEING, Freshness.AGEING),
        Freshness.OVERDUE,
    ]
    assert freshness_of(None, today, limits) is Freshness.UNVERIFIED


def test_every_profile_says_how_old_a_walk_through_may_be() -> None:
    tested = {"AL", "AR", "AZ", "FL", "GENERIC", "KY", "MI", "NJ", "TX", "VA", "WI"}

    assert set(law_profiles()) == tested


def test_a_write_names_the_state_it_was_made_on() -> None:
    tag = version_tag(UUID(int=1), "draft", 4)

    require_match(f'"other", {tag}', tag)

    for missing in (None, "", "  "):
        with pytest.raises(PreconditionRequired):
            require_match(missing, tag)
    for stale in (version_tag(UUID(int=1), "draft", 3), "*", f"W/{tag}"):
        with pytest.raises(PreconditionFailed, match="Ana changed it"):
            require_match(stale, tag, "Ana changed it.")


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "castle"},
        {"number": "x" * 41},
        {"name": "two\nlines"},
        {"name": "\u202eright to left"},
        {"is_exterior": True},
        {"geometry": '{"type":"Point","coordinates":[-98.5,39.8]}'},
        {"geometry": shifted(0.1)},
        {"kind": FeatureKind.OBJECT, "category": "aed", "number": "7"},
    ],
)
def test_what_a_plan_cannot_hold_is_refused(changes: dict[str, object]) -> None:
    check_feature(room(), site_lonlat=HERE)

    with pytest.raises(BadFeature):
        check_feature(replace(room(), **changes), site_lonlat=HERE)  # type: ignore[arg-type]
