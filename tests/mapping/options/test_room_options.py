"""The walk through the rooms of a floor: who writes, who reads, what a new version of the plan keeps."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from mapping.assessments.models import SiteFinding
from mapping.models import Floorplan, Level, Space
from mapping.options.models import RoomWalk
from mapping.options.queries import count_states, options_of_space, site_options
from mapping.options.rules import is_of_room
from mapping.options.vocabulary import OptionsState
from mapping.vocabulary import FloorplanState
from tests.factories.cast import Cast
from tests.mapping.assessments.test_assessments import asks

pytestmark = pytest.mark.django_db
SEEN = {"locks": "inside", "can_barricade": True, "is_hidden": True}
NO_OPTION = {"locks": "hall", "can_barricade": False, "is_hidden": True}


def room_of(cast: Cast, number: str) -> Space:
    return Space.objects.get(floorplan__level__site=cast.site, floorplan__state=FloorplanState.PUBLISHED, number=number)


def door(cast: Cast, number: str) -> str:
    space = room_of(cast, number)
    return f"/levels/{space.floorplan.floor_id}/spaces/{space.pk}/room-options"


def client_of(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("insider", 200, 204),
        ("teacher", 200, 204),
        # An agreement opens them with the floor plans, and lets no one else write them.
        ("officer", 200, 403),
        ("dispatcher", 200, 403),
        ("stranger", 404, 404),
        ("former", 404, 404),
    ],
)
def test_who_sees_the_plan_sees_them_and_own_people_write_them(cast: Cast, who: str, reads: int, writes: int) -> None:
    asks(cast.insider, "POST", door(cast, "9"), SEEN)
    user, client, space = getattr(cast, who), client_of(cast, who), room_of(cast, "9")
    page = f"/levels/{space.floorplan.floor_id}/room-options/{space.pk}"

    status, answer = asks(user, "GET", f"/sites/{cast.site.pk}/room-options")

    assert status == reads
    assert ("Door locks from inside." in str(answer)) is (reads == 200)
    for address in (f"/sites/{cast.site.pk}/room-options", page):
        assert client.get(address).status_code == reads, address
    assert asks(user, "POST", door(cast, "9"), SEEN)[0] == writes
    posted = client.post(page, {"act": "walk", "locks": "none", "can_barricade": "False", "is_hidden": "False"})
    assert posted.status_code == {204: 303, 403: 422, 404: 404}[writes]
    assert RoomWalk.objects.filter(walked_by=user).exists() is (writes == 204)


def test_the_walk_leads_through_the_rooms_in_the_order_of_their_numbers(cast: Cast) -> None:
    client, level = client_of(cast, "teacher"), Level.objects.get(site=cast.site)
    addresses = {one: f"/levels/{level.pk}/room-options/{room_of(cast, one).pk}" for one in ("2A", "9", "10")}
    typed = {
        "act": "walk",
        "locks": "inside",
        "can_barricade": "False",
        "is_hidden": "True",
        "ways_out-kind": ["window", ""],
        "ways_out-to": ["the <b>east</b> lawn", ""],
    }

    assert client.get(f"/levels/{level.pk}/room-options")["Location"] == addresses["2A"]
    assert client.post(addresses["2A"], typed)["Location"] == addresses["9"]
    # Who comes back goes on where nothing is known.
    assert client.get(f"/levels/{level.pk}/room-options")["Location"] == addresses["9"]
    assert client.post(addresses["9"], typed)["Location"] == addresses["10"]
    # Halls come after rooms, the whole building last (test_other_places.py).
    assert (
        client.post(addresses["10"], typed)["Location"] == f"/levels/{level.pk}/room-options/{room_of(cast, 'H1').pk}"
    )
    page = client.get(f"/sites/{cast.site.pk}/room-options").content.decode()
    assert "3 of 5 places are known" in page
    assert "<b>east" not in page
    assert cast.teacher.shown_name() in page
    file = b"".join(client.get(f"/sites/{cast.site.pk}/room-options?file=csv")).decode()
    assert file.count("Door locks from inside.") == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"locks": "glue"},
        {"cover_m": -1},
        {"ways_out": [{"kind": "window", "to": ""}] * 7},
        {"ways_out": [{"kind": "window", "to": "a\u202eb"}]},
        {"note": "x" * 301},
        {"walked_by": "me"},
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    assert asks(cast.teacher, "POST", door(cast, "9"), SEEN | wrong)[0] == 422
    assert not RoomWalk.objects.exists()


def test_only_rooms_of_this_floors_published_plan_are_walked(cast: Cast) -> None:
    level = Level.objects.get(site=cast.site)
    # A hall has no door to lock: it has questions of its own.
    for space_id in (uuid4(), room_of(cast, "H1").pk):
        status, answer = asks(cast.teacher, "POST", f"/levels/{level.pk}/spaces/{space_id}/room-options", SEEN)
        assert (status, answer["code"]) == (404, "room_to_walk_not_found")
    assert client_of(cast, "teacher").get(f"/levels/{level.pk}/room-options/{uuid4()}").status_code == 404


def test_the_newest_walk_counts_and_each_is_kept(cast: Cast) -> None:
    asks(cast.teacher, "POST", door(cast, "9"), NO_OPTION)
    asks(cast.insider, "POST", door(cast, "9"), SEEN)

    found = options_of_space(cast.site, room_of(cast, "9").pk, datetime.now(UTC))

    assert found is not None
    assert (found.state, found.walked_by) == (OptionsState.HAS_OPTION, cast.insider.shown_name())
    assert RoomWalk.objects.count() == 2


def test_a_room_without_an_option_is_one_finding_until_that_is_settled(cast: Cast) -> None:
    for who in (cast.teacher, cast.insider):
        assert asks(who, "POST", door(cast, "9"), NO_OPTION)[0] == 204

    finding = SiteFinding.objects.get()
    assert finding.words.startswith("9 has no option")
    assert [one.act for one in finding.records.order_by("at", "id")] == ["found", "seen_again"]
    asks(
        cast.insider, "POST", f"/assessment-findings/{finding.pk}/steps", {"step": "accept", "words": "A wall in June"}
    )
    asks(cast.teacher, "POST", door(cast, "9"), NO_OPTION)
    asks(cast.teacher, "POST", door(cast, "10"), SEEN)
    assert SiteFinding.objects.count() == 2


def test_nothing_is_claimed_of_what_was_walked_too_long_ago(cast: Cast) -> None:
    asks(cast.teacher, "POST", door(cast, "9"), SEEN)
    now = datetime.now(UTC)

    later = site_options(cast.site, now + timedelta(days=800)).rooms
    counts = count_states([cast.site], now)[cast.site.pk]

    assert {one.label: one.state for one in later}["9"] == OptionsState.TOO_OLD
    # Two rooms, the hall, and the building as a whole.
    assert (counts[OptionsState.HAS_OPTION], counts[OptionsState.NOT_WALKED]) == (1, 4)


def test_a_new_version_keeps_what_is_known_and_says_which_room_is_gone(cast: Cast) -> None:
    for number in ("9", "10"):
        asks(cast.teacher, "POST", door(cast, number), SEEN)
    _publish_without(cast, gone="10", renamed=("9", "109"))

    known = site_options(cast.site, datetime.now(UTC))

    assert {one.label: one.state for one in known.rooms} == {"2A": "not_walked", "109": "has_option"}
    assert [one.label for one in known.gone] == ["10"]
    page = client_of(cast, "officer").get(f"/sites/{cast.site.pk}/room-options").content.decode()
    assert "No longer on the plan" in page


def test_a_name_by_place_in_a_file_carries_nothing_to_another_room(cast: Cast) -> None:
    _publish_without(cast, gone="", renamed=("", ""), refs={"9": "#12"})
    asks(cast.teacher, "POST", door(cast, "9"), SEEN)
    # The next file has one room more before it, or is of another floor: "#12" is another room.
    _publish_without(cast, gone="10", renamed=("9", "14"))

    known = site_options(cast.site, datetime.now(UTC))

    assert {one.label: one.state for one in known.rooms} == {"2A": "not_walked", "14": "not_walked"}
    assert [one.label for one in known.gone] == ["9"]
    found = options_of_space(
        cast.site, next(one.place_id for one in known.rooms if one.label == "14"), datetime.now(UTC)
    )
    assert found is not None
    assert found.options is None
    assert count_states([cast.site], datetime.now(UTC))[cast.site.pk][OptionsState.HAS_OPTION] == 0


@pytest.mark.parametrize(
    ("ref", "is_same"), [("#12", False), ("9#12", False), ("way/12", True), ("feature:0190", True), ("B-9", True)]
)
def test_which_names_are_of_the_room(ref: str, *, is_same: bool) -> None:
    assert is_of_room(ref=ref, label_then="9", label_now="14") is is_same
    assert is_of_room(ref=ref, label_then="9", label_now="9")


def _publish_without(cast: Cast, *, gone: str, renamed: tuple[str, str], refs: Mapping[str, str] | None = None) -> UUID:
    """Publish a next version in which one room is gone and one has another number, as an edited draft would be."""
    old = Floorplan.objects.get(level__site=cast.site, state=FloorplanState.PUBLISHED)
    spaces = list(old.spaces.all())
    Floorplan.objects.filter(pk=old.pk).update(state=FloorplanState.SUPERSEDED)
    plan = Floorplan.objects.create(
        level=old.level,
        version=old.version + 1,
        state=FloorplanState.PUBLISHED,
        source="edited",
        source_sha256=old.source_sha256,
        imported_at=old.imported_at,
    )
    for one in spaces:
        if one.number != gone:
            number = renamed[1] if one.number == renamed[0] else one.number
            Space.objects.create(
                floorplan=plan,
                category=one.category,
                number=number,
                source_ref=(refs or {}).get(one.number, one.source_ref),
                geometry=one.geometry,
            )
    return plan.pk
