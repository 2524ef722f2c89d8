"""No one is on a confidential team by rank: one asks, another lets in, and what comes after is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from coordination.administration.errors import NotOnesOwnPlace, PlaceNotFound, PlaceNotYours
from coordination.administration.second_person.joining import close_places
from coordination.administration.second_person.places import all_places
from coordination.casework.joining import add_to_team, take_from_team
from coordination.models import User
from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.cases.models import CaseTeamMember
from coordination.prevention.cases.vocabulary import TeamRole
from coordination.prevention.cases.work import teams as case_work
from coordination.prevention.places.waiting import kinds_of_teams, let_person_in, waiting_places
from coordination.prevention.social_alerts.access import ALERT_DESKS, ALERT_PLACES
from coordination.prevention.social_alerts.models import AlertTeamMember
from coordination.prevention.support.access import SUPPORT_PLACES, SUPPORT_TEAMS
from coordination.prevention.support.models import SupportTeamMember
from coordination.prevention.support.work.kinds import REFERRAL_KIND
from coordination.prevention.tips.access import TIP_DESKS, TIP_PLACES, desks_of_team, tips_for
from coordination.prevention.tips.models import TipTeamMember
from coordination.records.audit.intake import take_in
from coordination.records.models import AuditEvent
from coordination.rosters.models import RosterReader
from coordination.sign_in.mail import wait_until_sent
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Recipient
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.prevention.cases import make_case_team
from tests.factories.prevention.social_alerts import make_alert_desk
from tests.factories.prevention.support import make_referral, make_support_team
from tests.factories.prevention.tips import make_desk, make_tip

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
A = MemberRole.ADMINISTRATOR


@dataclass
class District:
    """A district of two administrators, a team of one, and someone who is to come."""

    agency: Agency
    keeper: User
    second: User
    member: User
    new: User


@pytest.fixture
def district() -> District:
    agency = make_agency(AgencyKind.DISTRICT, name="Prairie District")
    keeper, second = (make_member(agency, user=make_user(username=name), role=A).user for name in ("keeper", "second"))
    member = make_member(agency, user=make_user(username="member"), role=MemberRole.STAFF).user
    new = make_member(agency, user=make_user(username="newcomer"), role=MemberRole.STAFF).user
    return District(agency, keeper, second, member, new)


def add_tips(d: District, actor: User, person: User) -> None:
    whom = {"agency_id": d.agency.pk, "person_id": person.public_id}
    add_to_team(TIP_DESKS, TIP_PLACES, actor_id=actor.pk, at=NOW, **whom)


def add_cases(d: District, actor: User, person: User) -> None:
    role = TeamRole.OTHER
    case_work.add_member(actor_id=actor.pk, agency_id=d.agency.pk, person_id=person.public_id, role=role, at=NOW)


def add_support(d: District, actor: User, person: User) -> None:
    add_to_team(
        SUPPORT_TEAMS, SUPPORT_PLACES, actor_id=actor.pk, agency_id=d.agency.pk, person_id=person.public_id, at=NOW
    )


def add_alerts(d: District, actor: User, person: User) -> None:
    whom = {"agency_id": d.agency.pk, "person_id": person.public_id}
    add_to_team(ALERT_DESKS, ALERT_PLACES, actor_id=actor.pk, at=NOW, **whom)


@dataclass(frozen=True)
class Kind:
    """How a kind of team is made, someone asked for, taken away, and what says whether they count."""

    make: Callable[[Agency, list[User]], object]
    add: Callable[[District, User, User], None]
    remove: Callable[..., None]
    counts: Callable[[int, datetime], Any]
    model: Any


TEAMS = {
    "tips": Kind(
        lambda agency, people: make_desk(agency, team=people),
        add_tips,
        partial(take_from_team, TIP_DESKS, TIP_PLACES),
        desks_of_team,
        TipTeamMember,
    ),
    "cases": Kind(
        lambda agency, people: make_case_team(agency, members=people),
        add_cases,
        case_work.remove_member,
        CASE_TEAMS.teams_of,
        CaseTeamMember,
    ),
    "support": Kind(
        lambda agency, people: make_support_team(agency, members=people),
        add_support,
        partial(take_from_team, SUPPORT_TEAMS, SUPPORT_PLACES),
        SUPPORT_TEAMS.teams_of,
        SupportTeamMember,
    ),
    "social_alerts": Kind(
        lambda agency, people: make_alert_desk(agency, team=people),
        add_alerts,
        partial(take_from_team, ALERT_DESKS, ALERT_PLACES),
        ALERT_DESKS.teams_of,
        AlertTeamMember,
    ),
}


@pytest.fixture(params=TEAMS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def let_in(kind: str, actor: User, person: User) -> None:
    place = TEAMS[kind].model.objects.get(user=person)
    let_person_in(actor_id=actor.pk, kind=kind, place_id=place.pk, at=NOW)


def counts(kind: str, person: User) -> bool:
    return bool(TEAMS[kind].counts(person.pk, NOW).exists())


def test_every_table_of_places_is_a_kind_of_team() -> None:
    # Who reads students is let in where the roster is kept: tests/coordination/rosters/test_second_reader.py.
    assert {rows.model for rows in all_places()} == {RosterReader, *(one.places for one in kinds_of_teams().values())}


# --- joining ----------------------------------------------------------------------------------------------------------
def test_nobody_puts_themself_on_a_team(district: District, kind: str) -> None:
    TEAMS[kind].make(district.agency, [district.member])

    with pytest.raises(NotOnesOwnPlace):
        TEAMS[kind].add(district, district.keeper, district.keeper)

    assert not counts(kind, district.keeper)


def test_somebody_else_lets_in(district: District, kind: str) -> None:
    TEAMS[kind].make(district.agency, [district.member])
    TEAMS[kind].add(district, district.keeper, district.new)
    before = counts(kind, district.new)

    for alone in (district.keeper, district.new):
        with pytest.raises((NotOnesOwnPlace, PlaceNotFound)):
            let_in(kind, alone, district.new)
    let_in(kind, district.member, district.new)

    assert (before, counts(kind, district.new)) == (False, True)


def test_a_second_administrator_may_let_in(district: District, kind: str) -> None:
    TEAMS[kind].make(district.agency, [])
    TEAMS[kind].add(district, district.keeper, district.new)

    seen = [(one.kind, one.person) for one in waiting_places(district.second.pk, NOW)]
    let_in(kind, district.second, district.new)

    assert seen == [(kind, "Newcomer")]
    assert counts(kind, district.new)
    # No one was on the team: what came before it would wait for ever.
    assert TEAMS[kind].model.objects.get().opens_from is None


def test_the_operator_and_strangers_let_nobody_in(district: District, kind: str) -> None:
    operator = make_user()
    User.objects.filter(pk=operator.pk).update(is_operator=True)
    elsewhere = make_member(make_agency(AgencyKind.DISTRICT), role=A).user
    TEAMS[kind].make(district.agency, [district.member])
    TEAMS[kind].add(district, district.keeper, district.new)

    for nobody in (operator, elsewhere):
        with pytest.raises(PlaceNotFound):
            let_in(kind, nobody, district.new)
        assert waiting_places(nobody.pk, NOW) == []


def test_a_puppet_principal_lets_nobody_in(district: District) -> None:
    school = make_agency(AgencyKind.SCHOOL, parent=district.agency)
    puppet = make_member(school, role=A).user
    make_support_team(school)
    add_to_team(
        SUPPORT_TEAMS,
        SUPPORT_PLACES,
        actor_id=district.keeper.pk,
        agency_id=school.pk,
        person_id=district.new.public_id,
        at=NOW,
    )

    with pytest.raises(PlaceNotFound):
        let_in("support", puppet, district.new)


def test_where_nobody_else_is_there_it_counts_at_once_for_what_comes(district: District, kind: str) -> None:
    small = make_agency(AgencyKind.DISTRICT)
    only = make_member(small, role=A).user
    new = make_member(small, role=MemberRole.STAFF).user
    TEAMS[kind].make(small, [])

    TEAMS[kind].add(District(small, only, only, only, new), only, new)

    place = TEAMS[kind].model.objects.get(user=new)
    assert counts(kind, new)
    assert (place.let_in_by_id, place.opens_from) == (None, NOW.replace(second=0, microsecond=0))


def test_the_team_is_told_at_once_and_when_somebody_goes(
    settings: Settings,
    district: District,
    kind: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.HAS_MAIL = True
    User.objects.filter(pk=district.member.pk).update(email="member@prairie.example")
    TEAMS[kind].make(district.agency, [district.member])
    with django_capture_on_commit_callbacks(execute=True):
        TEAMS[kind].add(district, district.keeper, district.new)
        let_in(kind, district.second, district.new)
        whom = {"agency_id": district.agency.pk, "person_id": district.new.public_id}
        TEAMS[kind].remove(actor_id=district.keeper.pk, at=NOW, **whom)
    wait_until_sent()

    told = Recipient.objects.filter(source_key__startswith="place_waits")
    assert told.filter(user_id=district.member.pk).count() == 3
    assert told.filter(user_id=district.new.pk).count() == 3
    assert len(mail.outbox) == 3
    assert not counts(kind, district.new)
    take_in()
    noted = AuditEvent.objects.filter(about__person_id=str(district.new.public_id)).order_by("seq")
    assert [one.what for one in noted] == ["place_asked", "place_let_in", "place_taken"]


# --- what a place opens -----------------------------------------------------------------------------------------------
def test_only_what_comes_after_is_read_until_the_team_agrees(district: District) -> None:
    desk = make_desk(district.agency, team=[district.member])
    old, new = make_tip(desk, at=NOW - timedelta(days=2)), make_tip(desk, at=NOW + timedelta(minutes=2))
    add_tips(district, district.keeper, district.new)
    let_in("tips", district.second, district.new)

    narrow = set(tips_for(district.new.pk, NOW))
    with pytest.raises(PlaceNotYours):
        let_person_in(
            actor_id=make_member(district.agency, role=A).user.pk,
            kind="tips",
            place_id=TipTeamMember.objects.get(user=district.new).pk,
            at=NOW,
        )
    let_in("tips", district.member, district.new)

    assert narrow == {new}
    assert set(tips_for(district.new.pk, NOW)) == {old, new}
    assert set(tips_for(district.member.pk, NOW)) == {old, new}


def test_who_reads_little_lets_nobody_read_more(district: District) -> None:
    team = make_support_team(district.agency, members=[district.member])
    make_referral(team, by=district.member, at=NOW - timedelta(days=2))
    add_support(district, district.keeper, district.new)
    let_in("support", district.second, district.new)
    third = make_member(district.agency, role=MemberRole.STAFF).user
    add_support(district, district.keeper, third)

    let_in("support", district.new, third)

    assert not REFERRAL_KIND.things_for(district.new.pk, NOW).exists()
    assert not REFERRAL_KIND.things_for(third.pk, NOW).exists()
    assert REFERRAL_KIND.things_for(district.member.pk, NOW).exists()


# --- a place that was closed ------------------------------------------------------------------------------------------
def test_a_closed_place_is_opened_by_the_team_and_by_nobody_else(district: District, kind: str) -> None:
    TEAMS[kind].make(district.agency, [district.member, district.new])
    close_places(district.new, actor_id=district.keeper.pk, at=NOW)
    before = counts(kind, district.new)

    with pytest.raises(PlaceNotYours):
        let_in(kind, district.second, district.new)
    let_in(kind, district.member, district.new)

    assert (before, counts(kind, district.new)) == (False, True)
    assert Recipient.objects.filter(user_id=district.member.pk, source_key__startswith="place_waits").exists()


# --- the doors --------------------------------------------------------------------------------------------------------
def test_a_page_and_the_interface_let_in(district: District) -> None:
    make_desk(district.agency, team=[district.member])
    add_tips(district, district.keeper, district.new)
    place = TipTeamMember.objects.get(user=district.new)
    client, keeper = Client(), Client()
    client.force_login(district.member)
    keeper.force_login(district.keeper)

    page = client.get("/prevention/places").content.decode()
    own = keeper.post("/prevention/places", {"act": "let_in", "kind": "tips", "place_id": str(place.pk)})
    nothing = client.post("/prevention/places", {"act": "let_in", "kind": "tips", "place_id": "0"}).status_code
    listed = client.get("/api/v1/prevention/places").json()
    done = client.post("/prevention/places", {"act": "let_in", "kind": "tips", "place_id": str(place.pk)})
    again = client.post(f"/api/v1/prevention/places/tips/{place.pk}/let-in").status_code

    assert "Newcomer" in page
    assert (own.status_code, nothing, done.status_code, again) == (422, 404, 303, 204)
    assert [(one["kind"], one["person"]) for one in listed] == [("tips", "Newcomer")]
    assert counts("tips", district.new)
