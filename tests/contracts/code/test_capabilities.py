"""Nothing is half done: a capability says everything of itself, and the engine names none of them."""

import ast
import inspect
import re
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from coordination.describe.catalogue import COMMANDS, EVENTS, LIVE_COMMANDS, LOGGED_COMMANDS
from coordination.describe.panels import PANELS_FILE, all_panels, panels_text
from coordination.incident.facts.capability import CAPABILITY as CAPABILITY_OF_FACTS
from coordination.incident.quick_words.words import OF_KIND
from coordination.room import log
from coordination.room.registry import (
    Installed,
    Named,
    action_of,
    command_rules,
    faults_of,
    installed_capabilities,
    page_buttons,
)
from tests.contracts import unfinished
from tests.contracts.unfinished.capability import CAPABILITY as UNFINISHED
from tests.support.processes import ROOT
from tests.support.sources import page_sources, product_modules

IN_A_ROOM = [rule.command for rule, _ in command_rules().values() if not rule.opens_room and not rule.is_live]


def test_every_capability_is_whole() -> None:
    assert [fault for one in installed_capabilities() for fault in faults_of(one)] == []
    assert len(installed_capabilities()) > 10


def test_what_a_capability_leaves_unsaid_is_told_in_a_sentence_each() -> None:
    one = Installed("unfinished", unfinished.__name__, UNFINISHED)

    assert faults_of(one) == [
        "unfinished: the command say_half names no one who may (need).",
        "unfinished: actions.py has no function say_half for the command of this name.",
        "unfinished: the event half_said has no words for the timeline.",
        "unfinished: the event half_said does not say who is told; NO_ONE says that no one is.",
        "unfinished: the event half_said has no example, half_said.v1.json.",
    ]


def test_no_command_is_both_logged_and_live() -> None:
    assert {one.word for one in LIVE_COMMANDS} & {one.word for one in LOGGED_COMMANDS} == set()
    assert len({one.word for one in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("command", IN_A_ROOM, ids=lambda command: command.__name__)
def test_every_action_appends_exactly_once(command: type) -> None:
    source = textwrap.dedent(inspect.getsource(action_of(command)))
    calls = [ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]

    # Joining is told by the function that a panic press uses, too.
    assert calls.count("context.append") + calls.count("tell_of_joining") == 1


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.word)
def test_an_event_is_named_after_its_class(event: Named) -> None:
    assert "".join(part.title() for part in event.word.split("_")) == event.model.__name__


def test_the_engine_names_no_capability() -> None:
    """coordination/room knows capabilities by what they declare; coordination/sockets knows only the room."""
    engine = [path for path in product_modules() if path.is_relative_to(ROOT / "coordination" / "room")]
    engine += [path for path in product_modules() if path.is_relative_to(ROOT / "coordination" / "sockets")]

    assert len(engine) > 30
    assert [str(path) for path in engine if "coordination.incident" in path.read_text()] == []


def test_the_engine_says_no_word_of_an_alarm_or_a_disclosure() -> None:
    """Who confirms a press, or discloses a record, is decided where presses and disclosures are."""
    engine = [path for path in product_modules() if path.is_relative_to(ROOT / "coordination" / "room")]
    code = {str(path.relative_to(ROOT)): path.read_text().lower() for path in engine if "migrations" not in path.parts}

    assert len(code) > 40
    assert {path for path, text in code.items() if "panic" in text or "disclos" in text} == set()


def test_capabilities_import_only_those_they_name() -> None:
    names = {one.name for one in installed_capabilities()}
    for one in installed_capabilities():
        folder = Path(inspect.getfile(__import__(f"{one.package}.capability", fromlist=["x"]))).parent
        imported = {
            (node.module or "").split(".")[2]
            for path in folder.rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("coordination.incident.")
        }
        assert (imported & names) - {one.name} <= set(one.capability.needs), one.name


def test_the_needs_of_capabilities_go_round_in_no_circle() -> None:
    needs = {one.name: set(one.capability.needs) for one in installed_capabilities()}
    while needs:
        free = {name for name, wanted in needs.items() if not wanted}
        assert free, needs
        needs = {name: wanted - free for name, wanted in needs.items() if name not in free}


def test_no_state_key_is_used_twice() -> None:
    keys = [cls.state_key for one in installed_capabilities() for cls in one.capability.objects]

    assert len(set(keys)) == len(keys)


WRITES_AN_ENTRY = (
    "LogEntry.objects.bulk_create",
    "LogEntry.objects.create",
    "into=LogEntry",
    " NewEntry(\n",
    "INTO room_logentry",
)


def test_only_the_log_writes_entries_and_objects() -> None:
    """LogEntry rows are made in one place, so that alert and announcement cannot be forgotten."""
    writers = [
        str(path.relative_to(ROOT))
        for path in product_modules()
        if any(words in path.read_text() for words in WRITES_AN_ENTRY)
    ]

    assert writers == [str(Path(log.__file__).relative_to(ROOT))]


def test_pages_read_the_token_against_forgery_in_one_script() -> None:
    """The page has an old one once someone has signed in again in another tab."""
    scripts = page_sources(".js").values()

    readers = {one.name for one in scripts if "csrf-token" in one.read_text()}

    assert len(scripts) > 100
    # A service worker imports nothing and is no page; where it sees no cookies it fetches one.
    assert readers == {"csrf.js", "worker_push.js"}


def test_every_capability_with_events_has_a_name_in_the_search_of_a_timeline() -> None:
    with_events = [one for one in installed_capabilities() if one.capability.events]

    assert len(with_events) > 15
    assert [one.name for one in with_events if not one.capability.title] == []


def test_each_panel_of_a_capability_is_a_script_that_the_page_imports() -> None:
    scripts, panels = page_sources(".js"), all_panels()

    assert len(panels) > 15
    assert {name for name, script in panels.items() if f"coordination/{script}" not in scripts} == set()
    lacking = [
        name
        for name, script in panels.items()
        if not re.search(r"export (?:function|const) addPanel\b", scripts[f"coordination/{script}"].read_text())
    ]
    assert lacking == []
    assert PANELS_FILE.read_text() == panels_text(), "run manage.py asyncapi"


def carried_out(script: str) -> set[str]:
    """Return the names of the buttons that a script carries out: the keys of its `buttons`."""
    found = set()
    for start in re.finditer(r"\bbuttons(?:: | = )\{", script):
        depth, rest = 0, script[start.end() - 1 :]
        for part in re.finditer(r"[{}()]|(\w+): ", rest):
            depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(part[0], 0)
            if depth == 0:
                break
            if depth == 1 and part[1]:
                found.add(part[1])
    return found


def test_each_button_of_the_incident_page_is_carried_out_and_each_name_carried_out_has_a_button() -> None:
    scripts = page_sources(".js")
    actions = carried_out(scripts["coordination/incident/room_actions.js"].read_text())
    of_panels = [carried_out(scripts[f"coordination/{script}"].read_text()) for script in all_panels().values()]
    templates = (ROOT / "coordination").rglob("templates/**/*.html")
    drawn = {name for path in templates for name in re.findall(r'data-do="(\w+)"', path.read_text())}
    drawn |= set(page_buttons())
    # What the thumb of a phone does; another button stands with each lockdown of the strip.
    drawn.add("open_rooms")
    # What a role says with two taps.
    drawn |= {one.press for words in OF_KIND.values() for one in words if one.press is not None}

    assert len(actions) > 10
    assert len(drawn) > 20
    assert drawn - actions.union(*of_panels) == set()
    assert actions.union(*of_panels) - drawn == set()
    # No two parts carry out the same.
    assert sum(map(len, of_panels)) + len(actions) == len(actions.union(*of_panels))


def test_a_button_of_a_capability_is_a_command_of_it() -> None:
    misspelled = replace(CAPABILITY_OF_FACTS, buttons={"pin_fakt": "Pin a fact"})

    assert faults_of(Installed("facts", "coordination.incident.facts", CAPABILITY_OF_FACTS)) == []
    assert faults_of(Installed("facts", "coordination.incident.facts", misspelled)) == [
        "facts: its button pin_fakt is no command of it."
    ]


def test_each_script_that_has_a_panel_is_declared() -> None:
    scripts = page_sources(".js")
    having = {
        name.removeprefix("coordination/")
        for name, path in scripts.items()
        if re.search(r"export (?:function|const) addPanel\b", path.read_text())
    }

    assert having == set(all_panels().values())


def test_the_incident_page_knows_no_capability_by_name() -> None:
    """Its own folders, and what all pages share; what a capability puts on it comes by its panel."""
    page = page_sources(".js")["coordination/incident/incident_page.js"].read_text()
    folders = set(re.findall(r'from "\.\./(\w+)/', page))
    own = {"map", "room", "search", "start", "strip", "timeline", "windows"}
    # What speaks to the server, what stores the room on the device, keys, and the page's place in the console.
    around = {"client", "offline", "palette", "console"}

    assert folders <= own | around
