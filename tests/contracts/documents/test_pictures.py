"""The README shows four pictures: each is there, small, taken by the command, and said in words."""

import re

import pytest

from tests.screens.readme import MOST_BYTES, README
from tests.support.processes import ROOT

PICTURES = ROOT / "docs" / "pictures"


@pytest.mark.parametrize("file", [one.file for one in README])
def test_a_picture_of_the_readme_is_there_small_and_said_in_words(file: str) -> None:
    words = re.findall(rf"!\[([^\]]+)\]\(docs/pictures/{re.escape(file)}\)", (ROOT / "README.md").read_text())
    content = (PICTURES / file).read_bytes()

    assert len(words) == 1
    assert len(words[0].split()) >= 5
    assert content[:4] == b"RIFF"
    assert content[8:12] == b"WEBP"
    assert len(content) < MOST_BYTES


def test_no_other_picture_is_committed_for_the_documentation() -> None:
    assert sorted(path.name for path in PICTURES.iterdir()) == sorted(one.file for one in README)
