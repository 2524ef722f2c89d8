"""The page of the press: the words to be said go to who calls 9-1-1, and who is 9-1-1 calls nobody."""

import pytest
from django.test import Client

from coordination.models import User
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member

pytestmark = pytest.mark.django_db
CALLS = ("Words for 9-1-1", 'href="tel:911"')
DETAILS = "Address and details"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def page_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/panic").content.decode()


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
