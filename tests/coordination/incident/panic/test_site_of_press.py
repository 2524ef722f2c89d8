"""At which site the page of the button presses, until someone chooses: the one where an alarm is open already."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mapping import make_site

pytestmark = pytest.mark.django_db
OPTION = re.compile(r'<option value="[0-9a-f-]{36}"[^>]*>([^<]+)</option>')


@pytest.fixture
def cast() -> Cast:
    """The cast, with a second school that comes first by its name."""
    cast = make_cast()
    make_site(cast.district, name="Aspen School")
    return cast


def sites_offered(client: Client, cast: Cast) -> list[str]:
    client.force_login(cast.dispatcher)
    return OPTION.findall(client.get("/panic").content.decode())


def test_the_site_of_an_open_alarm_comes_before_those_that_are_quiet(client: Client, cast: Cast) -> None:
    quiet = sites_offered(client, cast)

    open_room(cast, at=datetime.now(UTC))

    assert quiet == ["Aspen School", cast.site.name]
    assert sites_offered(client, cast) == [cast.site.name, "Aspen School"]


def test_an_exercise_changes_nothing_for_a_real_press(client: Client, cast: Cast) -> None:
    open_room(cast, is_exercise=True, at=datetime.now(UTC))

    assert sites_offered(client, cast) == ["Aspen School", cast.site.name]
