"""The page of the press: the words to be said go to who calls 9-1-1, and who is 9-1-1 calls no one."""

import pytest
from django.test import Client

from coordination.models import User
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.stage.incident.panic import press

pytestmark = pytest.mark.django_db
CALLS = ("Words for 9-1-1", 'href="tel:911"')
DETAILS = "Address and details"
REAL_BUTTON = "This button is real"
PLAYED_BUTTON = "This button is for the exercise only"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def page_of(user: User, address: str = "/panic") -> str:
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_dispatcher_reads_address_and_details_and_is_told_to_call_nobody(cast: Cast) -> None:
    page = page_of(cast.dispatcher)

    assert DETAILS in page
    assert [one for one in CALLS if one in page] == []


def test_everybody_else_has_the_words_and_the_call(cast: Cast) -> None:
    make_member(cast.school, user=cast.dispatcher, role=MemberRole.STAFF)

    # Also who takes calls in one life and teaches in the other.
    for user in (cast.teacher, cast.officer, cast.dispatcher):
        page = page_of(user)
        assert DETAILS not in page
        assert [one for one in CALLS if one not in page] == []


@pytest.mark.parametrize(
    ("opened", "says"),
    [([], []), ([True], [REAL_BUTTON]), ([False], []), ([True, False], [])],
    ids=["nothing", "an exercise", "real", "both"],
)
def test_while_an_exercise_alone_is_under_way_the_real_button_says_that_it_is_real(
    cast: Cast, opened: list[bool], says: list[str]
) -> None:
    for is_exercise in opened:
        press(cast.insider, cast.site, is_exercise=is_exercise)

    page = page_of(cast.teacher)

    assert [one for one in (REAL_BUTTON, PLAYED_BUTTON) if one in page] == says


@pytest.mark.parametrize(("is_exercise", "says"), [(True, []), (False, [PLAYED_BUTTON])])
def test_while_something_real_is_open_the_button_of_the_exercise_leads_to_the_real_one(
    cast: Cast, is_exercise: bool, says: list[str]
) -> None:
    press(cast.insider, cast.site, is_exercise=is_exercise)

    page = page_of(cast.teacher, "/panic?exercise")

    assert [one for one in (REAL_BUTTON, PLAYED_BUTTON) if one in page] == says
