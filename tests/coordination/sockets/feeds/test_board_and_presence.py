"""Positions and presence in memory: the last value wins, audiences hold, silence is not absence until a lease ends."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from coordination.room.fanout import EphemeralUpdate
from coordination.sockets.feeds.board import PositionBoard
from coordination.sockets.feeds.presence import LEASE_S, Presence
from coordination.vocabulary import Audience

AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
ROOM, DANA, SAM = uuid4(), uuid4(), uuid4()
OFFICER = frozenset({Audience.EVERYONE, Audience.RESPONDERS})
TEACHER = frozenset({Audience.EVERYONE, Audience.SCHOOL})


def shared(who: UUID, place: int, audience: Audience = Audience.EVERYONE) -> EphemeralUpdate:
    return EphemeralUpdate(ROOM, who, json.dumps({"who": str(who), "place": place}).encode(), audience)


def withdrawn(who: UUID) -> EphemeralUpdate:
    return EphemeralUpdate(ROOM, who, None, Audience.EVERYONE)


def news(board: PositionBoard, audiences: frozenset[Audience]) -> tuple[list[int], list[str]]:
    frame: dict[str, Any] = json.loads(board.news_for(audiences, at=AT) or b'{"positions":[],"gone":[]}')
    return [one["place"] for one in frame["positions"]], frame["gone"]


def test_the_last_value_of_a_tick_wins_and_is_told_once() -> None:
    board = PositionBoard()
    for place in (1, 2, 3):
        board.hear(shared(DANA, place))

    assert news(board, OFFICER) == ([3], [])
    board.settle()
    assert not board.has_news()
    assert board.news_for(OFFICER, at=AT) is None


def test_a_position_is_shown_to_its_audience_and_to_nobody_else() -> None:
    board = PositionBoard()
    board.hear(shared(DANA, 1, Audience.SCHOOL))

    assert news(board, TEACHER) == ([1], [])
    assert board.news_for(OFFICER, at=AT) is None
    assert board.all_for(OFFICER, at=AT) is None


def test_whoever_narrows_their_audience_vanishes_for_those_who_lose_sight() -> None:
    board = PositionBoard()
    board.hear(shared(DANA, 1))
    board.settle()

    board.hear(shared(DANA, 2, Audience.SCHOOL))

    assert news(board, OFFICER) == ([], [str(DANA)])
    assert news(board, TEACHER) == ([2], [])


def test_a_withdrawn_position_is_gone_and_one_that_was_never_there_is_no_news() -> None:
    board = PositionBoard()
    board.hear(withdrawn(SAM))
    assert not board.has_news()
    board.hear(shared(DANA, 1))
    board.settle()

    board.hear(withdrawn(DANA))

    assert news(board, OFFICER) == ([], [str(DANA)])
    assert board.all_for(OFFICER, at=AT) is None


def test_a_position_that_comes_back_within_a_tick_is_not_gone() -> None:
    board = PositionBoard()
    board.hear(shared(DANA, 1))
    board.settle()

    board.hear(withdrawn(DANA))
    board.hear(shared(DANA, 2))

    assert news(board, OFFICER) == ([2], [])


def test_a_process_that_opens_the_room_is_told_the_whole_board() -> None:
    board, other = PositionBoard(), PositionBoard()
    board.hear(shared(DANA, 1))
    board.hear(shared(SAM, 2, Audience.SCHOOL))
    board.settle()

    for update in board.updates(ROOM):
        other.hear(update)

    assert other.all_for(TEACHER, at=AT) == board.all_for(TEACHER, at=AT)
    assert other.all_for(OFFICER, at=AT) == board.all_for(OFFICER, at=AT)


# --- presence ---------------------------------------------------------------------------------------------------------
def people(frame: bytes | None) -> dict[str, tuple[int, int]]:
    told: dict[str, Any] = json.loads(frame or b'{"people":[]}')
    return {one["participant_id"]: (one["sockets"], one["acked"]) for one in told["people"]}


def note(
    presence: Presence, who: UUID, *, origin: str = "", sockets: int = 1, acked: int = 0, now_s: float = 0
) -> None:
    presence.note(who, origin=origin, sockets=sockets, acked=acked, at="2026-11-24T15:00:00.000Z", now_s=now_s)


def test_sockets_of_all_processes_are_added_and_the_furthest_acknowledgement_counts() -> None:
    presence = Presence()
    note(presence, DANA, origin="", sockets=1, acked=7)
    note(presence, DANA, origin="other", sockets=2, acked=9)

    assert people(presence.news(at=AT)) == {str(DANA): (3, 9)}


def test_only_what_has_changed_is_news() -> None:
    presence = Presence()
    note(presence, DANA, acked=7)
    note(presence, SAM)
    presence.news(at=AT)

    note(presence, DANA, acked=8)
    note(presence, SAM, now_s=1)

    assert people(presence.news(at=AT)) == {str(DANA): (1, 8)}
    assert presence.news(at=AT) is None
    assert set(people(presence.all(at=AT))) == {str(DANA), str(SAM)}


def test_a_process_that_falls_silent_no_longer_counts_after_the_lease() -> None:
    presence = Presence()
    note(presence, DANA, origin="other", sockets=2)
    presence.news(at=AT)

    presence.expire(now_s=LEASE_S - 1)
    assert presence.news(at=AT) is None
    presence.expire(now_s=LEASE_S + 1)

    assert people(presence.news(at=AT)) == {str(DANA): (0, 0)}
