"""An incident opens what agreements open only then, says so and closes it again; emergency access is taken in sight."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from coordination.errors import OwnIncident, RecipientNotFound, RespondersOnly, RoomNotFound, SchoolOnly
from coordination.incident.disclosures.models import Disclosure
from coordination.incident.lifecycle.capability import OpenIncident
from coordination.models import User
from coordination.room.dispatch import Accepted, execute
from coordination.room.models import LogEntry, Room
from coordination.room.registry import command_adapter
from coordination.vocabulary import IncidentType, Severity
from mapping.access import site_for, sites_for
from mapping.errors import SiteNotFound
from mapping.vocabulary import SiteNeed
from mou.access.emergency.emergency_access import review_emergency_access
from mou.access.epoch import access_epoch
from mou.agencies.memberships.members import reinstate_member, suspend_member
from mou.errors import EmergencyAccessNotFound, EmergencyAccessReviewedAlready, NotAllowed
from mou.models import Emergency, EmergencyAccess, Memorandum, Version
from mou.vocabulary import OPERATOR, EmergencyAccessOutcome, MemberRole, TermKind
from push.devices.actions import register_device
from push.models import Notification
from push.vocabulary import DeviceKind
from tests.factories.cast import Cast, asks, join, make_cast, open_room
from tests.factories.mapping import make_site
from tests.factories.mou import NOW, make_member, make_memorandum, make_term, make_widening
from tests.stage.incident.panic import press, room_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def widening(cast: Cast) -> Memorandum:
    """The sheriff, until now a stranger: sees the site always, plans and roster only in a shooting."""
    row = make_memorandum(cast.district, cast.strangers, sites=[cast.site.id], grants=[])
    make_widening(row, TermKind.ROSTER_ACCESS, incident_types=["ACTSHOOT"])
    make_widening(row, TermKind.ROOM_ACCESS, incident_types=["ACTSHOOT"])
    return row


def opened(
    cast: Cast, *, kind: IncidentType = IncidentType.ACTIVE_SHOOTER, is_exercise: bool = False, minutes: int = 0
) -> Room:
    command = OpenIncident(
        id=uuid4(),
        type="open_incident",
        site_id=cast.site.id,
        is_exercise=is_exercise,
        incident_type=kind,
        severity=Severity.SEVERE,
        title="Shots heard",
    )
    accepted = execute(asker=asks(cast.insider, at=NOW + timedelta(minutes=minutes)), room_id=None, command=command)
    room = Room.objects.select_related("incident__site").get(pk=accepted.room_id)
    run(cast.insider, room, "claim_command", minutes=minutes)
    return room


def run(user: User, room: Room, word: str, *, minutes: int = 1, **fields: object) -> Accepted:
    command = command_adapter().validate_python({"id": uuid4(), "type": word, **fields})
    return execute(asker=asks(user, at=NOW + timedelta(minutes=minutes)), room_id=room.id, command=command)


def events_of(room: Room, word: str) -> list[dict[str, object]]:
    rows = LogEntry.objects.filter(room=room, event_type=word).order_by("seq")
    return [json.loads(row.content)["event"] for row in rows]


def has_roster(user: User, site_id: UUID, *, minutes: int = 1) -> bool:
    """Say what the single check says, having made sure that the list says the same."""
    at = NOW + timedelta(minutes=minutes)
    listed = sites_for(user.pk, at, need=SiteNeed.ROSTER).filter(pk=site_id).exists()
    try:
        site_for(user_id=user.pk, site_id=site_id, need=SiteNeed.ROSTER, at=at)
    except SiteNotFound:
        assert not listed
        return False
    assert listed
    return True


# --- widening ---------------------------------------------------------------------------------------------------------
def test_opening_widens_and_closing_narrows_and_both_are_entries_of_that_room(cast: Cast, widening: Memorandum) -> None:
    assert not has_roster(cast.stranger, cast.site.id, minutes=0)

    room = opened(cast)
    assert has_roster(cast.stranger, cast.site.id)
    run(cast.insider, room, "close_incident", minutes=2, reason="over")

    assert not has_roster(cast.stranger, cast.site.id, minutes=2)
    (widened,), (narrowed,) = events_of(room, "access_widened"), events_of(room, "access_narrowed")
    assert widened["widenings"] == narrowed["widenings"]
    said = json.loads(json.dumps(widened["widenings"]))
    assert {(one["agency"], one["version"], one["clause"], *one["grants"]) for one in said} == {
        ("Farther County Sheriff", 1, "room_access", "room_access"),
        ("Farther County Sheriff", 1, "roster_access", "roster_access"),
    }


@pytest.mark.parametrize(
    ("kind", "is_exercise"), [(IncidentType.ACTIVE_SHOOTER, True), (IncidentType.FIGHT, False)], ids=["drill", "fight"]
)
def test_a_drill_or_another_incident_widens_nothing_and_says_nothing(
    cast: Cast, widening: Memorandum, kind: IncidentType, *, is_exercise: bool
) -> None:
    before = access_epoch()

    room = opened(cast, kind=kind, is_exercise=is_exercise)

    assert not has_roster(cast.stranger, cast.site.id)
    assert events_of(room, "access_widened") == []
    assert access_epoch() == before


def test_the_incident_at_one_site_widens_nothing_at_another(cast: Cast) -> None:
    other = make_site(cast.district, name="Oak Elementary")
    make_widening(make_memorandum(cast.district, cast.strangers, grants=[]), TermKind.ROSTER_ACCESS)
    opened(cast)

    assert has_roster(cast.stranger, cast.site.id)
    assert not has_roster(cast.stranger, other.id)


def test_a_second_incident_keeps_open_what_the_first_would_close(cast: Cast, widening: Memorandum) -> None:
    first, second = opened(cast), opened(cast, minutes=1)
    assert events_of(second, "access_widened") == []

    run(cast.insider, first, "close_incident", minutes=2, reason="one of two")
    assert has_roster(cast.stranger, cast.site.id, minutes=2)
    assert events_of(first, "access_narrowed") == []
    run(cast.insider, second, "close_incident", minutes=3, reason="both over")

    assert not has_roster(cast.stranger, cast.site.id, minutes=3)
    assert len(events_of(second, "access_narrowed")) == 1


def test_reopening_widens_again_and_history_keeps_both_times(cast: Cast, widening: Memorandum) -> None:
    room = opened(cast)
    run(cast.insider, room, "close_incident", minutes=2, reason="over")
    run(cast.insider, room, "reopen_incident", minutes=4, reason="not over")

    assert has_roster(cast.stranger, cast.site.id, minutes=5)
    assert Emergency.objects.filter(incident_id=room.incident_id).count() == 2
    assert len(events_of(room, "access_widened")) == 2


def test_who_is_in_the_room_only_by_the_emergency_is_out_when_it_ends(cast: Cast, widening: Memorandum) -> None:
    room = opened(cast)
    join(cast.stranger, room, at=NOW + timedelta(minutes=1))
    run(cast.stranger, room, "post_message", minutes=1, text="On our way.")

    run(cast.insider, room, "close_incident", minutes=2, reason="over")

    with pytest.raises(RoomNotFound):
        run(cast.stranger, room, "post_message", minutes=2, text="Anybody?")


def test_a_panic_alarm_widens_like_any_other_incident(cast: Cast, widening: Memorandum) -> None:
    command = command_adapter().validate_python(
        {
            "id": uuid4(),
            "type": "raise_panic",
            "site_id": cast.site.id,
            "kind": "active_threat",
            "is_exercise": False,
        }
    )

    accepted = execute(asker=asks(cast.teacher), room_id=None, command=command)

    assert has_roster(cast.stranger, cast.site.id)
    assert len(events_of(Room.objects.get(pk=accepted.room_id), "access_widened")) == 1


# --- emergency access ------------------------------------------------------------------------------------------------
@pytest.fixture
def no_roster(cast: Cast) -> Room:
    """A room that the officer is in, by an agreement that withholds the roster."""
    Version.objects.get(memorandum=cast.agreement).terms.filter(kind=TermKind.ROSTER_ACCESS.value).delete()
    room = opened(cast)
    join(cast.officer, room, at=NOW)
    return room


def broken(cast: Cast, room: Room) -> EmergencyAccess:
    run(cast.officer, room, "take_emergency_access", grants=["roster_access"], reason="A child does not answer.")
    return EmergencyAccess.objects.get()


def test_emergency_access_opens_the_roster_for_half_an_hour_and_for_nobody_else(cast: Cast, no_roster: Room) -> None:
    colleague = make_member(cast.police).user
    assert not has_roster(cast.officer, cast.site.id)

    broken(cast, no_roster)

    assert has_roster(cast.officer, cast.site.id, minutes=1)
    assert has_roster(cast.officer, cast.site.id, minutes=30)
    assert not has_roster(cast.officer, cast.site.id, minutes=31)
    assert not has_roster(colleague, cast.site.id, minutes=2)
    assert events_of(no_roster, "emergency_access_taken")[0]["reason"] == "A child does not answer."


def test_emergency_access_is_nothing_when_the_agreement_ends(cast: Cast, no_roster: Room) -> None:
    broken(cast, no_roster)
    Version.objects.filter(memorandum=cast.agreement).update(
        state="terminated", ended_at=NOW + timedelta(minutes=2), ended_why="terminated"
    )

    assert not has_roster(cast.officer, cast.site.id, minutes=3)


def test_in_an_exercise_emergency_access_is_practiced_and_opens_nothing(cast: Cast) -> None:
    Version.objects.get(memorandum=cast.agreement).terms.filter(kind=TermKind.ROSTER_ACCESS.value).delete()
    room = opened(cast, is_exercise=True)
    join(cast.officer, room, at=NOW)

    broken(cast, room)

    assert not has_roster(cast.officer, cast.site.id)


def test_two_roles_on_two_sides_are_told(cast: Cast, no_roster: Room) -> None:
    chief = make_member(cast.police, role=MemberRole.COMMANDER).user
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    for user in (chief, keeper, cast.officer):
        _give_device(user)

    broken(cast, no_roster)

    told = Notification.objects.filter(kind="emergency_access_taken").values_list("device__user_id", flat=True)
    assert set(told) == {chief.pk, keeper.pk}


def test_only_a_responder_who_is_here_by_an_agreement_takes_emergency_access(cast: Cast, no_roster: Room) -> None:
    with pytest.raises(RespondersOnly):
        run(cast.insider, no_roster, "take_emergency_access", grants=["roster_access"], reason="I want to.")
    with pytest.raises(RoomNotFound):
        run(cast.stranger, no_roster, "take_emergency_access", grants=["roster_access"], reason="I want to.")

    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize("is_exercise", [True, False])
def test_nobody_takes_emergency_access_in_an_incident_that_they_opened(cast: Cast, *, is_exercise: bool) -> None:
    """Otherwise an incident that no one else knows of would open every roster."""
    room = open_room(cast, by=cast.officer, is_exercise=is_exercise)
    colleague = make_member(cast.police).user
    join(colleague, room)

    with pytest.raises(OwnIncident):
        run(cast.officer, room, "take_emergency_access", grants=["roster_access"], reason="I want to.")
    assert not EmergencyAccess.objects.exists()

    assert run(colleague, room, "take_emergency_access", grants=["roster_access"], reason="A child is missing.").seq


def test_nor_after_pressing_the_alarm_oneself(cast: Cast) -> None:
    pressed = press(cast.officer, cast.site)

    with pytest.raises(OwnIncident):
        run(cast.officer, room_of(pressed), "take_emergency_access", grants=["roster_access"], reason="I want to.")


def test_the_districts_administrator_reviews_once_and_nobody_else_does(cast: Cast, no_roster: Room) -> None:
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    planner = make_member(cast.district, role=MemberRole.PLANNER).user
    chief = make_member(cast.police, role=MemberRole.COMMANDER).user
    row = broken(cast, no_roster)

    def review(user: User) -> None:
        review_emergency_access(
            actor_id=user.pk, access_id=row.pk, outcome=EmergencyAccessOutcome.JUSTIFIED, note="Right.", at=NOW
        )

    for user in (planner, chief):
        with pytest.raises(NotAllowed):
            review(user)
    for user in (cast.stranger, cast.officer, cast.teacher):
        with pytest.raises(EmergencyAccessNotFound):
            review(user)
    review(keeper)
    with pytest.raises(EmergencyAccessReviewedAlready):
        review(keeper)

    row.refresh_from_db()
    assert (row.reviewed_by_id, row.outcome) == (keeper.pk, "justified")


# --- suspension -------------------------------------------------------------------------------------------------------
def test_a_suspended_member_has_nothing_until_reinstated(cast: Cast) -> None:
    room = opened(cast)
    join(cast.officer, room, at=NOW)
    member = cast.officer_member
    before = access_epoch()

    suspend_member(actor_id=OPERATOR, agency_id=cast.police.id, member_id=member.id, reason="Inquiry", at=NOW)

    assert access_epoch() > before
    assert not has_roster(cast.officer, cast.site.id)
    with pytest.raises(RoomNotFound):
        run(cast.officer, room, "post_message", text="Still here.")
    later = NOW + timedelta(minutes=5)
    reinstate_member(actor_id=OPERATOR, agency_id=cast.police.id, member_id=member.id, reason="Cleared.", at=later)
    assert has_roster(cast.officer, cast.site.id, minutes=6)


# --- disclosures ------------------------------------------------------------------------------------------------------
def disclose(
    cast: Cast,
    room: Room,
    user: User,
    *,
    agency_id: UUID | None = None,
    threat: str | None = "Shots heard in the east wing",
) -> Accepted:
    return run(
        user,
        room,
        "record_disclosure",
        disclosure_id=uuid4(),
        authority="health_or_safety_emergency",
        categories=["student_roster", "photo"],
        agency_id=agency_id or cast.police.id,
        recipient="Sgt. Demo",
        students="All of room 112",
        threat=threat,
    )


def test_a_disclosure_is_an_entry_without_the_threat_and_a_row_with_everything(cast: Cast) -> None:
    version = Version.objects.get(memorandum=cast.agreement)
    make_term(version, TermKind.DATA_SHARING, scope="student_roster:district_to_agency", value={"when": "emergency"})
    room = opened(cast)
    join(cast.officer, room, at=NOW)

    disclose(cast, room, cast.insider)

    row = Disclosure.objects.get()
    assert row.threat == "Shots heard in the east wing"
    assert (row.categories, row.agency_name, row.version_id) == (
        ["photo", "student_roster"],
        "Fairview Police",
        version.id,
    )
    assert row.clause.endswith("version 1: data_sharing")
    content = LogEntry.objects.get(room=room, event_type="disclosure_recorded").content
    assert "Shots heard in" not in content
    assert "room 112" not in content


def test_only_the_school_discloses_and_only_to_who_is_there(cast: Cast) -> None:
    room = opened(cast)
    join(cast.officer, room, at=NOW)

    with pytest.raises(SchoolOnly):
        disclose(cast, room, cast.officer)
    with pytest.raises(RecipientNotFound):
        disclose(cast, room, cast.insider, agency_id=cast.strangers.id)
    assert not Disclosure.objects.exists()


def test_an_emergency_disclosure_names_its_threat(cast: Cast) -> None:
    with pytest.raises(ValueError, match="articulable threat"):
        disclose(cast, opened(cast), cast.insider, threat=None)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_a_disclosure(cast: Cast, change: str) -> None:
    room = opened(cast)
    join(cast.officer, room, at=NOW)
    disclose(cast, room, cast.insider)
    rows = Disclosure.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(threat="none") if change == "update" else rows._raw_delete(rows.db)

    assert Disclosure.objects.get().threat == "Shots heard in the east wing"


def _give_device(user: User) -> None:
    register_device(
        user_id=user.pk,
        session_key=f"session-{user.pk}",
        kind=DeviceKind.CONSOLE,
        value=f"phone {user.pk}",
        platform="test",
        locale="en",
        at=NOW,
    )
