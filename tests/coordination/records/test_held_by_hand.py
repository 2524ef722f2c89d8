"""What is deleted by hand, or by another system, asks for holds too: rosters, flags, devices, plans, readings."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from coordination.keeping.vocabulary import HoldScope
from coordination.management.upkeep import sweep_once
from coordination.models import User
from coordination.prevention.cases.models import CaseFlag
from coordination.prevention.tips.models import TipRead
from coordination.records.audit.intake import take_in
from coordination.records.models import AuditEvent
from coordination.records.retention.holding import WantedHold, release_hold, set_hold
from coordination.rosters.models import Guardianship, HeldRosterRow, Roster, RosterPerson, RosterReading
from coordination.rosters.vocabulary import RosterDoor
from mapping.models import Floorplan, ReunificationSite
from mapping.vocabulary import FloorplanState
from mou.vocabulary import MemberRole
from push.devices.actions import retire_device
from push.models import Device
from tests.coordination.prevention.cases.case_work import write
from tests.factories.cast import Cast, asks, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.prevention.cases import make_case, make_case_team
from tests.factories.prevention.tips import make_desk
from tests.factories.push import make_device
from tests.factories.rosters import QUINCE, bring, packed, tables
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=8 * 365)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keepers(cast: Cast) -> tuple[User, User]:
    def made(name: str) -> User:
        return make_member(cast.district, user=make_user(username=name), role=MemberRole.ADMINISTRATOR).user

    return made("keeper"), made("second")


def hold(cast: Cast, by: User, **fields: object) -> object:
    wanted = WantedHold(reason="Court order 12-345", **fields)  # type: ignore[arg-type]
    return set_hold(asker=asks(by, at=NOW), district_id=cast.district.pk, wanted=wanted)


def release(cast: Cast, keepers: tuple[User, User], made: object) -> None:
    for one in keepers:
        release_hold(asker=asks(one, at=NOW), district_id=cast.district.pk, hold_id=made, reason="Over")  # type: ignore[arg-type]


def test_what_a_set_takes_from_a_student_under_hold_is_kept_until_two_release(
    cast: Cast, keepers: tuple[User, User]
) -> None:
    bring(cast.district, packed(tables()))
    held = RosterPerson.objects.get(sourced_id="student-1")
    made = hold(cast, keepers[0], scope=HoldScope.PERSON, person=held.shown_name())

    renamed = tables()
    changed = {"familyName": "Another", "agentSourcedIds": "guardian-student-2"}
    renamed["users"] = [
        {**one, **changed} if one["sourcedId"] == "student-1" else one for one in renamed["users"]
    ]  # fmt: skip
    bring(cast.district, packed(renamed))

    # The roster is what the school's system says: a guardian who was taken off must not stand there as one.
    assert not Guardianship.objects.filter(student=held, guardian__sourced_id="guardian-student-1").exists()
    kept = HeldRosterRow.objects.filter(person_id=held.pk).get().content
    assert (kept["family_name"], kept["classes"][0]["title"]) == (QUINCE, "Algebra I")
    assert kept["people"][0]["guardian"]["phone"] == "+1 555 0100"
    assert not HeldRosterRow.objects.filter(content__sourced_id__in=("student-2", "student-3")).exists()

    # No one is lost by a new name: who was held stays, and so does the copy, while the hold is in force.
    bring(cast.district, packed(tables(students=0)), may_shrink=True)
    RosterPerson.objects.update(left_at=LONG_AGO)
    sweep_once()
    assert RosterPerson.objects.filter(pk=held.pk).exists()
    assert HeldRosterRow.objects.filter(person_id=held.pk).count() == 2
    release(cast, keepers, made)
    sweep_once()
    sweep_once()
    assert (HeldRosterRow.objects.count(), RosterPerson.objects.count()) == (0, 0)


def test_without_a_hold_a_set_keeps_nothing_beside_the_roster(cast: Cast) -> None:
    bring(cast.district, packed(tables()))

    bring(cast.district, packed(tables(students=0)), may_shrink=True)

    assert not HeldRosterRow.objects.exists()


def test_kept_rows_are_handed_out_at_the_console_and_audited(
    cast: Cast, keepers: tuple[User, User], tmp_path: Path
) -> None:
    bring(cast.district, packed(tables()))
    hold(cast, keepers[0], scope=HoldScope.SITE, site_id=cast.site.pk)
    bring(cast.district, packed(tables(location="214")))
    target = tmp_path / "held.jsonl"

    call_command("held_roster", cast.district.name, str(target), reason="Court order 12-345")

    rows = [json.loads(line) for line in target.read_text().splitlines()]
    assert {row["before"]["classes"][0]["location"] for row in rows if row["before"]["kind"] == "student"} == {"112"}
    assert target.stat().st_mode & 0o777 == 0o600
    for district in (cast.district.name, "no one's"):
        with pytest.raises(CommandError):
            call_command("held_roster", district, str(target), reason="again")
    take_in()
    assert AuditEvent.objects.filter(what="held_roster_exported").count() == 1


def test_a_flag_that_is_lowered_stays_in_the_file_of_the_case(cast: Cast, keepers: tuple[User, User]) -> None:
    case = make_case(make_case_team(cast.school, members=[cast.teacher]), people=[cast.teacher])
    hold(cast, keepers[0], scope=HoldScope.SITE, site_id=cast.site.pk)
    said = {"who": "A student", "advice": "Keep a distance and call.", "call": "555 0142", "threat": "A threat."}

    write(cast.teacher, case, kind="flag", **said)
    write(cast.teacher, case, kind="flag_lowered")

    assert not CaseFlag.objects.exists()
    raised = case.entries.get(kind="flag")
    assert (raised.by_id, raised.content["advice"]) == (cast.teacher.pk, said["advice"])


def test_a_device_that_its_person_removes_stays_under_hold(cast: Cast, keepers: tuple[User, User]) -> None:
    device = make_device(user=cast.teacher, value="an-address")
    hold(cast, keepers[0], scope=HoldScope.PERSON, person="teacher")

    retire_device(user_id=cast.teacher.pk, device_id=device.pk, at=NOW)
    sweep_once()

    kept = Device.objects.get(pk=device.pk)
    assert (kept.is_active, kept.value, kept.retired_at) == (False, "an-address", NOW)


@pytest.mark.parametrize("is_held", [True, False])
def test_what_is_drawn_and_planned_for_a_site_under_hold_is_not_deleted(
    cast: Cast, keepers: tuple[User, User], is_held: bool
) -> None:
    level = cast.site.levels.create(ordinal=0, name="Ground floor", short_name="G")
    draft = Floorplan.objects.create(
        level=level, version=1, state=FloorplanState.DRAFT, source="drawn here", source_sha256="", imported_at=NOW
    )
    reunion = ReunificationSite.objects.create(
        site=cast.site,
        edit_number=1,
        rank=1,
        is_on_campus=False,
        name="Church",
        location=cast.site.location,
        changed_at=NOW,
    )
    if is_held:
        hold(cast, keepers[0], scope=HoldScope.SITE, site_id=cast.site.pk)
    else:
        # A time before the draft was made holds no draft.
        hold(cast, keepers[0], scope=HoldScope.PERSON, person="No one Of Ours")
    headers = {"X-Session-Token": session_of(cast.insider)}
    address = f"/api/v1/sites/{cast.site.pk}/reunification-sites/{reunion.pk}"

    answers = [
        Client().delete(f"/api/v1/floorplans/{draft.pk}", headers={**headers, "If-Match": f'"{draft.pk}.draft.0"'}),
        Client().delete(address, headers={**headers, "If-Match": f'"{reunion.pk}.1"'}),
    ]

    assert [one.status_code for one in answers] == ([409, 409] if is_held else [204, 204])
    assert (Floorplan.objects.count(), ReunificationSite.objects.count()) == ((1, 1) if is_held else (0, 0))
    if is_held:
        assert {one.json()["code"] for one in answers} == {"under_legal_hold"}


def test_who_read_what_long_ago_is_kept_under_hold(cast: Cast, keepers: tuple[User, User]) -> None:
    desk = make_desk(cast.school)
    roster = Roster.objects.create(district=cast.district)
    for person in (cast.insider, cast.teacher):
        TipRead.objects.create(subject_id=desk.pk, desk=desk, user=person, door="page", at=LONG_AGO)
        RosterReading.objects.create(
            roster=roster, agency=cast.school, user=person, door=next(iter(RosterDoor)).value, students=1, at=LONG_AGO
        )
    hold(cast, keepers[0], scope=HoldScope.PERSON, person="teacher")

    sweep_once()

    assert [one.user_id for one in TipRead.objects.all()] == [cast.teacher.pk]
    assert [one.user_id for one in RosterReading.objects.all()] == [cast.teacher.pk]
