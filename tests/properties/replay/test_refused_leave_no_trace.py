"""Promise 1 in a batch: what is refused between accepted commands is as if it had never been sent."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.incident.people.capability import JoinRoom
from coordination.room.capability import Command
from coordination.room.dispatch import Accepted, RoomCommand, execute_all
from coordination.room.models import LogEntry
from coordination.vocabulary import Audience
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan
from tests.factories.push import make_device
from tests.properties.replay.test_replay_equals_tables import WORDS, Scene, check_everybody, scene_of
from tests.support.database.tables import UUIDS, all_tables, tables_but_for_chance
from tests.support.database.undone import undone

pytestmark = pytest.mark.django_db

# Two of them have no part in the room, and are refused whatever they ask.
WHO = ("insider", "teacher", "officer", "dispatcher", "stranger", "former")
type Step = tuple[str, str, int, Audience]
STEP = st.tuples(st.sampled_from(WHO), WORDS, st.integers(0, 40), st.sampled_from(list(Audience)))
STEPS = st.lists(STEP, max_size=12)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for user in (cast.insider, cast.teacher, cast.officer, cast.dispatcher):
        make_device(user=user)
    return cast


@pytest.fixture
def levels(cast: Cast) -> list[UUID]:
    make_plan(cast.site)
    return [level.pk for level in cast.site.levels.all()]


def commands_of(scene: Scene, steps: Sequence[Step]) -> list[RoomCommand]:
    return [RoomCommand(scene.asker(step[0]), scene.room.id, command_of(scene, step)) for step in steps]


def command_of(scene: Scene, step: Step) -> Command:
    who, word, number, audience = step
    if word == "join_room" and number % 3 == 0:
        # Refused where the participant would be made: no one joins for an agency that is not theirs.
        return JoinRoom(id=uuid4(), type="join_room", agency_id=scene.cast.strangers.id)
    return scene.command(who, word, number, audience)


@given(before=STEPS, batch=STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_promise_1_a_batch_is_what_its_accepted_commands_alone_would_be(
    cast: Cast, levels: list[UUID], before: list[Step], batch: list[Step]
) -> None:
    # Each example is taken back: one person opens only so many incidents an hour.
    with undone():
        scene = scene_of(cast, levels)
        execute_all(commands_of(scene, before))
        commands = commands_of(scene, batch)
        known = ids_of(commands)

        with undone():
            answers = execute_all(commands)
            together = tables_but_for_chance(known)
            check_everybody(scene)
        accepted = [one for one, answer in zip(commands, answers, strict=True) if isinstance(answer, Accepted)]
        alone = execute_all(accepted)

        assert alone == [answer for answer in answers if isinstance(answer, Accepted)]
        seqs = list(LogEntry.objects.filter(room=scene.room).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, len(seqs) + 1))
        check_everybody(scene)
        assert together == tables_but_for_chance(known)


def ids_of(commands: Sequence[RoomCommand]) -> set[UUID]:
    """Return every id that is there or is asked for."""
    rows = [row for rows in all_tables().values() for row in rows]
    asked = [one.command.model_dump_json() for one in commands]
    return {UUID(one) for text in (*rows, *asked) for one in UUIDS.findall(text)}


@given(steps=STEPS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_promise_1_what_is_refused_changes_no_row_of_any_table(
    cast: Cast, levels: list[UUID], steps: list[Step]
) -> None:
    with undone():
        scene = scene_of(cast, levels)
        commands = commands_of(scene, steps)
        before = all_tables()
        for command in commands:
            answer = execute_all([command])[0]
            after = all_tables()

            assert isinstance(answer, Accepted) == (after != before)
            before = after


def test_promise_1_a_command_is_refused_of_each_kind_between_two_that_are_accepted(
    cast: Cast, levels: list[UUID]
) -> None:
    """The kinds that write tables are refused behind their savepoint, the others without one."""
    scene = scene_of(cast, levels)
    refused = [
        ("insider", "remove_participant", 0, Audience.EVERYONE),  # oneself
        ("teacher", "close_incident", 0, Audience.EVERYONE),
        ("insider", "reopen_incident", 0, Audience.EVERYONE),
        ("officer", "record_disclosure", 0, Audience.EVERYONE),
        ("insider", "take_emergency_access", 0, Audience.EVERYONE),
        ("teacher", "propose_all_clear", 0, Audience.EVERYONE),
        ("officer", "join_room", 0, Audience.EVERYONE),  # for an agency not theirs
        ("officer", "place_marker", 0, Audience.SCHOOL),
        ("officer", "move_marker", 7, Audience.EVERYONE),
        ("officer", "strike_entry", 0, Audience.EVERYONE),
        ("teacher", "post_priority_message", 0, Audience.EVERYONE),
        ("stranger", "post_message", 0, Audience.EVERYONE),
    ]
    message = ("officer", "post_message", 1, Audience.EVERYONE)
    head = LogEntry.objects.filter(room=scene.room).count()

    answers = execute_all(commands_of(scene, [message, *(one for step in refused for one in (step, message))]))

    assert [isinstance(one, Accepted) for one in answers] == [True, *([False, True] * len(refused))]
    seqs = [one.seq for one in answers if isinstance(one, Accepted)]
    assert seqs == list(range(head + 1, head + 1 + len(seqs)))
    assert LogEntry.objects.filter(room=scene.room).count() == head + len(seqs)
    check_everybody(scene)
