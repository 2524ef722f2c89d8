"""Pages say what they mean: no phrase that people stumbled over, and no word of a file format in place of a name."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from mapping.edits.rules.feature_rules import CATEGORIES
from mapping.sites.wording.words import map_words
from tests.support.processes import ROOT

# Asked what these mean, readers did not know.
STUMBLED_OVER = (
    "The map before the law",
    "Broken glass",
    "Its life so far",
    "Take it with you",
    "A person must say",
    "What it lacks",
    "Look closer",
    "Do it",
)
CATALOGUES = sorted(ROOT.glob("*/web/locale/es/LC_MESSAGES/django.po"))
MSGID = re.compile(r'^msgid "(.+)"$', re.MULTILINE)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-6])
def test_no_page_says_what_readers_did_not_understand(catalogue: Path) -> None:
    said = MSGID.findall(catalogue.read_text())

    assert len(said) > 50
    assert [one for one in said if one.rstrip(".:…") in STUMBLED_OVER or one == "Say where"] == []


def test_every_category_of_a_plan_has_a_name_that_is_no_key() -> None:
    with translation.override("en"):
        words = {key: str(word) for key, word in map_words().items()}
    categories = sorted({one for found in CATEGORIES.values() for one in found})

    names = {one: words[one] for one in categories}

    assert len(names) > 50
    assert [key for key, name in names.items() if name == key or "_" in name or name[0].islower()] == []
    assert names["huddleroom"] == "Huddle room"
    # A list of kinds to choose from says no word twice.
    for kind, found in CATEGORIES.items():
        assert len({names[one] for one in found}) == len(found), kind
