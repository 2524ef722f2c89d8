"""Promise 6: of all copies of one command id, the answers agree, however late one comes and whatever came between."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coordination.errors import CoordinationError
from coordination.models import User
from coordination.room.answering.answered import is_for_good
from coordination.room.dispatch import Accepted, RoomCommand, execute, execute_all
from coordination.room.models import LogEntry, Room
from coordination.room.registry import command_adapter
from mou.models import AgencyMember
from tests.factories.cast import Cast, asks, join, make_cast, open_room
from tests.support.database.undone import undone

pytestmark = pytest.mark.django_db

type Answer = Accepted | CoordinationError


@pytest.fixture
def cast() -> Cast:
    return make_cast()


class Copies:
    """Some commands, of which copies come again and again; and a room that changes between them."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.room: Room = open_room(cast)
        join(cast.dispatcher, self.room)
        self.commands = [
            self._command(cast.officer, "post_message", text="I am at the door."),
            self._command(cast.officer, "join_room"),
            self._command(cast.dispatcher, "close_incident", reason="over"),
            self._command(cast.dispatcher, "reopen_incident", reason="not over"),
            self._command(cast.insider, "post_message", text="All here."),
            self._command(cast.stranger, "post_message", text="Who are you?"),
            self._command(cast.officer, "leave_room"),
        ]
        fields = {"site_id": cast.site.pk, "incident_type": "STDBY", "severity": "minor", "title": "Smoke"}
        self.opening = command_adapter().validate_python(
            {"type": "open_incident", "id": uuid4(), "is_exercise": False, **fields}
        )
        self.answers: dict[UUID, list[Answer]] = {}

    def _command(self, user: User, word: str, **fields: object) -> RoomCommand:
        command = command_adapter().validate_python({"type": word, "id": uuid4(), **fields})
        return RoomCommand(asks(user), self.room.pk, command)

    def send(self, numbers: Sequence[int]) -> None:
        """Let copies arrive, all in one batch."""
        batch = [self.commands[number] for number in numbers]
        for one, answer in zip(batch, execute_all(batch), strict=True):
            self.answers.setdefault(one.command.id, []).append(answer)

    def open(self) -> None:
        """Let a copy of the officer's opening arrive."""
        try:
            answer: Answer = execute(asker=asks(self.cast.officer), room_id=None, command=self.opening)
        except CoordinationError as error:
            answer = error
        self.answers.setdefault(self.opening.id, []).append(answer)

    def turn(self, word: str) -> None:
        """Let others change the room by commands of their own."""
        execute_all([self._command(self.cast.insider, word, reason="so")])

    def set_membership(self, ended_at: datetime | None) -> None:
        """End or bring back what lets the officer and the opening in."""
        AgencyMember.objects.filter(pk=self.cast.officer_member.pk).update(ended_at=ended_at)

    def check(self) -> None:
        for command_id, answers in self.answers.items():
            told = [told_by(one) for one in answers]
            # Who is let in no more is told nothing of what they were told before.
            first, later = told[0], [one for one in told[1:] if one != ("not_found",)]
            assert [one for one in later if one != first] == [], told
            logged = LogEntry.objects.filter(command_id=command_id).exists()
            assert logged == isinstance(answers[0], Accepted), told


def told_by(answer: Answer) -> tuple[object, ...]:
    """Return what an answer says of the command, whether or not it is the first."""
    if isinstance(answer, Accepted):
        return answer.room_id, answer.seq
    assert is_for_good(answer)
    return (answer.code,) if answer.code == "not_found" else (answer.code, answer.status, answer.title, answer.detail)


STEPS: dict[str, Callable[[Copies], None]] = {
    "close": lambda one: one.turn("close_incident"),
    "reopen": lambda one: one.turn("reopen_incident"),
    "end access": lambda one: one.set_membership(datetime(2026, 1, 1, tzinfo=UTC)),
    "give access": lambda one: one.set_membership(None),
    "an opening comes": lambda one: one.open(),
}
COPIES = st.lists(st.integers(0, 6), min_size=1, max_size=4)


@given(steps=st.lists(COPIES | st.sampled_from(list(STEPS)), max_size=14))
@example(steps=["close", [4], "reopen", [4]])
@example(steps=[[0], [1], [0, 0]])
@example(steps=["end access", [0, 1], "give access", [1], [0]])
@example(steps=[[1], [0], "end access", [0], "give access", [0]])
@example(steps=["end access", "an opening comes", "give access", "an opening comes"])
@example(steps=["an opening comes", "end access", "an opening comes", "give access", "an opening comes"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_promise_6_of_all_copies_of_an_id_the_answers_agree(cast: Cast, steps: list[list[int] | str]) -> None:
    # Each example is taken back: one person opens only so many incidents an hour.
    with undone():
        copies = Copies(cast)
        for step in steps:
            if isinstance(step, str):
                STEPS[step](copies)
            else:
                copies.send(step)

        copies.check()
