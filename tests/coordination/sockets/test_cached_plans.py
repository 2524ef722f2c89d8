"""A floor that was answered is answered again ahead of Django, until anything that the answer depends on changes."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from coordination.models import User
from coordination.sessions import SessionStore
from coordination.sockets.asgi_types import (
    Message,
    Receive,
    Scope,
    Send,
)
from coordination.sockets.database.threads import in_database
from coordination.sockets.server.cached_plans import CachedPlans
from coordination.sockets.server.sync_request_thread import SyncThreadHandler
from mapping.models import Site
from mou.agencies.members import end_membership, suspend_member
from mou.agreements.memoranda import terminate_memorandum
from mou.vocabulary import OPERATOR
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.stage.full_room import STRANGERS, Stage

type Answer = tuple[int, list[tuple[bytes, bytes]], bytes]


class House:
    """One server process: Django with what is kept before it. `asked` counts what went the usual way."""

    def __init__(self) -> None:
        self.asked = 0
        self._django = SyncThreadHandler()
        self._application = CachedPlans(self._usual)

    async def _usual(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await self._django(scope, receive, send)

    async def get(self, path: str, headers: Mapping[str, str], *, method: str = "GET", query: str = "") -> Answer:
        heard: list[Message] = []
        said = [{"type": "http.request", "body": b""}]

        async def receive() -> Message:
            return said.pop() if said else await _never()

        async def send(message: Message) -> None:
            heard.append(message)

        pairs = [(name.lower().encode(), value.encode()) for name, value in {"host": "127.0.0.1", **headers}.items()]
        scope: dict[str, Any] = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": pairs,
            "scheme": "http",
            "http_version": "1.1",
        }
        await self._application(scope, receive, send)
        return heard[0]["status"], list(heard[0]["headers"]), b"".join(one.get("body", b"") for one in heard[1:])


async def _never() -> Message:
    return await asyncio.Future()


def address_of(stage: Stage) -> str:
    return f"/api/v1/levels/{stage.level_id}/plan"


async def signed_in(stage: Stage, who: str = "officer") -> dict[str, str]:
    return {"Cookie": f"sessionid={await in_database(stage.session, who)}"}


async def test_the_second_answer_is_the_first_one_byte_for_byte_and_django_is_not_asked(stage: Stage) -> None:
    house, path, cookie = House(), address_of(stage), await signed_in(stage)
    token = {"X-Session-Token": await in_database(stage.session, "officer")}

    for headers in (cookie, token):
        first = await house.get(path, headers)
        asked = house.asked
        second = await house.get(path, headers)

        assert first[0] == 200
        assert (second, house.asked) == (first, asked)
        assert {b"ETag", b"Cache-Control", b"X-Content-Type-Options", b"Content-Security-Policy"} <= dict(
            first[1]
        ).keys()


async def test_an_unchanged_floor_costs_a_304_that_is_kept_too(stage: Stage) -> None:
    house, path, headers = House(), address_of(stage), await signed_in(stage)
    etag = dict((await house.get(path, headers))[1])[b"ETag"].decode()

    answers = [await house.get(path, headers | {"If-None-Match": etag}) for _ in range(2)]

    assert [(status, body) for status, _, body in answers] == [(304, b"")] * 2
    assert house.asked == 2


async def test_every_doubt_takes_the_usual_way(stage: Stage) -> None:
    house, path, headers = House(), address_of(stage), await signed_in(stage)
    both = headers | {"X-Session-Token": await in_database(stage.session, "officer")}
    await house.get(path, headers)

    await house.get(path, headers, method="HEAD")
    await house.get(path, headers, query="x=1")
    await house.get(path, both)
    await house.get(path, headers | {"Accept-Language": "es"})

    assert house.asked == 5


async def test_a_request_with_a_long_head_is_answered_and_not_kept(stage: Stage) -> None:
    """What it is asked with is held beside each answer: twenty thousand heads of 16 KiB would be 320 MiB."""
    house, headers = House(), await signed_in(stage)
    long = {"Cookie": f"{headers['Cookie']}; padding={'x' * 16_000}"}

    statuses = [(await house.get(address_of(stage), long))[0] for _ in range(2)]

    assert (statuses, house.asked) == ([200, 200], 2)


async def test_a_cookie_that_can_be_read_in_two_ways_is_read_as_django_reads_it(stage: Stage) -> None:
    """Read one way it is the officer's, who may have the floor; read the other way a stranger's, whose facts stay."""
    house, path = House(), address_of(stage)
    officer, stranger = [await in_database(stage.session, who) for who in ("officer", "stranger")]
    headers = {"Cookie": f'sessionid={stranger}; x="; sessionid={officer}; "'}
    assert [(await house.get(path, headers))[0] for _ in range(2)] == [200, 200]

    await in_database(Session.objects.filter(session_key=officer).delete)

    assert (await house.get(path, headers))[0] == 401


async def test_whoever_may_not_have_it_is_asked_about_each_time_and_gets_nothing(stage: Stage) -> None:
    house, path = House(), address_of(stage)
    await house.get(path, await signed_in(stage))

    for who in (*STRANGERS, *STRANGERS):
        status, _, body = await house.get(path, await signed_in(stage, who))

        assert (status, b"features" in body) == (404, False)
    assert (await house.get(path, {}))[0] == 401
    assert (await house.get(path, {"Cookie": "sessionid=0123456789abcdef"}))[0] == 401


def sign_out(stage: Stage) -> None:
    SessionStore(stage.session("officer")).delete()


def session_expires(stage: Stage) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    Session.objects.filter(session_key=stage.session("officer")).update(expire_date=past)


def password_changes(stage: Stage) -> None:
    user = User.objects.get(pk=stage.people["officer"].pk)
    user.set_password("another long password")
    user.save(update_fields=["password"])


def user_is_deactivated(stage: Stage) -> None:
    User.objects.filter(pk=stage.people["officer"].pk).update(is_active=False)


def membership_ends(stage: Stage) -> None:
    member = stage.cast.officer_member
    end_membership(actor_id=OPERATOR, agency_id=member.agency_id, member_id=member.pk, at=datetime.now(UTC))


def member_is_suspended(stage: Stage) -> None:
    member = stage.cast.officer_member
    suspend_member(
        actor_id=OPERATOR, agency_id=member.agency_id, member_id=member.pk, reason="Asked for.", at=datetime.now(UTC)
    )


def agreement_ends(stage: Stage) -> None:
    terminate_memorandum(
        actor_id=OPERATOR, memorandum_id=stage.cast.agreement.pk, reason="Both want new words.", at=datetime.now(UTC)
    )


ENDINGS: dict[Callable[[Stage], None], int] = {
    sign_out: 401,
    session_expires: 401,
    password_changes: 401,
    user_is_deactivated: 401,
    membership_ends: 404,
    member_is_suspended: 404,
    agreement_ends: 404,
}


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.__name__)
async def test_what_ended_is_over_with_the_next_request_in_every_process(
    stage: Stage, ending: Callable[[Stage], None]
) -> None:
    houses, path, headers = (House(), House()), address_of(stage), await signed_in(stage)
    for house in houses:
        assert [(await house.get(path, headers))[0] for _ in range(2)] == [200, 200]
        assert house.asked == 1

    await in_database(ending, stage)

    for house in houses:
        status, _, body = await house.get(path, headers)
        assert (status, b"features" in body) == (ENDINGS[ending], False)


async def test_a_version_that_is_published_shows_with_the_next_request_in_every_process(stage: Stage) -> None:
    houses, path, headers = (House(), House()), address_of(stage), await signed_in(stage)
    for house in houses:
        assert b"Brand new" not in (await house.get(path, headers))[2]

    await in_database(publish_anew, stage)

    for house in houses:
        for _ in range(2):
            assert b"Brand new" in (await house.get(path, headers))[2]


def publish_anew(stage: Stage) -> None:
    make_plan(Site.objects.get(pk=stage.cast.site.pk), draw_level(draw_space(number="901", name="Brand new")))
