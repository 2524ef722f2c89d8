"""What holds of messages to families without a database: words, lengths, contradictions, ways, quiet hours."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from coordination.family_messages.rules.contradictions import RoomFacts, Said, digest_of, find_contradictions
from coordination.family_messages.rules.library import proposed_words
from coordination.family_messages.rules.reaching import Guardian, goes_out_at, plan_reach
from coordination.family_messages.rules.texts import fill_text, is_well_braced, length_of_text, placeholders_in
from coordination.family_messages.vocabulary import Contradiction, FamilyWay, NotReached, Placeholder
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from coordination.vocabulary import ResponseActionKind

K, C, R = FamilyMessageKind, Contradiction, ResponseActionKind
AT = datetime(2026, 12, 1, 16, 2, tzinfo=UTC)
SCHOOL = frozenset({"Lincoln High"})


def test_proposed_words_are_in_both_languages_with_the_same_known_places() -> None:
    for kind, by_language in proposed_words().items():
        assert set(by_language) == {"en", "es"}, kind
        places = {placeholders_in(text) for text in by_language.values()}
        assert len(places) == 1, kind
        assert places.pop() <= {one.value for one in Placeholder}
        for text in by_language.values():
            assert is_well_braced(text)
            # With a long school and site it is still four text messages at most, and in English three.
            filled = fill_text(text, {"school": "S" * 30, "site": "T" * 30, "address": "A" * 40, "time": "10:40"})
            assert length_of_text(filled).segments <= (3 if text == by_language["en"] else 4), (kind, filled)


@pytest.mark.parametrize("text", ["{child} is well", "{student_name}", "{", "a } b", "{{school}}", "{school.name}"])
def test_no_other_place_may_stand_in_the_words(text: str) -> None:
    assert not is_well_braced(text)


def test_a_value_in_braces_is_not_filled_a_second_time() -> None:
    assert fill_text("{school} at {site}", {"school": "{site}", "site": "Gym"}) == "{site} at Gym"


@pytest.mark.parametrize(
    ("text", "segments", "is_wide"),
    [
        ("a" * 160, 1, False),
        ("a" * 161, 2, False),
        ("a" * 306, 2, False),
        ("a" * 307, 3, False),
        ("€" * 80, 1, False),
        ("€" * 81, 2, False),
        ("í" * 70, 1, True),
        ("í" * 71, 2, True),
        ("é" * 160, 1, False),
        ("😀" * 35, 1, True),
        ("😀" * 36, 2, True),
    ],
)
def test_how_many_text_messages_a_carrier_makes(text: str, segments: int, is_wide: bool) -> None:
    length = length_of_text(text)
    assert (length.segments, length.is_wide, length.characters) == (segments, is_wide, len(text))


def said(
    kind: FamilyMessageKind,
    *,
    site: str = "",
    at: datetime | None = None,
    when: str = "",
    schools: frozenset[str] = SCHOOL,
) -> Said:
    return Said(kind, schools, site, when, at)


@pytest.mark.parametrize(
    ("message", "room", "earlier", "found"),
    [
        (said(K.LOCKDOWN), RoomFacts({"Lincoln High": frozenset({R.LOCKDOWN})}), (), []),
        (said(K.LOCKDOWN), RoomFacts({}), (), [C.NOT_IN_FORCE]),
        (
            said(K.SECURE),
            RoomFacts({"Lincoln High": frozenset({R.LOCKDOWN})}),
            (),
            [C.NOT_IN_FORCE, C.OTHER_ACTION],
        ),
        (said(K.ALL_CLEAR), RoomFacts({"Lincoln High": frozenset({R.HOLD})}), (), [C.ACTION_STANDS]),
        (said(K.ALL_CLEAR), RoomFacts({"Another": frozenset({R.HOLD})}), (), []),
        (said(K.SITE_OPENS, site="Gym"), RoomFacts({}, ("Gym",), is_reuniting=True), (), []),
        (said(K.SITE_OPENS, site="Gym"), RoomFacts({}, ("Stadium",), is_reuniting=True), (), [C.SITE_NOT_OPEN]),
        (said(K.WHERE_TO_GO, site="Gym"), RoomFacts({}), (), [C.SITE_NOT_OPEN]),
        (said(K.SITE_CLOSED, site="Gym"), RoomFacts({}, ("Gym",), is_reuniting=True), (), [C.NOT_CLOSED]),
        (
            said(K.HOLD),
            RoomFacts({"Lincoln High": frozenset({R.HOLD})}),
            (said(K.LOCKDOWN, at=AT),),
            [C.EARLIER_ACTION],
        ),
        (
            said(K.HOLD),
            RoomFacts({"Lincoln High": frozenset({R.HOLD})}),
            (said(K.ALL_CLEAR, at=AT), said(K.LOCKDOWN, at=AT)),
            [C.AFTER_ALL_CLEAR],
        ),
        (
            said(K.HOLD),
            RoomFacts({"Lincoln High": frozenset({R.HOLD})}),
            (said(K.LOCKDOWN, at=AT, schools=frozenset({"Another"})),),
            [],
        ),
        (
            said(K.SITE_MOVED, site="Stadium"),
            RoomFacts({}, ("Stadium",), is_reuniting=True),
            (said(K.SITE_OPENS, site="Gym", at=AT),),
            [C.EARLIER_SITE],
        ),
        (
            said(K.WHERE_TO_GO, site="Gym", when="11:00"),
            RoomFacts({}, ("Gym",), is_reuniting=True),
            (said(K.SITE_OPENS, site="Gym", when="10:00", at=AT),),
            [C.EARLIER_TIME],
        ),
        (
            said(K.HOLD),
            RoomFacts({"Lincoln High": frozenset({R.HOLD})}),
            (said(K.HOLD, at=AT),),
            [C.TOLD_ALREADY],
        ),
        (said(K.DRILL_NOTICE), RoomFacts({}, is_real_open=True), (), [C.REAL_INCIDENT]),
        (said(K.DRILL_NOTICE), RoomFacts({}), (), []),
    ],
)
def test_what_contradicts_a_message(
    message: Said, room: RoomFacts, earlier: tuple[Said, ...], found: list[Contradiction]
) -> None:
    assert [one.what for one in find_contradictions(message, room, earlier)] == found


def test_what_was_seen_is_told_from_what_is() -> None:
    one = find_contradictions(said(K.LOCKDOWN), RoomFacts({}), ())
    other = find_contradictions(said(K.ALL_CLEAR), RoomFacts({"Lincoln High": frozenset({R.HOLD})}), ())
    assert len({digest_of(()), digest_of(one), digest_of(other)}) == 3
    assert digest_of(one) == digest_of(find_contradictions(said(K.LOCKDOWN), RoomFacts({}), ()))


def person(ways: Mapping[FamilyWay, str], *stopped: FamilyWay) -> Guardian:
    return Guardian(uuid4(), UUID(int=1), "en", ways, frozenset(stopped))


def test_each_guardian_has_one_way_and_each_address_one_message() -> None:
    text, mail = FamilyWay.TEXT, FamilyWay.MAIL
    both, nothing, stopped = person({text: "a", mail: "b"}), person({}), person({text: "c"}, text)
    same, half = person({text: "a"}), person({text: "d", mail: "e"}, text)
    reach = plan_reach([both, nothing, stopped, same, half], first=text)
    assert [(one.guardian, one.way) for one in reach.told] == [(both, text), (half, mail)]
    assert reach.not_told == (
        (nothing, NotReached.NO_WAY),
        (stopped, NotReached.ALL_STOPPED),
        (same, NotReached.SAME_ADDRESS),
    )
    assert plan_reach([both], first=mail).told[0].way is mail


@pytest.mark.parametrize(
    ("hour", "is_urgent", "goes"),
    [
        (12, False, (1, 12)),
        (21, False, (2, 7)),
        (2, False, (1, 7)),
        (7, False, (1, 7)),
        (20, False, (2, 7)),
        (21, True, (1, 21)),
    ],
)
def test_what_is_not_urgent_waits_for_the_morning_of_the_place(
    hour: int,
    is_urgent: bool,
    goes: tuple[int, int],
) -> None:
    zone = ZoneInfo("America/Chicago")
    at = datetime(2026, 12, 1, hour, tzinfo=zone)
    out = goes_out_at(at, is_urgent=is_urgent, quiet_from=time(20), quiet_until=time(7), zone=zone)
    assert (out.astimezone(zone).day, out.astimezone(zone).hour) == goes


def test_the_same_time_twice_is_no_quiet_hour() -> None:
    zone = ZoneInfo("UTC")
    assert goes_out_at(AT, is_urgent=False, quiet_from=time(7), quiet_until=time(7), zone=zone) == AT
    assert goes_out_at(AT, is_urgent=False, quiet_from=time(15), quiet_until=time(18), zone=zone).hour == 18
