"""The pages' scripts: their own tests run under node; they fold a log, and say it in words, as the server does."""

import json
from collections.abc import Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from django.utils import translation
from pytest_django import DjangoDbBlocker

from coordination.describe.catalogue import LOGGED_COMMANDS
from coordination.errors import CoordinationError
from coordination.home.words import incident_words
from coordination.incident.attachments.uploads import upload_file
from coordination.incident.command.watch import CommandWatch
from coordination.incident.mutual_aid.codes import issue_code
from coordination.room.dispatch import Accepted, execute
from coordination.room.entry.patch import state_from_contents
from coordination.room.models import Incident, LogEntry, Participant, Room
from coordination.room.registry import command_adapter, event_rules
from coordination.room.wire.model import JsonObject
from coordination.web.wording.timeline_words import entry_line, known_after, line_rules_json
from mapping.models import Space
from mou.vocabulary import TermKind
from tests.coordination.web.scripts.search_story import have_ground, have_units, search_rooms, write_forms
from tests.factories.cast import Cast, asks, make_cast
from tests.factories.commands import sample_command
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import NOW, make_term, make_widening
from tests.stage.families import tell_families
from tests.stage.incident.mutual_aid import enter
from tests.stage.told_casualties import tell_casualties
from tests.stage.told_reunification import tell_reunification
from tests.stage.told_staff import tell_staff
from tests.support.database.undone import undone
from tests.support.node import run_node

HERE = Path(__file__).resolve().parent
STORED = HERE.parents[3] / "coordination" / "incident"
LANGUAGES = ("en", "es")


@pytest.mark.parametrize("script", sorted(str(path.relative_to(HERE)) for path in HERE.rglob("*.test.mjs")))
def test_the_scripts_own_tests_pass(script: str) -> None:
    done = run_node("--test", "--test-reporter=tap", script)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


class Story:
    """A log in which every kind of event happens, by real commands, and much of it twice."""

    def __init__(self, people: Cast) -> None:
        self.cast = people
        # The alarm opens the incident, and with it what the officers' agreement opens only then.
        version = people.agreement.current_version
        assert version is not None
        version.terms.filter(kind=TermKind.ROSTER_ACCESS.value).delete()
        order = {"initial": "first_arriving_officer", "order": ["police", "fire"]}
        make_term(version, TermKind.COMMAND_TRANSFER_TO, value=order)
        make_widening(people.agreement, TermKind.ROSTER_ACCESS)
        self.told: set[str] = set()
        self.place: dict[str, object] = {"site_id": self.cast.site.id, "is_exercise": False}
        self.room_id = self.press("teacher", note="Smoke <b>here</b>")
        for who in ("officer", "insider", "dispatcher"):
            self.run(who, "join_room")

    def press(self, who: str, **fields: object) -> UUID:
        return self.run(who, "raise_panic", is_alone=True, **self.place, **fields).room_id

    def run(self, who: str, word: str, *, is_alone: bool = False, **fields: object) -> Accepted:
        self.told.add(word)
        command = command_adapter().validate_python({"id": uuid4(), "type": word, **fields})
        return execute(asker=asks(getattr(self.cast, who)), room_id=None if is_alone else self.room_id, command=command)

    def participant_id(self, who: str) -> UUID:
        return Participant.objects.get(room_id=self.room_id, user=getattr(self.cast, who)).id

    def newest(self, state_key: str) -> str:
        return list(cast("dict[str, object]", state_from_contents(self.contents())[state_key]))[-1]

    def contents(self) -> list[JsonObject]:
        rows = LogEntry.objects.filter(room_id=self.room_id).order_by("seq")
        return [json.loads(text) for text in rows.values_list("content", flat=True)]

    def tell(self) -> None:
        """Let everything happen."""
        self._talk()
        self._direct()
        self._account()
        self._pin()
        self._draw()
        search_rooms(self.run)
        write_forms(self.run)
        have_units(self.run, lambda: self.newest("units"))
        have_ground(self.run)
        self._command()
        self._help()
        self._end_the_alarm()
        self._have_a_duplicate()
        self._have_roles()
        self._answer_for()
        self._come_and_go()
        self._go_on_by_bus()
        tell_reunification(self.run, insider=self.cast.insider, participant_id=self.participant_id("insider"))
        tell_families(self.cast, Room.objects.get(id=self.room_id))
        tell_casualties(self.cast, Room.objects.get(id=self.room_id))
        self._tell_the_rest()
        self.run("insider", "close_incident", reason="Over.")
        self.run("insider", "reopen_incident", reason="Not over.")

    def _talk(self) -> None:
        self.run("officer", "post_message", text="¡Aquí! · {text} · <b>door 1</b>")
        said = self.run("officer", "post_message", text="At door 7.")
        self.run("officer", "strike_entry", seq=said.seq, reason="Door 1.")
        self.run("officer", "set_status", status="OnScene", note="At door 1")
        self.run("officer", "set_status", status="Staging")
        message_id = uuid4()
        self.run("insider", "post_priority_message", message_id=message_id, text="Everybody out by door 7.")
        self.run("officer", "acknowledge_priority_message", message_id=message_id)
        self.run("teacher", "acknowledge_priority_message", message_id=message_id)
        self.run("dispatcher", "relay_call", spoken_by="Unit 12", text="Door 7 is open.")
        for number in ("26-001234", "26-001235", None):
            self.run("dispatcher", "set_cad_number", number=number)
        for caption in ("The gym", None):
            asker = asks(self.cast.officer)
            upload_id = upload_file(asker=asker, room_id=self.room_id, name="a.txt", chunks=[b"words"]).id
            self.run("officer", "attach_file", upload_id=upload_id, caption=caption)

    def _have_a_duplicate(self) -> None:
        facts = {"incident_type": "FSMOKE", "severity": "minor", "title": "Smoke <i>again</i>"}
        other = self.run("insider", "open_incident", is_alone=True, **self.place, **facts).room_id
        self.run("insider", "mark_duplicate", of_room_id=other)
        self.run("insider", "part_duplicate", of_room_id=other, reason="Two fires.")
        # It ends before the story does: what its opening has widened ends with the last incident.
        of_other: tuple[tuple[str, dict[str, object]], ...] = (
            ("mark_duplicate", {"of_room_id": self.room_id}),
            ("claim_command", {}),
            ("close_incident", {"reason": "."}),
        )
        for word, fields in of_other:
            command = command_adapter().validate_python({"id": uuid4(), "type": word, **fields})
            execute(asker=asks(self.cast.insider), room_id=other, command=command)

    def _have_roles(self) -> None:
        for word in ("tick_role_step", "untick_role_step", "tick_role_step"):
            self.run("insider", word, role="principal", step=3)
        for word in ("stand_aside_from_role", "return_to_role"):
            self.run("insider", word, role="principal")

    def _direct(self) -> None:
        make_plan(self.cast.site)
        hold, secure, lockdown = uuid4(), uuid4(), uuid4()
        room: dict[str, Any] = {"space_ids": [Space.objects.get(number="101").id]}
        self._judge(room)
        self.run("teacher", "start_response_action", action_id=hold, kind="hold")
        self.run("insider", "change_response_action", action_id=secure, replaces=hold, kind="secure")
        self.run("insider", "release_response_action", action_id=secure)
        self.run("teacher", "start_response_action", action_id=lockdown, kind="lockdown", **room)
        self.run("officer", "open_locked_rooms", action_id=lockdown, **room)
        self.run("officer", "release_response_action", action_id=lockdown)

    def _judge(self, room: dict[str, Any]) -> None:
        """Let two threats be called, and what begins with them be over again."""
        self.press("teacher", kind="active_threat", space_id=room["space_ids"][0])
        self.press("teacher", kind="active_threat")
        for verdict in ("one", "separate"):
            self.run("dispatcher", "judge_threats", verdict=verdict)
        begun = self.newest("response_actions")
        self.run("officer", "open_locked_rooms", action_id=begun, **room)
        self.run("officer", "release_response_action", action_id=begun)

    def _account(self) -> None:
        said: dict[str, Any] = {"room": "101", "state": "need_help", "students": 19, "adults": 1, "door": "locked"}
        missing: dict[str, Any] = {"missing": 1, "missing_names": ["Zacharias Quillfeather"]}
        self.run("teacher", "report_room", **said, **missing)
        self.run("teacher", "report_room", **said | {"state": "ok"}, moving_to="Gym", note="All here.")
        self.run("insider", "report_room", **said, **missing, source="radio", on_behalf_of="Ms. Example")
        for _ in range(2):
            self.run("insider", "withdraw_room_report", report_id=self.newest("room_reports"), reason="By mistake.")

    def _pin(self) -> None:
        one, two, three = uuid4(), uuid4(), uuid4()
        fact: dict[str, Any] = {"kind": "occupied_room", "subject": "Room 112", "source": "caller"}
        self.run("officer", "pin_fact", fact_id=one, value="children <b>inside</b>", source_note="Ms. Example", **fact)
        self.run("dispatcher", "confirm_fact", fact_id=one, source="camera")
        self.run("officer", "pin_fact", fact_id=two, value="empty", supersedes=one, **fact)
        self.run("teacher", "pin_fact", fact_id=three, kind="suspects", value="2", source="teacher")
        self.run("teacher", "withdraw_fact", fact_id=three, reason="By mistake.")

    def _draw(self) -> None:
        marker_id, shape_id, unnamed_id = uuid4(), uuid4(), uuid4()
        point: dict[str, Any] = {"lon": -98.5, "lat": 39.8}
        ring = [(-98.5, 39.8), (-98.4, 39.8), (-98.4, 1e-7)]
        self.run("officer", "place_marker", marker_id=marker_id, kind="hazard", label="Smoke", **point)
        self.run("officer", "move_marker", marker_id=marker_id, lon=-98.0, lat=39)
        self.run("officer", "remove_marker", marker_id=marker_id)
        self.run("officer", "draw_shape", shape_id=shape_id, kind="hot_zone", points=ring, label="Gym")
        self.run("officer", "draw_shape", shape_id=unnamed_id, kind="route", points=ring)
        self.run("officer", "erase_shape", shape_id=shape_id)

    def _command(self) -> None:
        CommandWatch().look(NOW + timedelta(minutes=2))
        self.run("insider", "claim_command", reason="The first here.")
        for answer in ("decline_command", "accept_command"):
            self.run("insider", "offer_command", participant_id=self.participant_id("officer"), kind="unified")
            self.run("officer", answer)
        called: dict[str, Any] = {"mayday_id": uuid4()}
        self.run("officer", "call_mayday", kind="officer_down", where="Hall B", lon=-98.5, lat=39.8, **called)
        self.run("dispatcher", "acknowledge_mayday", **called)
        self.run("insider", "acknowledge_mayday", **called)
        self.run("insider", "clear_mayday", is_accounted_for=True, reason="PAR complete.", **called)
        self.run("officer", "relinquish_command", reason="Into the building.")
        tell_staff(self.run, self.participant_id)
        self.run("insider", "leave_room")
        self.run("insider", "join_room")
        self.run("insider", "claim_command")

    def _help(self) -> None:
        named: dict[str, Any] = {"agency": "Valley Fire", "agency_kind": "fire", "person": "Chief Alvarez"}
        for is_used in (True, False):
            aid_id = uuid4()
            self.run("insider", "invite_mutual_aid", aid_id=aid_id, title="Battalion chief", **named)
            code = issue_code(asks(self.cast.insider), room_id=self.room_id, aid_id=aid_id).code
            if is_used:
                enter(code)
            self.run("insider", "end_mutual_aid", aid_id=aid_id, reason="Enough people here.")

    def _end_the_alarm(self) -> None:
        self.run("insider", "confirm_panic", panic_id=self.newest("panic_alerts"))
        self.run("teacher", "propose_all_clear", reason="All rooms searched.")
        # A further press takes the proposal back.
        self.press("insider", kind="medical")
        self.run("insider", "cancel_panic", panic_id=self.newest("panic_alerts"), reason="By mistake.")
        self.run("teacher", "propose_all_clear", reason="All rooms searched again.")
        self.run("insider", "confirm_all_clear")

    def _answer_for(self) -> None:
        self.run("officer", "take_emergency_access", grants=["floorplan_access", "roster_access"], reason="Shots.")
        disclosed: dict[str, Any] = {"disclosure_id": uuid4(), "agency_id": self.cast.police.id}
        why: dict[str, Any] = {"authority": "health_or_safety_emergency", "threat": "Shots heard"}
        whom: dict[str, Any] = {"recipient": "Sgt. Demo", "students": "Room 112"}
        self.run("insider", "record_disclosure", categories=["student_roster"], **disclosed, **why, **whom)

    def _go_on_by_bus(self) -> None:
        """Let the place change, as of an incident that opened away from its site; the rest of the story is at it."""
        here = Incident.objects.filter(room=self.room_id)
        here.update(place="Bus 12")
        self.run("insider", "change_place", place="Bus <b>12</b>, County Road 40", place_lon=-98.6, place_lat=39.9)
        here.update(place=None, place_lon=None, place_lat=None)
        annex = make_site(self.cast.district, name="<i>Annex</i>")
        self.run("dispatcher", "join_site", site_id=annex.pk)
        self.run("dispatcher", "leave_site", site_id=annex.pk, reason="Not there.")

    def _tell_the_rest(self) -> None:
        """Let what has no line here happen with its samples, by the first who may."""
        rest = {one.word for one in LOGGED_COMMANDS} - self.told - {"close_incident", "reopen_incident"}
        for word in sorted(rest):
            sample: dict[str, Any] = {**sample_command(word), "id": uuid4()}
            for who in ("insider", "officer", "teacher", "dispatcher"):
                with suppress(CoordinationError):
                    self.run(who, word, **sample)
                    break

    def _come_and_go(self) -> None:
        self.run("officer", "leave_room")
        self.run("officer", "join_room")
        officer_id = self.participant_id("officer")
        self.run("insider", "remove_participant", participant_id=officer_id, reason="By mistake.")
        self.run("insider", "readmit_participant", participant_id=officer_id, reason="It was one.")
        self.run("officer", "join_room")


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[JsonObject]:
    """Return the contents of the whole log. Told once: to tell it takes longer than to ask anything of it."""
    with django_db_blocker.unblock(), undone():
        story = Story(make_cast())
        story.tell()
        return story.contents()


@pytest.fixture
def story(told: list[JsonObject]) -> list[JsonObject]:
    """Return a copy of it: to fold it may change it."""
    return deepcopy(told)


def without_empty_kinds(state: JsonObject) -> JsonObject:
    return {kind: objects for kind, objects in state.items() if objects}


def in_the_browser(*logs: Sequence[JsonObject]) -> list[list[dict[str, Any]]]:
    """Return what the page makes of each entry, in the language that is active: the state after it, and its words."""
    given = {"logs": logs, "rules": line_rules_json(), "words": incident_words({})}
    given |= {"language": translation.get_language()}
    done = run_node("fold_entries.mjs", given=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return cast("list[list[dict[str, Any]]]", json.loads(done.stdout))


def lines_of(contents: Sequence[JsonObject]) -> list[str]:
    """Return the words of each entry as the server says them."""
    known: JsonObject = {}
    lines = []
    for content in contents:
        known = known_after(known, content)
        lines.append(entry_line(content, known))
    return lines


@pytest.mark.django_db
def test_every_kind_of_event_happens_in_the_story(story: list[JsonObject]) -> None:
    # Only an exercise is stopped by what is real, or played; their stored entries are told as all of them are, below.
    played = {
        word for word, rule in event_rules().items() if rule.event.__module__.endswith("exercise_play.capability")
    }
    expected = set(event_rules()) - {"real_world_declared"} - played
    assert {cast("JsonObject", content["event"])["type"] for content in story} == expected


@pytest.mark.django_db
def test_the_browser_folds_every_prefix_of_a_log_as_the_server_does(story: list[JsonObject]) -> None:
    expected = [state_from_contents(story[:length]) for length in range(1, len(story) + 1)]

    assert [without_empty_kinds(step["state"]) for step in in_the_browser(story)[0]] == expected


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_says_every_entry_as_the_server_does(story: list[JsonObject], language: str) -> None:
    with translation.override(language):
        expected = lines_of(story)
        said = [step["text"] for step in in_the_browser(story)[0]]

    assert said == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "english", "spanish"),
    [
        ("marker_removed", "Took off the map: Hazard, Smoke", "Quitó del mapa: Peligro, Smoke"),
        ("participant_removed", "Removed Officer: By mistake.", "Sacó a Officer: By mistake."),
        ("all_clear_given", "All clear: the alarm has ended", "Fin de la alarma: ya no hay peligro"),
        ("call_relayed", "Unit 12, heard by radio: Door 7 is open.", "Unit 12, oído por radio: Door 7 is open."),
        (
            "cad_number_removed",
            "CAD number of Fairview Dispatch removed: 26-001235",
            "Número CAD de Fairview Dispatch retirado: 26-001235",
        ),
        ("priority_message_posted", "PRIORITY: Everybody out by door 7.", "PRIORITARIO: Everybody out by door 7."),
    ],
)
def test_a_line_names_its_object_also_after_it_is_gone(
    story: list[JsonObject], word: str, english: str, spanish: str
) -> None:
    number = next(n for n, content in enumerate(story) if cast("JsonObject", content["event"])["type"] == word)
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = lines_of(story)[number]

    assert said == {"en": english, "es": spanish}


@pytest.mark.django_db
def test_what_separates_something_that_is_missing_goes_with_it(story: list[JsonObject]) -> None:
    with translation.override("en"):
        lines = lines_of(story)

    assert "On scene · At door 1" in lines
    assert "Staging" in lines
    assert "Drew Hot zone · Gym" in lines
    assert "Drew Route" in lines


@cache
def stored() -> tuple[JsonObject, ...]:
    return tuple(json.loads(path.read_text()) for path in sorted(STORED.glob("*/examples/*.json")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_folds_and_says_stored_examples_as_the_server_does(language: str) -> None:
    """Each alone: its object may be missing, and its patch may change what is not here."""
    with translation.override(language):
        logs = [[content] for content in stored()]
        said = zip(logs, in_the_browser(*logs), strict=True)
        lines = [lines_of(log)[0] for log in logs]

    assert len(logs) > 20
    assert [(without_empty_kinds(step["state"]), step["text"]) for _, (step,) in said] == [
        (state_from_contents(log), line) for log, line in zip(logs, lines, strict=True)
    ]
