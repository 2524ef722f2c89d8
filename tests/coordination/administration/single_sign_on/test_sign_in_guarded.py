"""An agency's own sign-in that one person set up speaks for no other administrator, and for no one of a secret team."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.administration.models import AgencyProvider, SpeakingAct, SpeakingRequest
from coordination.administration.single_sign_on.providers import whole_provider
from coordination.models import User
from coordination.prevention.support.access import SUPPORT_TEAMS
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Recipient
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.prevention.support import make_support_team
from tests.fakes.openid import FakeOpenId
from tests.stage.sign_in.own_sign_in import DOMAIN, MAYA, is_signed_in, make_provider, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT, name="Prairie District")


@pytest.fixture
def provider(fake: FakeOpenId, district: Agency) -> AgencyProvider:
    return make_provider(fake, district, groups={"staff": ["Crews"], "supervisor": ["Chiefs"]})


def kept(agency: Agency, name: str, role: MemberRole) -> User:
    person = make_member(agency, user=make_user(username=name), role=role).user
    signed_in = {"last_login": timezone.now() - timedelta(days=3), "email": f"{name}@{DOMAIN}"}
    User.objects.filter(pk=person.pk).update(home_agency=agency, **signed_in)
    return User.objects.get(pk=person.pk)


def confirmed_by_two(provider: AgencyProvider, first: User, second: User) -> None:
    now = timezone.now()
    SpeakingRequest.objects.create(
        agency=provider.agency,
        act=SpeakingAct.CHANGE_PROVIDER.value,
        detail=whole_provider(provider),
        reason="New system",
        asked_by=first,
        asked_at=now,
        decided_by=second,
        decided_at=now,
        is_confirmed=True,
        used_at=now,
    )


@pytest.mark.parametrize("role", [MemberRole.ADMINISTRATOR, MemberRole.STAFF])
def test_a_provider_of_one_person_signs_in_as_nobody_of_whom_two_decide(
    fake: FakeOpenId, district: Agency, provider: AgencyProvider, role: MemberRole
) -> None:
    kept(district, "mallory", MemberRole.ADMINISTRATOR)
    maya = kept(district, "maya", role)
    make_support_team(district, members=[maya] if role is MemberRole.STAFF else [])
    fake.person = dict(MAYA)

    client, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(client)) == (403, False)


def test_one_that_two_people_set_up_does_and_teams_let_in_again(
    fake: FakeOpenId, district: Agency, provider: AgencyProvider
) -> None:
    first, second = (kept(district, name, MemberRole.ADMINISTRATOR) for name in ("first", "second"))
    maya = kept(district, "maya", MemberRole.STAFF)
    make_support_team(district, members=[maya])
    confirmed_by_two(provider, first, second)
    before = SUPPORT_TEAMS.teams_of(maya.pk, timezone.now()).exists()

    client, _answer = sign_in(fake)

    assert is_signed_in(client)
    assert (before, SUPPORT_TEAMS.teams_of(maya.pk, timezone.now()).exists()) == (True, False)
    assert Recipient.objects.filter(user_id=maya.pk, source_key__startswith="account_acted").exists()


def test_the_only_administrator_signs_in_by_what_they_set_up(
    fake: FakeOpenId, district: Agency, provider: AgencyProvider
) -> None:
    kept(district, "maya", MemberRole.ADMINISTRATOR)

    client, _answer = sign_in(fake)

    assert is_signed_in(client)
