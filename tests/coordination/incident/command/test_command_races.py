"""Command under races, on the real database, in threads: one claim wins, the others get a code. Slow: it commits."""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest

from coordination.errors import CoordinationError
from coordination.room.models import LogEntry, Room
from tests.stage.full_room import run
from tests.stage.incident.command import People, claim, commanders, held, make_people, offer, room_with
from tests.stage.races import all_at_once, check_gapless

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> People:
    return make_people()


def tries(people: People, room_id: UUID, who: str, word: str, **fields: object) -> Callable[[], str]:
    def work() -> str:
        try:
            run(people.user(who), room_id, word, **fields)
        except CoordinationError as error:
            return error.code
        return who

    return work


def test_of_two_who_claim_at_once_one_is_in_command_and_the_other_is_told_so(people: People) -> None:
    for _round in range(4):
        room = room_with(people)

        said = all_at_once(
            [tries(people, room.id, who, "claim_command") for who in ("principal", "assistant")],
        )

        (winner,) = commanders(room)
        assert Counter(said) == Counter([winner, "command_held"])
        check_gapless(room)


def test_many_who_claim_at_once_leave_one_who_stands_highest(people: People) -> None:
    room = room_with(people)
    crowd = ("principal", "officer", "other_officer", "sergeant", "chief", "captain", "teacher")

    said = all_at_once([tries(people, room.id, who, "claim_command") for who in crowd])

    assert commanders(room) == {"chief"}
    assert set(said) <= {*crowd, "command_held", "may_not_claim_command"}
    assert "may_not_claim_command" in said
    check_gapless(room)


def test_an_offer_is_accepted_or_taken_back_and_never_both(people: People) -> None:
    room = room_with(people)
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain")

    said = all_at_once(
        [
            tries(people, room.id, "captain", "accept_command"),
            tries(people, room.id, "sergeant", "decline_command"),
            tries(people, room.id, "chief", "claim_command"),
        ]
    )

    assert len(held(room).commanders) == 1
    assert held(room).offer is None
    assert "chief" in said
    assert commanders(room) == {"chief"}
    endings = LogEntry.objects.filter(room=room, event_type__in=["command_accepted", "command_offer_ended"]).count()
    assert endings <= 1
    check_gapless(room)


def test_all_of_a_unified_command_who_leave_at_once_leave_nobody(people: People) -> None:
    room = room_with(people)
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain", "unified")
    run(people.captain, room.id, "accept_command")

    said = all_at_once(
        [
            tries(people, room.id, who, "relinquish_command", reason="done")
            for who in ("sergeant", "captain", "captain", "sergeant")
        ]
    )

    assert sorted(said) == ["captain", "not_in_command", "not_in_command", "sergeant"]
    assert (commanders(room), held(room).vacant_since is None) == (set(), False)
    assert Room.objects.get(pk=room.pk).head_seq == LogEntry.objects.filter(room=room).count()
