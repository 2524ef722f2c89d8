"""Whose membership does not count is chosen for nothing: one rule, wherever people are looked for by role."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from mou.access.emergency.emergencies import begin_emergency, end_emergency
from mou.access.facts import emergencies_at
from mou.access.fetch import members_who_count
from mou.agencies.memberships.queries import active_members, kept_members, members_in_roles
from mou.agencies.teams import led_people
from mou.agreements.reading.version_queries import people_of
from mou.agreements.reminders import due_reminders
from mou.models import Agency, AgencyMember, Suspension
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_user

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 12, 31)
WHEN_DUE = datetime(2026, 12, 1, 15, tzinfo=NOW.tzinfo)


@dataclass(frozen=True)
class Scene:
    """A district, and a police commander with an agreement, whose membership is the test's to spoil."""

    police: Agency
    commander: AgencyMember
    officer: AgencyMember


@pytest.fixture
def scene() -> Scene:
    police = make_agency()
    user = make_user(username="commander")
    user.email = "commander@example.org"
    user.save(update_fields=["email"])
    make_memorandum(make_agency(AgencyKind.DISTRICT), police, expires_on=LAST_DAY)
    return Scene(police, make_member(police, user=user, role=MemberRole.COMMANDER), make_member(police))


def suspend(member: AgencyMember) -> None:
    Suspension.objects.create(member=member, reason="Inquiry", begun_at=NOW - timedelta(hours=1))


def end(member: AgencyMember) -> None:
    AgencyMember.objects.filter(pk=member.pk).update(ended_at=NOW)


def switch_off(member: AgencyMember) -> None:
    member.user.is_active = False
    member.user.save(update_fields=["is_active"])


def chosen(scene: Scene) -> dict[str, bool]:
    """Return whether each choice by role finds the commander."""
    user_id = scene.commander.user_id
    [team] = led_people([scene.officer.user_id], first=(), at=NOW)
    return {
        "people of an agency": scene.commander in active_members([scene.police], NOW),
        "by role": user_id in members_in_roles([scene.police.pk], [MemberRole.COMMANDER], NOW),
        "who leads": user_id in team.leader_ids,
        "who can be named": scene.commander.pk in {one.id for one in people_of(scene.police, NOW)},
        "who is reminded": any("commander@example.org" in due.addresses for due in due_reminders(at=WHEN_DUE)),
    }


def test_whoever_counts_is_chosen_everywhere(scene: Scene) -> None:
    assert set(chosen(scene).values()) == {True}


@pytest.mark.parametrize("spoil", [suspend, end, switch_off])
def test_whoever_does_not_count_is_chosen_nowhere(scene: Scene, spoil: Callable[[AgencyMember], None]) -> None:
    spoil(scene.commander)

    assert set(chosen(scene).values()) == {False}


def test_where_a_clock_lags_nobody_counts_who_was_just_suspended(scene: Scene) -> None:
    Suspension.objects.create(member=scene.commander, reason="Inquiry", begun_at=NOW)

    assert scene.commander not in members_who_count(NOW - timedelta(seconds=2))


def test_where_a_clock_lags_an_incident_that_was_just_closed_opens_nothing(scene: Scene) -> None:
    incident_id, site_id = uuid4(), uuid4()
    begin_emergency(
        incident_id=incident_id,
        district_id=scene.police.pk,
        site_id=site_id,
        incident_type="ACTSHOOT",
        is_exercise=False,
        at=NOW - timedelta(hours=1),
    )
    assert len(emergencies_at([site_id], NOW)) == 1

    end_emergency(incident_id=incident_id, at=NOW)

    assert emergencies_at([site_id], NOW - timedelta(seconds=2)) == []


def test_who_is_suspended_stays_on_the_list_of_those_who_can_lift_it(scene: Scene) -> None:
    suspend(scene.commander)

    listed = {member.pk: is_suspended for member, is_suspended in kept_members(scene.police, NOW)}

    assert listed == {scene.commander.pk: True, scene.officer.pk: False}
