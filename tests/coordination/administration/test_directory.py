"""The directory of the people that somebody administers: searched, a page at a time, at a price that does not grow."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.administration.accounts.directory import PAGE, PeoplePage, people_found
from coordination.models import User
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def staff(cast: Cast, count: int, *, prefix: str = "person", **fields: str) -> None:
    for number in range(count):
        member = make_member(cast.district, user=make_user(username=f"{prefix}{number:03}"))
        AgencyMember.objects.filter(pk=member.pk).update(**{"title": "", **fields})


def found(keeper: User, text: str, page: int = 1) -> PeoplePage:
    return people_found(user_id=keeper.pk, agency=None, text=text, page=page, at=NOW)


def test_every_word_is_looked_for_in_name_user_name_callsign_title_and_unit(cast: Cast, keeper: User) -> None:
    staff(cast, 3, callsign="Adam-12", unit="Transport")
    staff(cast, 2, prefix="other", callsign="Boy-7")

    assert [row.username for row in found(keeper, "adam PERSON001").rows] == ["person001"]
    assert found(keeper, "transport").total == 3
    assert found(keeper, "adam boy").total == 0


def test_nothing_is_found_across_the_end_of_one_field_and_the_beginning_of_the_next(cast: Cast, keeper: User) -> None:
    staff(cast, 1, callsign="AB", title="CD")

    assert found(keeper, "ABCD").total == 0
    assert found(keeper, "AB CD").total == 1


def test_what_a_database_takes_for_a_sign_is_a_letter_like_any_other(cast: Cast, keeper: User) -> None:
    staff(cast, 1, unit="100%_x")

    assert [found(keeper, text).total for text in ("0%_", "%", "0x", "1%0")] == [1, 1, 0, 0]


def test_pages_follow_each_other_and_one_too_many_is_the_last(cast: Cast, keeper: User) -> None:
    staff(cast, PAGE + 5)

    first, last, beyond = (found(keeper, "person", page) for page in (1, 2, 9))

    names = [row.username for row in (*first.rows, *last.rows)]
    assert names == sorted(names)
    assert (first.total, first.pages, len(last.rows), beyond) == (PAGE + 5, 2, 5, last)


@pytest.mark.parametrize("text", ["", "person"])
def test_a_page_costs_as_many_queries_however_many_people_there_are(cast: Cast, keeper: User, text: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            found(keeper, text)
        return len(captured)

    staff(cast, 2)
    cost()
    before = cost()
    staff(cast, 60, prefix="persons")

    assert cost() == before <= 3


def test_nobody_finds_the_people_of_an_agency_that_they_do_not_administer(cast: Cast, keeper: User) -> None:
    assert found(keeper, "officer").rows == []
    assert found(cast.officer, "").total == 0
