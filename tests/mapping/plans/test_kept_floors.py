"""A floor that a browser keeps already: "unchanged" is answered at once, but only while access lasts.

Committed for real: within a transaction nothing is remembered.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mapping.models import Level
from mapping.plans.queries import published_floorplan_id
from mou.agencies.memberships.members import suspend_member
from mou.agreements.memoranda import terminate_memorandum
from mou.vocabulary import OPERATOR
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site, draw_level(draw_space()))
    return cast


class Reader:
    """The officer, who has a floor already."""

    def __init__(self, cast: Cast) -> None:
        self.client = Client()
        self.client.force_login(cast.officer)
        self.url = f"/api/v1/levels/{Level.objects.get(site=cast.site).pk}/plan"
        self.tag = self.client.get(self.url)["ETag"]

    def asks_again(self) -> int:
        return self.client.get(self.url, headers={"If-None-Match": self.tag}).status_code


def test_an_unchanged_floor_costs_three_queries_and_a_changed_one_is_read(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = Reader(cast)

    with django_assert_num_queries(3):
        unchanged = reader.asks_again()
    reader.tag = '"another"'

    assert (unchanged, reader.asks_again()) == (304, 200)


def terminate(cast: Cast) -> int:
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=cast.agreement.pk, reason="Test.", at=datetime.now(UTC))
    return 404


def suspend(cast: Cast) -> int:
    ids = {"agency_id": cast.police.pk, "member_id": cast.officer_member.pk}
    suspend_member(actor_id=OPERATOR, reason="Test.", at=datetime.now(UTC), **ids)
    return 404


def switch_off_by_sql(cast: Cast) -> int:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE coordination_user SET is_active = %s WHERE id = %s", [False, cast.officer.pk])
    return 401


def delete_the_session(cast: Cast) -> int:
    Session.objects.all().delete()
    return 401


def withdraw_the_plan(cast: Cast) -> int:
    assert published_floorplan_id(Level.objects.get(site=cast.site).pk) is not None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mapping_floorplan SET state = 'superseded'")
    return 404


ENDS = [terminate, suspend, switch_off_by_sql, delete_the_session, withdraw_the_plan]


@pytest.mark.parametrize("end", ENDS)
def test_nobody_is_told_that_a_floor_is_unchanged_that_is_not_theirs_any_more(
    cast: Cast, end: Callable[[Cast], int]
) -> None:
    reader = Reader(cast)
    before = [reader.asks_again(), reader.asks_again()]

    expected = end(cast)

    assert (before, reader.asks_again()) == ([304, 304], expected)


def test_what_somebody_was_shown_is_no_way_for_another(cast: Cast) -> None:
    reader = Reader(cast)
    reader.asks_again()

    reader.client.force_login(cast.stranger)

    assert reader.asks_again() == 404
