"""What a press says is stored in English, as it is read out, and in Spanish, for readers of a page."""

import json
import re

import polib
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from coordination.home.cards import cards_from_views
from coordination.incident.lifecycle.queries import incident_view
from coordination.incident.panic.capability import PanicAlert
from coordination.incident.panic.pressing import words_to_say
from coordination.incident.panic.pressing.receipts import panic_receipt
from coordination.incident.standing.queries import presses_outside
from coordination.room.dispatch import Accepted
from coordination.room.models import Incident, LogEntry
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import PanicKind
from coordination.web.wording.timeline_words import entry_line, known_after
from mapping.models import Space
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW
from tests.stage.incident.panic import alert_of, incident_of, press
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
CATALOG = ROOT / "coordination" / "web" / "locale" / "es" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    make_plan(made.site)
    return made


def content_of(accepted: Accepted) -> JsonObject:
    content: JsonObject = json.loads(LogEntry.objects.get(room_id=accepted.room_id, seq=accepted.seq or 0).content)
    return content


def pressed_in_101(cast: Cast, *, language: str, is_exercise: bool = False) -> Accepted:
    """Press while some language is active: whoever presses decides nothing about what others read."""
    with translation.override(language):
        space_id = Space.objects.get(number="101").pk
        return press(cast.teacher, cast.site, space_id=space_id, kind=PanicKind.MEDICAL, is_exercise=is_exercise)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_net_hears_english_and_pages_have_spanish_whoever_presses(cast: Cast, language: str) -> None:
    alert = alert_of(pressed_in_101(cast, language=language))

    assert "room 101" in alert.words
    assert alert.words.endswith("Medical emergency.")
    assert "salón 101" in alert.words_in["es"]
    assert alert.words_in["es"].endswith("Emergencia médica.")
    assert alert.dispatch_text.startswith("MEDICAL ALARM FROM A SCHOOL\nWhere: Lincoln High School")
    assert alert.dispatch_text_in["es"].startswith("ALARMA MÉDICA DE UNA ESCUELA\nDónde: Lincoln High School")
    # Line by line the same, and nothing is left in English.
    assert len(alert.dispatch_text_in["es"].splitlines()) == len(alert.dispatch_text.splitlines())
    assert not re.search(r"Where|Inside|Way in|nearest|Call back|nearby|teacher", alert.dispatch_text_in["es"])
    assert set(alert.words_in) == set(alert.dispatch_text_in) == {"es"}


def test_timeline_console_and_receipt_say_it_to_each_reader_in_theirs(cast: Cast) -> None:
    accepted = pressed_in_101(cast, language="en")
    content = content_of(accepted)
    said = {}
    for language in ("en", "es"):
        with translation.override(language):
            (standing,) = presses_outside([accepted.room_id])[accepted.room_id]
            said[language] = entry_line(content, known_after({}, content)), standing.words
    receipt = panic_receipt(accepted.room_id, seq=accepted.seq or 0, is_repeat=False, at=NOW)

    assert all("room 101" in one and "salón" not in one for one in said["en"])
    assert all("salón 101" in one and "room 101" not in one for one in said["es"])
    assert "salón 101" in receipt.words_in["es"]


def test_an_exercise_begins_and_ends_with_its_word_in_both(cast: Cast) -> None:
    alert = alert_of(pressed_in_101(cast, language="es", is_exercise=True))
    spanish = alert.dispatch_text_in["es"].splitlines()

    assert alert.words.startswith("EXERCISE. ")
    assert alert.words_in["es"].startswith("EJERCICIO. ")
    assert alert.words_in["es"].endswith(" EJERCICIO.")
    assert spanish[0] == spanish[-1] == "EJERCICIO EJERCICIO EJERCICIO. Esto es un simulacro. No envíen a nadie."


def test_an_older_press_that_has_english_alone_is_said_in_english(cast: Cast) -> None:
    content = content_of(pressed_in_101(cast, language="en"))
    patch = content["patch"]
    assert isinstance(patch, dict)
    objects = patch[PanicAlert.state_key]
    assert isinstance(objects, dict)
    for value in objects.values():
        assert isinstance(value, dict)
        del value["words_in"]

    with translation.override("es"):
        assert "room 101" in entry_line(content, known_after({}, content))


def test_a_composed_title_is_shown_to_each_reader_in_theirs_and_a_written_one_as_it_is(cast: Cast) -> None:
    accepted = pressed_in_101(cast, language="es")
    composed = incident_of(accepted)
    written = Incident(title="Smoke in room 101")
    opened = json.loads(LogEntry.objects.get(room_id=accepted.room_id, seq=1).content)
    facts = opened["patch"]["incident"][str(composed.pk)]
    pages = {}
    for language in ("en", "es"):
        with translation.override(language):
            pages[language] = render_to_string(
                "home/_incident_card.html", {"incident": cards_from_views([incident_view(composed)], {})[0]}
            )
            assert written.shown_title() == "Smoke in room 101"
            assert entry_line(opened, known_after({}, opened)).count(composed.shown_title()) == 1

    assert composed.title.startswith("Medical emergency: ")
    assert "room 101" in composed.title
    assert facts["title"] == composed.title
    assert facts["title_in"] == composed.title_in
    assert composed.title in pages["en"]
    assert composed.title not in pages["es"]
    assert composed.title_in["es"].startswith("Emergencia médica: ")
    assert composed.title_in["es"] in pages["es"]


def test_every_word_of_an_alarm_is_in_the_catalog() -> None:
    spanish = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOG))}
    said = {
        *words_to_say.KIND_WORDS.values(),
        *words_to_say.KIND_TITLES.values(),
        *words_to_say.HEADLINES.values(),
        *words_to_say.NEXT_STEPS.values(),
        words_to_say.HEADLINE,
        words_to_say.EXERCISE_LINE,
    }

    assert len(said) > 15
    assert [text for text in sorted(said) if not spanish.get(text)] == []
