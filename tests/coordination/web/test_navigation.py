"""The line of main pages: dear to find, so it is remembered, and a right that comes or goes moves it at once."""

from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from coordination.casework.joining import add_to_team, take_from_team
from coordination.models import User
from coordination.prevention.tips.access import TIP_DESKS, TIP_PLACES, sees_tips
from coordination.web.navigation import Line, forget_main_pages, navigation_of
from mou.agencies.memberships.members import end_membership, suspend_member
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.coordination.web.test_pages import client_of
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.prevention.tips import make_desk

pytestmark = pytest.mark.django_db(transaction=True)
# The session, the reader, the access epoch, what holds now.
QUERIES_OF_ANY_PAGE = 4
TIPS, ADMINISTRATION = 'href="/prevention/tips"', 'href="/administration"'
WATCH, CONSOLE = "watch-words", 'href="/console"'


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def page_of(client: Client) -> str:
    return client.get("/nothing-is-here/").content.decode()


def test_a_page_asks_what_its_reader_sees_once_and_not_again(cast: Cast) -> None:
    client = client_of(cast.officer)
    page_of(client)

    with CaptureQueriesContext(connection) as asked:
        page_of(client)

    assert len(asked) == QUERIES_OF_ANY_PAGE


def asked_for(user: User) -> tuple[list[str], int]:
    """Return the pages that a reader sees, of whom nothing is remembered, and how many questions that took."""
    request = RequestFactory().get("/")
    request.user, request.session = user, SessionStore()
    forget_main_pages()
    with CaptureQueriesContext(connection) as asked:
        pages = navigation_of(request).pages
    return [one.name for one in pages], len(asked)


@pytest.mark.parametrize(("who", "most"), [("teacher", 21), ("officer", 31), ("stranger", 28), ("insider", 8)])
def test_what_the_parts_of_the_navigation_have_in_common_is_read_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, who: str, most: int
) -> None:
    asked_for(getattr(cast, who))
    pages, questions = asked_for(getattr(cast, who))
    monkeypatch.setattr("coordination.web.navigation.asking_together", nullcontext)
    apart = asked_for(getattr(cast, who))

    assert pages == apart[0]
    assert questions <= most
    assert questions < apart[1]


def test_who_is_put_on_a_team_and_taken_off_again_is_led_there_meanwhile(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "coordination.web.navigation._list_lines", lambda: (Line(10, "Tips", "tips", (), (), sees_tips),)
    )
    make_desk(cast.school, team=[])
    client, keeper, agency, person = client_of(cast.teacher), cast.insider.pk, cast.school.pk, cast.teacher.public_id
    at = datetime.now(UTC)

    pages = [page_of(client)]
    add_to_team(TIP_DESKS, TIP_PLACES, actor_id=keeper, agency_id=agency, person_id=person, at=at)
    pages.append(page_of(client))
    take_from_team(TIP_DESKS, TIP_PLACES, actor_id=keeper, agency_id=agency, person_id=person, at=at)
    pages.append(page_of(client))

    assert [TIPS in page for page in pages] == [False, True, False]


@pytest.mark.parametrize("role", [MemberRole.OFFICER, MemberRole.DISPATCHER, MemberRole.STAFF])
def test_all_who_respond_are_told_of_new_incidents_on_every_page_and_not_a_moment_longer(
    cast: Cast, role: MemberRole
) -> None:
    AgencyMember.objects.filter(user=cast.officer).update(role=role)
    officer = client_of(cast.officer)
    told = [WATCH in page_of(officer) for _ in range(2)]
    end_membership(
        actor_id=make_member(cast.police, role=MemberRole.ADMINISTRATOR).user.pk,
        agency_id=cast.police.pk,
        member_id=cast.officer_member.pk,
        reason="Moved away.",
        at=datetime.now(UTC),
    )

    assert told == [True, True]
    assert WATCH not in page_of(officer)


def test_the_district_s_own_people_are_told_of_new_incidents_and_a_school_s_by_their_alerts(cast: Cast) -> None:
    superintendent = make_member(cast.district, user=make_user(username="superintendent"), role=MemberRole.STAFF).user

    told = [WATCH in page_of(client_of(one)) for one in (superintendent, cast.teacher, cast.insider)]

    assert told == [True, False, False]
    assert WATCH not in page_of(Client())


def test_only_who_dispatches_or_leads_has_the_console(cast: Cast) -> None:
    has = [CONSOLE in page_of(client_of(one)) for one in (cast.dispatcher, cast.officer)]
    AgencyMember.objects.filter(user=cast.dispatcher).update(role=MemberRole.OFFICER)

    assert has == [True, False]
    assert CONSOLE not in page_of(client_of(cast.dispatcher))


@pytest.mark.parametrize(("role", "has"), [("administrator", True), ("supervisor", True), ("planner", False)])
def test_of_a_district_who_leads_it_has_the_console(cast: Cast, role: str, *, has: bool) -> None:
    person = make_member(cast.district, user=make_user(username="safety office"), role=MemberRole(role)).user

    assert (CONSOLE in page_of(client_of(person))) is has


def test_what_one_reader_sees_is_not_shown_to_another_and_ends_with_the_membership(cast: Cast) -> None:
    keeper, teacher = client_of(cast.insider), client_of(cast.teacher)
    seen = [ADMINISTRATION in page_of(one) for one in (keeper, teacher, keeper)]
    member = AgencyMember.objects.get(user=cast.insider)
    head = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    suspend_member(
        actor_id=head.pk,
        agency_id=cast.school.pk,
        member_id=member.pk,
        reason="An inquiry.",
        at=datetime.now(UTC),
    )

    assert seen == [True, False, True]
    assert ADMINISTRATION not in page_of(keeper)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/emergency-plans", "prevention"),
        ("/role-cards", "drills"),
        ("/training", "agreements"),
        ("/prevention/tips", "prevention"),
        ("/account/alerts", ""),
    ],
)
def test_a_page_stands_below_one_line_of_the_navigation_at_most(cast: Cast, path: str, name: str) -> None:
    request = RequestFactory().get(path)
    request.user, request.session = cast.insider, SessionStore()

    current = [one.name for one in navigation_of(request).pages if one.current]

    assert current == ([name] if name else [])
