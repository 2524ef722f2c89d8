"""Who is on duty: begun by the role, set by those who lead, and shown with whom an alarm would not reach."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from coordination.administration.accounts.people import PersonGiven, invite_person
from coordination.administration.accounts.people_file import read_people
from coordination.administration.accounts.people_import import import_people
from coordination.models import User
from mou.agencies.duty import begins_on_duty
from mou.agencies.memberships.members import Post
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.push import make_device
from tests.stage.incident.panic import press, told

pytestmark = pytest.mark.django_db(transaction=True)
SEE_OTHER, NOT_FOUND = 303, 404
PAGE = "/account/alerts/duty"
HEAD = "name,email,username,role,title,callsign,unit,phone,language,agency\n"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def keeper_of(agency: Agency) -> User:
    return make_member(agency, role=MemberRole.ADMINISTRATOR).user


def supervisor_of(cast: Cast) -> User:
    who = make_user(username="sergeant")
    return make_member(cast.police, user=who, role=MemberRole.SUPERVISOR, is_on_duty=False).user


# --- how it begins ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "role", "expected"),
    [
        (AgencyKind.POLICE, MemberRole.OFFICER, True),
        (AgencyKind.DISPATCH, MemberRole.DISPATCHER, True),
        (AgencyKind.FIRE, MemberRole.COMMANDER, True),
        (AgencyKind.EMS, MemberRole.SUPERVISOR, True),
        (AgencyKind.POLICE, MemberRole.STAFF, False),
        (AgencyKind.DISPATCH, MemberRole.ADMINISTRATOR, False),
        (AgencyKind.SCHOOL, MemberRole.OFFICER, False),
        (AgencyKind.OTHER, MemberRole.OFFICER, False),
    ],
)
def test_who_comes_and_who_sends_them_begin_on_duty(kind: AgencyKind, role: MemberRole, *, expected: bool) -> None:
    assert begins_on_duty(kind, role) is expected


def test_an_officer_who_is_invited_is_chosen_by_the_next_alarm(cast: Cast) -> None:
    AgencyMember.objects.filter(user=cast.officer).update(is_on_duty=False)
    given = PersonGiven(name="New Officer", username="newofficer", email="", phone="", language="")
    invite_person(
        actor_id=keeper_of(cast.police).pk,
        agency_id=cast.police.pk,
        given=given,
        post=Post(MemberRole.OFFICER),
        at=datetime.now(UTC),
    )

    chosen = told(press(cast.teacher, cast.site, at=datetime.now(UTC), kind="active_threat"))

    assert "newofficer" in chosen
    assert "officer" not in chosen


def test_people_of_a_file_begin_on_duty_as_by_hand(cast: Cast) -> None:
    rows = "Fay Field,,ffield,officer,,,,,,\nDee Desk,,ddesk,planner,,,,,,\n"

    import_people(
        actor_id=keeper_of(cast.police).pk,
        agency_id=cast.police.pk,
        file=read_people((HEAD + rows).encode()),
        at=datetime.now(UTC),
        progress=lambda _done, _total: None,
    )

    begun = dict(AgencyMember.objects.filter(agency=cast.police).values_list("user__username", "is_on_duty"))
    assert (begun["ffield"], begun["ddesk"]) == (True, False)


def test_people_of_a_school_s_file_need_no_duty(cast: Cast) -> None:
    import_people(
        actor_id=keeper_of(cast.district).pk,
        agency_id=cast.district.pk,
        file=read_people((HEAD + "Tess Teach,,tteach,staff,,,,,,Lincoln High\n").encode()),
        at=datetime.now(UTC),
        progress=lambda _done, _total: None,
    )

    assert AgencyMember.objects.get(user__username="tteach").is_on_duty is False


# --- who says so ------------------------------------------------------------------------------------------------------
def test_a_supervisor_puts_their_people_off_duty_and_on(cast: Cast) -> None:
    client = client_of(supervisor_of(cast))
    form = {"act": "duty", "member_id": str(cast.officer_member.pk)}
    found = []
    for is_on in ("", "on"):
        answer = client.post(PAGE, {**form, "is_on_duty": is_on})
        assert answer.status_code == SEE_OTHER
        cast.officer_member.refresh_from_db()
        found.append(cast.officer_member.is_on_duty)

    assert found == [False, True]


def test_nobody_is_put_on_duty_by_a_supervisor_of_another_agency(cast: Cast) -> None:
    stranger = make_member(cast.strangers, role=MemberRole.SUPERVISOR).user

    answer = client_of(stranger).post(PAGE, {"act": "duty", "member_id": str(cast.officer_member.pk)})

    cast.officer_member.refresh_from_db()
    assert (answer.status_code, cast.officer_member.is_on_duty) == (NOT_FOUND, True)


@pytest.mark.parametrize("who", ["officer", "teacher", "insider", "former"])
def test_who_leads_no_responders_finds_no_such_page(cast: Cast, who: str) -> None:
    client = client_of(getattr(cast, who))

    assert client.get(PAGE).status_code == NOT_FOUND
    assert PAGE not in client.get(reverse("my_alerts")).content.decode()


def test_the_page_says_in_red_that_nobody_is_reached_and_whom_nothing_reaches(cast: Cast) -> None:
    client = client_of(supervisor_of(cast))
    before = client.get(PAGE).content.decode()
    make_device(user=cast.officer)
    after = client.get(PAGE).content.decode()

    assert PAGE in client.get(reverse("my_alerts")).content.decode()
    assert "No one on duty whom an alarm reaches." in before
    assert "No one on duty whom an alarm reaches." not in after
    assert before.count("Nothing reaches them") == after.count("Nothing reaches them") + 1
