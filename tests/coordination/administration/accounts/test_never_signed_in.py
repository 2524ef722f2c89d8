"""That no one has ever signed in with an account is a recorded fact: so long the operator keeps it, and no longer."""

import pytest
from django.test import Client

from coordination.administration.access import people_waiting
from coordination.administration.accounts.people import invite_again
from coordination.models import User
from mou.errors import PersonNotFound
from mou.models import Agency
from mou.vocabulary import AgencyKind
from tests.coordination.administration.accounts.test_speaking_as_another import NOW, A, member_of
from tests.factories.mou import make_agency, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT, name="Prairie District")


@pytest.fixture
def mallory(district: Agency) -> User:
    return member_of(district, "mallory", A)


def test_the_operator_takes_over_nobody_who_signs_in_by_their_agency(district: Agency, mallory: User) -> None:
    operator = make_user(username="operator")
    User.objects.filter(pk=operator.pk).update(is_operator=True)
    officer = member_of(district, "by-agency")
    new = make_member(district, user=make_user(username="never-came"), role=A).user
    User.objects.filter(pk=new.pk).update(home_agency=district)
    client = Client()
    client.force_login(operator)

    page = client.get(f"/administration/people/{officer.public_id}").status_code
    by_api = client.post(f"/api/v1/people/{officer.public_id}/invitations").status_code
    with pytest.raises(PersonNotFound):
        invite_again(actor_id=operator.pk, person_id=officer.public_id, at=NOW)

    assert not officer.has_usable_password()
    assert (page, by_api) == (404, 404)
    assert invite_again(actor_id=operator.pk, person_id=new.public_id, at=NOW).code


def test_letters_for_all_who_wait_go_to_nobody_who_signs_in_by_their_agency(district: Agency, mallory: User) -> None:
    """They have no password either, and a code would give their account to whoever holds the letter."""
    officer = member_of(district, "by-agency")
    new = make_member(district, user=make_user(username="never-came")).user
    User.objects.filter(pk=new.pk).update(home_agency=district)

    waiting = people_waiting(district, user_id=mallory.pk, at=NOW)

    assert not officer.has_usable_password()
    assert [one.user_id for one in waiting] == [new.pk]


def test_a_first_sign_in_is_written_down(district: Agency) -> None:
    person = make_member(district).user

    Client().force_login(person)

    assert User.objects.get(pk=person.pk).last_login is not None
