"""Promise 8 on a socket: whose access ends hears nothing after the entry that ended it, and within a second nothing."""

import asyncio
from datetime import UTC, datetime

from coordination.models import SocketTicket, User
from coordination.sessions import SessionStore
from coordination.ws.database import in_database
from mou.actions.memoranda import terminate_memorandum
from mou.vocabulary import OPERATOR
from tests.coordination.stage import Stage, run
from tests.coordination.ws.talk import call, enter


async def test_promise_8_a_removed_participant_receives_nothing_after_the_entry_that_removed_them(stage: Stage) -> None:
    talk, witness = await enter(stage, "officer"), await enter(stage, "teacher")
    officer = await in_database(stage.participant_id, "officer")

    removed = await in_database(
        run, stage.people["insider"], stage.room.id, "remove_participant", participant_id=officer, reason="off duty"
    )
    await in_database(run, stage.people["insider"], stage.room.id, "post_message", text="afterwards")
    reason = await talk.hear_close()
    await witness.hear("entry")
    await witness.hear("entry")

    assert reason == ("access_ended", 4403)
    assert max([0, *talk.seqs()]) <= (removed.seq or 0) < max(witness.seqs())
    assert await talk.hear_nothing()
    await talk.end()
    await witness.end()


async def test_promise_8_an_agreement_that_ends_silences_the_socket_within_a_second(stage: Stage) -> None:
    talk = await enter(stage, "officer")
    await in_database(
        terminate_memorandum,
        actor_id=OPERATOR,
        memorandum_id=stage.cast.agreement.id,
        reason="Test.",
        at=datetime.now(UTC),
    )
    began = asyncio.get_running_loop().time()

    reason = await talk.hear_close()

    assert asyncio.get_running_loop().time() - began < 1.0
    assert reason == ("access_ended", 4403)
    await in_database(run, stage.people["insider"], stage.room.id, "post_message", text="afterwards")
    assert await talk.hear_nothing()
    await talk.end()


async def test_promise_8_signing_out_closes_the_sockets_of_that_session_only(stage: Stage) -> None:
    officer, teacher = await enter(stage, "officer"), await enter(stage, "teacher")

    await in_database(SessionStore(stage.sessions["officer"]).delete)

    assert await officer.hear_close() == ("signed_out", 4401)
    await teacher.say(type="ping")
    assert await teacher.hear("pong")
    await officer.end()
    await teacher.end()


def change_password(user_id: int) -> None:
    """As a page, the interface and manage.py changepassword do."""
    user = User.objects.get(pk=user_id)
    user.set_password("another long password")
    user.save(update_fields=["password"])


async def test_promise_8_a_new_password_closes_the_sockets_of_older_sessions_within_a_second(stage: Stage) -> None:
    """Whoever took a session along only listens: HTTP would have found out with the next request."""
    officer, teacher = await enter(stage, "officer"), await enter(stage, "teacher")
    await in_database(change_password, stage.people["officer"].pk)
    began = asyncio.get_running_loop().time()

    assert await officer.hear_close() == ("signed_out", 4401)
    assert asyncio.get_running_loop().time() - began < 1.0
    await teacher.say(type="ping")
    assert await teacher.hear("pong")
    await officer.end()
    await teacher.end()


async def test_promise_8_a_ticket_from_before_a_new_password_is_of_no_use_for_longer_than_a_second(
    stage: Stage,
) -> None:
    witness, officer = await enter(stage, "teacher"), await call(stage, "officer")

    await in_database(change_password, stage.people["officer"].pk)
    await officer.say(type="hello")

    assert await officer.hear_close() == ("signed_out", 4401)
    await officer.end()
    await witness.end()


def has_unused_ticket(user_id: int) -> bool:
    return SocketTicket.objects.filter(user_id=user_id, used_at__isnull=True).exists()


async def test_promise_8_signing_out_between_ticket_and_hello_closes_the_socket_within_a_second(stage: Stage) -> None:
    witness, officer = await enter(stage, "teacher"), await call(stage, "officer")
    while await in_database(has_unused_ticket, stage.people["officer"].pk):
        pass  # the socket takes its ticket to the database when it has shaken hands

    await in_database(SessionStore(stage.sessions["officer"]).delete)
    await officer.say(type="hello")

    assert await officer.hear_close() == ("signed_out", 4401)
    await officer.end()
    await witness.end()


async def test_promise_8_what_is_remembered_of_somebody_does_not_outlive_their_removal(stage: Stage) -> None:
    """The second hello is answered without the database, the third must not be."""
    for _ in range(2):
        talk = await enter(stage, "officer")
        await talk.end()
    participant = str(await in_database(stage.participant_id, "officer"))
    await in_database(
        run, stage.people["insider"], stage.room.id, "remove_participant", participant_id=participant, reason="wrong"
    )

    late = await call(stage, "officer")
    await late.say(type="hello", after=0)

    assert await late.hear_close() == ("not_found", 4404)
    assert [frame["type"] for frame in late.seen] == ["error"]
    await late.end()
