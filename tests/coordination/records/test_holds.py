"""Nothing under legal hold is deleted, by whatever way; one person sets a hold, two release it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import Settings

from coordination.audit_spool import AuditNote, note
from coordination.incident.disclosures.models import Disclosure
from coordination.keeping.errors import BadHold, HoldNotFound, HoldReleased, SecondPersonNeeded, UnderHold
from coordination.keeping.gate import may_delete
from coordination.keeping.models import LegalHold
from coordination.keeping.vocabulary import DataClass, HoldScope
from coordination.management.upkeep import sweep_once
from coordination.models import User
from coordination.prevention.cases.models import Case
from coordination.prevention.cases.vocabulary import CaseState
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.vocabulary import TipState
from coordination.records.audit.intake import take_in
from coordination.records.models import AuditEvent
from coordination.records.retention.holding import WantedHold, keep_holding, release_hold, set_hold
from coordination.records.retention.run import carry_out
from coordination.room.models import Incident, Room
from coordination.rosters.models import CustodyNote, RosterPerson
from coordination.rosters.work.keeping import remove_custody_note
from coordination.vocabulary import AuditKind, AuditOutcome
from mou.errors import AgencyNotFound
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, asks, join, make_cast, open_room
from tests.factories.mou import make_member, make_user
from tests.factories.prevention.cases import SUBJECT, make_case, make_case_team
from tests.factories.prevention.tips import make_desk, make_tip
from tests.factories.rosters import make_school_roster
from tests.stage.full_room import run
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=8 * 365)
S = HoldScope


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path, transactional_db: None) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
    with transaction.atomic(), may_delete():
        Disclosure.objects.all().delete()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keepers(cast: Cast) -> tuple[User, User]:
    def made(name: str) -> User:
        return make_member(cast.district, user=make_user(username=name), role=MemberRole.ADMINISTRATOR).user

    return made("keeper"), made("second")


def old_room(cast: Cast) -> Room:
    room = open_room(cast)
    join(cast.officer, room)
    run(cast.insider, room.pk, "claim_command")
    run(cast.insider, room.pk, "close_incident", reason="It is over.")
    Incident.objects.filter(room=room).update(opened_at=LONG_AGO - timedelta(hours=1), closed_at=LONG_AGO)
    return Room.objects.select_related("incident__site").get(pk=room.pk)


def hold(cast: Cast, by: User, scope: HoldScope, **fields: Any) -> UUID:
    wanted = WantedHold(scope=scope, reason="Court order 12-345", **fields)
    return set_hold(asker=asks(by, at=NOW), district_id=cast.district.pk, wanted=wanted)


@pytest.mark.parametrize("scope", list(HoldScope))
def test_an_incident_under_hold_stays_until_two_have_released_it(
    cast: Cast, keepers: tuple[User, User], scope: HoldScope
) -> None:
    room = old_room(cast)
    fields: dict[HoldScope, dict[str, Any]] = {
        S.INCIDENT: {"incident_id": room.incident_id},
        S.SITE: {"site_id": cast.site.pk},
        S.PERSON: {"person": "Officer"},
        S.TIME_SPAN: {"since": LONG_AGO - timedelta(days=1), "until": LONG_AGO + timedelta(days=1)},
    }
    first, second = keepers
    made = hold(cast, first, scope, **fields[scope])

    def release(by: User) -> bool:
        asker = asks(by, at=NOW)
        return release_hold(asker=asker, district_id=cast.district.pk, hold_id=made, reason="The case is closed.")

    assert DataClass.INCIDENTS not in carry_out(NOW)
    assert release(first) is False
    with pytest.raises(SecondPersonNeeded):
        release(first)
    assert DataClass.INCIDENTS not in carry_out(NOW)
    assert release(second) is True
    with pytest.raises(HoldReleased):
        release(second)
    assert carry_out(NOW)[DataClass.INCIDENTS] == 1
    row = LegalHold.objects.get()
    assert (row.set_by_name, row.release_asked_by_name, row.released_by_name) == ("Keeper", "Keeper", "Second")


def test_a_hold_on_something_else_keeps_nothing_of_this(cast: Cast, keepers: tuple[User, User]) -> None:
    old_room(cast)
    hold(cast, keepers[0], S.PERSON, person="No one Of Ours")
    hold(cast, keepers[0], S.TIME_SPAN, since=NOW - timedelta(days=3), until=NOW)

    assert carry_out(NOW)[DataClass.INCIDENTS] == 1


def test_a_request_to_release_may_be_dropped(cast: Cast, keepers: tuple[User, User]) -> None:
    made = hold(cast, keepers[0], S.SITE, site_id=cast.site.pk)
    asker = asks(keepers[0], at=NOW)
    release_hold(asker=asker, district_id=cast.district.pk, hold_id=made, reason="By mistake")
    keep_holding(asker=asks(keepers[1], at=NOW), district_id=cast.district.pk, hold_id=made)

    assert LegalHold.objects.get().release_asked_at is None
    assert release_hold(asker=asker, district_id=cast.district.pk, hold_id=made, reason="Again") is False


def test_tips_cases_students_and_accounts_under_hold_stay(cast: Cast, keepers: tuple[User, User]) -> None:
    desk, team = make_desk(cast.school), make_case_team(cast.school)
    make_tip(desk, state=TipState.DISPOSED, at=LONG_AGO)
    make_case(team, people=[cast.insider], state=CaseState.CLOSED, at=LONG_AGO)
    make_school_roster(cast)
    RosterPerson.objects.update(left_at=NOW - timedelta(days=300))
    gone = make_member(cast.school, role=MemberRole.STAFF, ended_at=NOW - timedelta(days=800)).user
    made = hold(cast, keepers[0], S.SITE, site_id=cast.site.pk)
    people = RosterPerson.objects.count()

    sweep_once()
    held = (Tip.objects.count(), Case.objects.count(), User.objects.get(pk=gone.pk).username)
    students = RosterPerson.objects.filter(kind="student").count()
    for one in keepers:
        release_hold(asker=asks(one, at=NOW), district_id=cast.district.pk, hold_id=made, reason="Over")
    sweep_once()

    assert (held, students > 0) == ((1, 1, gone.username), True)
    assert (Tip.objects.count(), Case.objects.count(), RosterPerson.objects.count()) == (0, 0, 0)
    assert User.objects.get(pk=gone.pk).username.startswith("ended-")
    assert people > 0


def test_a_case_and_a_student_are_held_by_name(cast: Cast, keepers: tuple[User, User]) -> None:
    make_case(make_case_team(cast.school), people=[cast.insider], state=CaseState.CLOSED, at=LONG_AGO)
    roster = make_school_roster(cast)
    student = RosterPerson.objects.get(pk=roster.student_id)
    RosterPerson.objects.update(left_at=NOW - timedelta(days=300))
    hold(cast, keepers[0], S.PERSON, person=SUBJECT)
    hold(cast, keepers[0], S.PERSON, person=student.shown_name())

    sweep_once()

    assert Case.objects.count() == 1
    assert RosterPerson.objects.filter(kind="student").get().pk == student.pk


def test_what_is_written_of_a_student_under_hold_is_not_deleted_by_hand(cast: Cast, keepers: tuple[User, User]) -> None:
    roster = make_school_roster(cast)
    hold(cast, keepers[0], S.SITE, site_id=cast.site.pk)

    with pytest.raises(UnderHold):
        remove_custody_note(
            actor_id=cast.insider.pk,
            agency_id=cast.school.pk,
            student_id=roster.student_id,
            note_id=roster.note_id,
            at=NOW,
        )
    assert CustodyNote.objects.filter(pk=roster.note_id).exists()


def test_the_audit_is_kept_from_the_first_event_under_hold_on(cast: Cast, keepers: tuple[User, User]) -> None:
    for person in (cast.insider, cast.officer, cast.insider):
        note(AuditNote(AuditKind.PLAN, AuditOutcome.DONE, "plan_read", person.pk))
    take_in()
    hold(cast, keepers[0], S.PERSON, person="officer")

    later = NOW + timedelta(days=5 * 365)
    assert carry_out(later)[DataClass.AUDIT] == 1
    assert DataClass.AUDIT not in carry_out(later)
    assert AuditEvent.objects.order_by("seq").first().user_id == cast.officer.pk  # type: ignore[union-attr]


def test_only_administrators_of_the_district_set_and_release(cast: Cast, keepers: tuple[User, User]) -> None:
    made = hold(cast, keepers[0], S.SITE, site_id=cast.site.pk)
    for person in (cast.insider, cast.teacher, cast.officer, cast.dispatcher, cast.stranger):
        with pytest.raises(AgencyNotFound):
            hold(cast, person, S.SITE, site_id=cast.site.pk)
        with pytest.raises(AgencyNotFound):
            release_hold(asker=asks(person, at=NOW), district_id=cast.district.pk, hold_id=made, reason="Please")
    with pytest.raises(HoldNotFound):
        release_hold(asker=asks(keepers[0], at=NOW), district_id=cast.district.pk, hold_id=uuid4(), reason="x")
    for scope, fields in (
        (S.INCIDENT, {"incident_id": uuid4()}),
        (S.SITE, {"site_id": uuid4()}),
        (S.PERSON, {"person": ""}),
        (S.TIME_SPAN, {"since": NOW, "until": NOW}),
        (S.INCIDENT, {"site_id": cast.site.pk}),
    ):
        with pytest.raises(BadHold):
            hold(cast, keepers[0], scope, **fields)


def test_a_hold_is_never_rewritten(cast: Cast, keepers: tuple[User, User]) -> None:
    hold(cast, keepers[0], S.SITE, site_id=cast.site.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        LegalHold.objects.update(reason="another")
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            LegalHold.objects.all().delete()


def test_holds_over_http_are_audited(cast: Cast, keepers: tuple[User, User]) -> None:
    address = f"/api/v1/districts/{cast.district.pk}/legal-holds"
    headers = {"X-Session-Token": session_of(keepers[0])}
    body = {"scope": "site", "site_id": str(cast.site.pk), "reason": "Court order"}

    answer = Client().post(address, body, content_type="application/json", headers=headers)
    refused = Client().post(
        address, body, content_type="application/json", headers={"X-Session-Token": session_of(cast.teacher)}
    )

    take_in()
    assert (answer.status_code, refused.status_code, refused.json()["code"]) == (201, 404, "agency_not_found")
    done = AuditEvent.objects.get(what="hold_changed", outcome="done")
    assert (done.person, done.outcome) == ("Keeper", "done")
    assert done.readers.filter(agency_id=cast.district.pk).exists()
