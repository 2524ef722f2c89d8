"""What an entry can be found by: words as people type them, never ids, and where it is."""

from uuid import UUID, uuid4

from coordination.room.text_search.tokens import make_findable, scope_of, words_of
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience

AUTHOR, LEVEL = UUID(int=7), UUID(int=9)


def content(event: JsonObject, patch: JsonObject | None = None) -> JsonObject:
    by: JsonObject = {"participant_id": str(AUTHOR), "name": "Ana Ruiz", "agency": "Valley PD"}
    return {"by": by, "event": event, **({"patch": patch} if patch else {})}


def test_words_are_compared_without_case_accents_and_marks() -> None:
    assert words_of("¡CAFETERÍA, puerta B-12 (norte)! Straße") == ["cafeteria", "puerta", "b", "12", "norte", "strasse"]


def test_nothing_of_a_text_is_special_to_a_database() -> None:
    assert words_of('a\' | b:* & "c" \\ NEAR(d)* _e_ \0\ud800') == ["a", "b", "c", "near", "d", "e"]


def test_an_entry_is_found_by_its_author_and_by_all_that_it_says() -> None:
    patch: JsonObject = {"markers": {str(uuid4()): {"label": "Boiler room", "placed_at": "2026-01-02T03:04:05.678Z"}}}

    found = make_findable(content({"type": "marker_placed", "marker_id": str(uuid4())}, patch), with_words=True)

    assert found.words == {"ana", "ruiz", "valley", "pd", "boiler", "room"}
    assert found.author_id == AUTHOR


def test_an_entry_whose_words_nobody_may_search_is_still_found_by_who_and_where() -> None:
    found = make_findable(content({"type": "x", "name": "Child", "lon": 1, "lat": 2.5}), with_words=False)

    assert (found.words, found.author_id, found.lon, found.lat) == (frozenset(), AUTHOR, 1.0, 2.5)


def test_a_point_is_where_it_is_and_a_zone_where_its_middle_is() -> None:
    point = make_findable(
        content({"type": "x"}, {"markers": {"1": {"lon": -98.5, "lat": 39.8, "level_id": str(LEVEL)}}}), with_words=True
    )
    zone = make_findable(content({"type": "x"}, {"shapes": {"1": {"points": [[0, 0], [2, 4]]}}}), with_words=True)
    nowhere = make_findable(content({"type": "x"}), with_words=True)

    assert (point.lon, point.lat, point.level_id) == (-98.5, 39.8, LEVEL)
    assert (zone.lon, zone.lat, zone.level_id) == (1.0, 2.0, None)
    assert (nowhere.lon, nowhere.lat) == (None, None)


def test_every_audience_of_a_room_has_a_scope_of_its_own() -> None:
    room_id = uuid4()

    assert len({scope_of(room_id, one) for one in Audience}) == len(Audience)
    assert len({len(scope_of(uuid4(), one)) for one in Audience}) == 1
