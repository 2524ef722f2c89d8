"""Promise 8 on a socket: whose access ends hears nothing after the entry that ended it, and within a second nothing."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction

from coordination.incident.mutual_aid.codes import issue_code
from coordination.incident.mutual_aid.entering import come_in
from coordination.models import User
from coordination.room.access import Asker
from coordination.room.people.holders import recheck_holders
from coordination.sessions import SessionStore
from coordination.sockets.database.threads import in_database
from coordination.sockets.models import SocketTicket
from coordination.sockets.room_socket import hub_of_this_loop
from mou.access.epoch import NEVER
from mou.access.epoch_change import bump_access_epoch
from mou.agreements.memoranda import terminate_memorandum
from mou.models import MutualAid
from mou.vocabulary import OPERATOR
from tests.coordination.sockets.talk import Talk, call, enter
from tests.factories.cast import join, open_room
from tests.stage.full_room import Stage, run


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


@pytest.mark.by_the_clock
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


@pytest.mark.by_the_clock
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


def has_unused_ticket(user_id: int) -> bool:
    return SocketTicket.objects.filter(user_id=user_id, used_at__isnull=True).exists()


async def admitted(stage: Stage, who: str) -> Talk:
    """Open a socket whose ticket has been redeemed, and which has not said hello."""
    talk = await call(stage, who)
    while await in_database(has_unused_ticket, stage.people[who].pk):
        pass  # the socket takes its ticket to the database when it has shaken hands
    return talk


def sign_out(stage: Stage, who: str) -> None:
    SessionStore(stage.session(who)).delete()


def change_password_of(stage: Stage, who: str) -> None:
    change_password(stage.people[who].pk)


def deactivate(stage: Stage, who: str) -> None:
    User.objects.filter(pk=stage.people[who].pk).update(is_active=False)
    bump_access_epoch()


@pytest.mark.parametrize("end_sign_in", [sign_out, change_password_of, deactivate])
async def test_promise_8_a_socket_that_says_hello_after_its_sign_in_has_ended_reads_nothing_and_writes_nothing(
    stage: Stage, end_sign_in: Callable[[Stage, str], None]
) -> None:
    """What the ticket proved is over: the sign-in is asked again at hello, not only looked after once it is in."""
    witness, officer = await enter(stage, "teacher"), await admitted(stage, "officer")
    await in_database(stage.room.refresh_from_db)
    head = stage.room.head_seq

    await in_database(transaction.atomic(end_sign_in), stage, "officer")
    await officer.say(type="hello")
    await officer.command("post_message", text="I am gone")

    assert await officer.hear_close() == ("signed_out", 4401)
    assert [frame["type"] for frame in officer.seen] == ["error"]
    await in_database(stage.room.refresh_from_db)
    assert stage.room.head_seq == head
    await officer.end()
    await witness.end()


async def test_promise_8_a_hello_that_is_said_again_asks_for_the_sign_in_again(stage: Stage) -> None:
    officer = await call(stage, "officer")
    await officer.say(type="hello", after=1000)
    await officer.hear("resync_required")

    await in_database(sign_out, stage, "officer")
    await officer.say(type="hello")

    assert await officer.hear_close() == ("signed_out", 4401)
    assert not {"state", "entry"} & {frame["type"] for frame in officer.seen}
    await officer.end()


async def test_another_sign_out_costs_nobody_their_hello(stage: Stage) -> None:
    teacher = await admitted(stage, "teacher")

    await in_database(sign_out, stage, "officer")
    await teacher.say(type="hello")

    assert (await teacher.hear("welcome", "error"))["type"] == "welcome"
    await teacher.end()


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


async def test_the_sockets_of_all_rooms_are_checked_again_by_one_look(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of access is looked for in every room; the last one must not wait for the queries of all others."""
    one = await enter(stage, "officer")
    room = await in_database(open_room, stage.cast, by=stage.people["insider"], at=datetime.now(UTC))
    await in_database(join, stage.people["teacher"], room, at=datetime.now(UTC))
    other = await call(stage, "teacher", room_id=room.pk)
    await other.say(type="hello")
    await other.hear("presence")
    looks: list[object] = []

    async def noted(work: Callable[..., object], *args: object, **kwargs: object) -> object:
        if work is recheck_holders:
            looks.append(args)
        return await in_database(work, *args, **kwargs)

    monkeypatch.setattr("coordination.sockets.hub.in_watch", noted)
    hub = hub_of_this_loop()
    # Of its own accord it looks when it sees an epoch; this one it has not seen.
    await hub.recheck_all(NEVER)

    assert len(hub.feeds) == 2
    assert len(looks) == 1
    await one.end()
    await other.end()


@pytest.mark.by_the_clock
@pytest.mark.parametrize("how", ["command", "closing", "clock"])
async def test_promise_8_mutual_aid_that_ends_silences_the_socket_within_a_second(stage: Stage, how: str) -> None:
    aid_id = await in_database(let_the_stranger_in, stage)
    talk = await enter(stage, "stranger")
    began = asyncio.get_running_loop().time()

    if how == "clock":
        await in_database(MutualAid.objects.filter(pk=aid_id).update, ends_at=datetime.now(UTC))
    elif how == "command":
        await in_database(
            run, stage.people["insider"], stage.room.id, "end_mutual_aid", aid_id=aid_id, reason="Enough people here"
        )
    else:
        await in_database(run, stage.people["insider"], stage.room.id, "close_incident", reason="Over")
    reason = await talk.hear_close()

    assert asyncio.get_running_loop().time() - began < 1.0
    assert reason == ("access_ended", 4403)
    assert await talk.hear_nothing()
    await talk.end()


def let_the_stranger_in(stage: Stage) -> UUID:
    aid_id, at = stage.aid_id(), datetime.now(UTC)
    code = issue_code(Asker(stage.people["insider"].pk, at), room_id=stage.room.id, aid_id=aid_id).code
    come_in(code=code, user_id=stage.people["stranger"].pk, address="192.0.2.7", at=at)
    return aid_id
