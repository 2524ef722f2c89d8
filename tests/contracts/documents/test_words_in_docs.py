"""The documents name every word that travels: enum values, commands, events, codes, close codes, limits, promises."""

import enum
import importlib
import re
from pathlib import Path

import pytest
from django.conf import settings

from coordination.describe.catalogue import COMMANDS, EVENTS, SERVER_FRAMES
from coordination.describe.openapi import openapi_document
from coordination.describe.problem_codes import codes_of_classes, problem_codes
from coordination.describe.vocabulary import vocabulary_text
from coordination.incident.attachments import uploads as attachments
from coordination.incident.map_marks.capability import MAX_SHAPE_POINTS
from coordination.room.registry import Named
from coordination.room.wire import frames
from coordination.sockets import hub, long_poll, tickets
from coordination.sockets.connection import pace, session
from coordination.sockets.feeds import presence, subscriber
from tests.support.processes import ROOT
from tests.support.sources import PACKAGES

# What has words of its own beside those of its package is found.
OF_CAPABILITIES = tuple(
    ".".join(path.parent.relative_to(ROOT).parts)
    for name in settings.APP_PACKAGES
    for path in sorted(ROOT.joinpath(*name.split(".")).glob("**/vocabulary.py"))
)
DOCS = ROOT / "docs"
PROTOCOL = (DOCS / "protocol.md").read_text()
VOCABULARY = (DOCS / "vocabulary.md").read_text()
ARCHITECTURE = (DOCS / "architecture.md").read_text()
WIRE = (DOCS / "wire.md").read_text()


def enums() -> list[type[enum.Enum]]:
    """Return every enum that a package's vocabulary defines."""
    modules = [importlib.import_module(f"{one}.vocabulary") for one in dict.fromkeys((*PACKAGES, *OF_CAPABILITIES))]
    return [
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, enum.Enum) and one.__module__ == module.__name__
    ]


def word_of(member: enum.Enum) -> str:
    return member.value if isinstance(member.value, str) else member.name.lower()


def section_of(kind: type[enum.Enum]) -> str:
    """Return what vocabulary.md says of an enum: from its bold name to the next one or the next heading."""
    of_package = VOCABULARY.partition(f"(`{kind.__module__.replace('.', '/')}.py`)")[2].partition("\n## ")[0]
    return re.split(r"\n\*\*", of_package.partition(f"**{kind.__name__}**")[2])[0]


@pytest.mark.parametrize("kind", enums(), ids=lambda kind: f"{kind.__module__.split('.')[0]}.{kind.__name__}")
def test_the_vocabulary_explains_every_value_and_no_other(kind: type[enum.Enum]) -> None:
    section = section_of(kind)
    listed = set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))

    assert [word_of(member) for member in kind if f"`{word_of(member)}`" not in section] == []
    assert listed <= {word_of(member) for member in kind}


def test_the_vocabulary_says_the_labels_of_the_code() -> None:
    assert vocabulary_text(VOCABULARY) == VOCABULARY


def test_a_label_that_changes_is_written_beside_what_people_wrote() -> None:
    written = VOCABULARY.replace("| Staff roster |", "| Names of staff |")

    assert written != VOCABULARY
    assert vocabulary_text(written) == VOCABULARY


@pytest.mark.parametrize("one", [*COMMANDS, *EVENTS], ids=lambda one: one.word)
def test_the_protocol_says_who_may_send_and_what_follows(one: Named) -> None:
    table = PROTOCOL.partition("| command | who may | entry |")[2].partition("\n\n")[0]

    assert f"`{one.word}`" in table


@pytest.mark.parametrize("one", SERVER_FRAMES, ids=lambda one: one.word)
def test_the_protocol_tells_of_every_frame(one: Named) -> None:
    assert re.search(rf"\b{one.word}\b", PROTOCOL)


# One fault that is met at several doors, each of which says it in its own words.
AT_SEVERAL_DOORS = {"bad_command", "bad_query", "not_allowed", "not_found", "storage_failed"}


def test_a_code_says_one_fault() -> None:
    meanings = {
        one.code: {other.meaning for other in codes_of_classes() if other.code == one.code}
        for one in codes_of_classes()
    }

    assert {code for code, said in meanings.items() if len(said) > 1} == AT_SEVERAL_DOORS


def test_every_code_and_close_code_is_listed() -> None:
    closing = [code for name, code in vars(frames.CloseCode).items() if name.isupper()]

    assert [one.code for one in problem_codes() if f"| `{one.code}` | {one.status} |" not in WIRE] == []
    assert [code for code in closing if f"| {code} |" not in PROTOCOL] == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("`hello` within 5 seconds", settings.HELLO_WITHIN_S == 5),
        ("64 KiB (65,536 bytes)", frames.MAX_FRAME_BYTES == 65_536),
        ("50 per second after a burst of 400", (session.FRAMES_PER_S, session.BURST_FRAMES) == (50, 400)),
        ("| 64, as `window` in `welcome` says |", pace.WINDOW_COMMANDS == 64),
        ("At most 128 unacknowledged", subscriber.WINDOW_ENTRIES == 128),
        ("256 KiB may wait", subscriber.PENDING_BYTES == 256 * 1024),
        ("full for 5 seconds", subscriber.STALL_S == 5),
        ("more than 5,000 entries", settings.TAIL_MAX_ENTRIES == 5000),
        ("every 5 seconds", hub.BEACON_S == 5),
        ("lease of 15 seconds", presence.LEASE_S == 15),
        ("(25 at most)", long_poll.MAX_WAIT_S == 25),
        ("within 30 seconds", tickets.TICKET_TTL_S == 30),
        ("2,000", MAX_SHAPE_POINTS == 2000),
        ("Up to 20 uploads", attachments.MAX_UNATTACHED == 20),
    ],
)
def test_the_limits_in_the_protocol_are_the_real_ones(words: str, value: bool) -> None:
    assert words in PROTOCOL
    assert value


def test_every_address_of_the_protocol_is_served() -> None:
    named = set(re.findall(r"/api/v1/[a-z_/{}.-]+", PROTOCOL))
    served = {*openapi_document()["paths"], "/api/v1/openapi.json", "/api/v1/asyncapi.json"}  # type: ignore[misc]

    assert {address.rstrip("/.") for address in named} - served == set()


# --- architecture -----------------------------------------------------------------------------------------------------
def names_of_promise(number: int) -> set[str]:
    names = re.compile(rf"^(?:async )?def (test_promise_(?:\d+_)*?{number}_\w+)", re.MULTILINE)
    return {name for path in (ROOT / "tests").rglob("test_*.py") for name in names.findall(path.read_text())}


@pytest.mark.parametrize("number", range(1, 11))
def test_every_promise_is_written_down_and_has_a_test_that_names_it(number: int) -> None:
    row = re.search(rf"^{number}\. .*?(?=^\d+\. |\n\n)", ARCHITECTURE, re.MULTILINE | re.DOTALL)
    assert row is not None

    named = set(re.findall(r"`(test_promise_\w+)`", row.group()))

    assert named
    assert named <= names_of_promise(number)


def test_every_file_the_architecture_names_is_there() -> None:
    named = re.findall(r"`((?:coordination|mapping|mou|push|tests|docs|deploy)/[\w/.-]+)`", ARCHITECTURE)
    missing = [name for name in named if not (ROOT / name).exists()]

    assert missing == []


def test_decisions_are_numbered_once_and_listed() -> None:
    files = sorted(path.name for path in (DOCS / "decisions").glob("*.md"))
    numbers = [name[:4] for name in files]

    assert len(set(numbers)) == len(numbers)
    assert [name for name in files if f"decisions/{name}" not in ARCHITECTURE] == []
    assert [
        name for name in files if not Path(DOCS / "decisions" / name).read_text().startswith(f"# {name[:4]} ")
    ] == []
