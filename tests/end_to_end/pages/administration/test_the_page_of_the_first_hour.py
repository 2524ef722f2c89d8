"""docs/first-hour.md and docs/first-hour.es.md, word by word: from an empty server to an alarm that is acknowledged."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.pages.administration.test_first_hour import operators_address
from tests.stage.devices.phones import phones
from tests.stage.devices.windows import watched_windows
from tests.stage.followed_page import ENGLISH, HEADING, SPANISH, STEP, Language, Reader, page_text
from tests.support.services import AppServer

pytestmark = pytest.mark.e2e
PAGES = {ENGLISH: "first-hour.md", SPANISH: "first-hour.es.md"}
ACTS = {language: language.acts() for language in PAGES}


@contextmanager
def reader_at(database_url: str, folder: Path, browser: Browser, language: Language) -> Iterator[Reader]:
    """Give out a reader in front of an empty server with a mailbox, a carrier, and the first command carried out."""
    with phones() as devices:
        server = AppServer(database_url, env=devices.env(folder), var=folder / "var", with_worker=True)
        server.env["MUSTERPOINT_ORIGIN"] = server.url
        with server, watched_windows(browser, server.url) as windows:
            yield Reader(windows, devices, language, operators_address(server))


def test_a_stranger_follows_the_english_page_and_no_step_that_does_not_stand_there(
    migrated_spatialite_url: str, tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reader_at(migrated_spatialite_url, tmp_path, browser, ENGLISH) as reader:
        reader.follow(page_text(PAGES[ENGLISH]))

        assert len(reader.pages) == len(people_in(ENGLISH)) == 8

        monkeypatch.setattr("tests.stage.followed_page.SHOWN_MS", 1000)
        for step in ("Press **Set no password**.", "The page says “Welcome to another product”."):
            with pytest.raises(AssertionError, match="Ada"):
                reader.follow(f"### Ada, at a computer\n\n1. {step}\n")


def test_a_stranger_follows_the_spanish_page_on_postgis(
    migrated_postgis_url: str, tmp_path: Path, browser: Browser
) -> None:
    with reader_at(migrated_postgis_url, tmp_path, browser, SPANISH) as reader:
        reader.follow(page_text(PAGES[SPANISH]))

        assert len(reader.pages) == len(people_in(SPANISH)) == 8


def test_both_pages_have_the_same_steps() -> None:
    """The same people do the same in the same order; what they write and where messages go is the same, too."""
    steps = {language: steps_of(language) for language in PAGES}

    assert len(steps[ENGLISH]) > 40
    assert steps[ENGLISH] == steps[SPANISH]


def people_in(language: Language) -> set[str]:
    return {name for name, _place in HEADING.findall(page_text(PAGES[language]))}


def steps_of(language: Language) -> list[tuple[str, bool, list[str], list[str]]]:
    """Return of each step who does it, whether on a phone, what is done, and the examples that stand in it."""
    parts = HEADING.split(page_text(PAGES[language]))
    found = []
    for name, place, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        for step in STEP.findall(body):
            acts = [str(act.lastgroup) for act in ACTS[language].finditer(" ".join(step.split()))]
            examples = [one for one in re.findall(r"`([^`]+)`", step) if one not in CHOICES]
            found.append((name, place == language.on_phone, acts, examples))
    return found


# Choices of a list are the reader's own language.
CHOICES = frozenset(
    {"Administrator", "Administrador", "District", "Distrito", "Officer", "Agente", "Police", "Policía"}
    | {"Staff", "Personal"}
)
