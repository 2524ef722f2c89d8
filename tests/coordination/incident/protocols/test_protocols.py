"""A district chooses its protocol; its words stand in the lockdown of its own schools, and nowhere else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.incident.protocols.models import ProtocolEdition
from coordination.incident.protocols.vocabulary import ProtocolAudience
from coordination.incident.response_actions.models import ActionInForce
from coordination.incident.response_actions.queries import directives_now
from coordination.models import User
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member
from tests.stage.incident.panic import press

pytestmark = pytest.mark.django_db
EVADE = "Prepare to evade or defend."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.ADMINISTRATOR).user


def client_of(user: User, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def chosen(drawn_from: int = 0, protocol: str = "own", **words: str) -> dict[str, object]:
    lines = [{"audience": one.value, "words": words.get(one.value, "Be quiet.")} for one in ProtocolAudience]
    return {"drawn_from": drawn_from, "protocol": protocol, "words": lines}


def put(user: User, agency_id: object, body: object) -> Any:
    address = f"/api/v1/agencies/{agency_id}/response-protocol"
    return client_of(user).put(address, body, content_type="application/json")


def test_where_nothing_is_chosen_adults_of_the_school_prepare_to_evade_or_defend(cast: Cast) -> None:
    press(cast.teacher, cast.site, kind="active_threat")

    assert EVADE in client_of(cast.teacher).get("/").content.decode()
    assert "Prepárese para escapar o defenderse." in client_of(cast.teacher, "es").get("/").content.decode()
    (answer,) = client_of(cast.teacher).get("/api/v1/response-actions").json()
    assert answer["adults"] == EVADE
    # Who comes to help, and who is told of it from elsewhere, is not of the school.
    for other in (cast.officer, cast.dispatcher, cast.stranger):
        assert EVADE not in client_of(other).get("/").content.decode()


def test_the_words_of_a_district_stand_in_later_lockdowns_and_cost_no_query(cast: Cast, keeper: User) -> None:
    press(cast.teacher, cast.site, kind="active_threat")
    with CaptureQueriesContext(
        connection,
    ) as before:
        directives_now(user_id=cast.teacher.pk, at=datetime.now(UTC))

    assert put(keeper, cast.district.pk, chosen(adults="Get out, get safe.")).json()["version"] == 1

    with CaptureQueriesContext(connection) as after:
        (one,) = directives_now(user_id=cast.teacher.pk, at=datetime.now(UTC))
    assert len(after) == len(before)
    # A lockdown goes on with the words of its start.
    assert one.adults == EVADE
    ActionInForce.objects.update(started_at=datetime.now(UTC))
    assert [one.adults for one in directives_now(user_id=cast.teacher.pk, at=datetime.now(UTC))] == [
        "Get out, get safe."
    ]


def test_other_actions_have_no_such_line(cast: Cast) -> None:
    press(cast.teacher, cast.site, kind="fire")

    assert all(not one.adults for one in directives_now(user_id=cast.teacher.pk, at=datetime.now(UTC)))
    assert EVADE not in client_of(cast.teacher).get("/").content.decode()


def test_only_the_districts_administrators_choose(cast: Cast, keeper: User) -> None:
    hostile = make_member(make_agency(AgencyKind.DISTRICT), role=MemberRole.ADMINISTRATOR).user
    planner = make_member(cast.district, role=MemberRole.PLANNER).user
    for user, status in (
        (cast.insider, 403),
        (cast.teacher, 403),
        (planner, 403),
        (hostile, 404),
        (cast.officer, 404),
        (cast.former, 404),
    ):
        assert put(user, cast.school.pk, chosen()).status_code == status, user
        client_of(user).post(
            f"/response-protocol/{cast.school.pk}", {"act": "choose", "drawn_from": 0, "protocol": "srp"}
        )
    assert not ProtocolEdition.objects.exists()
    assert put(keeper, cast.police.pk, chosen()).status_code == 404
    # The school's page says what its district chose, and its people read it.
    page = f"/response-protocol/{cast.school.pk}"
    typed = {"act": "choose", "drawn_from": "0", "protocol": "run_hide_fight"}
    assert client_of(keeper).post(f"/response-protocol/{cast.district.pk}", typed).status_code == 303
    assert "Hide if there is none." in client_of(cast.teacher).get(page).content.decode()
    assert client_of(cast.officer).get(page).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        chosen(k_to_2="Fight back"),
        chosen(grades_3_to_5="Ataquen"),
        chosen(adults="x" * 201),
        chosen(adults="a\u202eb"),
        chosen() | {"words": []},
        chosen() | {"words": [{"audience": "adults", "words": "Go"}]},
        chosen() | {"words": [{"audience": "adults", "words": "Go"}] * 5},
        chosen() | {"protocol": "panic"},
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, keeper: User, body: dict[str, object]) -> None:
    assert put(keeper, cast.district.pk, body).status_code == 422
    assert not ProtocolEdition.objects.exists()


def test_teenagers_may_be_told_so_and_no_one_saves_over_another(cast: Cast, keeper: User) -> None:
    assert put(keeper, cast.district.pk, chosen(grades_9_to_12="Fight as a last resort.")).status_code == 200
    assert put(keeper, cast.district.pk, chosen()).json()["code"] == "response_protocol_changed"
    assert put(keeper, cast.district.pk, chosen(drawn_from=1)).json()["version"] == 2
    hostile = put(keeper, cast.district.pk, chosen(2, adults="<script>alert(1)</script>"))
    assert hostile.status_code == 200
    press(cast.teacher, cast.site, kind="active_threat")
    assert "<script>alert(1)" not in client_of(cast.teacher).get("/").content.decode()
