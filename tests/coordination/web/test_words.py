"""Every value that a page can show has a word, and every word that a script asks for is in its catalogue."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from coordination.vocabulary import Audience, IncidentType, MarkerKind, PanicKind, ResponderStatus, Severity, ShapeKind
from coordination.web.vocabulary_words import vocabulary_words
from coordination.web.words import home_words, incident_words
from mou.vocabulary import MemberRole

STATIC = Path(__file__).resolve().parents[3] / "coordination" / "web" / "static" / "coordination"
LISTS: dict[str, type[StrEnum]] = {
    "incident_type": IncidentType,
    "severity": Severity,
    "audience": Audience,
    "status": ResponderStatus,
    "marker_kind": MarkerKind,
    "shape_kind": ShapeKind,
    "role": MemberRole,
    "panic_kind": PanicKind,
}


@pytest.mark.parametrize("name", LISTS)
def test_every_value_of_a_list_has_a_word(name: str) -> None:
    assert set(vocabulary_words()[name]) == {value.value for value in LISTS[name]}


def test_every_list_is_checked_here() -> None:
    assert set(vocabulary_words()) == set(LISTS)


def test_every_word_a_script_asks_for_is_in_a_catalogue() -> None:
    scripts = "\n".join(path.read_text() for path in STATIC.glob("*.js"))
    asked = set(re.findall(r"""(?:word|button)\(\s*"([a-z_]+\.[a-z_]+)\"""", scripts))
    asked |= set(re.findall(r""""((?:column|tool|entry|home)\.[a-z_]+)\"""", scripts))

    assert len(asked) > 60
    assert asked - set(incident_words({})) - set(home_words()) == set()
