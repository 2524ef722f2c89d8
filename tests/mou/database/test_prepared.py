"""A statement that is made once says what Django's own would say each time."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mou.access.fetch import members_who_count
from mou.foundation.database.prepared import PreparedRows
from tests.factories.cast import Cast, make_cast

pytestmark = pytest.mark.django_db

IDS = PreparedRows(
    lambda user_id, at: members_who_count(at).filter(user_id=user_id).order_by("id").values_list("id", "role")
)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_each_person_and_instant_gets_their_own_rows(cast: Cast) -> None:
    now, before_all = datetime.now(UTC), datetime.now(UTC) - timedelta(days=365 * 50)
    people = (cast.officer, cast.teacher, cast.stranger, cast.former)

    found = {(one.pk, at): len(IDS.of(one.pk, at)) for one in people for at in (now, before_all)}

    assert found == {
        (one.pk, at): members_who_count(at).filter(user=one).count() for one in people for at in (now, before_all)
    }
    assert set(found.values()) == {0, 1}


def test_the_statement_is_asked_once(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        rows = IDS.of(cast.officer.pk, datetime.now(UTC))

    assert [role for _, role in rows] == [cast.officer_member.role]
