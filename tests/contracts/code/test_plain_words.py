"""Our prose names who does a thing: "whoever", "nobody" and their like stand in no file of the product."""

import re
from pathlib import Path

from tests.support.processes import ROOT
from tests.support.sources import PACKAGES

WORDS = re.compile(r"\b([Ww]hoever|[Ww]homever|[Ff]or ever|[Ss]omebody|[Nn]obody)\b")
TEXTS = {".py", ".js", ".css", ".html", ".toml"}
# What stands in front of a line's words where prose goes on from the line before.
BEGINS_ANEW = re.compile(r"\n\s*(?:#|//|\*)?\s*")
# Migrations say what held when they were written.
LEFT_OUT = {"migrations", "__pycache__"}


def words_in(text: str) -> list[str]:
    """Return which of the words a text has, also where two lines share one."""
    return WORDS.findall(BEGINS_ANEW.sub(" ", text))


def texts_of_the_product() -> list[Path]:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.suffix in TEXTS]
    return [path for path in files if not LEFT_OUT & set(path.parts)]


def test_prose_names_who_does_a_thing() -> None:
    texts = texts_of_the_product()
    found = {str(path.relative_to(ROOT)): words_in(path.read_text()) for path in texts}

    assert len(texts) > 1500
    assert {path: words for path, words in found.items() if words} == {}


def test_it_is_seen_in_prose_that_goes_on_and_in_what_is_shown() -> None:
    text = '''"""It stands\nfor ever."""\nSAID = "Nobody is here."  # Whoever reads it\n# keeps it for\n# ever.\n'''

    assert words_in(text) == ["for ever", "Nobody", "Whoever", "for ever"]


def test_a_name_of_code_is_no_word() -> None:
    assert words_in("NO_ONE = nobody_on_duty(NOBODY)") == []
