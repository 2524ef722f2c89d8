"""An audited event is read by the agency whose right was used and by the one whose object it is, and by no other."""

import pytest

from coordination.records.audit.queries import Wanted, events_of
from coordination.vocabulary import AuditKind
from tests.coordination.records.test_audit import events, noted, read_plan, readers
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_an_agency_does_not_read_what_its_member_does_by_another_s_right(cast: Cast) -> None:
    """One that no one has an agreement with has taken the officer in: what they do for the police is not its own."""
    make_member(cast.strangers, user=cast.officer)

    assert read_plan(cast, "officer") == 200

    (event,) = events(kind="plan")
    assert {cast.police.id, cast.district.id, cast.school.id} == readers(event)
    assert events_of(cast.strangers, Wanted()).events == ()


def test_of_two_agreements_the_agency_reads_whose_right_it_was_and_not_the_one_that_keeps_the_account(
    cast: Cast,
) -> None:
    make_member(cast.police, user=cast.stranger)

    assert read_plan(cast, "stranger") == 200

    (event,) = events(kind="plan")
    assert {cast.police.id, cast.district.id, cast.school.id} == readers(event)


def test_what_concerns_an_account_alone_is_read_by_who_keeps_it(cast: Cast) -> None:
    make_member(cast.strangers, user=cast.officer)
    noted(kind=AuditKind.SIGN_IN, user_id=cast.officer.pk)
    noted(kind=AuditKind.ACCOUNT, user_id=cast.insider.pk, person_id=str(cast.officer.public_id))

    signed_in, about = events()

    assert readers(signed_in) == {cast.police.id}
    assert readers(about) == {cast.police.id, cast.school.id, cast.district.id}


def test_an_agency_reads_what_its_member_does_in_it(cast: Cast) -> None:
    make_member(cast.strangers, user=cast.officer)
    noted(kind=AuditKind.ACCOUNT, user_id=cast.officer.pk, agency_id=str(cast.strangers.pk))

    (event,) = events()

    assert readers(event) == {cast.strangers.pk}
