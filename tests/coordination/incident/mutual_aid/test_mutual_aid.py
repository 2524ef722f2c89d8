"""Mutual aid: who lets whom in, what they see and what not, and how it ends."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from coordination.errors import (
    IdTaken,
    IncidentClosed,
    NotAllowed,
    NotJoined,
    RespondersOnly,
    RoomNotFound,
)
from coordination.incident.accountability.errors import NamesNotAllowed
from coordination.incident.accountability.queries import names_in_reports
from coordination.incident.command.errors import MayNotClaimCommand, NotInCommand, OfferedMayNotCommand
from coordination.incident.mutual_aid.errors import (
    MutualAidNotFound,
    MutualAidOver,
    MutualAidUsed,
)
from coordination.incident.mutual_aid.watch import end_what_has_run_out
from coordination.models import User
from coordination.push_gate import who_may_still_be_told
from coordination.room.access import incidents_for, room_for
from coordination.room.capability import RoomNeed
from coordination.room.entrance import state_for
from coordination.room.models import LogEntry, Participant
from coordination.room.wire.addressed import addressed_to_medics
from coordination.vocabulary import Audience, MutualAidEnd, MutualAidState
from mapping.access import floorplan_for, floorplan_to_look_at, site_for, sites_for
from mapping.edits.drafts import start_draft
from mapping.errors import FloorplanNotFound, SiteNotFound
from mapping.models import Floorplan, Space
from mapping.plans.versions import newest_tag_of
from mapping.vocabulary import SiteNeed
from mou.access.epoch import access_epoch
from mou.models import Agency, AgencyMember, MutualAid
from mou.vocabulary import MemberRole
from tests.factories.cast import asks, join, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW, make_member, make_user
from tests.stage.incident.mutual_aid import AidStage, make_aid_stage
from tests.stage.incident.panic import run, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> AidStage:
    return make_aid_stage()


def grant_of(stage: AidStage, user: User, *, minutes: int = 0) -> object:
    at = NOW + timedelta(minutes=minutes)
    return room_for(user_id=user.pk, room_id=stage.room.pk, need=RoomNeed.READ, at=at)


def entries(stage: AidStage, word: str) -> list[dict[str, object]]:
    rows = LogEntry.objects.filter(room=stage.room, event_type=word).order_by("seq")
    return [json.loads(row.content) for row in rows]


# --- who lets in ------------------------------------------------------------------------------------------------------
def test_whoever_commands_lets_a_guest_in_and_the_log_says_who_let_in_whom(stage: AidStage) -> None:
    aid_id, guest = stage.guest(callsign="BC 7")

    assert grant_of(stage, guest)
    (invited,), (joined,) = entries(stage, "mutual_aid_invited"), entries(stage, "mutual_aid_joined")
    assert invited["by"]["name"] == "Principal"  # type: ignore[index]
    assert joined["by"]["name"] == "Chief Alvarez"  # type: ignore[index]
    assert joined["by"]["agency"] == "Valley Fire"  # type: ignore[index]
    found = stage.aid(aid_id)
    assert (found.state, found.let_in_by, found.callsign) == (
        MutualAidState.JOINED,
        "Principal, Lincoln High",
        "BC 7",
    )


@pytest.mark.parametrize("who", ["officer", "teacher", "dispatcher"])
def test_nobody_else_invites_ends_or_gets_a_code(stage: AidStage, who: str) -> None:
    """The dispatcher has a command role, and is not in command."""
    user: User = getattr(stage.cast, who)
    if who == "dispatcher":
        join(user, stage.room)
    aid_id = stage.invite()

    for attempt in (
        lambda: stage.invite(by=user),
        lambda: stage.code(aid_id, by=user),
        lambda: run(user, stage.room.pk, "end_mutual_aid", aid_id=aid_id, reason="No"),
    ):
        with pytest.raises(NotInCommand):
            attempt()


def test_where_nobody_commands_nobody_is_let_in(stage: AidStage) -> None:
    aid_id = stage.invite()
    run(stage.cast.insider, stage.room.pk, "relinquish_command", reason="Going inside")

    with pytest.raises(NotInCommand):
        stage.invite()
    with pytest.raises(NotInCommand):
        stage.code(aid_id)


@pytest.mark.parametrize("who", ["stranger", "dispatcher"])
def test_who_is_not_in_the_room_gets_no_code(stage: AidStage, who: str) -> None:
    aid_id = stage.invite()

    with pytest.raises((RoomNotFound, NotJoined)):
        stage.code(aid_id, by=getattr(stage.cast, who))


def test_every_illegal_step_has_its_code(stage: AidStage) -> None:
    aid_id, _guest = stage.guest()
    with pytest.raises(MutualAidUsed):
        stage.code(aid_id)
    with pytest.raises(MutualAidNotFound):
        stage.end(uuid4())
    with pytest.raises(MutualAidNotFound):
        stage.code(uuid4())
    stage.end(aid_id)
    with pytest.raises(MutualAidOver):
        stage.end(aid_id)
    with pytest.raises(MutualAidOver):
        stage.code(aid_id)
    with pytest.raises(IdTaken):
        run(
            stage.cast.insider,
            stage.room.pk,
            "invite_mutual_aid",
            aid_id=aid_id,
            agency="A",
            agency_kind="ems",
            person="B",
        )
    waiting = stage.invite()
    run(stage.cast.insider, stage.room.pk, "close_incident", reason="Over")
    for attempt in (stage.invite, lambda: stage.code(waiting)):
        with pytest.raises(IncidentClosed):
            attempt()


def test_the_district_and_the_helpers_own_agency_are_told(stage: AidStage) -> None:
    make_member(stage.cast.district, user=make_user(username="superintendent"), role=MemberRole.ADMINISTRATOR)
    make_member(stage.cast.strangers, user=make_user(username="undersheriff"), role=MemberRole.SUPERVISOR)

    stage.let_in(stage.cast.stranger)

    entry = LogEntry.objects.get(room=stage.room, event_type="mutual_aid_joined")

    class Said:
        room_id, seq = entry.room_id, entry.seq

    assert told(Said) == {"superintendent", "undersheriff"}  # type: ignore[arg-type]


# --- what they see ----------------------------------------------------------------------------------------------------
def come_as_guest(stage: AidStage) -> User:
    return stage.guest()[1]


def come_with_account(stage: AidStage) -> User:
    stage.let_in(stage.cast.stranger)
    return stage.cast.stranger


COMING = pytest.mark.parametrize("come", [come_as_guest, come_with_account])


@COMING
def test_they_read_what_is_for_everyone_and_for_responders_and_nothing_else(
    stage: AidStage, come: Callable[[AidStage], User]
) -> None:
    user = come(stage)

    grant, _state = state_for(asks(user), stage.room.pk)

    # The guest is of fire and cares for casualties; the other is of the police.
    medics = {addressed_to_medics()} if come is come_as_guest else set()
    assert (set(grant.audiences), grant.may_command()) == ({Audience.EVERYONE, Audience.RESPONDERS, *medics}, False)


def test_a_commander_at_home_helps_here_and_does_not_command(stage: AidStage) -> None:
    sheriff = make_member(stage.cast.strangers, user=make_user(username="sheriff"), role=MemberRole.COMMANDER).user
    stage.let_in(sheriff)

    with pytest.raises(MayNotClaimCommand):
        run(sheriff, stage.room.pk, "claim_command")
    to = Participant.objects.get(room=stage.room, user=sheriff)
    with pytest.raises(OfferedMayNotCommand):
        run(stage.cast.insider, stage.room.pk, "offer_command", participant_id=to.pk, kind="unified")
    with pytest.raises(RespondersOnly):
        run(sheriff, stage.room.pk, "take_emergency_access", grants=["roster_access"], reason="To save life")
    assert to.role == "officer"


@COMING
def test_they_see_the_plan_in_the_incident_and_the_site_nowhere_else(
    stage: AidStage, come: Callable[[AidStage], User]
) -> None:
    make_plan(stage.cast.site)
    plan = Floorplan.objects.get(level__site=stage.cast.site)
    user = come(stage)

    assert floorplan_to_look_at(user_id=user.pk, floorplan_id=plan.pk, at=NOW) == plan
    with pytest.raises(FloorplanNotFound):
        floorplan_for(user_id=user.pk, floorplan_id=plan.pk, at=NOW)
    for need in SiteNeed:
        with pytest.raises(SiteNotFound):
            site_for(user_id=user.pk, site_id=stage.cast.site.pk, need=need, at=NOW)
        assert not sites_for(user.pk, NOW, need=need).exists()


def test_a_draft_of_the_plan_is_not_shown(stage: AidStage) -> None:
    make_plan(stage.cast.site)
    plan = Floorplan.objects.get(level__site=stage.cast.site)
    keeper = stage.cast.insider
    assert plan.level is not None
    draft = start_draft(actor_id=keeper.pk, level_id=plan.level.pk, if_match=newest_tag_of(plan.level), at=NOW)
    _aid_id, guest = stage.guest()

    with pytest.raises(FloorplanNotFound):
        floorplan_to_look_at(user_id=guest.pk, floorplan_id=draft.pk, at=NOW)


@COMING
def test_no_name_of_a_student_or_of_the_staff_reaches_them(stage: AidStage, come: Callable[[AidStage], User]) -> None:
    run(
        stage.cast.teacher,
        stage.room.pk,
        "report_room",
        room="112",
        state="ok",
        missing=1,
        missing_names=["Avery Zebra"],
    )
    user = come(stage)

    grant, state = state_for(asks(user), stage.room.pk)

    assert "Avery Zebra" not in json.dumps(state.objects)
    with pytest.raises(NamesNotAllowed):
        names_in_reports(grant)


@COMING
def test_no_other_incident_is_there_for_them_also_at_the_same_site(
    stage: AidStage, come: Callable[[AidStage], User]
) -> None:
    other = open_room(stage.cast)
    user = come(stage)

    assert [one.pk for one in incidents_for(user.pk, NOW)] == [stage.room.incident_id]
    with pytest.raises(RoomNotFound):
        room_for(user_id=user.pk, room_id=other.pk, need=RoomNeed.SEE, at=NOW)
    with pytest.raises(RoomNotFound):
        join(user, other)


def test_the_name_of_a_known_agency_gives_a_guest_nothing_of_it(stage: AidStage) -> None:
    """Police have an agreement: a guest who is called so has none, and is no one's colleague."""
    _aid_id, guest = stage.guest(agency="Fairview Police", agency_kind="police")
    other = open_room(stage.cast)

    with pytest.raises(RoomNotFound):
        room_for(user_id=guest.pk, room_id=other.pk, need=RoomNeed.SEE, at=NOW)
    assert not AgencyMember.objects.filter(agency=stage.cast.police, user=guest).exists()
    assert Agency.objects.filter(name="Fairview Police").count() == 2


@COMING
def test_they_open_rooms_of_a_lockdown_in_their_name_and_do_not_end_it(
    stage: AidStage, come: Callable[[AidStage], User]
) -> None:
    """A code is six digits that someone may have overheard: it must not be enough to bring a school out of hiding."""
    make_plan(stage.cast.site)
    user, lockdown = come(stage), uuid4()
    run(stage.cast.teacher, stage.room.pk, "start_response_action", action_id=lockdown, kind="lockdown")
    opened = run(user, stage.room.pk, "open_locked_rooms", action_id=lockdown, space_ids=[Space.objects.get().pk])

    assert opened.seq is not None
    with pytest.raises(NotAllowed):
        run(user, stage.room.pk, "release_response_action", action_id=lockdown)
    with pytest.raises(NotAllowed):
        run(
            user,
            stage.room.pk,
            "change_response_action",
            action_id=uuid4(),
            replaces=lockdown,
            kind="evacuate",
            destination="the gym",
        )
    assert run(stage.cast.officer, stage.room.pk, "release_response_action", action_id=lockdown).seq is not None


# --- how it ends ------------------------------------------------------------------------------------------------------
def by_command(stage: AidStage, aid_id: UUID) -> None:
    stage.end(aid_id)


def by_closing(stage: AidStage, aid_id: UUID) -> None:
    run(stage.cast.insider, stage.room.pk, "close_incident", reason="Over")


def by_the_clock(stage: AidStage, aid_id: UUID) -> None:
    MutualAid.objects.filter(pk=aid_id).update(begun_at=NOW - timedelta(hours=13), ends_at=NOW)
    assert end_what_has_run_out(NOW) == 1


@pytest.mark.parametrize(
    ("finish", "cause"),
    [
        (by_command, MutualAidEnd.BY_COMMAND),
        (by_closing, MutualAidEnd.INCIDENT_CLOSED),
        (by_the_clock, MutualAidEnd.RAN_OUT),
    ],
)
def test_it_ends_with_an_entry_and_nothing_is_left(
    stage: AidStage, finish: Callable[[AidStage, UUID], None], cause: MutualAidEnd
) -> None:
    aid_id, guest = stage.guest()
    with_account = stage.let_in(stage.cast.stranger)
    before = access_epoch()

    finish(stage, aid_id)

    assert access_epoch() > before
    with pytest.raises(RoomNotFound):
        grant_of(stage, guest)
    assert stage.aid(aid_id).cause is cause
    assert entries(stage, "mutual_aid_ended")[0]["event"]["cause"] == cause  # type: ignore[index]
    guest.refresh_from_db()
    assert not guest.is_active
    assert who_may_still_be_told([(guest.pk, stage.room.pk)], NOW) == {}
    if finish is by_closing:
        with pytest.raises(RoomNotFound):
            grant_of(stage, stage.cast.stranger)
        assert stage.aid(with_account).state is MutualAidState.ENDED
    else:
        assert grant_of(stage, stage.cast.stranger)
    stage.cast.stranger.refresh_from_db()
    assert stage.cast.stranger.is_active


def test_it_lasts_twelve_hours_at_most_and_no_entry_is_needed_for_its_end(stage: AidStage) -> None:
    aid_id, guest = stage.guest(at=NOW + timedelta(minutes=7))
    until = MutualAid.objects.get(pk=aid_id).ends_at

    assert until == NOW + timedelta(hours=12)  # the last full quarter within twelve hours of seven past
    assert grant_of(stage, guest, minutes=719)
    with pytest.raises(RoomNotFound):
        grant_of(stage, guest, minutes=720)
    assert end_what_has_run_out(until) == 1
    assert end_what_has_run_out(until) == 0


def test_reopening_the_incident_lets_nobody_in_again(stage: AidStage) -> None:
    stage.let_in(stage.cast.stranger)
    run(stage.cast.insider, stage.room.pk, "close_incident", reason="Over")
    run(stage.cast.insider, stage.room.pk, "reopen_incident", reason="Not over")

    with pytest.raises(RoomNotFound):
        grant_of(stage, stage.cast.stranger)


def test_somebody_whose_aid_ended_is_let_in_anew_with_a_new_code(stage: AidStage) -> None:
    stage.end(stage.let_in(stage.cast.stranger))

    stage.let_in(stage.cast.stranger)

    assert grant_of(stage, stage.cast.stranger)


def test_an_exercise_that_becomes_real_takes_no_helper_along_and_none_declares_it() -> None:
    stage = make_aid_stage(is_exercise=True)
    aid_id, guest = stage.guest()
    with pytest.raises(NotAllowed):
        run(guest, stage.room.pk, "declare_real_world", declaration_id=uuid4(), incident_type="STDBY", note="Really")

    run(
        stage.cast.insider,
        stage.room.pk,
        "declare_real_world",
        declaration_id=uuid4(),
        incident_type="STDBY",
        note="Really",
    )

    assert stage.aid(aid_id).cause is MutualAidEnd.INCIDENT_CLOSED
    assert Participant.objects.filter(user=guest).count() == 1
    with pytest.raises(RoomNotFound):
        grant_of(stage, guest)
