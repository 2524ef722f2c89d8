"""A school with an agreement is a partner: what is for the school is for the school whose site it is."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from coordination.errors import AudienceNotAllowed, NotAllowed, SchoolOnly
from coordination.incident.command.errors import MayNotClaimCommand
from coordination.incident.panic.models import PanicPress
from coordination.models import User
from coordination.room.models import Room
from coordination.vocabulary import Audience
from push.models import Recipient
from tests.factories.cast import Cast, join, make_cast, open_room, post
from tests.factories.mapping import make_plan
from tests.factories.mou import make_member, make_user
from tests.stage.agreements.partner_school import make_partner_principal
from tests.stage.incident.panic import press, run
from tests.stage.incident.room_reports import NAME, read, report

pytestmark = pytest.mark.django_db

SAID = "The buses wait behind the chapel."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    """The principal, a teacher, an officer, someone of the district and the partner school's principal are in it."""
    make_plan(cast.site)
    room = open_room(cast)
    for user in (cast.teacher, cast.officer):
        join(user, room)
    return room


@pytest.fixture
def partner(cast: Cast, room: Room) -> User:
    user = make_partner_principal(cast)
    join(user, room)
    return user


@pytest.fixture
def of_district(cast: Cast, room: Room) -> User:
    user = make_member(cast.district, user=make_user(username="of_district")).user
    join(user, room)
    return user


def test_what_is_for_the_school_is_read_by_its_own_people_and_by_no_partner_school(
    cast: Cast, room: Room, partner: User, of_district: User
) -> None:
    post(cast.insider, room.id, SAID, audience=Audience.SCHOOL)
    report(cast.teacher, room, missing=1, missing_names=[NAME])
    addresses = [f"/rooms/{room.id}/{one}" for one in ("state", "entries?after=0")]

    for reader, reads in ((cast.teacher, True), (of_district, True), (partner, False), (cast.officer, False)):
        said = b"".join(read(reader, one).content for one in addresses)
        assert (NAME.encode() in said, SAID.encode() in said) == (reads, reads), reader.username
    assert read(partner, f"/rooms/{room.id}/reported-names").json()["code"] == "names_not_allowed"
    assert read(cast.teacher, f"/rooms/{room.id}/reported-names").status_code == 200
    silent = read(partner, f"/rooms/{room.id}/rooms-to-account-for").json()["people"]["silent"]
    assert (silent, read(of_district, f"/rooms/{room.id}/rooms-to-account-for").json()["people"]["silent"] != []) == (
        [],
        True,
    )


def test_the_pages_offer_the_school_s_audience_and_duties_to_its_own_people_alone(
    cast: Cast, room: Room, partner: User, of_district: User
) -> None:
    report(cast.teacher, room, missing=1, missing_names=[NAME])

    for reader, is_own in ((cast.insider, True), (of_district, True), (partner, False)):
        browser = Client()
        browser.force_login(reader)
        page = browser.get(f"/incidents/{room.incident_id}").content.decode()
        config = json.loads(page.split('<script id="room"')[1].split(">", 1)[1].split("</script>")[0])
        assert ("school" in config["me"]["audiences"], config["me"]["is_of_site"]) == (is_own, is_own), reader.username
        assert ("ask-disclosure" in page) is is_own
        brief = browser.get(f"/incidents/{room.incident_id}/brief")
        assert NAME not in brief.content.decode()


def test_a_partner_school_is_not_told_what_is_for_the_school(
    cast: Cast, room: Room, partner: User, of_district: User
) -> None:
    said: dict[str, Any] = {"message_id": uuid4(), "text": SAID, "audience": "school"}
    seq = run(cast.insider, room.id, "post_priority_message", **said).seq

    of_it = Recipient.objects.filter(source_key=f"room:{room.pk}:{seq}")
    told = set(of_it.values_list("user_id", flat=True))
    assert {cast.teacher.pk, of_district.pk} <= told
    assert partner.pk not in told


def test_a_partner_school_speaks_to_no_audience_of_the_school_or_of_command(
    cast: Cast, room: Room, partner: User, of_district: User
) -> None:
    for audience in (Audience.SCHOOL, Audience.COMMAND):
        with pytest.raises(AudienceNotAllowed):
            post(partner, room.id, SAID, audience=audience)
    with pytest.raises(NotAllowed):
        run(partner, room.id, "post_priority_message", message_id=uuid4(), text=SAID)

    post(cast.insider, room.id, SAID, audience=Audience.COMMAND)
    assert SAID.encode() not in read(partner, f"/rooms/{room.id}/entries?after=0").content
    assert SAID.encode() in read(cast.insider, f"/rooms/{room.id}/entries?after=0").content

    post(of_district, room.id, SAID, audience=Audience.SCHOOL)
    post(partner, room.id, SAID)


def test_a_partner_school_records_no_disclosure_confirms_no_alarm_commands_and_removes_nobody(
    cast: Cast, room: Room, partner: User
) -> None:
    pressed = press(cast.teacher, cast.site)
    alarm = pressed.room_id
    panic_id = _panic_id(alarm)
    join(partner, Room.objects.get(pk=alarm))
    join(cast.insider, Room.objects.get(pk=alarm))
    disclosed: dict[str, Any] = {
        "disclosure_id": uuid4(),
        "authority": "health_or_safety_emergency",
        "categories": ["photo"],
        "agency_id": cast.police.pk,
        "recipient": "Officer",
        "students": "One",
        "threat": "Shots heard",
    }

    with pytest.raises(SchoolOnly):
        run(partner, room.id, "record_disclosure", **disclosed)
    with pytest.raises(NotAllowed):
        run(partner, alarm, "confirm_panic", panic_id=panic_id)
    with pytest.raises(MayNotClaimCommand):
        run(partner, alarm, "claim_command", reason="I am a principal.")
    officer_id = room.participants.get(user=cast.officer).pk
    with pytest.raises(NotAllowed):
        run(partner, room.id, "remove_participant", participant_id=officer_id, reason="Not ours.")

    run(cast.insider, room.id, "record_disclosure", **disclosed)
    run(cast.insider, alarm, "confirm_panic", panic_id=panic_id)
    run(cast.insider, alarm, "claim_command", reason="It is my school.")
    run(cast.insider, room.id, "remove_participant", participant_id=officer_id, reason="Not here.")


def test_a_partner_school_may_be_a_recipient_of_student_data(cast: Cast, room: Room, partner: User) -> None:
    """To it something can be disclosed, which to the school itself cannot."""
    browser = Client()
    browser.force_login(cast.insider)
    page = browser.get(f"/incidents/{room.incident_id}").content.decode()
    config = json.loads(page.split('<script id="room"')[1].split(">", 1)[1].split("</script>")[0])

    assert set(config["site"]["agency_ids"]) == {str(cast.school.pk), str(cast.district.pk)}


def _panic_id(room_id: UUID) -> UUID:
    return PanicPress.objects.get(room_id=room_id).pk
