"""Why, rehearsal, the card in the room and the ledger: over HTTP and as pages."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client

from coordination.incident.command.capability import ClaimCommand
from coordination.incident.lifecycle.capability import CloseIncident
from coordination.room.dispatch import execute
from coordination.room.models import Room
from mou.agreements.memoranda import terminate_memorandum
from mou.models import AgencyMember, Emergency, EmergencyAccess, Memorandum, Suspension, Version
from mou.vocabulary import OPERATOR, TermKind, VersionState
from tests.factories.cast import asks, open_room
from tests.factories.mou import make_clause, make_term, make_version, make_widening
from tests.stage.full_room import Stage, run

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answered

pytestmark = pytest.mark.django_db


def get(stage: Stage, who: str, path: str) -> "Answered":
    return Client().get(f"/api/v1{path}", headers=stage.headers(who))


def why(stage: Stage, who: str, *, about: str | None = None, action: str = "see_roster", at: str = "") -> "Answered":
    query = f"?site_id={stage.cast.site.id}&action={action}"
    query += f"&person_id={stage.people[about].public_id}" if about else ""
    query += f"&at={at}" if at else ""
    return get(stage, who, f"/explanations{query}")


def agreement(stage: Stage) -> Version:
    return Version.objects.get(memorandum=stage.cast.agreement, number=1)


# --- why --------------------------------------------------------------------------------------------------------------
def test_the_answer_names_the_clause_the_version_and_from_when_to_when(stage: Stage) -> None:
    found = why(stage, "keeper", about="officer").json()

    assert found["is_allowed"]
    reason = next(one for one in found["reasons"] if one["code"] == "clause")
    assert (reason["agency"], reason["version"], reason["clause"]) == ("Fairview Police", 1, "roster_access")
    assert reason["quote"] == "On roster_access."
    # The last day, 1 January 2999 in New York, belongs to it.
    assert reason["ends_at"] == "2999-01-02T05:00:00.000Z"


def test_a_past_instant_is_answered_from_what_was_true_then(stage: Stage) -> None:
    """Could the officer see the roster while suspended, between 10:00 and 11:00 two days ago?"""
    day = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=2)
    member = AgencyMember.objects.get(user=stage.people["officer"])
    Suspension.objects.create(member=member, reason="Inquiry", begun_at=day, ended_at=day + timedelta(hours=1))

    def asked(at: datetime) -> tuple[bool, str]:
        found = why(stage, "keeper", about="officer", at=at.strftime("%Y-%m-%dT%H:%M:%SZ")).json()
        return found["is_allowed"], found["reasons"][0]["code"]

    assert asked(day - timedelta(seconds=1)) == (True, "clause")
    assert asked(day + timedelta(minutes=42)) == (False, "suspended")
    assert asked(day + timedelta(hours=1)) == (True, "clause")
    assert asked(datetime(2019, 1, 1, tzinfo=UTC)) == (False, "membership_not_begun")


def past_answers(stage: Stage, moments: list[datetime]) -> list[tuple[bool, str]]:
    """Return, for each instant, whether the officer could see the roster then, and the first reason."""
    found = [why(stage, "keeper", about="officer", at=at.strftime("%Y-%m-%dT%H:%M:%SZ")).json() for at in moments]
    return [(one["is_allowed"], one["reasons"][0]["code"]) for one in found]


def test_a_past_instant_within_an_incident_is_answered_by_the_term_that_was_open_then(stage: Stage) -> None:
    began = datetime.now(UTC).replace(hour=10, minute=30, second=0, microsecond=0) - timedelta(days=2)
    EmergencyAccess.objects.all().delete()
    agreement(stage).terms.filter(kind=TermKind.ROSTER_ACCESS.value).delete()
    make_widening(Memorandum.objects.get(pk=stage.cast.agreement.pk), TermKind.ROSTER_ACCESS)
    Emergency.objects.create(
        incident_id=uuid4(),
        district_id=stage.cast.district.pk,
        site_id=stage.cast.site.pk,
        incident_type="ACTSHOOT",
        is_exercise=False,
        begun_at=began,
        ended_at=began + timedelta(minutes=30),
    )

    asked = past_answers(stage, [began + timedelta(minutes=one) for one in (-1, 0, 12, 29, 30)])

    closed, opened = (False, "no_such_emergency"), (True, "clause_in_emergency")
    assert asked == [closed, opened, opened, opened, closed]


def test_keepers_ask_about_people_of_district_and_partners_and_everybody_about_themselves(stage: Stage) -> None:
    assert why(stage, "officer").json()["person"] == "Officer"
    assert why(stage, "keeper", about="former").json()["reasons"][0]["code"] == "membership_ended"
    assert why(stage, "officer", about="teacher").json()["code"] == "person_not_found"
    assert why(stage, "teacher", about="officer").json()["code"] == "person_not_found"
    # The sheriff has never had anything to do with this district.
    assert why(stage, "keeper", about="stranger").json()["code"] == "person_not_found"


@pytest.mark.parametrize("state", [VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.OUT_FOR_SIGNATURE])
def test_a_version_that_nobody_has_signed_lets_no_keeper_ask_about_the_other_party(
    stage: Stage, state: VersionState
) -> None:
    """A planner could otherwise read any agency's people by drafting an agreement with it."""
    sheriff = AgencyMember.objects.get(user=stage.people["stranger"]).agency
    unsigned = Memorandum.objects.create(title="Never asked for", district=stage.cast.district, agency=sheriff)
    make_version(unsigned, state=state)

    answer = why(stage, "keeper", about="stranger").json()
    page = stage.page_client("keeper").get("/why").content.decode()

    assert answer["code"] == "person_not_found"
    assert str(stage.people["stranger"].public_id) not in page
    assert str(stage.people["officer"].public_id) in page


def test_a_keeper_still_asks_about_the_people_of_a_partner_whose_agreement_has_ended(stage: Stage) -> None:
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=stage.cast.agreement.pk, reason="Test.", at=datetime.now(UTC))

    assert why(stage, "keeper", about="officer").json()["person"] == "Officer"


def test_a_stranger_learns_from_no_question_that_the_site_is_there(stage: Stage) -> None:
    asked = why(stage, "stranger")
    about_another = why(stage, "stranger", about="officer")
    missing = get(stage, "stranger", f"/explanations?site_id={uuid4()}&action=see_roster")

    assert asked.status_code == about_another.status_code == missing.status_code == 404
    assert asked.content == about_another.content == missing.content


def test_nobody_knows_the_future(stage: Stage) -> None:
    assert why(stage, "keeper", at="2998-01-01T00:00:00Z").json()["code"] == "bad_dates"


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00%2B14:00"])
def test_before_anything_was_nobody_might(stage: Stage, at: str) -> None:
    """Such an instant has no date in New York: the calendar begins a few hours later."""
    found = why(stage, "keeper", about="officer", at=at)
    page = stage.page_client("keeper").get(f"/why?site={stage.cast.site.id}&at={at}")

    assert (found.status_code, found.json()["is_allowed"]) == (200, False)
    assert page.status_code == 200


def test_a_time_without_a_zone_is_no_instant(stage: Stage) -> None:
    found = why(stage, "keeper", at="2024-01-01T00:00:00")

    assert (found.status_code, found.json()["errors"][0]["pointer"]) == (422, "/query/at")


def test_the_page_says_it_in_words_with_what_would_have_to_change(stage: Stage) -> None:
    agreement(stage).terms.filter(kind=TermKind.FLOORPLAN_ACCESS.value).delete()
    page = stage.page_client("keeper").get(
        "/why",
        {"person": str(stage.people["officer"].public_id), "site": str(stage.cast.site.id), "action": "see_floorplan"},
    )
    text = page.content.decode()

    assert "Not allowed" in text
    assert "The agreement would need a clause that grants it." in text


# --- the card in the room ---------------------------------------------------------------------------------------------
@pytest.fixture
def card(stage: Stage) -> Version:
    version = agreement(stage)
    make_term(version, TermKind.COMMAND_TRANSFER_TO, value={"initial": "sro", "order": ["police", "fire"]})
    make_term(version, TermKind.RADIO_INTEROP, value={"mode": "patched", "channels": ["LAW-2"]})
    make_term(version, TermKind.RESPONSE_TIME_TARGET_MINUTES, value={"minutes": 4})
    contact = {"name": "Pat Demo", "role": "Duty desk", "party": "agency", "phone": "555-0100"}
    make_term(version, TermKind.CONTACTS, value={"people": [contact]})
    make_term(version, TermKind.DATA_SHARING, scope="photo:district_to_agency", value={"when": "emergency"})
    make_clause(version, heading="Video", body="The Agency may view live camera feeds during an emergency.")
    return version


def test_the_card_says_who_commands_on_which_channel_and_what_may_be_shared(stage: Stage, card: Version) -> None:
    found = get(stage, "officer", f"/rooms/{stage.room.id}/agreement?question=can we see cameras").json()

    (one,) = found["cards"]
    assert (one["command"]["initial"], one["command"]["order"]) == ("sro", ["police", "fire"])
    assert one["radio"]["channels"] == ["LAW-2"]
    assert one["sharing"] == [{"category": "photo", "direction": "district_to_agency", "when": "emergency"}]
    assert found["answers"][0]["quote"] == "The Agency may view live camera feeds during an emergency."
    assert found["clock"]["target_minutes"] == 4


def test_partners_see_their_own_agreement_and_the_school_all(stage: Stage, card: Version) -> None:
    seen = {
        who: {one["agency"] for one in get(stage, who, f"/rooms/{stage.room.id}/agreement").json()["cards"]}
        for who in ("officer", "teacher")
    }

    assert seen == {"officer": {"Fairview Police"}, "teacher": {"Fairview Police", "Fairview Dispatch"}}


def test_at_the_door_contacts_are_named_and_cannot_be_reached(stage: Stage, card: Version) -> None:
    inside = get(stage, "officer", f"/rooms/{stage.room.id}/agreement").json()["cards"][0]["contacts"]
    at_the_door = get(stage, "visitor", f"/rooms/{stage.room.id}/agreement").json()["cards"][0]["contacts"]

    assert [one["phone"] for one in inside] == ["555-0100"]
    assert [(one["name"], one["phone"]) for one in at_the_door] == [("Pat Demo", "")]
    assert b"555-0100" not in stage.page_client("visitor").get(f"/incidents/{stage.room.incident_id}").content
    assert b"555-0100" in stage.page_client("officer").get(f"/incidents/{stage.room.incident_id}").content


def test_the_response_clock_stops_when_the_first_responder_is_on_scene(stage: Stage, card: Version) -> None:
    def arrived() -> str | None:
        found: str | None = get(stage, "officer", f"/rooms/{stage.room.id}/agreement").json()["clock"]["arrived_at"]
        return found

    run(stage.people["teacher"], stage.room.id, "set_status", status="OnScene")
    assert arrived() is None
    run(stage.people["officer"], stage.room.id, "set_status", status="OnScene")
    first = arrived()
    run(stage.people["officer"], stage.room.id, "set_status", status="OnScene")

    assert first is not None
    assert arrived() == first


# --- counts before names ----------------------------------------------------------------------------------------------
def test_people_are_counted_for_all_and_named_for_whoever_has_the_roster(stage: Stage) -> None:
    named = get(stage, "officer", f"/sites/{stage.cast.site.id}/headcount").json()
    agreement(stage).terms.filter(kind=TermKind.ROSTER_ACCESS.value).delete()
    counted = get(stage, "visitor", f"/sites/{stage.cast.site.id}/headcount").json()

    # The keeper, the principal and the teacher; the account of the district's wall buttons is no person.
    assert named["total"] == counted["total"] == 3
    assert counted["by_role"] == [["administrator", 2], ["staff", 1]]
    assert counted["names"] is None
    assert {one["name"] for one in named["names"]} >= {"Principal", "Teacher", "Keeper"}


# --- what lacks -------------------------------------------------------------------------------------------------------
def in_days(days: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=days)


def written(day: date) -> str:
    """Return a day as pages write it."""
    return f"{day:%b} {day.day}, {day.year}"


def test_page_and_room_say_whose_agreement_has_ended_or_soon_will(stage: Stage) -> None:
    now = datetime.now(UTC)
    terminate_memorandum(actor_id=OPERATOR, memorandum_id=stage.cast.agreement.pk, reason="Over.", at=now)
    Version.objects.filter(memorandum__agency=stage.cast.dispatch).update(expires_on=in_days(30))

    for path in (f"/sites/{stage.cast.site.id}", f"/incidents/{stage.room.incident_id}"):
        page = stage.page_client("insider").get(path).content.decode()
        assert "<strong>Fairview Police</strong>: no agreement in force" in page
        assert f"<strong>Fairview Dispatch</strong>: the agreement ends on {written(in_days(30))}." in page


def test_a_partner_is_told_of_their_own_agreement_only_until_they_are_in_the_room(stage: Stage) -> None:
    Version.objects.filter(memorandum__district=stage.cast.district).update(expires_on=in_days(30))

    def named(who: str, path: str) -> set[str]:
        page = stage.page_client(who).get(path).content.decode()
        return {one for one in ("Police", "Dispatch") if f"<strong>Fairview {one}</strong>: the agreement ends" in page}

    room = f"/incidents/{stage.room.incident_id}"
    assert named("officer", f"/sites/{stage.cast.site.id}") == {"Police"}
    assert named("officer", room) == {"Police", "Dispatch"}
    assert "Dispatch" not in named("visitor", room)


def test_whose_agreement_lasts_or_is_renewed_already_lacks_nothing(stage: Stage) -> None:
    first = agreement(stage)
    begins = datetime.now(UTC) + timedelta(days=20)
    Version.objects.filter(pk=first.pk).update(expires_on=in_days(30), ended_at=begins, ended_why="superseded")
    make_version(first.memorandum, number=2, effective_on=in_days(20), expires_on=date(2999, 1, 1))

    page = stage.page_client("insider").get(f"/sites/{stage.cast.site.id}").content.decode()

    assert "Agreements that lack" not in page


# --- buttons in the room ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "buttons"),
    [("officer", {"emergency_access"}), ("teacher", {"record_disclosure"}), ("insider", {"record_disclosure"})],
)
def test_the_room_offers_only_what_one_may(stage: Stage, who: str, buttons: set[str]) -> None:
    agreement(stage).terms.filter(kind=TermKind.FLOORPLAN_ACCESS.value).delete()

    page = stage.page_client(who).get(f"/incidents/{stage.room.incident_id}").content.decode()

    assert {one for one in ("emergency_access", "record_disclosure") if f'data-do="{one}"' in page} == buttons


def test_whose_agreement_gives_everything_has_no_emergency_access_to_take(stage: Stage) -> None:
    page = stage.page_client("officer").get(f"/incidents/{stage.room.incident_id}").content.decode()

    assert 'data-do="emergency_access"' not in page


def test_the_page_of_a_site_counts_for_all_and_names_for_whoever_has_the_roster(stage: Stage) -> None:
    agreement(stage).terms.filter(kind=TermKind.ROSTER_ACCESS.value).delete()
    path = f"/sites/{stage.cast.site.id}"

    # The officer has emergency access.
    named = {who: "Principal" in stage.page_client(who).get(path).content.decode() for who in ("officer", "visitor")}

    assert named == {"officer": True, "visitor": False}
    assert "Who works here" in stage.page_client("visitor").get(path).content.decode()


# --- rehearsal --------------------------------------------------------------------------------------------------------
@pytest.fixture
def draft(stage: Stage) -> Version:
    """A draft that takes the roster away and gives cameras in a real emergency."""
    row = make_version(Memorandum.objects.get(pk=stage.cast.agreement.pk), number=2, state=VersionState.DRAFT)
    for kind in (TermKind.ROOM_ACCESS, TermKind.FLOORPLAN_ACCESS):
        make_term(row, kind, value={"granted": True})
    make_term(row, TermKind.CAMERA_ACCESS, value={"when": "emergency"})
    return row


def past_drill(stage: Stage) -> Room:
    """Return a drill of ten minutes that was over before the stage's incident began."""
    began = datetime.now(UTC) - timedelta(minutes=30)
    room = open_room(stage.cast, is_exercise=True, at=began)
    over = asks(stage.cast.insider, at=began + timedelta(minutes=10))
    execute(asker=over, room_id=room.id, command=ClaimCommand(id=uuid4(), type="claim_command"))
    command = CloseIncident(id=uuid4(), type="close_incident", reason="over")
    execute(asker=over, room_id=room.id, command=command)
    return room


def test_a_draft_is_rehearsed_against_real_incidents_and_drills(stage: Stage, draft: Version) -> None:
    drill = past_drill(stage)

    found = get(stage, "keeper", f"/memoranda/{draft.memorandum_id}/versions/2/rehearsal").json()

    changes = {
        one["incident_id"]: {(each["right"]["kind"], each["is_gained"]) for each in one["differences"]}
        for one in found["incidents"]
    }
    assert changes == {
        str(stage.room.incident_id): {("roster_access", False), ("camera_access", True)},
        str(drill.incident_id): {("roster_access", False)},
    }
    assert next(one for one in found["incidents"] if one["incident_id"] == str(drill.incident_id))["is_exercise"]


def test_the_rehearsal_page_has_a_picture_and_a_table_and_marks_exercises(stage: Stage, draft: Version) -> None:
    past_drill(stage)
    text = stage.page_client("keeper").get(f"/agreements/{draft.memorandum_id}/versions/2/rehearsal").content.decode()

    assert text.count('<svg class="bars"') == 2
    assert "EXERCISE" in text
    assert (
        stage.page_client("officer").get(f"/agreements/{draft.memorandum_id}/versions/2/rehearsal").status_code == 404
    )
