"""A sign-in that one person set up, and that spoke for someone before, speaks for them no longer on a secret team."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.administration.models import AgencyProvider
from coordination.models import User
from coordination.prevention.support.access import SUPPORT_TEAMS
from mou.agencies.memberships.members import Post, change_member
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.administration.single_sign_on.test_sign_in_guarded import confirmed_by_two
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.prevention.support import make_support_team
from tests.fakes.openid import FakeOpenId
from tests.stage.sign_in.own_sign_in import DOMAIN, MAYA, is_signed_in, make_provider, sign_in

pytestmark = pytest.mark.django_db
NOW = timezone.now
YEARS = timedelta(days=730)


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


@pytest.fixture
def maya(fake: FakeOpenId, district: Agency, provider: AgencyProvider) -> User:
    """Return someone of the staff who has come by the sign-in already."""
    person = kept(district, "maya", MemberRole.STAFF)
    fake.person = dict(MAYA)
    client, _answer = sign_in(fake)
    assert is_signed_in(client)
    return person


def test_a_link_from_before_a_place_opens_no_place(fake: FakeOpenId, district: Agency, maya: User) -> None:
    kept(district, "mallory", MemberRole.ADMINISTRATOR)
    make_support_team(district, members=[maya, kept(district, "colleague", MemberRole.STAFF)])

    again, answer = sign_in(fake)

    assert (answer.status_code, is_signed_in(again)) == (403, False)


def test_a_link_from_before_makes_no_administrator(fake: FakeOpenId, district: Agency, maya: User) -> None:
    mallory = kept(district, "mallory", MemberRole.ADMINISTRATOR)
    # That she was one elsewhere, long ago, says nothing of when the link was made.
    before = make_member(make_agency(AgencyKind.SCHOOL, parent=district), user=maya, role=MemberRole.ADMINISTRATOR)
    AgencyMember.objects.filter(pk=before.pk).update(started_at=NOW() - YEARS, ended_at=NOW() - YEARS / 2)
    member = AgencyMember.objects.get(user=maya, agency=district)
    change_member(
        actor_id=mallory.pk, agency_id=district.pk, member_id=member.pk, post=Post(MemberRole.ADMINISTRATOR), at=NOW()
    )

    again, _answer = sign_in(fake)

    assert not is_signed_in(again)


def test_where_two_have_set_the_sign_in_up_a_link_from_before_is_good(
    fake: FakeOpenId, district: Agency, provider: AgencyProvider, maya: User
) -> None:
    first, second = (kept(district, name, MemberRole.ADMINISTRATOR) for name in ("first", "second"))
    make_support_team(district, members=[maya])
    confirmed_by_two(provider, first, second)

    again, _answer = sign_in(fake)

    assert is_signed_in(again)
    assert SUPPORT_TEAMS.teams_of(maya.pk, NOW()).exists()
