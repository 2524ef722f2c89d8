"""Every command in every state: it is carried out and says so, or is refused with a code that the documents know.

Slow because it is whole: each command is tried by each of those who differ, about each object there is, in each state
that an incident can come to, and each try is taken back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product
from typing import Any
from uuid import uuid4

import pytest

from coordination.describe.problem_codes import problem_codes
from coordination.errors import CommandFailed, CoordinationError, TryLater
from coordination.models import User
from coordination.room.capability import Who, word_of
from coordination.room.dispatch import execute
from coordination.room.models import Incident, LogEntry, Participant, RoomObject
from coordination.room.registry import command_adapter, command_rules
from coordination.vocabulary import IncidentStatus
from mapping.models import Level, Space
from mou.models import AccessEpoch
from tests.factories.cast import asks
from tests.stage.incident.every_state import PLACE, SITUATIONS, Play, make_situation
from tests.support.database.undone import undone

pytestmark = pytest.mark.django_db

# One of each who may do something else: of the school, a responder, who commands, a guest.
ACTORS = ("teacher", "officer", "chief", "guest")
RULES = {
    word_of(command): rule for command, (rule, _) in command_rules().items() if not rule.opens_room and not rule.is_live
}
# Each situation has an access epoch of its own, and so has what follows a step in it: what a process remembers of one
# must not answer another. Before their step all tries of a situation ask the same, and the answer is remembered.
EPOCHS = count(50_000_000, 1_000)
# Said once more, these say the same again: that someone is still there is news.
# What a unit does, and that all are accounted for, is said again so that others know that it still holds.
SAID_AGAIN = {"set_status", "join_room", "move_marker", "report_room", "set_unit_status", "assign_unit"}
SAID_AGAIN |= {"ask_par", "answer_par", "place_unit"}
# So is that a place still is there, that something was seen again, and how a door is.
SAID_AGAIN |= {"reshape_ground_place", "relabel_ground_place", "confirm_ground_place", "confirm_sighting", "tell_door"}
# So is what a casualty has, and what a hospital told.
SAID_AGAIN |= {"place_casualty", "tag_casualty", "age_casualty", "identify_casualty", "note_injury"}
SAID_AGAIN |= {"note_intervention", "move_casualty", "tell_hospital_beds"}
# An upload is a step of its own (test_uploads); a duplicate takes a second incident (test_duplicates), a judgment a
# second threat (test_threats), a place an incident away from its site and a join a second site (sites), a tick who
# holds a role (role_cards).
DONE_ELSEWHERE = {
    *("attach_file", "mark_duplicate", "part_duplicate", "judge_threats"),
    *("change_place", "join_site", "leave_site"),
    # test_operation: no one of this stage commands for the school.
    *("open_reunification", "pause_reunification", "resume_reunification", "close_reunification"),
    *("open_reunification_place", "close_reunification_place", "give_reunification_role", "end_reunification_role"),
    *("tick_role_step", "untick_role_step", "stand_aside_from_role", "return_to_role"),
    # test_written: of those who walk, who commands is of the school, and does not write on forms.
    *("edit_form_block", "take_form_seed"),
    # test_follow_ups: a mark is settled at the entry that has it, and each walker says another.
    "settle_follow_up",
}
# What the people of the stage do to come from one state to the next, and none of those who walk may.
DONE_BY_THE_STAGE = {
    "offer_command",
    "accept_command",
    "offer_function",
    "confirm_panic",
    "propose_all_clear",
    "confirm_all_clear",
}


@dataclass(frozen=True)
class Step:
    """A command as one person gives it, in one state."""

    word: str
    who: str
    fields: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.word} by {self.who} {self.fields}"


def test_every_step_in_every_state_is_carried_out_and_says_so_or_has_its_problem_code() -> None:
    known = {(one.code, one.status) for one in problem_codes()}
    wrong: list[str] = []
    done: set[str] = set()
    refused: set[str] = set()
    for situation in SITUATIONS:
        with undone():
            play = make_situation(situation)
            AccessEpoch.objects.update(count=next(EPOCHS))
            is_open = IncidentStatus(Incident.objects.get(room=play.room).status).is_open
            for step in steps(play):
                answer = answer_of(play, step)
                (done if answer.startswith("done") else refused).add(step.word)
                found = faults(step, answer, known=known, is_open=is_open)
                wrong += [f"{situation}: {step}: {one}" for one in found]

    assert wrong == []
    # Else the walk would be green over doors that no one comes through.
    assert set(RULES) - done <= DONE_BY_THE_STAGE | DONE_ELSEWHERE
    assert set(RULES) - refused == set()


# --- what is tried ----------------------------------------------------------------------------------------------------
def steps(play: Play) -> Iterator[Step]:
    for word, who in product(RULES, ACTORS):
        if who == "guest" and play.guest is None:
            continue
        for fields in fields_of(play, word):
            yield Step(str(word), who, fields)


def fields_of(play: Play, word: str) -> Iterator[dict[str, Any]]:
    """Return what a command can be about: each object of the class it names, and one that is not there."""
    rule = RULES[word]
    choices: dict[str, list[Any]] = {
        name: [*play.object_ids(cls.state_key), str(uuid4())]
        for name, cls in rule.touches.items()
        if name not in ("seq", "participant_id")
    }
    fields = rule.command.model_fields
    if "participant_id" in fields:
        people = Participant.objects.filter(room=play.room, user__username__in=("chief", "sergeant", "clerk"))
        choices["participant_id"] = [*(str(one.pk) for one in people), str(uuid4())]
    if "seq" in fields:
        choices["seq"] = [1, _seq_of(play, "message_posted"), _seq_of(play, "room_reported"), 9_999]
    if "report_id" in fields:
        choices["report_id"] = [*play.object_ids("room_reports"), str(uuid4())]
    if "panic_id" in fields:
        choices["panic_id"] = [*play.object_ids("panic_alerts"), str(uuid4())]
    said = _filled(rule.command.model_json_schema(), _said(play, word))
    for chosen in product(*choices.values()):
        yield said | dict(zip(choices, chosen, strict=True))


def _filled(schema: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of a command's fields; what it has to say besides follows from its declaration."""
    found = {}
    for name, declared in schema["properties"].items():
        if name in ("id", "type"):
            continue
        # Of what may be left out, the part that is not null.
        choice = next(one for one in declared.get("anyOf", [declared]) if one.get("type") != "null")
        part = schema["$defs"][choice["$ref"].rpartition("/")[2]] if "$ref" in choice else choice
        is_said = name in said and ("enum" not in part or said[name] in part["enum"])
        if is_said:
            found[name] = said[name]
        elif name in schema["required"]:
            found[name] = _sample(part)
    return found


def _sample(part: dict[str, Any]) -> Any:
    if "enum" in part:
        return part["enum"][0]
    if part.get("format") == "uuid":
        return str(uuid4())
    return {"string": "words", "integer": 1, "number": 1.0, "boolean": True, "array": []}[part["type"]]


def _said(play: Play, word: str) -> dict[str, Any]:
    """Return everything else that commands say."""
    kinds = {
        "place_marker": "hazard",
        "draw_shape": "hot_zone",
        "start_response_action": "secure",
        "change_response_action": "secure",
        "offer_command": "transfer",
        "pin_fact": "suspects",
        "call_mayday": "officer_down",
        "set_ground_place": "hot_zone",
        "report_sighting": "gas",
    }
    return {
        **PLACE,
        "kind": kinds.get(word, "hazard"),
        "reason": "a reason",
        "text": "words",
        "label": "label",
        "points": [[0, 0], [1, 1], [1, 0]],
        "status": "OnScene",
        "upload_id": str(uuid4()),
        "grants": ["roster_access"],
        "disclosure_id": str(uuid4()),
        "authority": "health_or_safety_emergency",
        "categories": ["student_roster"],
        "agency_id": str(play.people.cast.police.pk) if word == "record_disclosure" else None,
        "recipient": "Sgt. Demo",
        "students": 3 if word == "report_room" else "All of room 112",
        "threat": "Shots heard",
        "room": "102",
        "state": "need_help",
        "value": "2",
        "source": None if word == "report_room" else "caller",
        "is_accounted_for": True,
        "note": "Really",
        "agency": "Valley Fire",
        "agency_kind": "fire",
        "person": "Chief Alvarez",
        "aid_id": str(uuid4()),
        "declaration_id": str(uuid4()),
        # What is said of the one room of the stage, which is cleared.
        # Another unit than those of the stage.
        "callsign": "Adam 14",
        **({"step": "secure"} if word == "mark_space" else {}),
        **({"state": "locked"} if word == "tell_door" else {}),
        **({"place": "Gym"} if word == "place_unit" else {}),
        **(
            {"level_id": str(Level.objects.filter(site=play.people.site)[0].pk)} if word == "assign_search_area" else {}
        ),
        "space_ids": _spaces(play) if word == "open_locked_rooms" else [],
    }


def _level(play: Play) -> str:
    return str(Level.objects.filter(site=play.people.site)[0].pk)


def _spaces(play: Play) -> list[str]:
    spaces = Space.objects.filter(floorplan__level__site=play.people.site).values_list("pk", flat=True)
    return [str(one) for one in spaces[:1]]


def _seq_of(play: Play, word: str) -> int:
    found = LogEntry.objects.filter(room=play.room, event_type=word).values_list("seq", flat=True).first()
    return found or 8_888


# --- what is answered -------------------------------------------------------------------------------------------------
def answer_of(play: Play, step: Step) -> str:
    """Return "done", "done again" where the same once more is carried out and changes nothing, or the refusal."""
    user = play.guest if step.who == "guest" else play.people.user(step.who)
    assert user is not None
    with undone():
        before = LogEntry.objects.filter(room=play.room).count()
        try:
            _do(play, user, step)
        except CoordinationError as refused:
            assert LogEntry.objects.filter(room=play.room).count() == before, f"{step}: refused and written"
            return f"{refused.code} {refused.status}" + (
                " fault" if isinstance(refused, CommandFailed | TryLater) else ""
            )
        if LogEntry.objects.filter(room=play.room).count() == before:
            return "done in silence"
        return "done" if _changes_again(play, user, step) else "done again"


def _do(play: Play, user: User, step: Step) -> None:
    command = command_adapter().validate_python({"id": uuid4(), "type": step.word, **step.fields})
    execute(asker=asks(user), room_id=play.room.pk, command=command)


def _changes_again(play: Play, user: User, step: Step) -> bool:
    """Tell whether the same step once more is refused, or says something anew."""
    AccessEpoch.objects.update(count=next(EPOCHS))
    objects = _objects(play)
    head = LogEntry.objects.filter(room=play.room).order_by("-seq").values_list("seq", flat=True)[0]
    try:
        _do(play, user, step)
    except CoordinationError:
        return True
    says = LogEntry.objects.filter(room=play.room, seq__gt=head, content__contains='"patch":')
    return not says.exists() or _objects(play) != objects


def _objects(play: Play) -> dict[tuple[str, str], str | None]:
    rows = RoomObject.objects.filter(room=play.room)
    return {(key, one): value for key, one, value in rows.values_list("state_key", "object_id", "value")}


def faults(step: Step, answer: str, *, known: set[tuple[str, int]], is_open: bool) -> list[str]:
    """Return what is wrong with an answer, in words."""
    if not answer.startswith("done"):
        return _faults_of_refusal(answer, known)
    rule = RULES[step.word]
    may_be_closed = is_open or rule.when_closed
    is_of_school = step.who == "teacher"
    wrong = (
        (answer == "done in silence", "accepted without an entry"),
        (
            answer == "done again" and step.word not in SAID_AGAIN,
            "accepted twice, and the second time it changed nothing",
        ),
        (not may_be_closed, "accepted in a closed incident"),
        (rule.who is Who.IN_COMMAND and step.who != "chief", "accepted of someone who is not in command"),
        (
            rule.who in (Who.SCHOOL, Who.SCHOOL_ADMINISTRATOR) and not is_of_school,
            "accepted of another than the school",
        ),
    )
    return [words for is_so, words in wrong if is_so]


def _faults_of_refusal(answer: str, known: set[tuple[str, int]]) -> list[str]:
    code, status = answer.split(" ")[:2]
    if answer.endswith("fault") or int(status) >= 500:
        return [f"failed: {answer}"]
    return [] if (code, int(status)) in known else [f"refused with a code that no document knows: {answer}"]
