"""Names of casualties: read by fire, EMS and the notification room, and each reading is written down."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from coordination.models import User
from coordination.room.entry.patch import state_from_contents
from coordination.room.models import Participant, Room
from coordination.room.reading.log_reading import read_contents
from coordination.room.reading.state import state_now
from coordination.room.wire.addressed import Readership, addressed_to_medics
from coordination.vocabulary import Audience
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import join, make_cast
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.stage.incident.panic import run
from tests.stage.reunification import Reuniting, lead_law_enforcement, set_reunification
from tests.stage.told_casualties import tell_casualties

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Reuniting:
    return set_reunification(make_cast())


@pytest.fixture
def medic(made: Reuniting) -> User:
    ems = make_agency(AgencyKind.EMS, name="County EMS")
    version = made.cast.agreement.current_version
    assert version is not None
    make_memorandum(made.cast.district, ems, expires_on=version.expires_on)
    user = make_member(ems, user=make_user(username="medic"), role=MemberRole.OFFICER).user
    join(user, made.room)
    for name in ("Ana Vega", None):
        casualty_id = uuid4()
        run(user, made.room.pk, "open_casualty", casualty_id=casualty_id, category="immediate")
        if name:
            run(user, made.room.pk, "identify_casualty", casualty_id=casualty_id, name=name)
            run(user, made.room.pk, "move_casualty", casualty_id=casualty_id, step="transport", hospital="Mercy")
    return user


def names_read(user: User, room_id: UUID) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/api/v1/rooms/{room_id}/casualty-names")


def test_medics_read_the_names_that_are_known(made: Reuniting, medic: User) -> None:
    answer = names_read(medic, made.room.pk)

    assert answer.status_code == 200
    assert [(one["name"], one["state"], one["hospital"]) for one in answer.json()] == [
        ("Ana Vega", "transporting", "Mercy")
    ]


def test_the_lead_of_law_enforcement_reads_them_while_the_reunification_goes_on(made: Reuniting, medic: User) -> None:
    officer = made.cast.officer
    assert names_read(officer, made.room.pk).json()["code"] == "casualty_names_kept"
    lead_law_enforcement(made)

    answer = names_read(officer, made.room.pk)
    assert [one["name"] for one in answer.json()] == ["Ana Vega"]
    assert "injuries" not in answer.content.decode()

    made.run(made.director, "close_reunification", reason="Over.")
    made.run(made.cast.dispatcher, "close_reunification", reason="Over.")
    assert names_read(officer, made.room.pk).status_code == 403


def test_the_director_and_others_of_the_school_and_dispatch_read_none(made: Reuniting, medic: User) -> None:
    for user in (made.director, made.greeter, made.cast.teacher, made.cast.dispatcher):
        answer = names_read(user, made.room.pk)
        assert (answer.status_code, answer.json()["code"]) == (403, "casualty_names_kept")


def test_who_is_not_in_the_room_learns_nothing(made: Reuniting, medic: User) -> None:
    stranger = make_member(make_agency(AgencyKind.EMS, name="Far EMS"), role=MemberRole.OFFICER).user

    assert names_read(stranger, made.room.pk).status_code == 404


def test_the_log_replays_to_the_state_for_medics_and_for_others(made: Reuniting) -> None:
    tell_casualties(made.cast, made.room)
    room = Room.objects.get(pk=made.room.pk)
    all_readers: list[Readership] = [Audience.EVERYONE, Audience.RESPONDERS, addressed_to_medics()]

    for number in (1, 2, 3):
        readers = all_readers[:number]
        read = read_contents(room, audiences=frozenset(readers), up_to=room.head_seq)
        now = state_now(room, audiences=readers)
        assert state_from_contents(read).keys() == {kind for kind, objects in now.objects.items() if objects}
        assert state_from_contents(read) == _objects(now)


def _objects(state: Any) -> Any:
    return json.loads(state.as_json())["objects"]


def test_a_lead_who_left_reads_nothing(made: Reuniting, medic: User) -> None:
    officer = lead_law_enforcement(made)
    Participant.objects.filter(room=made.room, user=officer).update(agency_kind="school")

    assert names_read(officer, made.room.pk).status_code in (403, 404)
