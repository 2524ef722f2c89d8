"""Promise 8 for a directory's groups: who leaves the last one that gives a role hears nothing more, within a second."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from coordination.administration.models import DirectoryRoles
from coordination.administration.scim import wire
from coordination.administration.scim.tokens import make_token
from coordination.models import User
from coordination.sockets.database.threads import in_database
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.coordination.sockets.talk import enter
from tests.factories.mou import make_member, make_user
from tests.stage.full_room import Stage, run


def ask(token: str, method: str, path: str, body: object) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {token}"}
    answer = Client().generic(method, f"/scim/v2{path}", json.dumps(body), wire.CONTENT_TYPE, headers=headers)
    assert answer.status_code in (200, 201), answer.content
    found: dict[str, object] = json.loads(answer.content)
    return found


def group_with(stage: Stage, who: str) -> tuple[str, str]:
    """Let a person be kept by their agency's directory, in a group with a role; return its token and the group."""
    person = stage.people[who]
    agency = AgencyMember.objects.get(user=person, ended_at__isnull=True).agency
    User.objects.filter(pk=person.pk).update(home_agency=agency)
    chief = make_member(agency, user=make_user(username="chief-of-groups"), role=MemberRole.ADMINISTRATOR).user
    DirectoryRoles.objects.create(agency=agency, groups={"officer": ["Patrol"]})
    token = make_token(actor_id=chief.pk, agency_id=agency.pk, at=datetime.now(UTC))
    members = [{"value": str(person.public_id)}]
    made = ask(token, "POST", "/Groups", {"schemas": [wire.GROUP], "displayName": "Patrol", "members": members})
    return token, str(made["id"])


@pytest.mark.by_the_clock
async def test_promise_8_a_group_that_somebody_leaves_silences_their_socket_within_a_second(stage: Stage) -> None:
    token, group_id = await in_database(group_with, stage, "officer")
    officer = await enter(stage, "officer")
    took_out = {"schemas": [wire.PATCH], "Operations": [{"op": "remove", "path": "members"}]}

    await in_database(ask, token, "PATCH", f"/Groups/{group_id}", took_out)
    began_s = asyncio.get_running_loop().time()

    assert await officer.hear_close() == ("access_ended", 4403)
    assert asyncio.get_running_loop().time() - began_s < 1.0
    await in_database(run, stage.people["insider"], stage.room.id, "post_message", text="afterwards")
    assert await officer.hear_nothing()
    await officer.end()
