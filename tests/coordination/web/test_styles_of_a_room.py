"""A unit that moves on the map restyles itself, not the whole page: no rule looks for it from the page down."""

import re

from coordination.setup.face_folders import face_folders
from tests.support.processes import ROOT

# What units, entries and pins are put into. `:has()` of one of these is asked again at each of them, and where it is
# followed by what it styles, all that lies inside is styled anew. Direct children (`> …`) change seldom.
AROUND_ALL = re.compile(
    r"(?:^|[\s,(])(?:html|body|\.page-room|\.cockpit|\.map-panel|\.map-holder|\.sheet)(?![\w-])"
    r"[\w.#:\[\]=\"-]*(?::not\()?:has\((?![>+~])"
)


def test_no_style_of_a_room_looks_through_the_whole_page() -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for folder in face_folders(ROOT, "static")
        for path in folder.rglob("*.css")
        for line in path.read_text().splitlines()
        if AROUND_ALL.search(line)
    ]

    assert found == []


def test_the_rule_finds_what_it_looks_for() -> None:
    assert AROUND_ALL.search(".page-room:has(.alarm-strip-text) .map-command {")
    assert AROUND_ALL.search("  .map-panel:has(.is-placing)::after {")
    assert AROUND_ALL.search(".cockpit:not(:has(.sheet)) {")
    assert not AROUND_ALL.search(".cockpit:not(:has(> .sheet))::before {")
    assert not AROUND_ALL.search(".kind:has(input:focus-visible) {")
