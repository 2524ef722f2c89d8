"""What is remembered of a person's standings, and that nothing of it outlives the right.

Committed for real: within a transaction nothing is remembered.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from mapping.access import sites_for
from mapping.vocabulary import SiteNeed
from mou.access.emergency.emergency_access import EMERGENCY_ACCESS_LASTS, record_emergency_access
from mou.access.epoch_change import bump_access_epoch
from mou.access.fetch import standings_of
from mou.access.known_standings import known_standings
from mou.agencies.actions import set_agency_active
from mou.agencies.memberships.members import end_membership, suspend_member
from mou.agreements.memoranda import terminate_memorandum
from mou.models import AgencyMember
from mou.vocabulary import OPERATOR, TermKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW, make_memorandum

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def sees_plans(cast: Cast) -> bool:
    return sites_for(cast.officer.pk, NOW, need=SiteNeed.FLOORPLAN).filter(pk=cast.site.pk).exists()


def test_what_was_asked_before_costs_one_query(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    expected = known_standings(cast.officer.pk, NOW)

    with django_assert_num_queries(1):
        found = known_standings(cast.officer.pk, NOW + timedelta(seconds=1))

    assert found == expected == standings_of(cast.officer.pk, NOW)


def test_the_next_quarter_of_an_hour_is_asked_anew(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    known_standings(cast.officer.pk, NOW)

    with django_assert_max_num_queries(6) as asked:
        known_standings(cast.officer.pk, NOW + timedelta(minutes=15))

    assert len(asked) > 1


def terminate(cast: Cast) -> None:
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=cast.agreement.pk, reason="Test.", at=NOW)


def dismiss(cast: Cast) -> None:
    end_membership(
        actor_id=OPERATOR, agency_id=cast.police.pk, member_id=cast.officer_member.pk, reason="Moved away.", at=NOW
    )


def suspend(cast: Cast) -> None:
    suspend_member(
        actor_id=OPERATOR, agency_id=cast.police.pk, member_id=cast.officer_member.pk, reason="Test.", at=NOW
    )


def close_the_agency(cast: Cast) -> None:
    set_agency_active(actor_id=OPERATOR, agency_id=cast.police.pk, is_active=False, at=NOW)


def switch_off(cast: Cast) -> None:
    cast.officer.is_active = False
    cast.officer.save()


@pytest.mark.parametrize("end", [terminate, dismiss, suspend, close_the_agency, switch_off])
def test_whoever_has_lost_a_right_has_lost_it_at_once(cast: Cast, end: Callable[[Cast], None]) -> None:
    before = [sees_plans(cast), sees_plans(cast)]

    end(cast)

    assert (before, sees_plans(cast)) == ([True, True], False)


def test_a_right_that_is_given_is_there_at_once(cast: Cast) -> None:
    terminate(cast)
    before = sees_plans(cast)

    make_memorandum(cast.district, cast.police, sites=[cast.site.pk])
    bump_access_epoch()

    assert (before, sees_plans(cast)) == (False, True)


def test_what_ends_by_the_clock_within_the_quarter_is_asked_each_time(cast: Cast) -> None:
    terminate(cast)
    make_memorandum(cast.district, cast.police, sites=[cast.site.pk], grants=[TermKind.ROOM_ACCESS])
    record_emergency_access(
        member=cast.officer_member,
        district_id=cast.district.pk,
        site_id=cast.site.pk,
        incident_id=cast.site.pk,
        is_exercise=False,
        kinds=[TermKind.FLOORPLAN_ACCESS],
        reason="Test.",
        at=NOW - EMERGENCY_ACCESS_LASTS + timedelta(seconds=5),
    )

    sees = [
        sites_for(cast.officer.pk, NOW + timedelta(seconds=later), need=SiteNeed.FLOORPLAN).exists()
        for later in (0, 4, 5)
    ]

    assert sees == [True, True, False]


def test_a_suspension_by_a_clock_that_is_ahead_counts_at_once(cast: Cast) -> None:
    before = sees_plans(cast)

    suspend_member(
        actor_id=OPERATOR,
        agency_id=cast.police.pk,
        member_id=cast.officer_member.pk,
        reason="Test.",
        at=NOW + timedelta(seconds=2),
    )

    assert (before, sees_plans(cast)) == (True, False)


def test_what_is_undone_was_never_known(cast: Cast) -> None:
    terminate(cast)
    with transaction.atomic():
        make_memorandum(cast.district, cast.police, sites=[cast.site.pk])
        bump_access_epoch()
        within = sees_plans(cast)
        transaction.set_rollback(True)

    bump_access_epoch()  # the same number, for another reason

    assert (within, sees_plans(cast)) == (True, False)


def test_nothing_is_remembered_of_who_is_switched_off(cast: Cast) -> None:
    switch_off(cast)
    before = sees_plans(cast)

    cast.officer.is_active = True
    cast.officer.save()

    assert AgencyMember.objects.filter(user=cast.officer, ended_at__isnull=True).exists()
    assert (before, sees_plans(cast)) == (False, True)
