"""A district's safety office has the console for its own schools; a neighbor, and who leads none, has nothing of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.test import Client

from coordination.console.grounds import grounds_for
from coordination.models import User
from coordination.room.models import Incident
from mapping.models import Site
from mou.models import Agency, AgencyMember, Version
from mou.vocabulary import AgencyKind, EndedWhy, MemberRole, VersionState
from tests.factories.cast import open_room
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.stage.full_room import Stage

LEADS = [MemberRole.ADMINISTRATOR, MemberRole.SUPERVISOR]
LEADS_NOT = [MemberRole.STAFF, MemberRole.PLANNER]


def person_of(agency: Agency, role: MemberRole) -> User:
    return make_member(agency, user=make_user(username=f"{agency.name} {role}"), role=role).user


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def board_of(user: User, *room_ids: UUID) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = (
        browser_of(user).get("/api/v1/board", {"room": [str(one) for one in room_ids]}).json()
    )
    return rows


def rooms_on(board: list[dict[str, object]]) -> set[str]:
    return {str(one["incident"]["room_id"]) for one in board}  # type: ignore[index]


@pytest.fixture
def neighbor(stage: Stage) -> User:
    """The administrator of another district, with a school of its own."""
    other = make_agency(AgencyKind.DISTRICT, name="River Schools")
    make_site(other, name="River Elementary")
    return person_of(other, MemberRole.ADMINISTRATOR)


@pytest.mark.parametrize("role", LEADS)
def test_who_leads_a_district_finds_the_console_and_on_it_what_is_open_at_its_schools(
    stage: Stage, role: MemberRole
) -> None:
    leader = person_of(stage.cast.district, role)
    client = browser_of(leader)

    page = client.get("/console")

    assert page.status_code == 200
    assert b'href="/console" aria-current="page"' in page.content
    assert b"watch/notice" in page.content
    assert rooms_on(board_of(leader)) == {str(stage.room.id)}
    assert board_of(leader)[0]["needs"] is None


@pytest.mark.parametrize("role", LEADS_NOT)
def test_who_does_not_lead_the_district_has_no_console(stage: Stage, role: MemberRole) -> None:
    client = browser_of(person_of(stage.cast.district, role))

    assert client.get("/console").status_code == 404
    assert client.get("/api/v1/board").json()["code"] == "not_watching"
    assert b'href="/console"' not in client.get("/").content


def test_who_leads_a_school_or_an_agency_that_does_not_respond_has_no_console(stage: Stage) -> None:
    clinic = make_agency(AgencyKind.OTHER, name="Clinic")

    for one in (stage.cast.insider, person_of(clinic, MemberRole.SUPERVISOR)):
        assert browser_of(one).get("/console").status_code == 404
        assert browser_of(one).get("/api/v1/board").status_code == 403


def test_it_ends_with_the_membership(stage: Stage) -> None:
    leader = person_of(stage.cast.district, MemberRole.SUPERVISOR)
    AgencyMember.objects.filter(user=leader).update(ended_at=datetime.now(UTC))

    assert browser_of(leader).get("/console").status_code == 404
    assert browser_of(leader).get("/api/v1/board").status_code == 403


def test_a_neighboring_district_s_administrator_learns_nothing_of_these_schools(stage: Stage, neighbor: User) -> None:
    page = browser_of(neighbor).get("/console")

    assert page.status_code == 200
    assert stage.cast.site.name.encode() not in page.content
    assert stage.cast.district.name.encode() not in page.content
    assert [one["district"] for one in grounds_for(neighbor.pk, datetime.now(UTC))] == ["River Schools"]
    assert board_of(neighbor) == board_of(neighbor, stage.room.id) == []


def test_a_neighbor_s_own_incident_stands_on_its_board_alone(stage: Stage, neighbor: User) -> None:
    own = Site.objects.get(name="River Elementary")
    room = open_room(replace(stage.cast, site=own), by=neighbor, at=datetime.now(UTC))
    leader = person_of(stage.cast.district, MemberRole.ADMINISTRATOR)

    assert rooms_on(board_of(neighbor)) == {str(room.pk)}
    assert rooms_on(board_of(leader)) == {str(stage.room.id)}


def test_an_agreement_between_districts_shows_what_it_opens_until_it_ends(stage: Stage, neighbor: User) -> None:
    own = AgencyMember.objects.get(user=neighbor).agency
    agreement = make_memorandum(stage.cast.district, own, sites=[stage.cast.site.id], expires_on=date(2999, 1, 1))
    seen = rooms_on(board_of(neighbor))

    Version.objects.filter(memorandum=agreement).update(
        state=VersionState.TERMINATED.value,
        ended_at=datetime(2026, 2, 1, tzinfo=UTC),
        ended_why=EndedWhy.TERMINATED.value,
    )

    assert seen == {str(stage.room.id)}
    assert board_of(neighbor) == []


def test_an_exercise_stays_one_on_a_district_s_board(stage: Stage) -> None:
    drill = open_room(stage.cast, is_exercise=True, at=datetime.now(UTC))
    leader = person_of(stage.cast.district, MemberRole.ADMINISTRATOR)

    told = {
        one["incident"]["room_id"]: one["incident"]["is_exercise"]  # type: ignore[index]
        for one in board_of(leader)
    }

    assert told[str(drill.pk)] is True
    assert told[str(stage.room.id)] is Incident.objects.get(room=stage.room.id).is_exercise
