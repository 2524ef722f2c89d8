"""The page on which a team is chosen: one view for every desk, at the door where administrators meet it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.casework.teams import TeamKind
from coordination.models import User
from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.climate.access import CLIMATE_TEAMS
from coordination.prevention.support.access import SUPPORT_TEAMS
from mou.models import Agency
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.factories.prevention.cases import make_case_team
from tests.factories.prevention.climate import make_climate_team
from tests.factories.prevention.support import make_support_team

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Sample:
    """A desk whose teams are chosen on the page: its kind, its address, what it is set to, and who comes as what."""

    kind: TeamKind[Any, Any]
    make: Callable[[Agency, list[User]], Model]
    address: str
    settings: dict[str, str]
    member: dict[str, str]
    too_few: str


SAMPLES = {
    "cases": Sample(
        CASE_TEAMS,
        lambda agency, people: make_case_team(agency, members=people),
        "/prevention/cases/teams",
        {"police_threshold": "A weapon.", "seal_after_days": "30", "keep_days_minor": "40", "keep_days": "50"},
        {"role": "counselor_or_psychologist"},
        "6",
    ),
    "support": Sample(
        SUPPORT_TEAMS,
        lambda agency, people: make_support_team(agency, members=people),
        "/prevention/support/teams",
        {"keep_days": "50"},
        {},
        "6",
    ),
    "climate": Sample(
        CLIMATE_TEAMS,
        lambda agency, people: make_climate_team(agency, members=people),
        "/prevention/climate/teams",
        {"keep_days": "500", "fall_points": "7"},
        {},
        "364",
    ),
}
each_desk = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast, client: Client) -> Client:
    """The browser of an administrator of the district."""
    client.force_login(make_member(cast.district, role=MemberRole.ADMINISTRATOR).user)
    return client


def plain(page: bytes) -> bytes:
    """Return a page without what is new in each answer."""
    return re.sub(rb"[A-Za-z0-9_-]{20,}", b"", page)


def places_of(sample: Sample, user: User) -> QuerySet[Any]:
    return QuerySet(sample.kind.places).filter(user=user)


@each_desk
def test_a_team_is_made_chosen_and_left_on_one_page(cast: Cast, keeper: Client, sample: Sample) -> None:
    address = f"{sample.address}/{cast.school.pk}"
    new = make_member(cast.school, role=MemberRole.STAFF).user

    made = keeper.post(address, {"act": "set", **sample.settings})
    added = keeper.post(address, {"act": "add", "person_id": str(new.public_id), **sample.member})

    assert [(one.status_code, one.headers["Location"]) for one in (made, added)] == [(303, address)] * 2
    team: Any = QuerySet(sample.kind.teams).get()
    assert {name: str(getattr(team, name)) for name in sample.settings} == sample.settings
    assert places_of(sample, new).count() == 1
    shown = keeper.get(address).content.decode()
    assert new.shown_name() in shown
    # No one stands there to be added by accident.
    assert '<option value="" selected>—</option>' in shown.partition('name="person_id"')[2].partition("</select>")[0]
    assert keeper.post(address, {"act": "add", "person_id": "", **sample.member}).status_code == 422
    assert f'value="{sample.settings["keep_days"]}"' in shown
    assert keeper.post(address, {"act": "remove", "person_id": str(new.public_id)}).status_code == 303
    assert not places_of(sample, new).exists()


@each_desk
def test_what_cannot_be_is_said_at_its_field_and_nothing_changes(cast: Cast, keeper: Client, sample: Sample) -> None:
    address = f"{sample.address}/{cast.school.pk}"

    refused = keeper.post(address, {"act": "set", **sample.settings, "keep_days": sample.too_few})

    assert refused.status_code == 422
    page = refused.content.decode()
    # The field, what was typed, what is wrong with it, and the summary that leads there.
    assert f'name="keep_days" value="{sample.too_few}"' in page
    assert 'id="set-keep_days_error"' in page
    assert 'href="#set-keep_days"' in page
    assert not QuerySet(sample.kind.teams).exists()


@each_desk
def test_only_who_may_be_chosen_comes_on_a_team(cast: Cast, keeper: Client, sample: Sample) -> None:
    sample.make(cast.school, [cast.teacher])
    address = f"{sample.address}/{cast.school.pk}"

    for person_id in (str(cast.stranger.public_id), "nonsense", ""):
        assert keeper.post(address, {"act": "add", "person_id": person_id, **sample.member}).status_code == 422
    assert keeper.post(address, {"act": "elsewhere"}).status_code == 404

    places: QuerySet[Any] = QuerySet(sample.kind.places)
    assert [one.user for one in places] == [cast.teacher]


@each_desk
def test_who_does_not_administer_a_team_is_told_nothing_of_it(cast: Cast, client: Client, sample: Sample) -> None:
    sample.make(cast.school, [cast.teacher])
    there, not_there = f"{sample.address}/{cast.school.pk}", f"{sample.address}/{uuid4()}"

    for user in (cast.teacher, cast.stranger, cast.officer):
        client.force_login(user)
        answers = [client.get(one) for one in (there, not_there)] + [client.post(there, {"act": "set"})]
        assert [one.status_code for one in answers] == [404] * 3, user.username
        assert plain(answers[0].content) == plain(answers[1].content)


@each_desk
def test_the_page_asks_as_often_for_twenty_people_as_for_one(cast: Cast, keeper: Client, sample: Sample) -> None:
    people = [make_member(cast.school, role=MemberRole.STAFF).user for _ in range(21)]
    team = sample.make(cast.school, people[:1])
    address = f"{sample.address}/{cast.school.pk}"

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert keeper.get(address).status_code == 200
        return len(asked)

    queries()
    before = queries()
    for user in people[1:]:
        QuerySet(sample.kind.places).create(**{sample.kind.team: team}, user=user, added_at=user.date_joined)

    assert queries() == before
