"""First actions are advice: the library is whole, anyone signed in reads it, and only a person's command starts any."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.translation import override
from pydantic import ValidationError

from coordination.errors import CoordinationError
from coordination.incident.first_actions.library import FirstActions, all_first_actions
from coordination.incident.first_actions.words import advice_for
from coordination.incident.response_actions.errors import SameActionInForce
from coordination.incident.response_actions.models import ActionInForce
from coordination.models import User
from coordination.vocabulary import IncidentType, ResponseActionKind
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.stage.incident.panic import run
from tests.support.node import run_node

T = IncidentType
PROPOSED = {
    ResponseActionKind.HOLD: {
        T.CARDIAC,
        T.OVERDOSE,
        T.SEIZURE,
        T.MEDICAL,
        T.TRAUMA,
        T.MISSING_PERSON,
        T.CUSTODY,
        T.POWER,
    },
    ResponseActionKind.SECURE: {T.ABDUCTION, T.FAMILY_ABDUCTION, T.ANIMAL},
    ResponseActionKind.EVACUATE: {T.BOMB, T.GAS_LEAK_INSIDE},
    ResponseActionKind.SHELTER: {T.WEATHER, T.TORNADO, T.EARTHQUAKE, T.GAS_LEAK_OUTSIDE, T.HAZMAT},
    None: {T.WATER},
}
STEP = {"en": "Go inside.", "es": "Entre."}
ADVICE = "/api/v1/first-actions?incident_type="


# --- the library ------------------------------------------------------------------------------------------------------
def test_each_type_proposes_what_fits_it_and_speaks_both_languages() -> None:
    found = all_first_actions()
    assert {one: {key for key, advice in found.items() if advice.action is one} for one in PROPOSED} == PROPOSED
    for advice in found.values():
        assert all(step.en != step.es for step in (*advice.school, *advice.dispatch))


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "shelter"},
        {"action": "hold", "hazard": "tornado", "strategy": "seal_the_room"},
        {"action": "run"},
        {"school": []},
        {"school": [STEP] * 5},
        {"dispatch": [{"en": "Only English."}]},
    ],
)
def test_advice_that_no_command_would_take_is_refused_when_it_is_read(wrong: dict[str, Any]) -> None:
    right = {"school": [STEP], "dispatch": [STEP]}
    assert FirstActions.model_validate(right).action is None
    with pytest.raises(ValidationError):
        FirstActions.model_validate({**right, **wrong})


def test_the_proposal_is_offered_to_school_and_command_until_there_was_any_action() -> None:
    me = {"participant_id": "me", "is_of_site": False, "may_command": False}
    school, officer = {**me, "is_of_site": True}, {**me, "may_command": True}
    here = {"objects": {}, "me": school, "isOpen": True}
    other = {"objects": {"incident_command": {"one": {"commanders": {"other": {}}}}}, "isOpen": True}
    mine = {"objects": {"incident_command": {"one": {"commanders": {"me": {}}}}}, "isOpen": True}
    hidden, over = (
        {"response_actions": {"one": {"kind": "lockdown", "status": one}}} for one in ("in_force", "released")
    )
    # The reader is there for a school that joined; what is called without a site is called at the incident's own.
    hill = {**me, "site_id": "hill", "does": "school"}
    joined = {"objects": {}, "me": hill, "isOpen": True, "siteId": "lincoln"}
    there = {"response_actions": {"one": {"kind": "secure", "status": "in_force", "site_id": "hill"}}}
    asked = [
        (here, True),
        ({**here, "me": officer}, True),
        ({**here, "me": me}, False),
        ({**other, "me": officer}, False),
        ({**mine, "me": officer}, True),
        ({**here, "objects": hidden}, False),
        ({**here, "objects": over}, False),
        ({**here, "isOpen": False}, False),
        # A school that joined is offered it until something is called there, whatever is called at the other.
        ({**joined, "objects": over}, True),
        ({**joined, "objects": there}, False),
        ({**joined, "me": {**hill, "does": "responder"}}, False),
    ]
    script = Path(__file__).parent / "offered_proposal.mjs"
    done = run_node(str(script), given=json.dumps([one for one, _ in asked]))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [is_offered for _, is_offered in asked]


# --- in a room --------------------------------------------------------------------------------------------------------
@pytest.fixture
def cast() -> Cast:
    return make_cast()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_only_a_command_starts_what_is_proposed_and_once(cast: Cast) -> None:
    for kind, types in PROPOSED.items():
        if kind is None:
            continue
        incident_type = min(types)
        room = open_room(cast, incident_type=incident_type, is_exercise=kind is ResponseActionKind.HOLD)
        join(cast.teacher, room)
        assert not ActionInForce.objects.filter(room=room).exists()
        found = advice_for(incident_type)
        assert found is not None
        assert found.proposal is not None
        command = {key: one for key, one in asdict(found.proposal).items() if key != "words" and one is not None}
        run(cast.teacher, room.pk, "start_response_action", action_id=uuid4(), **command)
        with pytest.raises(SameActionInForce):
            run(cast.insider, room.pk, "start_response_action", action_id=uuid4(), **command)
        with pytest.raises(CoordinationError):
            run(cast.stranger, room.pk, "start_response_action", action_id=uuid4(), **command)
        (started,) = ActionInForce.objects.filter(room=room)
        assert (started.kind, started.is_exercise) == (kind, kind is ResponseActionKind.HOLD)


@pytest.mark.django_db
def test_pages_and_the_interface_say_the_same_and_no_one_else_reads_it(cast: Cast) -> None:
    client = client_of(cast.teacher)
    told = client.get(f"{ADVICE}WEATHER").json()
    with override("en"):
        advice = advice_for(T.WEATHER)
    assert advice is not None
    assert told == asdict(advice)
    assert (told["proposal"]["kind"], told["proposal"]["hazard"]) == ("shelter", "weather")
    spanish = client.get(f"{ADVICE}WEATHER", headers={"Accept-Language": "es"}).json()
    assert spanish["school"] != told["school"]
    assert client.get(f"{ADVICE}FIGHT").json() == {"school": [], "dispatch": [], "proposal": None}
    assert client.get(f"{ADVICE}NOTHING").status_code == 422
    assert Client().get(f"{ADVICE}WEATHER").status_code == 401

    for incident_type, is_exercise in ((T.WEATHER, False), (T.WEATHER, True), (T.STANDBY, False)):
        room = open_room(cast, incident_type=incident_type, is_exercise=is_exercise)
        join(cast.teacher, room)
        page = client.get(f"/incidents/{room.incident_id}").content.decode()
        _before, _it, panel = page.partition('id="first-actions"')
        panel = panel.partition("</details>")[0]
        assert all(one in panel for one in told["school"]) is (incident_type is T.WEATHER)
        assert ("data-start-proposed" in panel) is (incident_type is T.WEATHER)
        assert ("EXERCISE" in panel) is is_exercise
        assert ('data-words="To the proposal: Shelter"' in panel) is (incident_type is T.WEATHER)
