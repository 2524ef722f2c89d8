"""No claim without its clock: a page that says there is none, or that all is well, says when, and who keeps it so."""

import re

from tests.support.processes import ROOT
from tests.support.sources import page_sources

PACKAGES = ("coordination", "mapping", "mou", "push")
TEMPLATES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("templates/**/*.html"))
SCRIPTS = page_sources(".js")
MARK = re.compile(r'data-claim="(\w+)"')
# Each claim that stands on a page for as long as it is open, and the script that keeps it current or takes it away.
KEPT_BY = {"no_real_incident": "home/open_now.js"}
# What the catalogs of alarms, incidents and their pages say of "none", "nobody", "nothing", "all" and "everybody", and
# the script that says it: from what a socket or a repeated question keeps, and not while that is not current.
LIVE = {
    "home.calm": "home/open_now.js",
    "console.none": "console/console_page.js",
    "incident_command.no_one": "command/command_bar.js",
    "board.all_got": "alerts/alert_board.js",
    "board.all_answered": "alerts/alert_board.js",
    "roles.held_by_none": "role_cards/role_panel.js",
    "roles.not_named": "role_cards/role_panel.js",
    "told.no_one": "panic/told.js",
    "told.without_way": "panic/told.js",
    "told.unreached": "panic/told.js",
}
# An answer to what someone has just asked or done, the name of a thing, or what is drawn from the room's own state.
ANSWERS = {
    # The panel of searches: the name of a choice, and what is drawn from the room's own state.
    "All rooms",
    "All of these rooms are searched.",
    "No rooms are known here.",
    # The panel of the ground: a refusal of what was just tapped, and what is drawn from the room's own state.
    "No door or room of the plan is there.",
    "No floor plan of this incident has such a door or room.",
    "Nothing is set now.",
    "Nothing that everyone reads is set now. Responders may read more.",
    "Nothing was told of this door.",
    "Nothing was told of this door: it counts as usual.",
    # The panel of casualties: drawn from the room's own state.
    "No casualties are entered.",
    "All clear",
    "All clear proposed",
    # An entry of the timeline, with its time; the two below are texts that a person may choose to say.
    "All clear: the alarm has ended",
    "All clear: the panic alarm has ended",
    "All students are with their families.",
    "Everybody here is safe.",
    "Every device at once, aloud, once",
    "Everybody in an exercise has come in here. This is REAL.",
    "No answer yet. Trying again, the alarm counts once.",
    "No answer yet. Trying again, it counts once.",
    # Of threats near schools: what was just refused, and pages that ask for themselves again every few seconds.
    "All clear: the threat near your school is over",
    "No agreement in force lets you warn one of these schools.",
    "No school lies there that your agreements let you warn. Choose a wider radius, or schools by name.",
    "No school of yours was warned.",
    "No threat has been sent.",
    # A key's list of buttons, empty: an administrator's page that reads it anew each time.
    "No button is registered. A press of an unknown reference is refused.",
    "No open offer of command is yours to answer.",
    "No published plan of this site has this room.",
    "No hazard, hot zone or sighting is on the map: the ranking knows no danger.",
    # What a district may answer on the page of its panic keys.
    "No",
    "No longer beside others",
    # Drawn from the card and the room's own state.
    "Nothing on this card is for now.",
    "No plan names rooms here: a responder releases the lockdown.",
    "No position for 15 s: others see an old one",
    "No site matches.",
    "No site yet.",
    "No.",
    "No. {rank}",
    "No one else who may read it is in the room.",
    "No one in command any more",
    "No one is in command any more",
    "No one in the room may be offered command.",
    # On paper and in a device's push: what they were made from stands beside it, with its instant.
    "No one is in command",
    "No one is in command.",
    "No one is in command: you are proposed.",
    "No one is in command: you may take it.",
    "No one near may hear that help was called: this tier is silent.",
    "No one commands yet.",
    "No one commands yet: ask dispatch for your task by radio.",
    # Of test alarms: pages that are made anew, with the instant that they are of.
    "No agency has answered a test alarm within six weeks",
    "No one of your agencies was told.",
    "No test alarm was answered within six weeks: {agencies}",
    "No test alarm was sent yet.",
    "Nothing is registered",
    "No one on duty whom an alarm reaches: {kinds}",
    "Nothing is found.",
    "Nothing is locked there that you could open.",
    "Nothing is pinned yet.",
    "Nothing lies on the map yet.",
    "Nothing of yours can be told anything yet. Register this browser or an address first.",
    "Nothing reaches you: register a device",
    "Nothing waits for your answer.",
}
OF_ALARMS = ("incident", "home", "console", "my_alerts", "readiness")
ABSENCE = r"(?:No|No one|None|Nothing|All|Everybody|Every|Everything)\b"
IN_CATALOG = re.compile(rf"""(?:"([\w.]+)":\s*)?(?:\b_|gettext_noop)\(\s*"({ABSENCE}[^"]*)\"""")
IN_TEMPLATE = re.compile(rf"""(?:translate "|blocktranslate[^%]*%}})({ABSENCE}[^"{{%]*)""")
ABOUT_ALARMS = re.compile(r"\b(incidents?|alarms?|alerts?|tips?) (is|are|waits?|has|have|was|were)\b|\bis told\b")
# Settings of the page itself, and what a search has found: true of what is read, and not of what happens meanwhile.
TRUE_OF_THE_PAGE = {
    "No one reviews yet: no one is told of an alert.",
    "No one is on the team: no one is told that a tip waits.",
}


def test_each_claim_of_a_page_is_kept_by_a_script_that_knows_it() -> None:
    marked = {name for path in TEMPLATES for name in MARK.findall(path.read_text())}

    assert marked == set(KEPT_BY)
    for claim, script in KEPT_BY.items():
        text = SCRIPTS[f"coordination/{script}"].read_text()
        assert f"[data-claim='{claim}']" in text
        # It goes, and it turns unsure: a claim that can do neither is one without a clock.
        assert "?.remove()" in text
        assert "is-unsure" in text


def test_what_is_said_of_alarms_and_incidents_in_templates_carries_its_time() -> None:
    undated = {
        said.strip()
        for path in TEMPLATES
        for said in IN_TEMPLATE.findall(path.read_text())
        if ABOUT_ALARMS.search(said) and "As of" not in said
    }

    assert undated - TRUE_OF_THE_PAGE == set()
    assert TRUE_OF_THE_PAGE - undated == set()


def test_whatever_scripts_say_is_absent_or_whole_is_kept_by_what_is_named_here() -> None:
    catalogs = [path for name in OF_ALARMS for path in sorted((ROOT / "coordination" / name).rglob("*.py"))]
    catalogs += [ROOT / "push" / "errors.py", ROOT / "push" / "vocabulary.py"]
    said = {found for path in catalogs for found in IN_CATALOG.findall(path.read_text())}

    assert {text for key, text in said if key not in LIVE} == ANSWERS
    for key, script in LIVE.items():
        assert f'"{key}"' in SCRIPTS[f"coordination/{script}"].read_text(), key
