"""A floor's plan is asked for with what is remembered of access; whatever ends is over with the next request."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import AsyncClient

from coordination.models import User
from coordination.sessions import SessionStore
from coordination.sockets.database.threads import in_database
from mapping.models import Site
from mou.agencies.memberships.members import end_membership, suspend_member
from mou.agreements.memoranda import terminate_memorandum
from mou.vocabulary import OPERATOR
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.stage.full_room import STRANGERS, Stage


async def asked(stage: Stage, who: str = "officer") -> tuple[int, bytes]:
    session = await in_database(stage.session, who)
    answer = await AsyncClient().get(
        f"/api/v1/levels/{stage.level_id}/plan", headers={"Cookie": f"sessionid={session}"}
    )
    return answer.status_code, answer.content


async def test_a_person_who_may_not_have_the_floor_gets_nothing_of_it(stage: Stage) -> None:
    assert (await asked(stage))[0] == 200

    for who in STRANGERS:
        status, body = await asked(stage, who)

        assert (status, b"features" in body) == (404, False)


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
    end_membership(
        actor_id=OPERATOR, agency_id=member.agency_id, member_id=member.pk, reason="Moved away.", at=datetime.now(UTC)
    )


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
async def test_what_ended_is_over_with_the_next_request(stage: Stage, ending: Callable[[Stage], None]) -> None:
    session = await in_database(stage.session, "officer")
    headers = {"Cookie": f"sessionid={session}"}
    path = f"/api/v1/levels/{stage.level_id}/plan"
    assert [(await AsyncClient().get(path, headers=headers)).status_code for _ in range(2)] == [200, 200]

    await in_database(ending, stage)

    answer = await AsyncClient().get(path, headers=headers)
    assert (answer.status_code, b"features" in answer.content) == (ENDINGS[ending], False)


async def test_a_version_that_is_published_shows_with_the_next_request(stage: Stage) -> None:
    assert b"Brand new" not in (await asked(stage))[1]

    await in_database(publish_anew, stage)

    assert b"Brand new" in (await asked(stage))[1]


def publish_anew(stage: Stage) -> None:
    make_plan(Site.objects.get(pk=stage.cast.site.pk), draw_level(draw_space(number="901", name="Brand new")))
